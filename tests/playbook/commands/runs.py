"""The cast of the tests of `playbook run`: a door that opens and shuts, with scenarios that come to this or that."""

from __future__ import annotations

import json
from pathlib import Path

from playbook.cli import main

DOOR = """\
version: "1.0"
name: "Door"
machine:
  id: "door"
  initial: "shut"
  states:
    shut: {}
    open: {}
    gone: {}
  transitions:
    - {id: push, from: shut, to: open, event: pushed}
    - {id: pull, from: open, to: shut, event: pulled}
    - {id: blow_up, from: open, to: gone, event: blown_up, guard: "strength() > 9000"}
  forbidden:
    - {from: shut, to: gone, reason: "It must be open"}
scenarios:
  - name: good
    steps:
      - action: push
      - assert: "state == 'open'"
"""
BAD = """\
  - name: bad
    steps:
      - {action: push}
      - {action: pull, repeat: 2}
      - assert: "state == 'open'"
"""
UNKNOWN = """\
  - name: unknown
    steps:
      - assert: "strength() > 1"
"""
REFUSED = DOOR.replace("to: shut", "to: shutt")


def door(*scenarios: str, file: str = "door.yaml", text: str = DOOR) -> str:
    """The door, written to a file below the current folder."""
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text + "".join(scenarios))
    return file


def results(capsys, *arguments: str) -> list[dict]:
    main(["run", "--format", "json", *arguments])
    return json.loads(capsys.readouterr().out)


def outcomes(capsys, *arguments: str) -> dict[str, str]:
    """What each test came to, by its id, in order."""
    return {result["id"]: result["verdict"] for result in results(capsys, *arguments)}

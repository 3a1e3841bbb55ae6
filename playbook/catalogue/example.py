"""The short examples of the catalogue as whole playbooks."""

from __future__ import annotations

import re

from playbook.catalogue.entry import Entry

HEAD = 'version: "1.0"\nname: "Example"\n'
MACHINE = """\
machine:
  id: "example"
  initial: "idle"
  states:
    idle: {}
    busy: {}
  transitions:
    - {id: "start", from: "idle", to: "busy", event: "started"}
    - {id: "finish", from: "busy", to: "idle", event: "finished"}
"""


def completed(entry: Entry, snippet: str) -> str:
    """The example as a playbook that can be analysed: what it does not say is added around it."""
    if entry.whole:
        return snippet
    machine = "" if re.search(r"^machine:", snippet, re.MULTILINE) else MACHINE
    return HEAD + machine + snippet

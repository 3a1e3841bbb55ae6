"""What a required key that is missing could say, so that a draft becomes a playbook (PB101)."""

from __future__ import annotations

import json
import re

from playbook.source.nodes import Mapping, Node, Scalar
from playbook.spans import Path

DOCUMENT = """\
version: "1.0"
name: "New playbook"
machine:
  id: "machine"
  initial: "idle"
  states:
    idle: {}
    busy: {}
  transitions:
    - {id: "start", from: "idle", to: "busy", event: "started"}
    - {id: "finish", from: "busy", to: "idle", event: "finished"}
"""
_MACHINE = DOCUMENT[DOCUMENT.index("machine:") + len("machine:") :].rstrip()
_FIXED = {
    ("playbook", "version"): '"1.0"',
    ("playbook", "machine"): _MACHINE,
    ("machine", "id"): '"machine"',
    ("machine", "states"): "{idle: {}, busy: {}}",
    ("scenario", "steps"): "[]",
}
_COUNTED = {("scenario", "name"), ("assertion", "name"), ("panel", "id"), ("transition", "id")}


def skeleton(shape: str, key: str, node: Mapping, path: Path) -> str | None:
    """A value for the key, as it would be written; None where nobody could guess one."""
    fixed = _FIXED.get((shape, key))
    if fixed is not None:
        return fixed
    if (shape, key) in _COUNTED and path and isinstance(path[-1], int):
        return f'"{shape}_{path[-1] + 1}"'
    if (shape, key) == ("transition", "event"):
        name = node.get("id")
        plain = isinstance(name, Scalar) and re.match(r"[\w\-]{1,100}\Z", name.text)
        return f'"{name.text}_requested"' if plain and isinstance(name, Scalar) else None
    if shape == "machine":
        return _of_machine(key, node.get("states"))
    return None


def _of_machine(key: str, states: Node | None) -> str | None:
    """What the declared states suggest."""
    names = [name for name in states if len(name) <= 100] if isinstance(states, Mapping) else []
    first = json.dumps(names[0] if names else "idle", ensure_ascii=False)
    last = json.dumps(names[1] if len(names) > 1 else names[0] if names else "busy", ensure_ascii=False)
    if key == "initial":
        return first
    if key == "transitions":
        return f'[{{id: "start", from: {first}, to: {last}, event: "started"}}]'
    return None

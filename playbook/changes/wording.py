"""How elements and values are named in a sentence about a change."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from playbook.source.nodes import Mapping, Node, Scalar, Sequence, plain

# Longer values are cut.
VALUE_MAX = 60
# Keys that only people read; their values are told in the text, not in the sentence.
PROSE = frozenset({"description", "reason", "failure_reason"})
# And the headings, which are short.
HEADINGS = frozenset({("playbook", "name"), ("panel", "title")})
NOUNS = {
    "transition": "transition",
    "policy": "routing policy",
    "assertion": "performance assertion",
    "scenario": "scenario",
    "panel": "panel",
    "step": "step",
    "older_step": "step",
    "statement": "statement",
    "older_capture": "capture",
    "older_output": "output",
}
# Where the key alone does not make a sentence.
WORDS = {
    ("transition", "from"): "source",
    ("transition", "to"): "target",
    ("transition", "except"): "excepted states",
    ("machine", "initial"): "initial state",
    ("step", "assert"): "assertion",
}
# What the entries of maps with names of the user's own are: by shape and key.
ENTRIES = {
    ("simulation", "variables"): "variable",
    ("simulation", "functions"): "function",
    ("simulation", "actions"): "action",
    ("simulation", "panels"): "panel",
    ("tui", "keybindings"): "key",
    ("step", "params"): "parameter",
    ("scenario", "performance"): "expected band of",
    ("http", "headers"): "header",
}


class Place(NamedTuple):
    """An element in sentences: `prefix` goes before everything, `label` follows "of"."""

    prefix: str = ""
    label: str = ""

    def of(self, name: str) -> str:
        """A part of the element."""
        return f"{self.prefix}{name}{f' of {self.label}' if self.label else ''}"


def code(text: str) -> str:
    """As it stands in a text; cut where it is long."""
    flat = " ".join(text.split()) or text
    return f"`{flat if len(flat) <= VALUE_MAX else flat[: VALUE_MAX - 1] + '…'}`"


def text_of(node: Node | None) -> str:
    """A scalar's own text, anything else as JSON."""
    if isinstance(node, Scalar):
        return node.text
    return json.dumps(plain(node), ensure_ascii=False)


def both(old: Node, new: Node) -> tuple[str, str]:
    """Two values to be told beside each other, never alike."""
    left, right = code(text_of(old)), code(text_of(new))
    if left == right:
        left, right = (code(json.dumps(plain(node), ensure_ascii=False)) for node in (old, new))
    return left, right


def field(node: Node, name: str) -> str:
    """The text of a key of a map; several names side by side."""
    value = node.get(name) if isinstance(node, Mapping) else None
    if isinstance(value, Sequence):
        return ", ".join(text_of(item) for item in value.items)
    return text_of(value) if value is not None else "?"


def element_name(shape: str, node: Node, number: int) -> str:
    """What an element of a list is called: by name, by pair, else by number (from 1)."""
    if shape == "forbidden":
        return f"forbidden pair {code(field(node, 'from'))} to {code(field(node, 'to'))}"
    if shape == "violation":
        return f"invariant violation {code(field(node, 'condition'))} of {code(field(node, 'state'))}"
    if shape == "invariant":
        if isinstance(node, Mapping) and "description" in node:
            return f'invariant "{code(field(node, "description"))[1:-1]}"'
        return f"invariant {code(field(node, 'condition'))}"
    key = "id" if shape in ("transition", "panel") else "name"
    if isinstance(node, Mapping) and key in node:
        return f"{NOUNS.get(shape, 'item')} {code(field(node, key))}"
    return f"{NOUNS.get(shape, 'item')} {number}"


def place_of(shape: str, name: str, owner: Place) -> Place:
    """How the parts of an element are told."""
    prefix: dict[str, Callable[[], Place]] = {
        "forbidden": lambda: Place(f"{owner.prefix}{name}: "),
        "transition": lambda: Place(owner.prefix, name.removeprefix("transition ")),
    }
    if shape in prefix:
        return prefix[shape]()
    return Place(owner.prefix, f"{name}{f' of {owner.label}' if owner.label and shape not in NOUNS else ''}")

"""What a node means, as a value that two playbooks can be compared by.

Comments, quotes, the order of keys, a null for an absent key, a default that is written out, `from: a` for
`from: [a]`: none of it is meaning (LANGUAGE.md sections 1 and 2).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from playbook.document.vocabulary import MACHINE_KEYS, SHAPES, Key, keys
from playbook.source.nodes import Mapping, Node, Scalar, Sequence

DEFAULTS: dict[tuple[str, str], Hashable] = {
    ("invariant", "severity"): "error",
    ("state", "final_state"): ("flag", False),
    ("step", "repeat"): 1,
    ("step", "params"): ("map",),
    ("policy", "weight"): 1,
    ("panel", "type"): "table",
    ("tui", "refresh_rate_ms"): 100,
}


class Spec(NamedTuple):
    """What the vocabulary says of a value."""

    kind: str = "any"
    shape: str = ""
    each: str = ""

    @property
    def part(self) -> Spec:
        """Of an item of such a list, or a value of such a map."""
        if self.each in SHAPES:
            return Spec("map", self.each)
        if self.each.startswith("["):
            return Spec("list", each=self.each.strip("[]"))
        return Spec(self.each or "any")


def spec_of(shape: str, name: str) -> Spec:
    """Of a key; the machine's keys and the sections are known where lost indentation has put them, too."""
    key: Key | None = keys(shape).get(name) if shape else None
    if key is None and shape == "machine" and name not in keys("machine"):
        key = keys("playbook").get(name)
    if key is None and shape == "playbook" and name in MACHINE_KEYS:
        key = keys("machine")[name]
    return Spec(key.kind, key.shape, key.each) if key else Spec()


class Canon:
    """Meanings of the nodes of one text; `renames` are names of states as the other text has them."""

    def __init__(self, renames: dict[str, str] | None = None) -> None:
        self._renames = renames or {}
        self._known: dict[tuple[int, Spec], Hashable] = {}

    def of(self, node: Node | None, spec: Spec) -> Hashable:
        """The meaning of a node; None for what is absent."""
        if node is None:
            return None
        place = (id(node), spec)
        if place not in self._known:
            self._known[place] = self._of(node, spec)
        return self._known[place]

    def entries(self, node: Mapping, shape: str) -> dict[str, Hashable]:
        """The meanings of a map's keys, less what says nothing."""
        found = {name: self.of(value, spec_of(shape, name)) for name, value in node.by_key.items()}
        if not shape:
            return found
        return {
            name: meaning
            for name, meaning in found.items()
            if meaning not in (None, ("list",), DEFAULTS.get((shape, name)))
        }

    def _of(self, node: Node, spec: Spec) -> Hashable:
        if isinstance(node, Scalar):
            return self._scalar(node, spec.kind)
        if isinstance(node, Sequence):
            if spec.kind == "states":
                return tuple(sorted({str(self.of(item, Spec("state"))) for item in node.items}))
            return ("list", *(self.of(item, spec.part) for item in node.items))
        if spec.shape or not spec.each:
            return ("map", *sorted(self.entries(node, spec.shape).items()))
        parts = {name: self.of(value, spec.part) for name, value in node.by_key.items()}
        return ("map", *sorted(parts.items()))

    def _scalar(self, node: Scalar, kind: str) -> Hashable:
        value = node.value
        if value is None:
            return None
        if kind == "expression":
            return node.text.strip()
        if kind in ("state", "states"):
            name = self._renames.get(node.text, node.text)
            return name if kind == "state" else (name,)
        if kind == "text":
            return node.text
        if isinstance(value, bool):
            return ("flag", value)
        # Not-a-number is not even equal to itself.
        return repr(value) if value != value else value

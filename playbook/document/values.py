"""The sections of a playbook as plain values, each made when it is first asked for.

A machine of ten thousands of states is a section too, and hardly an expression reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playbook.source.nodes import Node, plain
from playbook.values import Value


class Sections(Mapping[str, Value]):
    """Top-level keys and their values."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            self._values[name] = plain(self._nodes[name])
        return self._values[name]

    def node(self, name: str) -> Node | None:
        """The section as it stands in the text: its places, and the characters of its scalars."""
        return self._nodes.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __repr__(self) -> str:
        return f"Sections({dict(self)!r})"

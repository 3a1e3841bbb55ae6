"""Anchors and what their aliases stand for: counted before they are believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playbook.source.nodes import Mapping, Node, Scalar, span_between
from playbook.spans import Span


@dataclass(slots=True)
class Anchor:
    """An anchored node: None until it ends; with how many nodes it expands to, and how deep they go."""

    span: Span
    node: Node | None = None
    nodes: int = 0
    height: int = 0
    used: bool = False


class Anchors:
    """The anchors of a text; a later one of the same name takes the place of an earlier one."""

    def __init__(self) -> None:
        self._named: dict[str, Anchor] = {}
        self._by_node: dict[int, Anchor] = {}
        self._open: list[Anchor] = []

    def opened(self, event: Any) -> None:
        """A node with an anchor begins."""
        anchor = Anchor(span_between(event.start_mark, event.end_mark))
        self._named[event.anchor] = anchor
        self._open.append(anchor)

    def closed(self, node: Node) -> None:
        """The node whose anchor was opened last is complete."""
        anchor = self._open.pop()
        anchor.node = node
        anchor.nodes, anchor.height = self._measured(node)
        self._by_node[id(node)] = anchor

    def get(self, name: str) -> Anchor | None:
        return self._named.get(name)

    def _measured(self, node: Node) -> tuple[int, int]:
        """Nodes and levels, aliases expanded; what has an anchor of its own has been measured before."""
        known = self._by_node.get(id(node))
        if known is not None:
            return known.nodes, known.height
        if isinstance(node, Scalar):
            return 1, 0
        nodes, height = 1, 0
        for part in node._pairs if isinstance(node, Mapping) else node.items:
            inner, levels = self._measured(part)
            nodes += inner
            height = max(height, levels)
        return nodes, height + 1

    def unused(self) -> Iterator[tuple[str, Span]]:
        for name, anchor in self._named.items():
            if not anchor.used:
                yield name, anchor.span

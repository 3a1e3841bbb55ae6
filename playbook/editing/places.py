"""Where a playbook's text has expressions: conditions, the simulation's formulas, the dashboard's names.

What a place is given besides (a function's parameters, the names of a row) hides variables of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.document.model import Passage, Playbook
from playbook.document.names import expressions
from playbook.document.simulation import SECTION, header, hooks
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.spans import Path

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """An expression: `text` is what stands from `offset` on in the scalar's value."""

    path: Path
    node: Scalar
    text: str
    offset: int = 0
    given: frozenset[str] = _NONE


def places(root: Node | None, playbook: Playbook) -> Iterator[Place]:
    """Every expression of a playbook that stands in its text as it is."""
    for _, _, expression in expressions(playbook):
        node = find(root, expression.path)
        # The tests of older outputs are made of several values.
        if isinstance(node, Scalar) and node.text == expression.text:
            yield Place(expression.path, node, node.text)
    for step in playbook.older.steps if playbook.older is not None else ():
        for capture in step.captures if isinstance(step, Passage) else ():
            yield from _whole(find(root, (*capture.path, "from")), (*capture.path, "from"))
    for path, _, _ in hooks(playbook):
        yield from _statement(find(root, path), path, _NONE)
    section = find(root, (SECTION,))
    if isinstance(section, Mapping):
        yield from _simulated(section)
    yield from _shown(root, playbook)


def _whole(node: Node | None, path: Path, given: frozenset[str] = _NONE) -> Iterator[Place]:
    """A text, or every text of a list or a map."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str):
            yield Place(path, node, node.text, 0, given)
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            yield from _whole(item, (*path, position), given)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _whole(value, (*path, key.text), given)


def entries(section: Mapping, name: str) -> Iterator[tuple[Scalar, Node, Path]]:
    """The entries of a part of the simulation, each with its path."""
    part = section.get(name)
    for key, value in part.entries if isinstance(part, Mapping) else ():
        yield key, value, (SECTION, name, key.text)


def _simulated(section: Mapping) -> Iterator[Place]:
    for key, value, path in entries(section, "functions"):
        yield from _whole(value, path, frozenset(header(key.text).parameters))
    for key, value, path in entries(section, "actions"):
        given = frozenset(header(key.text).parameters)
        for position, item in enumerate(value.items if isinstance(value, Sequence) else ()):
            yield from _statement(item, (*path, position), given)
    for _, view, path in entries(section, "panels"):
        if isinstance(view, Mapping):
            names = view.get("as")
            parts = names.items if isinstance(names, Sequence) else [names]
            yield from _whole(view.get("each"), (*path, "each"))
            given = frozenset(part.text for part in parts if isinstance(part, Scalar))
            yield from _whole(view.get("row"), (*path, "row"), given)


def _statement(node: Node | None, path: Path, given: frozenset[str]) -> Iterator[Place]:
    """A statement's expressions: its condition, its delay, what it sets and to what."""
    if not isinstance(node, Mapping) or isinstance(node.get("action"), Scalar):
        return
    for key in ("when", "after_ms"):
        yield from _whole(node.get(key), (*path, key), given)
    sets = node.get("set")
    for target, value in sets.entries if isinstance(sets, Mapping) else ():
        own = (*path, "set", target.text)
        yield Place(own, target, target.text, 0, given)
        yield from _whole(value, own, given)


def _shown(root: Node | None, playbook: Playbook) -> Iterator[Place]:
    """What the dashboard reads: a plot's source, the names of a stats panel, placeholders."""
    tui = playbook.tui
    if tui is None:
        return
    for panel in tui.panels:
        yield from _whole(find(root, (*panel.path, "data_source")), (*panel.path, "data_source"))
        # A field that the simulation has a column for names that.
        row = find(root, (SECTION, "panels", panel.id, "row"))
        columns = frozenset(row) if isinstance(row, Mapping) else _NONE
        for place in _whole(find(root, (*panel.path, "fields")), (*panel.path, "fields")):
            if place.text not in columns:
                yield place
    for key in ("left", "center", "right") if tui.status_bar is not None else ():
        path = (*tui.path, "status_bar", key)
        node = find(root, path)
        for match in _PLACEHOLDER.finditer(node.text) if isinstance(node, Scalar) else ():
            assert isinstance(node, Scalar)
            yield Place(path, node, match[1], match.start(1))

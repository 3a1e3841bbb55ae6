"""A text that is to be edited: its tree, and where in it something may be changed."""

from __future__ import annotations

import re
from functools import cached_property

from playbook.diagnostics import Severity, TextEdit
from playbook.editing.edits import EditRefused
from playbook.editing.habits import Habits, content_start, is_flow
from playbook.editing.writing import Writer
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find, plain
from playbook.source.positions import Lines
from playbook.source.reader import read
from playbook.spans import START, Path, pointer
from playbook.values import Value

Entry = tuple[Scalar, Node]
_BREAK = re.compile(r"\r\n|\r|\n")
_COLON = re.compile(r"\s*:")
_ALIAS = re.compile(r"\s*:\s*\*[^\s,\[\]{}]+")


class Opened:
    """One text and what it says; nothing here changes it."""

    def __init__(self, text: str) -> None:
        self.reading = read(text)
        self.text, self.root = self.reading.text, self.reading.root
        self.lines = Lines(self.text)

    @cached_property
    def writer(self) -> Writer:
        return Writer(Habits(self.text, self.root))

    @cached_property
    def value(self) -> Value:
        """The whole document as plain values."""
        return plain(self.root)

    @property
    def empty(self) -> bool:
        """Whether the text says nothing yet."""
        return self.root is None or (isinstance(self.root, Scalar) and not self.root.text)

    @property
    def errors(self) -> int:
        """How much of the text cannot be read, or stands there twice."""
        found = self.reading.diagnostics
        return len(self.reading.holes) + sum(d.severity is Severity.ERROR for d in found)

    @cached_property
    def shared(self) -> set[int]:
        """The nodes that stand at more than one place, by anchors, aliases and merge keys."""
        seen: set[int] = set()
        shared: set[int] = set()
        waiting: list[Node] = [self.root] if self.root is not None else []
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                shared.add(id(node))
                continue
            seen.add(id(node))
            if isinstance(node, Mapping):
                waiting += [part for entry in node.entries for part in entry]
            elif isinstance(node, Sequence):
                waiting += node.items
        return shared

    def refused(self, reason: str, path: Path) -> EditRefused:
        """The refusal, at the place that the path leads to, or at the nearest that there is."""
        node = next((n for n in (find(self.root, path[:e]) for e in range(len(path), -1, -1)) if n), None)
        return EditRefused(reason, path, node.span if node is not None else START)

    def at(self, path: Path) -> Node:
        """The node at a path, which is there only once. Raises EditRefused."""
        for end in range(len(path) + 1):
            node = find(self.root, path[:end])
            if node is None:
                raise self.refused(f'there is no "{pointer(path[:end])}"', path)
            if id(node) in self.shared:
                raise self.refused(
                    "this stands at several places, by an anchor or a merge key; edit it in the text", path
                )
            for hole in self.reading.holes:
                if end == len(path) and path and hole.start < node.span.end and node.span.start < hole.end:
                    raise self.refused("the text cannot be read here; mend it first", path)
        assert node is not None
        return node

    def mapping(self, path: Path) -> Mapping:
        """The map at a path. Raises EditRefused."""
        node = self.at(path)
        if not isinstance(node, Mapping):
            raise self.refused("there is no map here", path)
        return node

    def sequence(self, path: Path) -> Sequence:
        """The list at a path, without aliases among its items. Raises EditRefused."""
        node = self.at(path)
        if not isinstance(node, Sequence):
            raise self.refused("there is no list here", path)
        if any(id(item) in self.shared for item in node.items):
            raise self.refused("items of this list are anchors or aliases; edit it in the text", path)
        return node

    def own(self, node: Mapping) -> list[Entry]:
        """The entries that are written in the map itself, merged ones left out."""
        span = node.span
        return [
            entry
            for entry in node.entries
            if id(entry[0]) not in self.shared and span.start <= entry[0].span.start < max(span.end, 1)
        ]

    def flow(self, node: Node) -> bool:
        return is_flow(self.text, node)

    def in_flow(self, path: Path) -> bool:
        """Whether what stands at a path is inside of brackets."""
        outer = (find(self.root, path[:end]) for end in range(len(path)))
        return any(node is not None and self.flow(node) for node in outer)

    def start(self, node: Node) -> int:
        """Where a node starts, behind its anchor."""
        return content_start(self.text, node)

    def column(self, offset: int) -> int:
        """The column of an offset, from 0."""
        return self.lines.place(offset)[1] - 1

    def end(self, entry: Entry) -> int:
        """Where an entry ends: an alias stands elsewhere than what it stands for."""
        key, value = entry
        if value.span.start < key.span.end:
            match = _ALIAS.match(self.text, key.span.end)
            return match.end() if match else key.span.end
        return max(key.span.end, value.span.end)

    def colon(self, key: Scalar) -> int | None:
        """Where the colon of a key ends; None for a key without one."""
        match = _COLON.match(self.text, key.span.end)
        return match.end() if match else None

    def line_start(self, offset: int) -> int:
        return self.lines.starts[self.lines.place(offset)[0] - 1]

    def blank_above(self, offset: int) -> bool:
        """Whether the line above that of an offset is blank."""
        start = self.line_start(offset)
        return start > 0 and not self.text[self.line_start(start - 1) : start].strip()

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, its break not included."""
        match = _BREAK.search(self.text, offset)
        return match.start() if match else len(self.text)

    def next_line(self, offset: int) -> int:
        """Where the line after that of an offset starts."""
        match = _BREAK.search(self.text, offset)
        return match.end() if match else len(self.text)

    def edit(self, start: int, end: int, text: str) -> TextEdit:
        return TextEdit(self.lines.span(start, end), text)


def last_key(path: Path) -> str:
    """The key that habits are kept by: of an item, that of its list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")

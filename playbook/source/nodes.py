"""The YAML text as a tree of nodes that know their place; nothing outside this package makes or mutates one.

A text of the largest size has 200,000 nodes, so what few of them are ever asked for is worked out when it
is asked for: a node keeps the parser's marks and makes its `span` of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from playbook.spans import Path, Span
from playbook.values import Value


class Mark(Protocol):
    """A place as the parser gives it: everything counts from 0, in characters."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def index(self) -> int: ...


class Place(NamedTuple):
    """A mark of our own, where the parser's is not what it should be."""

    line: int
    column: int
    index: int  # type: ignore[assignment]


class Scalar:
    """A plain, quoted or block scalar.

    `value` is what it means (YAML 1.2 core schema), `text` what it says after unquoting, `style`
    is `''` for plain, else the quote or block indicator (`'`, `"`, `|`, `>`).
    """

    __slots__ = ("_end", "_start", "style", "text", "value")

    text: str
    value: bool | int | float | str | None
    style: str
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        return span_between(self._start, self._end)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scalar):
            return NotImplemented
        # By repr, so that not-a-number equals itself and `true` is not 1.
        mine = (self.text, self.style, repr(self.value), self.span)
        return mine == (other.text, other.style, repr(other.value), other.span)

    def __repr__(self) -> str:
        return f"Scalar({self.text!r})"


class Sequence:
    """A list."""

    __slots__ = ("_end", "_start", "items")

    items: list[Node]
    _start: Mark
    # None where it ends with its last item.
    _end: Mark | None

    @property
    def span(self) -> Span:
        return span_between(self._start, self._end or end_of(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return self.items == other.items and self.span == other.span

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class Mapping:
    """A map; keys keep their written text, the first of duplicate keys wins."""

    __slots__ = ("_end", "_entries", "_keys", "_pairs", "_start", "by_key")

    # Keys and values in turn, as the parser gives them.
    _pairs: list[Node]
    by_key: dict[str, Node]
    _entries: tuple[tuple[Scalar, Node], ...] | None
    _keys: dict[str, Scalar] | None
    _start: Mark
    # None where it ends with its last value.
    _end: Mark | None

    @property
    def span(self) -> Span:
        return span_between(self._start, self._end or end_of(self))

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """Keys and values in the order of the text, duplicate keys included."""
        if self._entries is None:
            pairs = self._pairs
            self._entries = tuple(zip(pairs[::2], pairs[1::2], strict=True))  # type: ignore[arg-type]
        return self._entries

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where there is no such key."""
        return self.by_key.get(key)

    def key(self, key: str) -> Scalar | None:
        """The key's own node: where a complaint about the key itself belongs."""
        if self._keys is None:
            self._keys = {}
            for found, _ in self.entries:
                self._keys.setdefault(found.text, found)
        return self._keys.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_key)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self._pairs == other._pairs and self.span == other.span

    def __repr__(self) -> str:
        return f"Mapping({list(self.entries)!r})"


Node = Scalar | Sequence | Mapping


def span_between(start: Mark, end: Mark) -> Span:
    """From one mark of the parser to another, in an editor's numbers."""
    parts = (start.line + 1, start.column + 1, end.line + 1, end.column + 1, start.index, end.index)
    # The constructor of a named tuple takes twice as long, and there are ten spans to a state.
    return tuple.__new__(Span, parts)


def end_of(node: Node) -> Mark:
    """Where a node ends: a block collection with its last part (the parser's mark is at the next token)."""
    while node._end is None:
        node = node._pairs[-1] if isinstance(node, Mapping) else node.items[-1]
    return node._end


def new_mapping(start: Mark, end: Mark, entries: list[tuple[Scalar, Node]]) -> Mapping:
    """A map of different keys."""
    node = Mapping()
    node._start, node._end = start, end
    node._pairs = [part for entry in entries for part in entry]
    node.by_key = {key.text: value for key, value in entries}
    node._entries = node._keys = None
    return node


def new_sequence(start: Mark, end: Mark, items: list[Node]) -> Sequence:
    node = Sequence()
    node._start, node._end, node.items = start, end, items
    return node


def find(root: Node | None, path: Path) -> Node | None:
    """The node at a path, or None where the path leads nowhere."""
    node = root
    for part in path:
        if isinstance(node, Mapping):
            node = node.get(str(part))
        elif isinstance(node, Sequence) and isinstance(part, int) and 0 <= part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def plain(node: Node | None) -> Value:
    """The node as ordinary Python values, positions forgotten."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.by_key.items()}
    return None

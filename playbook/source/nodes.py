"""The YAML text as a tree of nodes that all know their place; nothing mutates one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playbook.spans import Path, Span
from playbook.values import Value


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain, quoted or block scalar.

    `value` is what it means (YAML 1.2 core schema), `text` what it says after unquoting, `style`
    is `''` for plain, else the quote or block indicator (`'`, `"`, `|`, `>`).
    """

    span: Span
    text: str
    value: bool | int | float | str | None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map; keys keep their written text, the first of duplicate keys wins."""

    span: Span
    entries: tuple[tuple[Scalar, Node], ...]
    _by_key: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, int] = {}
        for position, (key, _) in enumerate(self.entries):
            by_key.setdefault(key.text, position)
        object.__setattr__(self, "_by_key", by_key)

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where there is no such key."""
        position = self._by_key.get(key)
        return None if position is None else self.entries[position][1]

    def key(self, key: str) -> Scalar | None:
        """The key's own node: where a complaint about the key itself belongs."""
        position = self._by_key.get(key)
        return None if position is None else self.entries[position][0]

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)


Node = Scalar | Sequence | Mapping


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
        return {key: plain(node.get(key)) for key in node}
    return None

"""How a text is written: its quotes, brackets and indentation, so that what is added looks like the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from playbook.source.nodes import Mapping, Node, Scalar, Sequence

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s+)+")
_STEP = 2


def content_start(text: str, node: Node) -> int:
    """Where a node starts behind its anchor and its tag."""
    match = _PROPERTIES.match(text, node.span.start)
    return match.end() if match and match.end() <= node.span.end else node.span.start


def is_flow(text: str, node: Node) -> bool:
    """Whether a list or a map is written in brackets."""
    start = content_start(text, node)
    return not isinstance(node, Scalar) and text[start : start + 1] in ("[", "{")


class Habits:
    """What a text does most often, by the key under which it does it."""

    def __init__(self, text: str, root: Node | None) -> None:
        self._text = text
        self._quotes: dict[str, Counter[str]] = {}
        self._flow: dict[tuple[str, type], Counter[bool]] = {}
        self._steps: Counter[int] = Counter()
        self._dashes: Counter[int] = Counter()
        self._padded: Counter[bool] = Counter()
        for key, parent, node in _parts(root):
            self._look_at(key, parent, node)

    def _look_at(self, key: str, parent: Scalar | None, node: Node) -> None:
        if isinstance(node, Scalar):
            if isinstance(node.value, str) and node.text and node.style not in ("|", ">"):
                for kept in (key, ""):
                    self._quotes.setdefault(kept, Counter())[node.style] += 1
            return
        if not (node.entries if isinstance(node, Mapping) else node.items):
            return
        flow = is_flow(self._text, node)
        self._flow.setdefault((key, type(node)), Counter())[flow] += 1
        if flow and isinstance(node, Mapping):
            self._padded[self._text[content_start(self._text, node) + 1] == " "] += 1
        elif not flow and parent is not None and node.span.line > parent.span.line:
            start = node.entries[0][0].span.column if isinstance(node, Mapping) else node.span.column
            counter = self._steps if isinstance(node, Mapping) else self._dashes
            counter[start - parent.span.column] += 1

    def quote(self, key: str) -> str:
        """The quotes of texts under a key; of a key that is nowhere else, those of most texts."""
        found = self._quotes.get(key) or self._quotes.get("")
        return found.most_common(1)[0][0] if found else '"'

    def flow(self, key: str, value: object) -> bool | None:
        """Whether lists or maps under a key are written in brackets; None where there are none."""
        found = self._flow.get((key, Mapping if isinstance(value, dict) else Sequence))
        return found.most_common(1)[0][0] if found else None

    @property
    def step(self) -> int:
        """By how many columns a map stands behind its key."""
        steps = [step for step, _ in self._steps.most_common() if step > 0]
        return steps[0] if steps else _STEP

    @property
    def dash(self) -> int:
        """By how many columns a list's dashes stand behind its key: often none."""
        steps = [step for step, _ in self._dashes.most_common() if step >= 0]
        return steps[0] if steps else self.step

    @property
    def padded(self) -> bool:
        """Whether maps in brackets have blanks inside: `{ a: 1 }`."""
        return self._padded[True] > self._padded[False]


def _parts(root: Node | None) -> Iterator[tuple[str, Scalar | None, Node]]:
    """Every node with the key that it is under, and that key's node where it is the value itself."""
    waiting: list[tuple[str, Scalar | None, Node]] = [("", None, root)] if root is not None else []
    seen: set[int] = set()
    while waiting:
        key, parent, node = waiting.pop()
        # What aliases stand for is written once.
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield key, parent, node
        if isinstance(node, Mapping):
            waiting += [(name.text, name, value) for name, value in node.entries]
        elif isinstance(node, Sequence):
            waiting += [(key, None, item) for item in node.items]

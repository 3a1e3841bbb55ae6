"""A text with repairs, and the way back: what is found in the repaired text has its place in the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from playbook.diagnostics import Diagnostic, Related, TextEdit
from playbook.source.nodes import Mapping, Mark, Node, Place, Scalar
from playbook.source.positions import Lines
from playbook.spans import Span


class Repairs:
    """Edits of one text: `text` is what they make of it, `offset` leads back."""

    def __init__(self, original: str, lines: Lines) -> None:
        self.original, self.lines = original, lines
        self.text = original
        # Where each edit starts and ends in the original, what it puts there; where that starts in `text`.
        self._edits: list[tuple[int, int, str]] = []
        self._starts: list[int] = []

    def add(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Repair the repaired text: ranges of `text`, and what to put there."""
        for start, end, new in sorted(edits, reverse=True):
            self._put(start, end, new)
        self._apply()

    def _apply(self) -> None:
        parts, position, length = [], 0, 0
        self._starts = []
        for start, end, new in self._edits:
            parts += [self.original[position:start], new]
            length += start - position
            self._starts.append(length)
            length += len(new)
            position = end
        self.text = "".join([*parts, self.original[position:]])

    def _put(self, start: int, end: int, new: str) -> None:
        """One edit, from the last to the first: those before it still have their places."""
        first, last = self._touched(start, end)
        if first < last:
            # It takes in those that it touches, and they may have been put a moment ago.
            self._apply()
            first, last = self._touched(start, end)
            before, after = min(start, self._starts[first]), max(end, self._end(last - 1))
            new = self.text[before:start] + new + self.text[end:after]
            start, end = before, after
        self._edits[first:last] = [(self.offset(start), self.offset(end, after=True), new)]
        self._starts[first:last] = [start]

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """The edits that meet a range, as a range of their own."""
        first = bisect_right(self._starts, start)
        while first and self._end(first - 1) >= start:
            first -= 1
        last = first
        while last < len(self._edits) and self._starts[last] <= end:
            last += 1
        return first, last

    def _end(self, position: int) -> int:
        return self._starts[position] + len(self._edits[position][2])

    def offset(self, offset: int, *, after: bool = False) -> int:
        """Where a place of the repaired text is in the original.

        Where something was taken out that is one place here and two there: before it, or `after` it.
        """
        position = bisect_right(self._starts, offset) - 1
        if position < 0:
            return offset
        start, end, new = self._edits[position]
        inside = offset - self._starts[position]
        if inside == 0 and not after:
            return start
        return end + inside - len(new) if inside >= len(new) else min(start + inside, end)

    def span(self, span: Span) -> Span:
        """A range of the repaired text as one of the original."""
        if span.start == span.end:
            return self.lines.span(self.offset(span.start), self.offset(span.start))
        return self.lines.span(self.offset(span.start, after=True), self.offset(span.end))

    def diagnostic(self, found: Diagnostic) -> Diagnostic:
        """A finding about the repaired text as one about the original, remedies included."""
        return replace(
            found,
            span=self.span(found.span),
            related=tuple(Related(r.message, self.span(r.span)) for r in found.related),
            fixes=tuple(
                replace(fix, edits=tuple(TextEdit(self.span(e.span), e.text) for e in fix.edits))
                for fix in found.fixes
            ),
        )

    def relocate(self, root: Node) -> None:
        """Give every node of the repaired text's tree its place in the original; once for each tree."""
        waiting: list[Node] = [root]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            empty = node._end is not None and node._start.index == node._end.index
            node._start = self._mark(node._start, after=not empty)
            if node._end is not None:
                node._end = self._mark(node._end, after=False)
            if isinstance(node, Mapping):
                waiting += node._pairs
            elif not isinstance(node, Scalar):
                waiting += node.items
            elif node.style in ("'", '"') and self.original[node._start.index] != node.style:
                # The quotes are a repair's.
                node.style = ""

    def _mark(self, mark: Mark, *, after: bool) -> Place:
        return self.lines.mark(self.offset(mark.index, after=after))

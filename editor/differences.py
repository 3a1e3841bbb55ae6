"""Two texts compared line by line, as plain rows that a template shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT_LINES = 3
# SequenceMatcher is quadratic at worst; past this many pairs the differing part is shown as replaced.
MAX_PAIRS = 4_000_000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")

Kind = Literal["same", "removed", "added"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number in either text (None where it is not in it), and its text."""

    kind: Kind
    old: int | None
    new: int | None
    text: str
    note: str = ""

    @property
    def anchor(self) -> str:
        """Names the row: by its line of the new text, or of the old one where that has none."""
        return f"old-{self.old}" if self.new is None else f"new-{self.new}"


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed lines with their context; `skipped` unchanged lines stand before it."""

    skipped: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed, and how much."""

    hunks: tuple[Hunk, ...]
    added: int
    removed: int
    skipped_after: int


def lines_of(text: str) -> list[str]:
    """The lines with their endings, split as YAML splits them."""
    return _LINE.findall(text)


def compare(old: str, new: str) -> Difference:
    """The difference of two texts; line endings count."""
    before, after = lines_of(old), lines_of(new)
    blocks = list(_changed(before, after))
    hunks, shown = [], 0
    for group in _grouped(blocks):
        start = max(shown, group[0][0][0] - CONTEXT_LINES)
        end = min(len(before), group[-1][0][1] + CONTEXT_LINES)
        hunks.append(Hunk(start - shown, tuple(_rows(before, after, group, start, end))))
        shown = end
    return Difference(
        hunks=tuple(hunks),
        added=sum(new_end - new_start for _, (new_start, new_end) in blocks),
        removed=sum(old_end - old_start for (old_start, old_end), _ in blocks),
        skipped_after=len(before) - shown,
    )


def _changed(before: list[str], after: list[str]) -> Iterator[tuple[Span, Span]]:
    """The stretches that differ, in order; what both ends have in common is never compared."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return
    if len(old) * len(new) > MAX_PAIRS:
        yield (head, head + len(old)), (head, head + len(new))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield (head + i1, head + i2), (head + j1, head + j2)


def _grouped(blocks: list[tuple[Span, Span]]) -> Iterator[list[tuple[Span, Span]]]:
    """Blocks whose contexts touch belong to one hunk."""
    group: list[tuple[Span, Span]] = []
    for block in blocks:
        if group and block[0][0] - group[-1][0][1] > 2 * CONTEXT_LINES:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _rows(
    before: list[str], after: list[str], group: list[tuple[Span, Span]], start: int, end: int
) -> Iterator[Row]:
    at, shift = start, group[0][1][0] - group[0][0][0]
    for (old_start, old_end), (new_start, new_end) in group:
        for line in range(at, old_start):
            yield Row("same", line + 1, line + shift + 1, _shown(before[line]))
        for line in range(old_start, old_end):
            yield Row("removed", line + 1, None, _shown(before[line]), _note(before[line]))
        for line in range(new_start, new_end):
            yield Row("added", None, line + 1, _shown(after[line]), _note(after[line]))
        at, shift = old_end, new_end - old_end
    for line in range(at, end):
        yield Row("same", line + 1, line + shift + 1, _shown(before[line]))


def _shown(line: str) -> str:
    return line.rstrip("\r\n")


def _note(line: str) -> str:
    """What cannot be seen of a changed line's ending."""
    if line.endswith("\r\n"):
        return "CR LF"
    if line.endswith("\r"):
        return "CR"
    return "" if line.endswith("\n") else "no line end"

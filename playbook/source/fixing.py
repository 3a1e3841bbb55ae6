"""Text edits carried out: a text and edits in, the new text out. Nothing outside the edits changes."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise

from playbook.diagnostics import Fix, TextEdit

_BREAK = re.compile(r"\r\n|\r|\n")


class OverlappingEdits(ValueError):
    """Two edits claim the same characters: what the text would become is anybody's guess."""


def applied(text: str, edits: Sequence[TextEdit]) -> str:
    """The text after all edits; every range is of the text before any of them.

    Insertions at one place keep their order. What is inserted takes the line ends of the text.
    Raises OverlappingEdits.
    """
    line_end = _line_end(text)
    parts, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if edit.span.start < position:
            raise OverlappingEdits(f"two edits at {edit.span.line}:{edit.span.column}")
        parts += [text[position : edit.span.start], _BREAK.sub(line_end, edit.text)]
        position = edit.span.end
    return "".join([*parts, text[position:]])


def _line_end(text: str) -> str:
    first = _BREAK.search(text)
    return first.group() if first else "\n"


def compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that can be carried out together: an earlier one wins over one that touches it.

    One whose own edits overlap cannot be carried out at all.
    """
    taken: list[tuple[int, int]] = []
    chosen: list[Fix] = []
    for fix in fixes:
        ranges = sorted((edit.span.start, edit.span.end) for edit in fix.edits)
        if any(after[0] < before[1] for before, after in pairwise(ranges)):
            continue
        if any(_touches(taken, start, end) for start, end in ranges):
            continue
        for place in ranges:
            insort(taken, place)
        chosen.append(fix)
    return chosen


def _touches(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a range meets one of the taken ones, which do not meet each other.

    Two that only share a border meet where one of them is an insertion: which comes first would matter.
    """
    position = bisect_left(taken, (start, end))
    for other_start, other_end in taken[max(0, position - 1) : position + 1]:
        if other_start < end and start < other_end:
            return True
        if (start == end or other_start == other_end) and other_start <= end and start <= other_end:
            return True
    return False

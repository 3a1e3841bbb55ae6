"""The lines that a finding speaks of, with carets under the exact range.

31 |       to: "faild"                 61 | /   states:
   |           ^^^^^^^                 62 | |     idle: {}
                                          | |____________^
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from playbook.diagnostics import Diagnostic
from playbook.reports.cells import safe, shown
from playbook.reports.colour import Paint
from playbook.source.positions import Lines
from playbook.spans import Span

# How many of the lines between a range's first and its last are shown, and how many related places.
MOST_INNER = 3
MOST_RELATED = 5
_LEFT_OUT = -1


class Source:
    """A text by its lines, as findings count them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return Lines(self.text).starts

    def line(self, number: int) -> str | None:
        """A line without its end; None where the text has no such line."""
        if not 0 < number <= len(self._starts):
            return None
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class _Marks:
    """How a range is marked: with which sign, what is said beside it, and the colour of both."""

    sign: str
    label: str
    meaning: str


def excerpt(source: Source, finding: Diagnostic, paint: Paint) -> list[str]:
    """The finding's lines and those of its related places, each with its marks; no lines for no text."""
    if not source.text:
        return []
    width = gutter(finding)
    bar = " " * width + paint(" |", "quiet")
    places = [(finding.span, _Marks("^", "", finding.severity.value))]
    places += [(near.span, _Marks("-", safe(near.message), "strong")) for near in finding.related]
    lines: list[str] = []
    for span, marks in places[: MOST_RELATED + 1]:
        lines.append(bar)
        for number, row in _range(source, span, marks, paint):
            head = "..." if number == _LEFT_OUT else str(number or "")
            lines.append(f"{paint(f'{head:>{width}} |', 'quiet')} {row}".rstrip())
    if len(finding.related) > MOST_RELATED:
        lines.append(f"{bar} and {len(finding.related) - MOST_RELATED} more places")
    return lines


def gutter(finding: Diagnostic) -> int:
    """How wide the numbers of the lines are that are shown."""
    shown_ones = [finding.span, *(near.span for near in finding.related[:MOST_RELATED])]
    return max(3, *(len(str(span.end_line)) for span in shown_ones))


Row = tuple[int, str]


def _range(source: Source, span: Span, marks: _Marks, paint: Paint) -> Iterator[Row]:
    """The lines of a range with their numbers, and lines of marks without one."""
    last = span.end_line - (span.end_column == 1 and span.end_line > span.line)
    first_line, last_line = source.line(span.line), source.line(last)
    if first_line is None or last_line is None:
        return
    if last == span.line:
        end = span.end_column - 1 if span.end_line == span.line else len(first_line)
        part = shown(first_line, span.column - 1, end)
        yield span.line, part.text
        under = f"{marks.sign * max(1, part.width)} {marks.label}".rstrip()
        yield 0, " " * part.before + paint(under, marks.meaning)
        return
    yield from _first(first_line, span, marks, paint)
    side = paint("|", marks.meaning)
    numbers = list(range(span.line + 1, last))
    for number in numbers if len(numbers) <= MOST_INNER else [*numbers[: MOST_INNER - 1], _LEFT_OUT]:
        line = source.line(number) or ""
        yield number, f"{side} {shown(line, 0, 0).text}"
    end = span.end_column - 1 if last == span.end_line else len(last_line)
    part = shown(last_line, max(0, end - 1), end)
    yield last, f"{side} {part.text}"
    under = f"|{'_' * (part.before + max(1, part.width))}{marks.sign} {marks.label}".rstrip()
    yield 0, paint(under, marks.meaning)


def _first(line: str, span: Span, marks: _Marks, paint: Paint) -> Iterator[Row]:
    """A range's first line; where something stands before the range, its start is marked."""
    part = shown(line, span.column - 1, span.column)
    if not line[: span.column - 1].strip():
        yield span.line, f"{paint('/', marks.meaning)} {part.text}"
        return
    yield span.line, f"  {part.text}"
    yield 0, paint(f" {'_' * (part.before + 1)}{marks.sign}", marks.meaning)

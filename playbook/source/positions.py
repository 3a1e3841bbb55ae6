"""From a character of a scalar's value to a character of the document's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate

from playbook.source.nodes import Place, Scalar
from playbook.spans import Span

# Far longer than an expression may be; following longer texts would only cost memory.
_MAX_FOLLOWED = 32_768
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)", re.DOTALL)


class Lines:
    """Line starts of a text, so that an offset becomes a line and a column."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.length = len(text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts; only who points at something inside a line needs them."""
        text = self._text
        if "\r" in text:
            return [0, *(match.end() for match in _BREAK.finditer(text))]
        return list(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def mark(self, offset: int) -> Place:
        """The place as a parser's mark."""
        line, column = self.place(offset)
        return Place(line - 1, column - 1, offset)

    def span(self, start: int, end: int) -> Span:
        """The range as a span, cut to the text."""
        start = max(0, min(start, self.length))
        end = max(start, min(end, self.length))
        line, column = self.place(start)
        if line == len(self.starts) or end < self.starts[line]:
            return Span(line, column, line, column + end - start, start, end)
        return Span(line, column, *self.place(end), start, end)


def span_in_scalar(text: str, scalar: Scalar, start: int, end: int, lines: Lines | None = None) -> Span:
    """Where the characters `start` to `end` of the scalar's value stand in the document.

    Plain, quoted, literal and folded scalars on one or several lines; where the value cannot be
    followed through the text, the whole scalar.
    """
    base = scalar.span.start
    table = _table(text[base : scalar.span.end], scalar.text, scalar.style)
    if table is None:
        return scalar.span
    lines = lines or Lines(text)
    start = min(max(start, 0), len(table) - 1)
    end = min(max(end, start), len(table) - 1)
    # Up to where the next character starts: an escape is longer than what it stands for.
    return lines.span(base + table[start], base + max(table[start], table[end]))


@lru_cache(maxsize=8)
def _table(written: str, value: str, style: str) -> list[int] | None:
    """For every character of the value, and its end, the offset in what is written."""
    if len(written) > _MAX_FOLLOWED:
        return None
    if style in ("'", '"'):
        return _quoted(written[1:-1], value, 1, style)
    return _followed(written, value, 0)


def _quoted(body: str, value: str, base: int, style: str) -> list[int] | None:
    if body == value:
        return list(range(base, base + len(value) + 1))
    table: list[int] = []
    position = 0
    while position < len(body):
        character = body[position]
        if style == "'" and character == "'":
            table.append(base + position)
            position += 2
        elif style == '"' and character == "\\":
            match = _ESCAPE.match(body, position)
            assert match is not None
            if "\n" not in match.group():
                table.append(base + position)
            position = match.end()
        elif character in "\r\n":
            position = _folded_break(body, position, base, table)
        else:
            table.append(base + position)
            position += 1
    table.append(base + len(body))
    return table if len(table) == len(value) + 1 else None


def _folded_break(body: str, position: int, base: int, table: list[int]) -> int:
    """A line break in a quoted scalar: a space, or one break less than there are."""
    while table and body[table[-1] - base] in " \t":
        table.pop()
    match = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))+[ \t]*").match(body, position)
    assert match is not None
    breaks = len(re.findall(r"\r\n|\r|\n", match.group()))
    table.extend([base + position] * max(1, breaks - 1))
    return match.end()


def _followed(written: str, value: str, base: int) -> list[int] | None:
    """Follow the value through the text; white space of either may stand for any of the other."""
    table: list[int] = []
    position = 0
    if written[:1] in "|>" and "\n" in written:
        position = written.index("\n") + 1
    for character in value:
        if character.isspace():
            table.append(base + min(position, len(written)))
            if position < len(written) and written[position].isspace():
                position += 1
            continue
        while position < len(written) and written[position].isspace():
            position += 1
        if position >= len(written) or written[position] != character:
            return None
        table.append(base + position)
        position += 1
    table.append(base + position)
    return table

"""Entries of a block map as lines of text: taken out, moved, indented anew, comments included."""

from __future__ import annotations

import re

from playbook.source.nodes import Node, Scalar
from playbook.source.positions import Lines
from playbook.spans import Span

_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=\r|\n|\Z)")


def whole_lines(text: str, lines: Lines, key: Scalar, value: Node) -> Span | None:
    """The lines of an entry, the last one's break included; None where it shares them with others."""
    name, content = key.span, value.span
    if content.start < name.end:
        # An alias: its node stands elsewhere.
        return None
    start = lines.starts[lines.place(name.start)[0] - 1]
    end = end_of_line(text, content.end)
    if end is None or text[start : name.start].strip(" "):
        return None
    for line_break in ("\r\n", "\n", "\r"):
        if text.startswith(line_break, end):
            return lines.span(start, end + len(line_break))
    return lines.span(start, end)


def end_of_line(text: str, offset: int) -> int | None:
    """Where the line ends on which something ends; None where anything but a comment follows it there."""
    match = _REST_OF_LINE.match(text, offset)
    return match.end() if match else None


def indented(body: str, more: int) -> str | None:
    """Lines moved to the right, or to the left where all of them have room."""
    if more >= 0:
        return "".join(" " * more + line if line.strip() else line for line in body.splitlines(True))
    moved = []
    for line in body.splitlines(True):
        if line.strip() and line[:-more].strip(" "):
            return None
        moved.append(line[-more:] if line.strip() else line)
    return "".join(moved)

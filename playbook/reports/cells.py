"""A line of somebody else's text on a terminal: what it shows, and where its characters stand.

A caret under a character must know that a tab is several cells wide, an ideograph two and a combining
accent none, and no text may command the terminal or reorder what is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

TAB = 4
# Of a longer line a part is shown, with some of what stands before the place that is meant.
ROOM = 120
_BEFORE = 40
_CUT = "..."
# Controls, line separators, bidirectional overrides, lone surrogates, and what has no character at all.
_UNSHOWABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[ -~]*\Z")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is shown, and the cells that a range of it covers: `before` it, and its `width`."""

    text: str
    before: int
    width: int


def shown(line: str, start: int, end: int) -> Shown:
    """The line, or the part of it around the characters `start` to `end`, for a terminal."""
    start = max(0, min(start, len(line)))
    end = max(start, min(end, len(line)))
    first = 0 if len(line) <= ROOM else max(0, min(start - _BEFORE, len(line) - ROOM))
    last = min(len(line), first + ROOM)
    head, tail = _CUT if first else "", _CUT if last < len(line) else ""
    part = line[first:last]
    if _PLAIN.match(part):
        return Shown(head + part + tail, len(head) + start - first, min(end, last) - start)
    pieces, widths = _laid(part)
    edges = [0, *accumulate(widths)]
    before, after = edges[start - first], edges[min(end, last) - first]
    if end > start and before == after:
        # Only characters without a width of their own: they are drawn on the one before them.
        before -= 1 if before else 0
    return Shown(head + "".join(pieces) + tail, len(head) + before, after - before)


def _laid(part: str) -> tuple[list[str], list[int]]:
    pieces, widths, column = [], [], 0
    for character in part:
        if character == "\t":
            width = TAB - column % TAB
            pieces.append(" " * width)
        else:
            piece = safe(character)
            width = cells(piece)
            pieces.append(piece)
        widths.append(width)
        column += width
    return pieces, widths


def safe(text: str) -> str:
    """The text without anything that a terminal would obey; controls become their pictures."""
    return _UNSHOWABLE.sub(lambda match: _picture(match.group()), text)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def cells(character: str) -> int:
    """How many cells of a terminal a character takes."""
    if character.isascii():
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    joins = unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\xad"
    # The vowels and final consonants of Hangul syllables that are written in parts.
    return 0 if joins or "\u1160" <= character <= "\u11ff" else 1

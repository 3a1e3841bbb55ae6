"""Text or bytes to a node tree with diagnostics; never an exception.

All limits hold before a cost is paid: bytes are counted, characters scanned, and the parser's events
are consumed one at a time, so nothing is ever composed that would be refused (LANGUAGE.md section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from playbook.diagnostics import Diagnostic, Severity
from playbook.limits import MAX_SYNTAX_ERRORS, MAX_TEXT_BYTES
from playbook.source import remarks
from playbook.source.nodes import Node
from playbook.source.positions import Lines
from playbook.source.recovery import Reader
from playbook.spans import Span

_BOM = "\ufeff"
# Stands for what cannot be read.
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Read:
    """The decoded text, the tree (None where there is none) and what was found.

    `holes` are the places that could not be read: the tree is of what is around them, and what is missing
    from it may stand there.
    """

    text: str
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()
    holes: tuple[Span, ...] = ()


def read(source: str | bytes) -> Read:
    """Read a playbook's text; any input whatever gives a result."""
    text, refused = _decoded(source)
    if refused is not None and not _readable(text, refused):
        return Read(text, None, (refused,))
    lines = Lines(text)
    if remarks.FORBIDDEN.search(text) is not None:
        return _without_controls(text, lines)
    reader = Reader(text, lines)
    reader.read()
    if refused is not None:
        holes = (*_replaced(text, lines), *reader.holes)
        return Read(text, reader.root, (refused, *reader.diagnostics), holes)
    return Read(text, reader.root, tuple(reader.diagnostics), tuple(reader.holes))


def _readable(text: str, refused: Diagnostic) -> bool:
    """Whether a few bytes of another encoding are all that is wrong."""
    few = text.count(_REPLACED) <= MAX_SYNTAX_ERRORS
    return refused.id == "PB001" and few and remarks.FORBIDDEN.search(text) is None


def _replaced(text: str, lines: Lines) -> Iterator[Span]:
    return (lines.span(*match.span()) for match in re.finditer(_REPLACED, text))


def _without_controls(text: str, lines: Lines) -> Read:
    """Characters that must not be: a few are overlooked, many are a sign that this is no text at all."""
    places = [match.start() for match in islice(remarks.FORBIDDEN.finditer(text), MAX_SYNTAX_ERRORS + 1)]
    found = tuple(remarks.control(text, lines, place) for place in places[:MAX_SYNTAX_ERRORS])
    if len(places) > MAX_SYNTAX_ERRORS:
        return Read(text, None, found)
    reader = Reader(remarks.FORBIDDEN.sub(_REPLACED, text), lines)
    reader.read()
    holes = (*(lines.span(place, place + 1) for place in places), *reader.holes)
    return Read(text, reader.root, (*found, *reader.diagnostics), holes)


def _decoded(source: str | bytes) -> tuple[str, Diagnostic | None]:
    if isinstance(source, str):
        source = source.lstrip(_BOM)
        size = len(source) if len(source) > MAX_TEXT_BYTES else len(source.encode("utf-8", "replace"))
        return source, _too_large(source) if size > MAX_TEXT_BYTES else None
    if len(source) > MAX_TEXT_BYTES:
        text = source[: MAX_TEXT_BYTES + 1].decode("utf-8", "replace").lstrip(_BOM)
        return text, _too_large(text)
    try:
        return source.decode("utf-8").lstrip(_BOM), None
    except UnicodeDecodeError as problem:
        before = source[: problem.start].decode("utf-8").lstrip(_BOM)
        text = source.decode("utf-8", "replace").lstrip(_BOM)
        span = Lines(text).span(len(before), len(before) + 1)
        message = f"not UTF-8: byte 0x{source[problem.start]:02X} at byte offset {problem.start}"
        return text, Diagnostic("PB001", Severity.ERROR, message, span)


def _too_large(text: str) -> Diagnostic:
    kept = text[:MAX_TEXT_BYTES].encode("utf-8", "replace")[:MAX_TEXT_BYTES].decode("utf-8", "ignore")
    span = Lines(text).span(len(kept), len(kept))
    message = f"the text is larger than {MAX_TEXT_BYTES:,} bytes; the limit is passed here"
    return Diagnostic("PB008", Severity.ERROR, message, span)

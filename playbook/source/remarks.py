"""What is said of a text that the parser can read: one function for each finding (PB00x), with its remedy."""

from __future__ import annotations

import re

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.limits import MAX_DEPTH, MAX_KEY_CHARS, MAX_NODES
from playbook.source.nodes import Scalar
from playbook.source.positions import Lines, span_in_scalar
from playbook.spans import Path, Span

# What YAML 1.2 section 5.1 calls not printable; libyaml refuses it without a place.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _error(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.ERROR, message, span, path, fixes=fixes)


def _edit(title: str, span: Span, text: str = "", *, safe: bool = False) -> Fix:
    return Fix(title, (TextEdit(span, text),), safe)


def named(character: str) -> str:
    """A character that must not be written as itself, by kind and code point."""
    code = ord(character)
    name = "NUL character" if code == 0 else "control character"
    if 0xD800 <= code <= 0xDFFF:
        name = "lone surrogate"
    return f"{name} U+{code:04X}"


def control(text: str, lines: Lines, offset: int) -> Diagnostic:
    """PB001: a character that YAML forbids."""
    span = lines.span(offset, offset + 1)
    message = f"{named(text[offset])} is not allowed in YAML; remove it"
    return _error("PB001", message, span, (), _edit("Remove it", span))


def escape(text: str, lines: Lines, scalar: Scalar, path: Path) -> Diagnostic:
    """PB001: what may not be written may not be smuggled in by an escape either."""
    match = FORBIDDEN.search(scalar.text)
    assert match is not None
    span = span_in_scalar(text, scalar, *match.span(), lines)
    message = f"{named(match.group())} is not allowed, not as an escape either; remove it"
    return _error("PB001", message, span, path, _edit("Remove it", span))


def yaml_1_1(scalar: Scalar, value: object, path: Path) -> Diagnostic:
    """PB004: a plain scalar that readers of YAML 1.1 take for something else."""
    meaning = "the text" if isinstance(value, str) else f"the number {value}"
    message = f'"{scalar.text}" is {meaning} here (YAML 1.2); tools that read YAML 1.1 differ'
    fix = _edit("Quote it", scalar.span, f'"{scalar.text}"', safe=value == scalar.text)
    return Diagnostic("PB004", Severity.INFO, message, scalar.span, path, fixes=(fix,))


def too_many(span: Span, count: int) -> Diagnostic:
    message = f"aliases and nodes expand to {count:,} nodes or more; the limit is {MAX_NODES:,}"
    return _error("PB005", message, span)


def too_deep(span: Span, path: Path = ()) -> Diagnostic:
    return _error("PB008", f"nested deeper than {MAX_DEPTH} levels", span, path)


def long_key(key: Scalar, path: Path) -> Diagnostic:
    message = f"this key has {len(key.text):,} characters; the limit is {MAX_KEY_CHARS:,}"
    return _error("PB008", message, key.span, path)


def no_key(span: Span, path: Path) -> Diagnostic:
    return _error("PB104", "a key must be a text", span, path)


def no_map(span: Span, path: Path) -> Diagnostic:
    return _error("PB104", '"<<" merges maps only', span, path)


def unknown_alias(name: str, span: Span) -> Diagnostic:
    message = f'the alias "*{name}" has no anchor before it; quote it if it is a text'
    return _error("PB006", message, span, (), _edit("Quote it", span, f'"*{name}"'))


def recursive_alias(name: str, span: Span) -> Diagnostic:
    return _error("PB006", f'the alias "*{name}" refers to a node that it is part of', span)


def unused_anchor(text: str, lines: Lines, name: str, span: Span) -> Diagnostic:
    """PB006: an anchor that no alias names; its removal cannot change what the text means."""
    start = text.find(f"&{name}", span.start)
    end = start + len(name) + 1
    after = re.compile(r"[ \t]*").match(text, end)
    assert after is not None
    if text[after.end() : after.end() + 1] not in ("", "\r", "\n"):
        end = after.end()
    elif text[start - 1 : start] == " ":
        start -= 1
    fix = _edit("Remove the anchor", lines.span(start, end), safe=True)
    message = f'the anchor "&{name}" is never used'
    return Diagnostic("PB006", Severity.WARNING, message, span, fixes=(fix,))


def foreign_tag(text: str, lines: Lines, span: Span, path: Path) -> Diagnostic:
    """PB009: a tag that is not one of YAML's own; `span` starts with it, or with an anchor before it."""
    written = next((part for part in text[span.start : span.end].split() if part.startswith("!")), "!")
    start = text.find(written, span.start)
    end = start + len(written)
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    fix = _edit("Remove the tag", lines.span(start, end))
    message = f'the tag "{written[:60]}" is not allowed; values are plain YAML'
    return _error("PB009", message, lines.span(start, start + len(written)), path, fix)


def second_document(span: Span) -> Diagnostic:
    return _error("PB009", "a playbook is one YAML document; a second one starts here", span)

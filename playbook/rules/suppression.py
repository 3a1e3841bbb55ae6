"""`# playbook: ignore PB304 -- reason`: findings that an author has looked at and means to keep.

Behind something on its line the comment speaks of that line; on a line of its own, of the node below it
with everything in it. Errors cannot be ignored: a text that has one cannot be saved or run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.catalogue.everything import CATALOGUE
from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.rules.hints import Hints, meant
from playbook.rules.registry import info, warning
from playbook.source.nodes import Mapping, Node, Scalar, Sequence
from playbook.source.positions import Lines
from playbook.spans import Span

_MARK = "playbook: ignore"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*playbook:[ \t]*ignore\b([^\r\n]*)", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9_]+")
# About the check itself: saying that they are unwanted would only need a second such comment.
NEVER_IGNORED = ("PB990", "PB991")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: the ids that it names, where it stands, and the offsets between which it works."""

    ids: tuple[str, ...]
    reason: str
    span: Span
    # What goes when the comment goes: its whole line, or the blanks before it.
    removed: Span
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sifted:
    """The findings that remain, those about the comments included, and those that were ignored."""

    kept: list[Diagnostic]
    suppressed: list[Diagnostic]


def sift(text: str, root: Node | None, lines: Lines, findings: list[Diagnostic]) -> Sifted:
    """Take out what the text's own comments say to ignore."""
    if _MARK not in text.replace("playbook:ignore", _MARK) or root is None:
        return Sifted(findings, [])
    ignores = list(_ignores(text, root, lines))
    kept: list[Diagnostic] = []
    suppressed: list[Diagnostic] = []
    counts: list[dict[str, int]] = [{} for _ in ignores]
    refused: list[set[str]] = [set() for _ in ignores]
    for finding in findings:
        position = _ignored_by(finding, ignores)
        if position is None:
            kept.append(finding)
        elif finding.severity is Severity.ERROR:
            refused[position].add(finding.id)
            kept.append(finding)
        else:
            suppressed.append(finding)
            counts[position][finding.id] = counts[position].get(finding.id, 0) + 1
    for ignore, count, errors in zip(ignores, counts, refused, strict=True):
        kept += _about(ignore, count, errors)
    return Sifted(kept, suppressed)


def _ignored_by(finding: Diagnostic, ignores: list[Ignore]) -> int | None:
    if finding.id in NEVER_IGNORED:
        return None
    for position, ignore in enumerate(ignores):
        if finding.id in ignore.ids and ignore.start <= finding.span.start < ignore.end:
            return position
    return None


def _ignores(text: str, root: Node, lines: Lines) -> Iterator[Ignore]:
    found = 0
    for match in _COMMENT.finditer(text):
        if found == _MOST:
            return
        if _in_scalar(root, match.start()):
            continue
        found += 1
        named, _, reason = match[1].partition("--")
        ids = tuple(dict.fromkeys(name.upper() for name in _ID.findall(named)))
        span = lines.span(match.start(), match.start() + len(match.group().rstrip()))
        line, _ = lines.place(match.start())
        first = lines.starts[line - 1]
        before = text[first : match.start()]
        if before.strip():
            removed = lines.span(first + len(before.rstrip()), span.end)
            yield Ignore(ids, reason.strip(), span, removed, first, match.start())
        else:
            removed = lines.span(first, lines.starts[line] if line < len(lines.starts) else len(text))
            yield Ignore(ids, reason.strip(), span, removed, *_below(text, root, lines, line))


def _in_scalar(root: Node, offset: int) -> bool:
    """Whether the character is part of a quoted or block text rather than a comment."""
    node: Node | None = root
    while node is not None and not isinstance(node, Scalar):
        node = _around(node, offset)
    return node is not None


def _around(node: Mapping | Sequence, offset: int) -> Node | None:
    parts = node.items if isinstance(node, Sequence) else (part for entry in node.entries for part in entry)
    return next((part for part in parts if part.span.start <= offset < part.span.end), None)


def _below(text: str, root: Node, lines: Lines, line: int) -> tuple[int, int]:
    """From where to where the outermost node goes that starts on the next line that says something."""
    while line < len(lines.starts):
        line += 1
        start = lines.starts[line - 1]
        end = lines.starts[line] if line < len(lines.starts) else len(text)
        content = text[start:end].strip()
        if content and not content.startswith("#"):
            return _node_of_line(root, start, end)
    return len(text), len(text)


def _node_of_line(root: Node, start: int, end: int) -> tuple[int, int]:
    node: Node | None = root
    while isinstance(node, Mapping | Sequence):
        inner: Node | None = None
        pairs = node.entries if isinstance(node, Mapping) else ((item, item) for item in node.items)
        for first, last in pairs:
            if start <= first.span.start < end:
                return start, max(first.span.end, last.span.end, end)
            if last.span.start < end and start < last.span.end:
                inner = last
        node = inner
    return start, end


def _about(ignore: Ignore, counts: dict[str, int], errors: set[str]) -> Iterator[Diagnostic]:
    """PB990: what was ignored; PB991: what the comment says in vain."""
    total = sum(counts.values())
    if total:
        ids = ", ".join(f"{id} ({count})" if count > 1 else id for id, count in counts.items())
        message = f"{total} finding{'s are' if total > 1 else ' is'} ignored here: {ids}"
        yield info("PB990", message, ignore.span)
    if not ignore.ids:
        yield warning("PB991", 'name what to ignore: "# playbook: ignore PB304 -- reason"', ignore.span)
    elif total and not ignore.reason:
        yield warning("PB991", 'say why it is ignored, behind "--"', ignore.span)
    remove = Fix("Remove the comment", (TextEdit(ignore.removed, ""),), safe=True)
    for id in ignore.ids:
        if id in counts:
            continue
        fixes = (remove,) if not total and len(ignore.ids) == 1 else ()
        yield warning("PB991", _in_vain(id, errors), ignore.span, (), *fixes)


def _in_vain(id: str, errors: set[str]) -> str:
    if id not in CATALOGUE:
        return f'there is no rule "{id}"{meant(Hints().nearest(id, CATALOGUE))}'
    if id in NEVER_IGNORED:
        return f"{id} speaks of comments like this one and cannot be ignored"
    if id in errors:
        return f"{id} is an error here and cannot be ignored; the text cannot be saved with it"
    return f"there is no {id} to ignore here"

"""Maps that are more than keys and values: keys twice, merge keys, placeholders (PB003, PB007, PB011)."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from playbook.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from playbook.limits import MAX_NODES
from playbook.source import remarks
from playbook.source.blocks import indented, whole_lines
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, end_of, new_mapping, new_sequence
from playbook.source.positions import Lines
from playbook.source.refusals import Misread, Refused
from playbook.spans import Path, Span

PLACEHOLDER = "..."
Entry = tuple[Scalar, Node]
# Takes a finding's severity, the function that makes it, and what that is about.
Report = Callable[..., None]
_MERGED = re.compile(r"<<[ \t]*:[ \t]*(?:\*[^\s,\[\]{}]+|\[[^\[\]\r\n]*\])")
_PLAIN_NAME = re.compile(r"[\w\-]{1,100}\Z")
# An edit is a remedy that a person can look through, not a file of its own.
_LONGEST_EDIT = 20_000
_MOST_WRITTEN = 50


def is_placeholder(node: Node) -> bool:
    """Three dots where something should stand; in quotes they are a text."""
    return isinstance(node, Scalar) and node.text == PLACEHOLDER and not node.style


def untangle(text: str, lines: Lines, node: Mapping, path: Path, report: Report) -> int:
    """Make the map one of different keys, and say what was wrong with it; how many nodes it has gained.

    Of duplicate keys the first counts, and maps or lists under them are joined: what stands in the second
    is not undeclared. Raises Misread for what should have been quoted, Refused where merges pass the limit.
    """
    node._end = end_of(node)
    groups: dict[str, list[Entry]] = {}
    merged: dict[str, Entry] = {}
    gained = 0
    for key, value in zip(node._pairs[::2], node._pairs[1::2], strict=True):
        if not isinstance(key, Scalar):
            start = key.span.start
            if text[start - 1 : start + 1] == "{{":
                raise Misread(start - 1)
            report(Severity.ERROR, remarks.no_key, key.span, path)
        elif key.text == "<<" and not key.style:
            gained += _gain(value)
            if gained > MAX_NODES:
                raise Refused(remarks.too_many(key.span, gained))
            _merge(text, lines, node, (key, value), merged, path, report)
        elif not is_placeholder(key):
            groups.setdefault(key.text, []).append((key, value))
    pairs: list[Node] = []
    for entries in groups.values():
        for again in entries[1:]:
            report(Severity.ERROR, _duplicate, text, lines, groups, entries[0], again, path)
        pairs += [entries[0][0], _joined([value for _, value in entries])]
    for name, entry in merged.items():
        if name not in groups:
            pairs += entry
    node._pairs, node._entries, node._keys = pairs, None, None
    node.by_key = {key.text: value for key, value in node.entries}
    return gained


def _gain(value: Node) -> int:
    sources = value.items if isinstance(value, Sequence) else [value]
    return sum(len(source.entries) for source in sources if isinstance(source, Mapping))


def _joined(values: list[Node]) -> Node:
    """The values of equal keys as one: maps and lists with all of their parts, of others the first."""
    first = values[0]
    if len(values) == 1 or isinstance(first, Scalar):
        return first
    if isinstance(first, Sequence):
        items = [item for value in values if isinstance(value, Sequence) for item in value.items]
        return new_sequence(first._start, end_of(first), items)
    groups: dict[str, list[Entry]] = {}
    for value in values:
        for entry in value.entries if isinstance(value, Mapping) else ():
            groups.setdefault(entry[0].text, []).append(entry)
    entries = [(group[0][0], _joined([value for _, value in group])) for group in groups.values()]
    return new_mapping(first._start, end_of(first), entries)


def _merge(
    text: str,
    lines: Lines,
    node: Mapping,
    entry: Entry,
    merged: dict[str, Entry],
    path: Path,
    report: Report,
) -> None:
    """Add what a merge key names to `merged`."""
    key, value = entry
    sources = value.items if isinstance(value, Sequence) else [value]
    maps = [source for source in sources if isinstance(source, Mapping)]
    if len(maps) != len(sources):
        report(Severity.ERROR, remarks.no_map, value.span, path)
        return
    found: dict[str, Entry] = {}
    for source in maps:
        for inner in source.entries:
            found.setdefault(inner[0].text, inner)
    for name, inner in found.items():
        merged.setdefault(name, inner)
    report(Severity.WARNING, _merge_key, text, lines, node, key, found, path)


def _merge_key(
    text: str, lines: Lines, node: Mapping, key: Scalar, found: dict[str, Entry], path: Path
) -> Diagnostic:
    """PB007: what a merge key adds, and the fix that writes it out."""
    names = ", ".join(list(found)[:8]) or "nothing"
    message = f'the merge key "<<" adds {names}; YAML 1.2 has no merge keys'
    fixes: tuple[Fix, ...] = ()
    if len(found) + len(node._pairs) <= _MOST_WRITTEN:
        own = {k.text for k in node._pairs[::2] if isinstance(k, Scalar)}
        fixes = _expanded(text, lines, key, [inner for name, inner in found.items() if name not in own])
    return Diagnostic("PB007", Severity.WARNING, message, key.span, path, fixes=fixes)


def _expanded(text: str, lines: Lines, key: Scalar, entries: list[Entry]) -> tuple[Fix, ...]:
    """The fix that writes out what a merge key adds, where all of it fits on lines of their own."""
    start = key.span.start
    match = _MERGED.match(text, start)
    written = [f"{_written(text, name)}: {_written(text, value)}" for name, value in entries]
    if match is None or not written or any("\n" in line or "\r" in line for line in written):
        return ()
    if any(_written(text, part)[:1] in ("&", "!", "*") for entry in entries for part in entry):
        return ()
    first = lines.starts[lines.place(start)[0] - 1]
    alone = text[first:start].strip(" -") == "" and text[match.end() : match.end() + 1] in ("", "\r", "\n")
    between = "\n" + " " * (key.span.column - 1) if alone else ", "
    edit = TextEdit(lines.span(start, match.end()), between.join(written))
    return (Fix("Write out what it adds", (edit,), safe=True),)


def _written(text: str, node: Node) -> str:
    span = node.span
    return text[span.start : span.end]


def _duplicate(
    text: str, lines: Lines, names: Container[str], first: Entry, again: Entry, path: Path
) -> Diagnostic:
    name, place = first[0].text, lines.place(first[0].span.start)
    message = f'key "{name}" is already defined at {place[0]}:{place[1]}; YAML keeps only one of them'
    related = (Related("first defined here", first[0].span),)
    fixes = (*_merged(text, lines, first, again), *_renamed(names, *again), *_deleted(text, lines, again))
    return Diagnostic("PB003", Severity.ERROR, message, again[0].span, (*path, name), related, fixes)


def _renamed(names: Container[str], key: Scalar, value: Node) -> tuple[Fix, ...]:
    """The fix that gives the second one a name of its own: its id, or the next that is free."""
    if not _PLAIN_NAME.match(key.text) or key.style not in ("", "'", '"'):
        return ()
    free = (f"{key.text}_{number}" for number in range(2, _MOST_WRITTEN))
    said = value.get("id") if isinstance(value, Mapping) else None
    own = said.text if isinstance(said, Scalar) and _PLAIN_NAME.match(said.text) else ""
    new = own if own and own not in names else next((name for name in free if name not in names), None)
    if new is None:
        return ()
    edit = TextEdit(key.span, f"{key.style}{new}{key.style}")
    return (Fix(f'Rename this one to "{new}"', (edit,)),)


def _deleted(text: str, lines: Lines, entry: Entry) -> tuple[Fix, ...]:
    span = whole_lines(text, lines, *entry)
    if span is None:
        key, value = entry[0].span, entry[1].span
        comma = text.rfind(",", 0, key.start)
        if value.start < key.end or comma < 0 or text[comma + 1 : key.start].strip():
            return ()
        span = lines.span(comma, value.end)
    return (Fix("Delete this one", (TextEdit(span, ""),)),)


def _merged(text: str, lines: Lines, first: Entry, again: Entry) -> tuple[Fix, ...]:
    """The fix that moves the second block's lines, comments included, behind the first block's."""
    kind = Mapping if isinstance(first[1], Mapping) else Sequence
    if not isinstance(first[1], kind) or not isinstance(again[1], kind):
        return ()
    target, source = whole_lines(text, lines, *first), whole_lines(text, lines, *again)
    if target is None or source is None or source.end - source.start > _LONGEST_EDIT:
        return ()
    head = text.find("\n", again[0].span.end)
    after = (text[first[0].span.end : first[1].span.start], text[again[0].span.end : again[1].span.start])
    if not all("\n" in between for between in after) or "#" in text[again[0].span.end : head]:
        return ()
    if isinstance(first[1], Mapping) and set(first[1]) & set(again[1]):  # type: ignore[arg-type]
        return ()
    body = indented(text[head + 1 : source.end], first[1].span.column - again[1].span.column)
    if body is None:
        return ()
    body += "" if body.endswith(("\n", "\r")) or target.end >= source.start else "\n"
    lead = "" if text[target.end - 1 : target.end] in ("\n", "\r") else "\n"
    edits: tuple[TextEdit, ...]
    edits = (TextEdit(lines.span(target.end, target.end), lead + body), TextEdit(source, ""))
    if target.end == source.start:
        edits = (TextEdit(source, body),)
    return (Fix("Merge it into the first", edits),)


def placeholder(text: str, lines: Lines, scalar: Scalar) -> Diagnostic:
    """PB011: three dots; the fix takes them away, with the line or the comma that is theirs."""
    span = scalar.span
    line = lines.place(span.start)[0]
    first = lines.starts[line - 1]
    end = lines.starts[line] if line < len(lines.starts) else len(text)
    if text[first : span.start].strip(" \t-") == "" and text[span.end : end].strip(" \t\r\n:") == "":
        place = lines.span(first, end)
    else:
        place = _with_comma(text, lines, span)
    message = '"..." is a placeholder; write what belongs here, or delete it'
    fix = Fix("Delete the placeholder", (TextEdit(place, ""),))
    return Diagnostic("PB011", Severity.WARNING, message, span, fixes=(fix,))


def _with_comma(text: str, lines: Lines, span: Span) -> Span:
    after = re.compile(r"\s*,\s*").match(text, span.end)
    if after is not None:
        return lines.span(span.start, after.end())
    before = re.compile(r",\s*\Z").search(text, max(0, span.start - 100), span.start)
    return lines.span(before.start() if before else span.start, span.end)

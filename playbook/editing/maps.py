"""Keys of maps: added where they belong, taken away, called otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.diagnostics import TextEdit
from playbook.editing.opened import Entry, Opened
from playbook.editing.order import place_of
from playbook.editing.quoting import quoted
from playbook.editing.values import Ways, replaced
from playbook.source.nodes import Mapping
from playbook.spans import Path
from playbook.values import Value

# What may stand behind a part that has a line to itself.
_COMMA = re.compile(r"\s*,\s*(?:#.*)?")


def added(opened: Opened, path: Path, name: str, value: Value) -> tuple[int, Ways]:
    """The position of a new key among those of the map at a path, and the ways to write it."""
    node = opened.mapping(path)
    own = opened.own(node)
    if not own:
        if node.entries:
            raise opened.refused("all of this map comes from a merge key; edit it in the text", path)
        return 0, replaced(opened, path, {name: value})
    position = place_of(name, [key.text for key, _ in own], path)
    if opened.flow(node) or opened.in_flow(path):
        return position, _into_flow(opened, own, position, name, value)
    return position, _into_block(opened, node, own, position, name, value)


def _into_block(
    opened: Opened, node: Mapping, own: list[Entry], position: int, name: str, value: Value
) -> Ways:
    column = own[0][0].span.column - 1
    spaced = _spaced(opened, own)
    blank = "\n" if spaced else ""
    for block in (None, True):
        written = opened.writer.entry(name, value, column, block=block)
        if position == 0:
            start = own[0][0].span.start
            yield (opened.edit(start, start, f"{written}\n{blank}{' ' * column}"),)
            continue
        end = opened.line_end(opened.end(own[position - 1]))
        yield (opened.edit(end, end, f"\n{blank}{' ' * column}{written}"),)
    # The blank lines behind a text may be its own (`|+`): then before the next entry, or at the very end.
    last = position == len(own)
    start = len(opened.text) if last else opened.line_start(own[position][0].span.start)
    entry = opened.writer.entry(name, value, column)
    yield (opened.edit(start, start, f"{' ' * column}{entry}\n"),)


def _spaced(opened: Opened, own: list[Entry]) -> bool:
    """Whether blank lines stand between most entries."""
    blank = sum(opened.blank_above(key.span.start) for key, _ in own[1:])
    return len(own) > 2 and 2 * blank > len(own) - 1


def _into_flow(opened: Opened, own: list[Entry], position: int, name: str, value: Value) -> Ways:
    written = f"{opened.writer.key(name)}: {opened.writer.flow(value, name)}"
    if position == 0:
        start = own[0][0].span.start
        yield (opened.edit(start, start, f"{written}, "),)
        return
    entry = own[position - 1]
    yield from flow_after(opened, opened.end(entry), entry[0].span.start, written)


def flow_after(opened: Opened, end: int, start: int, written: str) -> Ways:
    """Behind a part of a flow collection: on a line of its own where that part has one."""
    text = opened.text
    line = opened.line_end(end)
    rest = text[end:line].lstrip()
    alone = text[opened.line_start(start) : start].strip() == ""
    if alone and (not rest.lstrip(",").strip() or rest.lstrip(", \t").startswith("#")):
        lead = "\n" + " " * opened.column(start)
        if rest.startswith(","):
            yield (opened.edit(line, line, f"{lead}{written},"),)
        elif rest:
            yield (opened.edit(end, end, ","), opened.edit(line, line, lead + written))
        else:
            yield (opened.edit(end, end, f",{lead}{written}"),)
    yield (opened.edit(end, end, f", {written}"),)


def deleted(opened: Opened, path: Path) -> Ways:
    """The ways to take the key at a path out of its map."""
    node = opened.mapping(path[:-1])
    own = opened.own(node)
    names = [key.text for key, _ in own]
    if str(path[-1]) not in names:
        raise opened.refused("this comes from a merge key; edit it in the text", path)
    if len(node.entries) == 1:
        if len(path) == 1:
            raise opened.refused("this is the only section; nothing would be left of the playbook", path)
        yield from replaced(opened, path[:-1], {})
        return
    position = names.index(str(path[-1]))
    key = own[position][0]
    parts = [(key.span.start, opened.end(entry)) for entry in own for key in entry[:1]]
    if opened.flow(node) or opened.in_flow(path[:-1]):
        yield from without_part(opened, parts, position)
    else:
        following = own[position + 1][0].span.start if position + 1 < len(own) else None
        yield without_lines(opened, key.span.start, opened.end(own[position]), following)


def without_part(opened: Opened, parts: list[tuple[int, int]], position: int) -> Ways:
    """The ways to take a part out of a flow collection, with one comma."""
    start, end = parts[position]
    text = opened.text
    first, last = opened.line_start(start), opened.line_end(end)
    if not text[first:start].strip() and _COMMA.fullmatch(text, end, last) and position + 1 < len(parts):
        yield (opened.edit(first, opened.next_line(end), ""),)
    if position + 1 < len(parts) and "#" not in text[end : parts[position + 1][0]]:
        yield (opened.edit(start, parts[position + 1][0], ""),)
    if position and "#" not in text[parts[position - 1][1] : start]:
        yield (opened.edit(parts[position - 1][1], end, ""),)
    comma = text.find(",", end)
    if comma >= 0:
        yield (opened.edit(start, end, ""), opened.edit(comma, comma + 1, ""))
    if position:
        comma = text.rfind(",", parts[position - 1][1], start)
        if comma >= 0:
            yield (opened.edit(comma, comma + 1, ""), opened.edit(start, end, ""))


def without_lines(opened: Opened, start: int, end: int, following: int | None) -> tuple[TextEdit, ...]:
    """Take the lines of an entry or an item out of a block; comments around it stay.

    `following` is where the next one starts: it takes the place behind the dash of one that is on its line.
    """
    text = opened.text
    first, last = opened.line_start(start), opened.next_line(end)
    if text[first:start].strip():
        # Behind a dash: what follows moves up to it.
        between = text[opened.line_end(end) : following] if following is not None else ""
        if following is not None and not between.strip():
            return (opened.edit(start, following, ""),)
        return (opened.edit(len(text[:start].rstrip(" ")), opened.line_end(end), ""),)
    if last == len(text) and text[-1:] not in ("\n", "\r"):
        before = opened.line_start(start)
        return (opened.edit(len(_without_break(text[:before])), last, ""),)
    if first == 0 or opened.blank_above(first):
        last = _behind_blanks(opened, last)
        if last == len(text):
            first = _before_blanks(opened, first)
    return (opened.edit(first, last, ""),)


def _without_break(text: str) -> str:
    return text[:-2] if text.endswith("\r\n") else text[:-1]


def _behind_blanks(opened: Opened, offset: int) -> int:
    """Of the blank lines on both sides of what is taken away, one side is enough."""
    while offset < len(opened.text) and not opened.text[offset : opened.line_end(offset)].strip():
        offset = opened.next_line(offset)
    return offset


def _before_blanks(opened: Opened, offset: int) -> int:
    while offset > 0:
        before = opened.line_start(offset - 1)
        if opened.text[before:offset].strip():
            break
        offset = before
    return offset


def renamed_key(opened: Opened, path: Path, name: str) -> Ways:
    """The ways to give the key at a path another name."""
    node = opened.mapping(path[:-1])
    key = next((key for key, _ in opened.own(node) if key.text == str(path[-1])), None)
    if key is None:
        raise opened.refused("there is no such key here, or it comes from a merge key", path)
    if name != key.text and name in node:
        raise opened.refused(f'there is a key "{name}" already', path)
    start = opened.start(key)
    for style in _styles(key.style):
        yield (opened.edit(start, key.span.end, quoted(name, style)),)


def _styles(style: str) -> Iterator[str]:
    yield style if style in ("", "'", '"') else '"'
    yield '"'

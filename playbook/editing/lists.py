"""Items of lists: put in, taken out, moved."""

from __future__ import annotations

import re

from playbook.editing.maps import flow_after, without_lines, without_part
from playbook.editing.opened import Opened, last_key
from playbook.editing.values import Ways, replaced
from playbook.source.nodes import Mapping, Sequence
from playbook.spans import Path
from playbook.values import Value

_DASH = re.compile(r"-[ \t]*\Z|-(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))+[ \t]*\Z")


def inserted(opened: Opened, path: Path, index: int, value: Value) -> Ways:
    """The ways to put a value into the list at a path."""
    node = opened.sequence(path)
    if not 0 <= index <= len(node.items):
        raise opened.refused(f"the list has {len(node.items)} items; there is no place {index} in it", path)
    if not node.items:
        return replaced(opened, path, [value])
    if opened.flow(node) or opened.in_flow(path):
        return _into_flow(opened, node, index, opened.writer.flow(value, last_key(path)))
    return _into_block(opened, path, node, index, value)


def _into_flow(opened: Opened, node: Sequence, index: int, written: str) -> Ways:
    if index == 0:
        start = node.items[0].span.start
        yield (opened.edit(start, start, f"{written}, "),)
        return
    span = node.items[index - 1].span
    yield from flow_after(opened, span.end, span.start, written)


def _into_block(opened: Opened, path: Path, node: Sequence, index: int, value: Value) -> Ways:
    dashes = _dashes(opened, path, node)
    column, key = opened.column(dashes[0]), last_key(path)
    near = node.items[max(0, index - 1)]
    gap = near.span.start - dashes[max(0, index - 1)] - 1
    alike = isinstance(near, Mapping) and isinstance(value, dict) and bool(near.entries)
    blocks = [not opened.flow(near), None, False] if alike else [None, False]
    blank = "\n" if _spaced(opened, dashes) else ""
    for block in blocks:
        written = opened.writer.item(value, column, key, gap=gap if 1 <= gap <= 8 else 1, block=block)
        if index == 0:
            yield (opened.edit(dashes[0], dashes[0], f"{written}\n{blank}{' ' * column}"),)
        else:
            end = opened.line_end(node.items[index - 1].span.end)
            yield (opened.edit(end, end, f"\n{blank}{' ' * column}{written}"),)


def _spaced(opened: Opened, dashes: list[int]) -> bool:
    """Whether blank lines stand between most items."""
    blank = sum(opened.blank_above(dash) for dash in dashes[1:])
    return len(dashes) > 1 and 2 * blank > len(dashes) - 1


def _dashes(opened: Opened, path: Path, node: Sequence) -> list[int]:
    """Where the dash of every item stands."""
    found, last = [], opened.start(node)
    for item in node.items:
        match = _DASH.search(opened.text, last, max(item.span.start, last))
        if match is None:
            raise opened.refused("this list is written in a way that is only edited in the text", path)
        found.append(match.start())
        last = item.span.end
    return found


def deleted_item(opened: Opened, path: Path) -> Ways:
    """The ways to take the item at a path out of its list."""
    node = opened.sequence(path[:-1])
    opened.at(path)
    index = int(path[-1])
    if len(node.items) == 1:
        yield from replaced(opened, path[:-1], [])
        return
    if opened.flow(node) or opened.in_flow(path[:-1]):
        yield from without_part(opened, [(i.span.start, i.span.end) for i in node.items], index)
        return
    dashes = _dashes(opened, path, node)
    following = dashes[index + 1] if index + 1 < len(dashes) else None
    end = max(node.items[index].span.end, dashes[index] + 1)
    yield without_lines(opened, dashes[index], end, following)


def moved(opened: Opened, path: Path, source: int, target: int) -> Ways:
    """The ways to move an item: what stands between the items stays, comments on their own lines go along."""
    node = opened.sequence(path)
    for index in (source, target):
        if not 0 <= index < len(node.items):
            reason = f"the list has {len(node.items)} items; there is no place {index} in it"
            raise opened.refused(reason, path)
    if source == target:
        yield ()
        return
    ranges = _ranges(opened, path, node)
    low, high = min(source, target), max(source, target)
    order = list(range(low, high + 1))
    order.insert(target - low, order.pop(source - low))
    for parts in ranges:
        pieces = [opened.text[start:end] for start, end in parts]
        edits = [opened.edit(*parts[low + i], pieces[index]) for i, index in enumerate(order)]
        yield tuple(edits)


def _ranges(opened: Opened, path: Path, node: Sequence) -> list[list[tuple[int, int]]]:
    """Every item from its first character to its last; in a block with comments, or without."""
    if opened.flow(node) or opened.in_flow(path):
        return [[(item.span.start, item.span.end) for item in node.items]]
    dashes = _dashes(opened, path, node)
    plain = [
        (dash, opened.line_end(max(item.span.end, dash + 1)))
        for dash, item in zip(dashes, node.items, strict=True)
    ]
    with_comments = [(_commented(opened, start) if i else start, end) for i, (start, end) in enumerate(plain)]
    return [with_comments, plain]


def _commented(opened: Opened, dash: int) -> int:
    """Where the comment lines right above a dash, and at its column, begin."""
    first, column = dash, opened.column(dash)
    while True:
        line = opened.line_start(first)
        if line == 0:
            return first
        above = opened.line_start(line - 1)
        said = opened.text[above:line]
        if not said.strip().startswith("#") or len(said) - len(said.lstrip(" ")) != column:
            return first
        first = above + column

"""One value in the place of another: in its style where that is possible, ways to write it in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook.diagnostics import TextEdit
from playbook.editing.opened import Opened, last_key
from playbook.editing.quoting import MARKS, literal, quoted, scalar
from playbook.source.nodes import Mapping, Node, Scalar, find
from playbook.spans import Path
from playbook.values import Value

_HEAD = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?")
Ways = Iterator[tuple[TextEdit, ...]]


def replaced(opened: Opened, path: Path, value: Value) -> Ways:
    """The ways to write a value in the place of the one at a path."""
    node = opened.at(path)
    start, end = opened.start(node), node.span.end
    if opened.text[node.span.start : start].strip().startswith("!") or opened.text[start : start + 1] in (
        "!",
        "&",
    ):
        raise opened.refused("a tag or an anchor stands before this value; edit it in the text", path)
    lead = _lead(opened, node, start)
    if isinstance(value, list | dict) or not isinstance(node, Scalar):
        if not opened.in_flow(path):
            yield from _in_block(opened, path, node, value)
        yield (opened.edit(start, end, lead + opened.writer.flow(value, last_key(path))),)
        return
    for written in _scalars(opened, path, node, value):
        yield (opened.edit(start, end, lead + written),)


def _lead(opened: Opened, node: Node, start: int) -> str:
    """What must stand before a value where none was."""
    if not isinstance(node, Scalar) or node.span.start != node.span.end:
        return ""
    before = opened.text[:start].rstrip(" \t")[-1:]
    close = opened.text[start - 1 : start] not in (" ", "\t")
    if before in (":", "-"):
        return " " if close else ""
    return ": " if before not in ("", "\n", "\r", "[", ",") else ""


def _scalars(opened: Opened, path: Path, node: Scalar, value: Value) -> Iterator[str]:
    key = last_key(path)
    if not isinstance(value, str):
        yield scalar(value, "")
        return
    blocks = not opened.in_flow(path)
    if node.style in ("|", ">") and blocks:
        yield from _block(opened, node, value)
    if "\n" in value.removesuffix("\n") and blocks:
        written = literal(value, _indent(opened, path))
        if written is not None:
            yield written
    style = opened.writer.habits.quote(key)
    if node.style in MARKS or (isinstance(node.value, str) and not node.style):
        style = node.style
    yield quoted(value, style)
    yield quoted(value, '"')


def _block(opened: Opened, node: Scalar, value: str) -> Iterator[str]:
    """As the block that it was, at its column, with the comment behind its mark."""
    match = _HEAD.match(opened.text, opened.start(node))
    body = opened.text[opened.next_line(node.span.start) : node.span.end]
    first = next((line for line in body.splitlines() if line.strip()), "")
    if match is None or not first:
        return
    mark = ">" if node.style == ">" and "\n" not in value.removesuffix("\n") else "|"
    head = match["comment"] or ""
    written = literal(value, len(first) - len(first.lstrip(" ")), mark=mark, head=head)
    if written is not None:
        yield written


def _indent(opened: Opened, path: Path) -> int:
    """The column of a block below the key or the dash that it belongs to."""
    parent = find(opened.root, path[:-1])
    if isinstance(parent, Mapping):
        key = parent.key(str(path[-1]))
        assert key is not None
        return key.span.column - 1 + opened.writer.habits.step
    return parent.span.column + 1 if parent is not None else 0


def _in_block(opened: Opened, path: Path, node: Node, value: Value) -> Ways:
    """Where lists and maps may have lines of their own."""
    start, end = opened.start(node), node.span.end
    writer, key = opened.writer, last_key(path)
    block = not isinstance(node, Scalar) and not opened.flow(node)
    parent = find(opened.root, path[:-1])
    if (
        block
        and isinstance(value, list | dict)
        and value
        and isinstance(node, Mapping) == isinstance(value, dict)
    ):
        yield (opened.edit(start, end, _lines(opened, value, opened.column(start), key)),)
    if not isinstance(node, Scalar) and not block and isinstance(value, list | dict):
        yield (opened.edit(start, end, writer.flow(value, key)),)
    if isinstance(parent, Mapping):
        name = parent.key(str(path[-1]))
        colon = opened.colon(name) if name is not None else None
        if name is None or colon is None or start != node.span.start:
            return
        written = writer.after_key(value, name.span.column - 1, name.text)
        comment = opened.text[colon : opened.line_end(colon)] if opened.line_end(colon) < start else ""
        whole = comment.rstrip() + written if written.startswith("\n") else written + comment.rstrip()
        yield (opened.edit(colon, end, whole),)
    elif parent is not None and not isinstance(parent, Scalar):
        dash = parent.span.column - 1
        gap = opened.column(start) - dash - 1
        empty = isinstance(node, Scalar) and not node.text
        written = writer.item(value, dash, key, gap=1 if empty or gap < 1 else gap)
        yield (opened.edit(start, end, _lead(opened, node, start) + written[1:].lstrip(" ")),)


def _lines(opened: Opened, value: list[Value] | dict[str, Value], column: int, key: str) -> str:
    if isinstance(value, dict):
        return opened.writer.entries(value, column)
    lead = "\n" + " " * column
    return lead.join(opened.writer.item(item, column, key) for item in value)

"""Remedies as text edits that keep what they do not touch: comments, order, quotes, flow or block.

Every function gives None where the text does not allow it: an alias, a merge key, a part that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence as Listed

from playbook.diagnostics import TextEdit
from playbook.rules.registry import Subject
from playbook.source.nodes import Mapping, Node, Sequence, find
from playbook.spans import Path


def add_key(subject: Subject, path: Path, after: str, written: str) -> TextEdit | None:
    """Write `key: value` into the map at a path, behind its key `after`; None where that cannot be done."""
    node = find(subject.root, path)
    if not isinstance(node, Mapping):
        return None
    key, value = node.key(after), node.get(after)
    if key is None or value is None:
        return None
    text = subject.text
    if text[node.span.start : node.span.start + 1] == "{":
        place = max(value.span.end, key.span.end)
        return TextEdit(subject.lines.span(place, place), f", {written}")
    place = _end_of_line(text, max(value.span.end, key.span.end))
    indent = " " * (key.span.column - 1)
    ending = "\r\n" if text[place : place + 2] == "\r\n" else "\n"
    return TextEdit(subject.lines.span(place, place), f"{ending}{indent}{written}")


def remove_item(subject: Subject, path: Path) -> TextEdit | None:
    """Take the item at a path out of its list, with its lines or its comma; None for the only item."""
    parent, position = find(subject.root, path[:-1]), path[-1]
    if not isinstance(parent, Sequence) or not isinstance(position, int) or len(parent.items) < 2:
        return None
    if not 0 <= position < len(parent.items):
        return None
    text, item = subject.text, parent.items[position]
    if text[parent.span.start : parent.span.start + 1] == "[":
        if position:
            return TextEdit(subject.lines.span(parent.items[position - 1].span.end, item.span.end), "")
        return TextEdit(subject.lines.span(item.span.start, parent.items[1].span.start), "")
    dash = text.rfind("\n", 0, item.span.start) + 1
    if text[dash : item.span.start].strip() != "-":
        return None
    end = text.find("\n", item.span.end)
    return TextEdit(subject.lines.span(dash, len(text) if end < 0 else end + 1), "")


def add_entry(subject: Subject, path: Path, entries: Listed[str]) -> TextEdit | None:
    """Write `key: value` lines at the end of the map at a path."""
    node = find(subject.root, path)
    if not isinstance(node, Mapping):
        return None
    if _starts(subject, node, "{"):
        return _into_flow(subject, node, node.entries[-1][1] if node.entries else None, ", ".join(entries))
    first = node.entries[0][0] if node.entries else None
    if first is None or not _inside(first, node) or not _opens_line(subject, first):
        return None
    indent = " " * (first.span.column - 1)
    return _below(subject, node, "".join(f"\n{indent}{entry}" for entry in entries))


def add_item(subject: Subject, path: Path, entries: Listed[str]) -> TextEdit | None:
    """Write a map of `key: value` lines as the last item of the list at a path."""
    node = find(subject.root, path)
    if not isinstance(node, Sequence):
        return None
    if _starts(subject, node, "["):
        written = "{ " + ", ".join(entries) + " }"
        return _into_flow(subject, node, node.items[-1] if node.items else None, written)
    if not _starts(subject, node, "-"):
        return None
    indent = " " * (node.span.column - 1)
    lines = [f"\n{indent}{'  ' if position else '- '}{entry}" for position, entry in enumerate(entries)]
    return _below(subject, node, "".join(lines))


def remove_key(subject: Subject, path: Path) -> TextEdit | None:
    """Take the key at a path out of its map, with its value; None for the only key."""
    node = find(subject.root, path[:-1])
    if not isinstance(node, Mapping) or len(node.entries) < 2:
        return None
    # In the order of the text, or not at all: merged keys and aliases stand elsewhere.
    marks = [mark for key, value in node.entries for mark in (key.span.start, value.span.end)]
    if marks != sorted(marks) or marks[0] < node.span.start or marks[-1] > node.span.end:
        return None
    names = [key.text for key, _ in node.entries]
    position = names.index(str(path[-1])) if str(path[-1]) in names else -1
    if position < 0:
        return None
    key, value = node.entries[position]
    if position + 1 < len(node.entries):
        start, end = key.span.start, node.entries[position + 1][0].span.start
    else:
        start, end = node.entries[position - 1][1].span.end, value.span.end
    if "#" in subject.text[start:end]:
        return None
    return TextEdit(subject.lines.span(start, end), "")


def is_flow(subject: Subject, path: Path) -> bool:
    """Whether the list or map at a path is written between brackets."""
    node = find(subject.root, path)
    return node is not None and (_starts(subject, node, "[") or _starts(subject, node, "{"))


def _end_of_line(text: str, offset: int) -> int:
    """Where the line of an offset ends, its comment included and its break not."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end and text[end - 1] == "\r" else end


def _starts(subject: Subject, node: Node, character: str) -> bool:
    return subject.text[node.span.start : node.span.start + 1] == character


def _opens_line(subject: Subject, key: Node) -> bool:
    """Whether a key is the first on its line, dashes of lists aside; one behind `?` is not."""
    line = subject.text.rfind("\n", 0, key.span.start) + 1
    return not subject.text[line : key.span.start].strip(" -")


def _inside(part: Node, whole: Node) -> bool:
    return whole.span.start <= part.span.start and part.span.end <= whole.span.end


def _below(subject: Subject, node: Node, written: str) -> TextEdit:
    """On the line after the block's last one; its end is libyaml's, aliases included."""
    end = _end_of_line(subject.text, node.span.end)
    return TextEdit(subject.lines.span(end, end), written)


def _into_flow(subject: Subject, node: Node, last: Node | None, written: str) -> TextEdit | None:
    """Behind the last part, or between the brackets where there is none."""
    if last is None:
        place = node.span.start + 1
        return TextEdit(subject.lines.span(place, place), written)
    if not _inside(last, node):
        return None
    return TextEdit(subject.lines.span(last.span.end, last.span.end), f", {written}")

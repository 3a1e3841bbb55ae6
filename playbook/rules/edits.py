"""Remedies as text edits that keep what they do not touch: comments, order, quotes, flow or block."""

from __future__ import annotations

from playbook.diagnostics import TextEdit
from playbook.rules.registry import Subject
from playbook.source.nodes import Mapping, Sequence, find
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


def _end_of_line(text: str, offset: int) -> int:
    """Where the line of an offset ends, its comment included and its break not."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end and text[end - 1] == "\r" else end

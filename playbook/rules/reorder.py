"""Moving an item of a list before another one, as text edits."""

from __future__ import annotations

from playbook.diagnostics import TextEdit
from playbook.rules.edits import remove_item
from playbook.rules.registry import Subject
from playbook.source.nodes import find
from playbook.spans import Path


def moved_before(subject: Subject, path: Path, earlier: Path) -> tuple[TextEdit, ...]:
    """Write the item at a path before an earlier one of its list; none where that cannot be done.

    Only for lists with a line and a dash for every item, all equally indented.
    """
    item, target, removal = find(subject.root, path), find(subject.root, earlier), remove_item(subject, path)
    if item is None or target is None or removal is None or path[:-1] != earlier[:-1]:
        return ()
    text = subject.text
    dash = text[text.rfind("\n", 0, target.span.start) + 1 : target.span.start]
    if dash.strip() != "-" or item.span.column != target.span.column or target.span.end > item.span.start:
        return ()
    place = subject.lines.span(target.span.start, target.span.start)
    return TextEdit(place, f"{text[item.span.start : item.span.end]}\n{dash}"), removal

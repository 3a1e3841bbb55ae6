"""Edits of a playbook as patches of its text: as small as they can be, and each looked at before it counts.

A patch is only given where the new text, read again, says exactly what was asked for and nothing else:
comments, order, quotes, blank lines and unknown keys outside the changed value stay byte for byte.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import islice

from playbook.editing.edits import Delete, Edit, Edited, InsertItem, MoveItem, RenameKey, SetValue
from playbook.editing.lists import deleted_item, inserted, moved
from playbook.editing.maps import added, deleted, renamed_key
from playbook.editing.opened import Opened
from playbook.editing.values import Ways, replaced
from playbook.source.fixing import applied
from playbook.source.nodes import Mapping, Sequence, find, plain
from playbook.spans import Path, pointer
from playbook.values import Value

_MOST_WAYS = 8


def edited(text: str, edit: Edit) -> Edited:
    """The text after an edit.

    Raises EditRefused where there is no such place, or where the text there cannot be edited safely: an
    anchor or alias, a merge key, a tag, or YAML that cannot be read.
    """
    opened = Opened(text)
    if not edit.path and not isinstance(edit, InsertItem | MoveItem):
        raise opened.refused("the playbook as a whole is not edited, only its parts", ())
    absent = edit.path and plain(find(opened.root, edit.path)) is None
    if isinstance(edit, InsertItem) and edit.index == 0 and absent:
        # The first item of a list that is not there yet.
        edit = SetValue(edit.path, [edit.value])
    expected, ways = _planned(opened, edit)
    if repr(expected) == repr(opened.value):
        return Edited(opened.text)
    for edits in islice(ways, _MOST_WAYS):
        new = applied(opened.text, edits)
        if _says(new, expected, opened.errors):
            return Edited(new, tuple(e for e in edits if e.text or e.span.start < e.span.end))
    raise opened.refused("this cannot be written here without changing more; edit it in the text", edit.path)


def _says(text: str, expected: Value, errors: int) -> bool:
    """Whether a text says what it should, and is no harder to read than the one before."""
    after = Opened(text)
    return after.errors <= errors and repr(after.value) == repr(expected)


def _planned(opened: Opened, edit: Edit) -> tuple[Value, Ways]:
    """What the document must say afterwards, and the ways to get there."""
    whole = deepcopy(opened.value)
    path = edit.path
    if isinstance(edit, SetValue):
        return _set(opened, whole, path, edit.value)
    if isinstance(edit, Delete):
        # Found before it is taken away; what is not there is refused.
        opened.at(path)
        within = _within(whole, path[:-1])
        if isinstance(within, list):
            del within[int(path[-1])]
            return whole, deleted_item(opened, path)
        assert isinstance(within, dict)
        del within[str(path[-1])]
        return whole, deleted(opened, path)
    if isinstance(edit, RenameKey):
        opened.at(path[:-1])
        within = _within(whole, path[:-1])
        ways = renamed_key(opened, path, edit.name)
        if isinstance(within, dict):
            _reordered(within, [edit.name if key == str(path[-1]) else key for key in within])
        return whole, ways
    items = _within(whole, path)
    node = opened.sequence(path)
    assert isinstance(items, list)
    if isinstance(edit, InsertItem):
        items.insert(max(0, edit.index), edit.value)
        return whole, inserted(opened, path, edit.index, edit.value)
    if 0 <= edit.source < len(node.items) and 0 <= edit.target < len(node.items):
        items.insert(edit.target, items.pop(edit.source))
    else:
        items.append(None)
    return whole, moved(opened, path, edit.source, edit.target)


def _set(opened: Opened, whole: Value, path: Path, value: Value) -> tuple[Value, Ways]:
    name = path[-1]
    if find(opened.root, path) is not None:
        opened.at(path)
        within = _within(whole, path[:-1])
        if isinstance(within, list):
            within[int(name)] = value
        elif isinstance(within, dict):
            within[str(name)] = value
        return whole, replaced(opened, path, value)
    if opened.empty and len(path) == 1:
        return {str(name): value}, _first(opened, str(name), value)
    node = opened.at(path[:-1])
    if isinstance(node, Sequence):
        raise opened.refused(f"the list has only {len(node.items)} items", path)
    within = _within(whole, path[:-1])
    if within is None:
        _put(whole, path[:-1], {str(name): value})
        return whole, replaced(opened, path[:-1], {str(name): value})
    if not isinstance(node, Mapping) or not isinstance(within, dict):
        raise opened.refused(f'"{pointer(path[:-1])}" is no map and cannot have keys', path)
    position, ways = added(opened, path[:-1], str(name), value)
    keys = list(within)
    within[str(name)] = value
    # Merged keys stand behind the map's own.
    _reordered(within, [*keys[:position], str(name), *keys[position:]])
    return whole, ways


def _first(opened: Opened, name: str, value: Value) -> Ways:
    """The first section of a text that has none, comments perhaps."""
    text = opened.text
    lead = "\n" if text and not text.endswith(("\n", "\r")) else ""
    yield (opened.edit(len(text), len(text), f"{lead}{opened.writer.entry(name, value, 0)}\n"),)


def _within(whole: Value, path: Path) -> Value:
    for part in path:
        whole = whole[int(part)] if isinstance(whole, list) else whole[str(part)]  # type: ignore[index]
    return whole


def _put(whole: Value, path: Path, value: Value) -> None:
    within = _within(whole, path[:-1])
    if isinstance(within, list):
        within[int(path[-1])] = value
    elif isinstance(within, dict):
        within[str(path[-1])] = value


def _reordered(values: dict[str, Value], names: list[str]) -> None:
    """Put the keys in an order; of a key that was called otherwise, the value is the next that is left."""
    old = [key for key in values if key not in names]
    found = {name: values[name] if name in values else values[old[0]] for name in names}
    values.clear()
    values.update(found)

"""Setting a variable or a part of it: nothing is changed in place, and nothing grows without end.

A value that was handed out stays what it was; what is set shares with it all that stayed the same.
LANGUAGE.md section 6.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook.document.simulation import weight
from playbook.expr.values import ValueProblem, kind, show
from playbook.values import Value


def assigned(whole: Value, keys: Sequence[Value], value: Value, level: int = 0) -> tuple[Value, int]:
    """`whole` with the part at the keys replaced, and by how much that makes it heavier.

    Entries that a map lacks are made, maps on the way to them too; the item one past the end of a list
    is added. `level` is how deep `whole` lies. Raises ValueProblem where a key leads nowhere.
    """
    if not keys:
        return value, weight(value, level) - weight(whole, level)
    key, rest = keys[0], keys[1:]
    if isinstance(whole, dict):
        if not isinstance(key, str):
            raise ValueProblem(f"the key of a map is a text; {show(key)} is {kind(key)}")
        if key not in whole:
            made, more = _made(rest, value, level + 1)
            return {**whole, key: made}, more + len(key)
        part, more = assigned(whole[key], rest, value, level + 1)
        return {**whole, key: part}, more
    if isinstance(whole, list):
        return _into_list(whole, key, rest, value, level + 1)
    raise ValueProblem(f"{show(whole)} is {kind(whole)} and has no part {show(key)} to set")


def _into_list(
    whole: list[Value], key: Value, rest: Sequence[Value], value: Value, level: int
) -> tuple[Value, int]:
    if isinstance(key, bool) or not isinstance(key, int):
        raise ValueProblem(f"the place in a list is a whole number; {show(key)} is {kind(key)}")
    count = len(whole)
    if key == count:
        made, more = _made(rest, value, level)
        return [*whole, made], more
    if not -count <= key < count:
        raise ValueProblem(f"there is no item {key} to set; there are {count}, and {count} adds one")
    part, more = assigned(whole[key], rest, value, level)
    copy = [*whole]
    copy[key] = part
    return copy, more


def _made(rest: Sequence[Value], value: Value, level: int) -> tuple[Value, int]:
    """What a new entry holds: the value, within a new map for each key that is left."""
    if not rest:
        return value, weight(value, level)
    made, more = assigned({}, rest, value, level)
    return made, more + 1

"""What a state or a transition has done on the way: `on_entry`, `on_exit`, `actions` (LANGUAGE.md section 4).

An item is the name of an action (`log_error` or `log_error()`), a map with `action` and `params`, a statement
of a simulation (`set`, `emit`, `when`, `after_ms`, `fail`), or the older `{type: click, selector: ...}`: that
is the action `click` with the other keys as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playbook.document.model import Element
from playbook.machine.call import BadCall, arguments
from playbook.machine.events import Origin
from playbook.machine.port import Action, ExecutesStatements, System
from playbook.source import nodes
from playbook.spans import pointer
from playbook.values import Value

STATEMENTS = ("set", "emit", "when", "after_ms", "fail")
_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*(?:\(\s*\))?\s*\Z")


@dataclass(frozen=True, slots=True)
class Hook:
    """One item. A `statement` is carried out as it is; an `optional` action only where its parameters fit."""

    name: str
    path: str
    line: int
    origin: Origin
    params: Mapping[str, Value]
    statement: Mapping[str, Value] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """How a system carries a hook out: by a call, by a statement of its own, or not at all (neither)."""

    action: Action | None = None
    arguments: Mapping[str, Value] | None = None
    statements: ExecutesStatements | None = None


def hooks(element: Element, key: str, items: tuple[Value, ...], origin: Origin) -> tuple[Hook, ...]:
    """The items of one list, in order; `key` is the list's name in the element."""
    return tuple(
        _hook(item, pointer((*element.path, key, place)), line_of(element, key, place), origin)
        for place, item in enumerate(items)
    )


def line_of(element: Element, key: str, place: int) -> int:
    """The line of an item of a list that the model keeps as plain values, or of its element."""
    found = nodes.find(element.at, (key, place)) if isinstance(element.at, nodes.Mapping) else None
    return (found or element).span.line


def _hook(item: Value, path: str, line: int, origin: Origin) -> Hook:
    if isinstance(item, str):
        named = _NAME.match(item)
        return Hook(named[1] if named else item, path, line, origin, {})
    if not isinstance(item, dict):
        return Hook(str(item), path, line, origin, {})
    name = item.get("action")
    if isinstance(name, str):
        params = item.get("params")
        return Hook(name, path, line, origin, params if isinstance(params, dict) else {})
    if any(word in item for word in STATEMENTS):
        return Hook(next(word for word in STATEMENTS if word in item), path, line, origin, item, item)
    older = item.get("type")
    params = {key: value for key, value in item.items() if key != "type"}
    return Hook(str(older) if older is not None else ", ".join(item), path, line, origin, params, None, True)


def carried(hook: Hook, system: System) -> Carried:
    """How this system carries a hook out. Raises BadCall for parameters that its action does not take."""
    if hook.statement is not None:
        return Carried(statements=system if isinstance(system, ExecutesStatements) else None)
    action = system.actions.get(hook.name)
    if action is None:
        return Carried()
    try:
        return Carried(action, arguments(hook.name, action, hook.params))
    except BadCall:
        if hook.optional:
            return Carried()
        raise

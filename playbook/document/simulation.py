"""The `simulation:` section as declarations: what it offers to scenarios, conditions and panels.

LANGUAGE.md section 6. Functions and actions are declared by headers, `circuit_is_open(node)`, that are
keys of maps. What cannot be read is left out here, and complained of by `playbook.rules.simulation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playbook.document.model import Playbook
from playbook.expr import kinds, tree
from playbook.expr.parser import parse
from playbook.expr.values import INT_MAX, INT_MIN, ValueProblem
from playbook.limits import MAX_DEPTH, MAX_SIMULATION_SIZE
from playbook.signatures import FunctionSignature, Parameter
from playbook.spans import Path
from playbook.values import Value

SECTION = "simulation"
TOO_LARGE = f"all variables together may have {MAX_SIMULATION_SIZE:,} characters and items"
EFFECTS = ("set", "emit", "fail")
# What actions may draw by chance; nothing else may, for a condition that is asked twice must not change.
CHANCE = {
    "random": FunctionSignature(0, 0, "number", help="a number from 0 up to, but not, 1"),
    "random_int": FunctionSignature(2, 2, "number", help="a whole number, both ends included"),
}
_HEADER = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\(([^()]*)\))?\s*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# The name of an action as states and transitions have it, and what may stand between its parentheses.
_CALLED = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*(?:\((.*)\))?\s*\Z", re.DOTALL)
_ANY_NUMBER = 64


@dataclass(frozen=True, slots=True)
class Header:
    """`name(parameter, ...)`; without brackets it takes nothing. `problem` says what cannot be read."""

    name: str
    parameters: tuple[str, ...] = ()
    problem: str = ""


def header(text: str) -> Header:
    """Read a header; what is wrong with it comes back in `problem`."""
    match = _HEADER.match(text)
    if match is None:
        name = text.partition("(")[0].strip()
        return Header(name, problem='a header is a name with its parameters: "record_failure(node)"')
    parameters = tuple(part.strip() for part in match[2].split(",")) if (match[2] or "").strip() else ()
    for position, parameter in enumerate(parameters):
        if not _NAME.match(parameter):
            return Header(match[1], problem=f'"{parameter}" cannot name a parameter')
        if parameter in parameters[:position]:
            return Header(match[1], problem=f'the parameter "{parameter}" is named twice')
    return Header(match[1], parameters)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a simulation offers; actions are None where a header of theirs cannot be read."""

    variables: frozenset[str] = frozenset()
    functions: Mapping[str, FunctionSignature] = field(default_factory=dict)
    actions: Mapping[str, tuple[Parameter, ...]] | None = field(default_factory=dict)
    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def declared(section: Value) -> Declared | None:
    """The declarations of a section; None where it is no map, and so nothing can be known."""
    if not isinstance(section, dict):
        return None
    variables = frozenset(_map(section, "variables"))
    # A variable is read like a function without arguments (playbook.machine.scope).
    functions = dict.fromkeys(variables, FunctionSignature(help="a variable of the simulation"))
    for text, body in _map(section, "functions").items():
        found = header(text)
        count = len(found.parameters)
        least, most = (0, _ANY_NUMBER) if found.problem else (count, count)
        known = FunctionSignature(least, most, _returned(body), help=f"simulated: {text.strip()}")
        functions[found.name] = known
    headers = [header(text) for text in _map(section, "actions")]
    actions = {found.name: tuple(map(Parameter, found.parameters)) for found in headers}
    if any(found.problem for found in headers):
        return Declared(variables, functions, None, _panels(section))
    return Declared(variables, functions, actions, _panels(section))


def _returned(body: Value) -> str:
    """What a function gives, where its expression shows it."""
    root = parse(body).tree if isinstance(body, str) else None
    found = kinds.kinds(root) if root is not None else kinds.ANY
    return {kinds.BOOLEAN: "boolean", kinds.NUMBER: "number", kinds.TEXT: "text"}.get(found, "any")


def _map(section: dict[str, Value], key: str) -> dict[str, Value]:
    value = section.get(key)
    return value if isinstance(value, dict) else {}


def _panels(section: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, view in _map(section, "panels").items():
        row = view.get("row") if isinstance(view, dict) else None
        if isinstance(row, dict):
            found[name] = tuple(row)
    return found


def target_of(text: str) -> tuple[tree.Variable | None, list[tree.Node | str]]:
    """What a target sets: the variable, None where it is none, and the keys on the way to its part."""
    node: tree.Node | None = parse(text).tree
    keys: list[tree.Node | str] = []
    while isinstance(node, tree.Item | tree.Attribute):
        keys.insert(0, node.key if isinstance(node, tree.Item) else node.name)
        node = node.receiver
    return (node if isinstance(node, tree.Variable) else None), keys


def weight(value: Value, levels: int = 0) -> int:
    """Its size in characters and items, keys included.

    Raises ValueProblem for one that is nested too deeply (below `levels` others), or that is too large
    by itself, and then costs no more than what is allowed.
    """
    total, waiting = 0, [(value, levels)]
    while waiting:
        part, level = waiting.pop()
        total += 1 + len(part) if isinstance(part, str) else 1
        if isinstance(part, list | dict):
            if level >= MAX_DEPTH:
                raise ValueProblem(f"the value is nested deeper than {MAX_DEPTH} levels")
            total += sum(map(len, part)) if isinstance(part, dict) else 0
            inner = part.values() if isinstance(part, dict) else part
            waiting.extend((item, level + 1) for item in inner)
        if total + len(waiting) > MAX_SIMULATION_SIZE:
            raise ValueProblem(TOO_LARGE)
    return total


def holdable(value: Value) -> str:
    """Why no variable can start from the value, or nothing: numbers are finite and of 64 bits."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, float) and not abs(part) < float("inf"):
            return f"{part} is not a finite number"
        if isinstance(part, int) and not INT_MIN <= part <= INT_MAX:
            return "a whole number of more than 64 bits cannot be calculated with"
        if isinstance(part, list | dict):
            waiting.extend(part.values() if isinstance(part, dict) else part)
    return ""


def hooks(playbook: Playbook) -> Iterator[tuple[Path, str, Value]]:
    """Everything that states and transitions do on their way, with its path and whose it is."""
    for state in playbook.machine.states:
        for key, values in (("on_entry", state.on_entry), ("on_exit", state.on_exit)):
            for position, value in enumerate(values):
                yield (*state.path, key, position), f"{key} of {state.id}", value
    for transition in playbook.machine.transitions:
        for position, value in enumerate(transition.actions):
            yield (*transition.path, "actions", position), f"the transition {transition.id}", value


def action_of(hook: Value) -> tuple[str, str]:
    """The action that a hook names and what stands between its parentheses; both may be empty.

    Statements are a simulation's own, and the older `{type: click}` may mean what only a browser has.
    """
    if isinstance(hook, str):
        found = _CALLED.match(hook)
        return (found[1], (found[2] or "").strip()) if found else ("", "")
    name = hook.get("action") if isinstance(hook, dict) else None
    return (name, "") if isinstance(name, str) else ("", "")

"""The `simulation:` section as declarations: what it offers to scenarios, conditions and panels.

LANGUAGE.md section 6. Functions and actions are declared by headers, `circuit_is_open(node)`, that are
keys of maps. What cannot be read is left out here, and complained of by `playbook.rules.simulation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.signatures import FunctionSignature, Parameter
from playbook.values import Value

_HEADER = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\(([^()]*)\))?\s*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
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
    for text in _map(section, "functions"):
        found = header(text)
        count = len(found.parameters)
        least, most = (0, _ANY_NUMBER) if found.problem else (count, count)
        functions[found.name] = FunctionSignature(least, most, help=f"simulated: {text.strip()}")
    headers = [header(text) for text in _map(section, "actions")]
    actions = {found.name: tuple(map(Parameter, found.parameters)) for found in headers}
    if any(found.problem for found in headers):
        return Declared(variables, functions, None, _panels(section))
    return Declared(variables, functions, actions, _panels(section))


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

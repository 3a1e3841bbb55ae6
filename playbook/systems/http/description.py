"""What a system over HTTP offers: as it describes itself, else as the playbook declares or uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from playbook.document.http import HttpSection
from playbook.document.model import Playbook
from playbook.document.names import expressions
from playbook.expr import tree
from playbook.expr.parser import parse
from playbook.signatures import FunctionSignature, Parameter
from playbook.systems.http.answers import shortened, wrong
from playbook.systems.http.client import VERSION
from playbook.values import Value

# The messages that a system need not know; without a description none of them is sent.
OPTIONAL = frozenset({"close", "entered", "panels", "snapshot", "tick"})
KINDS = ("any", "text", "integer", "number", "boolean")
RETURNS = ("any", "text", "number", "count", "boolean")
MANY = 64
MAX_OFFERS = 1_000


@dataclass(frozen=True, slots=True)
class Offer:
    """An action: its parameters, None where they are not known, and a sentence."""

    parameters: tuple[Parameter, ...] | None = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """Actions, functions, and which optional messages may be sent.

    `knows_keys`: a message with an effect whose key was seen before is answered again, not carried out again.
    """

    name: str = ""
    actions: Mapping[str, Offer] = field(default_factory=dict)
    functions: Mapping[str, FunctionSignature] = field(default_factory=dict)
    messages: frozenset[str] = frozenset()
    knows_keys: bool = False


def described(answer: Mapping[str, Value]) -> Description:
    """The system's own description. Raises BadAnswer."""
    spoken = answer.get("protocol")
    if spoken != VERSION or isinstance(spoken, bool):
        raise wrong("describe", f'"protocol" must be {VERSION}; the system speaks {spoken!r}')
    messages = answer.get("messages")
    if messages is not None and not isinstance(messages, list):
        raise wrong("describe", '"messages" must be a list of texts')
    return Description(
        shortened(_text(answer, "name")),
        {name: _offer(name, part) for name, part in _parts(answer, "actions")},
        {name: _signature(name, part) for name, part in _parts(answer, "functions")},
        frozenset(m for m in messages or () if isinstance(m, str)) & OPTIONAL,
        answer.get("knows_keys") is True,
    )


def offers(playbook: Playbook, section: HttpSection, answer: Mapping[str, Value] | None) -> Description:
    """What the system describes, None where it does not; what it leaves out is as the playbook declares it.

    Raises BadAnswer.
    """
    if answer is None:
        return assumed(playbook, section)
    told = described(answer)
    if answer.get("actions") is None and section.actions is not None:
        told = replace(told, actions=_declared(section.actions))
    if answer.get("functions") is None and section.functions is not None:
        told = replace(told, functions=section.functions)
    return told


def assumed(playbook: Playbook, section: HttpSection) -> Description:
    """Of a system that does not describe itself: what the playbook declares, else what it uses."""
    if section.actions is None:
        actions = {name: Offer(None) for name in _asked_actions(playbook)}
    else:
        actions = _declared(section.actions)
    functions = section.functions
    if functions is None:
        functions = dict.fromkeys(sorted(_asked_functions(playbook)), FunctionSignature(0, MANY))
    return Description("", actions, functions)


def _declared(actions: Mapping[str, tuple[Parameter, ...]]) -> dict[str, Offer]:
    return {name: Offer(parameters) for name, parameters in actions.items()}


def _asked_actions(playbook: Playbook) -> list[str]:
    steps = [step for scenario in playbook.scenarios for step in scenario.all_steps]
    return list(dict.fromkeys(step.action for step in steps if step.action and step.action != "wait"))


def _asked_functions(playbook: Playbook) -> set[str]:
    found = set()
    for _, _, expression in expressions(playbook):
        for node in parse(expression.text).nodes:
            if isinstance(node, tree.Call):
                found.add(node.name)
    return found


def _parts(answer: Mapping[str, Value], key: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    found = answer.get(key)
    if found is None:
        return
    if not isinstance(found, dict) or len(found) > MAX_OFFERS:
        raise wrong("describe", f'"{key}" must be an object with at most {MAX_OFFERS:,} entries, by name')
    for name, part in found.items():
        if not name.isidentifier():
            raise wrong("describe", f'"{name}" of "{key}" cannot be named in a playbook')
        if not isinstance(part, dict):
            raise wrong("describe", f'"{name}" of "{key}" must be an object')
        yield name, part


def _offer(name: str, part: Mapping[str, Value]) -> Offer:
    found = part.get("parameters")
    if found is None:
        return Offer((), _text(part, "help"))
    if not isinstance(found, dict):
        raise wrong("describe", f'"parameters" of "{name}" must be an object, by name')
    return Offer(tuple(_parameter(name, each, of) for each, of in found.items()), _text(part, "help"))


def _parameter(action: str, name: str, part: Value) -> Parameter:
    if not name.isidentifier():
        raise wrong("describe", f'"{name}" cannot name a parameter of "{action}"')
    if not isinstance(part, dict):
        raise wrong("describe", f'the parameter "{name}" of "{action}" must be an object')
    kind = part.get("kind", "any")
    if kind not in KINDS:
        raise wrong("describe", f'"kind" of "{name}" must be one of {", ".join(KINDS)}')
    return Parameter(name, str(kind), part.get("required") is not False, _text(part, "help"))


def _signature(name: str, part: Mapping[str, Value]) -> FunctionSignature:
    count = part.get("arguments", 0)
    bounds = count if isinstance(count, list) else [count, count]
    whole = [n for n in bounds if isinstance(n, int) and not isinstance(n, bool)]
    if len(whole) != 2 or len(bounds) != 2 or not 0 <= whole[0] <= whole[1] <= MANY:
        raise wrong("describe", f'"arguments" of "{name}" must be a number, or [least, most]')
    returns = part.get("returns", "any")
    if returns not in RETURNS:
        raise wrong("describe", f'"returns" of "{name}" must be one of {", ".join(RETURNS)}')
    choices = part.get("choices")
    texts = [c for c in choices if isinstance(c, str)] if isinstance(choices, list) else []
    return FunctionSignature(whole[0], whole[1], str(returns), tuple(texts), _text(part, "help"))


def _text(part: Mapping[str, Value], key: str) -> str:
    value = part.get(key)
    return shortened(value) if isinstance(value, str) else ""

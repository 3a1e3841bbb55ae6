"""The methods that values have: one table of name, receiver, arguments and function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playbook.expr.values import ValueProblem, bounded, equal, is_number, kind, show
from playbook.values import Value

Types = tuple[type, ...]
TRUTH: Types = (bool,)
TEXT: Types = (str,)
NUMBER: Types = (int, float)
LIST: Types = (list,)
MAP: Types = (dict,)
SIZED: Types = (str, list, dict)
ANY: Types = (type(None), bool, int, float, str, list, dict)


@dataclass(frozen=True, slots=True)
class MethodOf:
    """`receiver` and `arguments` list the types that are taken, `result` those that may be given.

    `help` is shown to users.
    """

    receiver: Types
    arguments: tuple[Types, ...]
    call: Callable[..., Any]
    help: str
    result: Types


def contains(whole: Value, part: Value) -> bool:
    """What `contains` and `in` mean. Raises ValueProblem where the question makes no sense."""
    if isinstance(whole, str):
        if not isinstance(part, str):
            raise ValueProblem(f"a text can contain a text, not {kind(part)}")
        return part in whole
    if isinstance(whole, list):
        return any(equal(item, part) for item in whole)
    if isinstance(whole, dict):
        return isinstance(part, str) and part in whole
    raise ValueProblem(f"{show(whole)} is {kind(whole)} and contains nothing")


def _edge(position: int) -> Callable[[list[Value]], Value]:
    return lambda items: items[position] if items else None


def _extreme(choose: Callable[..., Any]) -> Callable[[list[Value]], Value]:
    def call(items: list[Value]) -> Value:
        if not items:
            return None
        if not (all(map(is_number, items)) or all(isinstance(item, str) for item in items)):
            raise ValueProblem("the items are not all numbers or all texts")
        result: Value = choose(items)
        return result

    return call


def _total(items: list[Value]) -> Value:
    total: Any = 0
    for item in items:
        if not is_number(item):
            raise ValueProblem(f"{show(item)} is not a number")
        total += item
    return bounded(total)


def _without(whole: Value, part: Value) -> Value:
    """A list less all items that equal the part, a map less its key."""
    if isinstance(whole, list):
        return [item for item in whole if not equal(item, part)]
    assert isinstance(whole, dict)
    if not isinstance(part, str):
        raise ValueProblem(f"a map's keys are texts, not {kind(part)}")
    return {key: value for key, value in whole.items() if key != part}


METHODS: dict[str, MethodOf] = {
    "len": MethodOf(SIZED, (), len, "how many characters, items or entries", NUMBER),
    "is_empty": MethodOf(SIZED, (), lambda value: not value, "whether there are none", TRUTH),
    "contains": MethodOf(SIZED, (ANY,), contains, "whether a text, item or key is in it", TRUTH),
    "is_some": MethodOf(ANY, (), lambda value: value is not None, "whether it is not null", TRUTH),
    "is_none": MethodOf(ANY, (), lambda value: value is None, "whether it is null", TRUTH),
    "starts_with": MethodOf(TEXT, (TEXT,), str.startswith, "whether the text starts so", TRUTH),
    "ends_with": MethodOf(TEXT, (TEXT,), str.endswith, "whether the text ends so", TRUTH),
    "lower": MethodOf(TEXT, (), str.lower, "the text in small letters", TEXT),
    "upper": MethodOf(TEXT, (), str.upper, "the text in capital letters", TEXT),
    "trim": MethodOf(TEXT, (), str.strip, "the text without white space at its ends", TEXT),
    "keys": MethodOf(MAP, (), list, "the keys of a map, as a list", LIST),
    "values": MethodOf(MAP, (), lambda value: list(value.values()), "the values of a map, as a list", LIST),
    "first": MethodOf(LIST, (), _edge(0), "the first item, or null", ANY),
    "last": MethodOf(LIST, (), _edge(-1), "the last item, or null", ANY),
    "rest": MethodOf(LIST, (), lambda items: items[1:], "the list without its first item", LIST),
    "without": MethodOf(
        (list, dict), (ANY,), _without, "a list without an item, a map without a key", (list, dict)
    ),
    "min": MethodOf(LIST, (), _extreme(min), "the least item, or null", ANY),
    "max": MethodOf(LIST, (), _extreme(max), "the greatest item, or null", ANY),
    "sum": MethodOf(LIST, (), _total, "the sum of the items", NUMBER),
    "abs": MethodOf(NUMBER, (), lambda value: bounded(abs(value)), "the number without its sign", NUMBER),
}


def call_method(name: str, receiver: Value, args: tuple[Value, ...]) -> Value:
    """The method's result. Raises ValueProblem for a receiver or argument of the wrong type."""
    method = METHODS[name]
    if not _fits(receiver, method.receiver):
        raise ValueProblem(f"{kind(receiver)} has no method {name}(): it is {show(receiver)}")
    for argument, types in zip(args, method.arguments, strict=True):
        if not _fits(argument, types):
            raise ValueProblem(f"{name}() does not take {kind(argument)}: {show(argument)}")
    result: Value = method.call(receiver, *args)
    return result


def _fits(value: Value, types: Types) -> bool:
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))

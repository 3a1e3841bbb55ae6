"""A tree as one Python function of a scope: closures over a closed list of node kinds.

`&&`, `||` and `!` follow Kleene's logic: *unknown* spreads only where the answer hangs on it.
Everywhere else an unknown operand makes the result unknown. LANGUAGE.md section 3.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from playbook.expr import tree
from playbook.expr.methods import METHODS, call_method, contains
from playbook.expr.patterns import matches
from playbook.expr.values import (
    EvaluationError,
    Result,
    Unknown,
    ValueProblem,
    bounded,
    comparable,
    equal,
    is_number,
    joined,
    kind,
    show,
    weighed,
)
from playbook.values import Value


class Scope(Protocol):
    """Where names get their values; `Unknown` for a name that nothing provides."""

    def variable(self, name: str) -> Result:
        """The value of a bare name."""

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        """The result of a function; may raise ValueProblem."""


Compiled = Callable[[Scope], Result]

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_tree(node: tree.Node) -> Compiled:
    """The function that evaluates the tree; it raises nothing but EvaluationError."""
    match node:
        case tree.Literal(value=value):
            return lambda scope: value
        case tree.Variable():
            return _variable(node)
        case tree.Call():
            return _call(node)
        case tree.Logic(op=op):
            return _logic(node, decided_by=op == "||")
        case tree.Unary(op="!"):
            return _not(node)
        case tree.Conditional():
            return _conditional(node)
        case tree.Unary():
            return _strict(node, (node.operand,), _negative)
        case tree.Binary(op=op):
            return _strict(node, (node.left, node.right), _BINARY[op])
        case tree.ListOf(items=items):
            return _strict(node, items, lambda *values: weighed(list(values)))
        case tree.Method():
            return _method(node)
        case tree.Attribute(name=name):
            return _strict(node, (node.receiver,), lambda value: _entry(value, name))
        case tree.Item():
            return _strict(node, (node.receiver, node.key), _item)
        case _:
            raise TypeError(f"{type(node).__name__} is not a node of an expression")


def _strict(node: tree.Node, parts: tuple[tree.Node, ...], operation: Callable[..., Value]) -> Compiled:
    """All parts are evaluated; unknown where any is."""
    compiled = tuple(map(compile_tree, parts))
    if len(compiled) == 2:
        return _strict_pair(node, *compiled, operation)

    def evaluate(scope: Scope) -> Result:
        values = [part(scope) for part in compiled]
        missing = _missing(values)
        if missing is not None:
            return missing
        try:
            return operation(*values)
        except ValueProblem as problem:
            raise EvaluationError(str(problem), node.start, node.end) from None

    return evaluate


def _strict_pair(
    node: tree.Node, left: Compiled, right: Compiled, operation: Callable[..., Value]
) -> Compiled:
    def evaluate(scope: Scope) -> Result:
        first, second = left(scope), right(scope)
        if isinstance(first, Unknown) or isinstance(second, Unknown):
            return _missing([first, second]) or first
        try:
            return operation(first, second)
        except ValueProblem as problem:
            raise EvaluationError(str(problem), node.start, node.end) from None

    return evaluate


def _missing(values: list[Result]) -> Unknown | None:
    unknowns = [value.missing for value in values if isinstance(value, Unknown)]
    return Unknown(frozenset().union(*unknowns)) if unknowns else None


def _variable(node: tree.Variable) -> Compiled:
    name = node.name

    def evaluate(scope: Scope) -> Result:
        try:
            return scope.variable(name)
        except ValueProblem as problem:
            raise EvaluationError(str(problem), node.start, node.end) from None

    return evaluate


def _call(node: tree.Call) -> Compiled:
    name = node.name
    args = tuple(map(compile_tree, node.args))
    keys = tuple(key for key, _ in node.kwargs)
    rest = tuple(compile_tree(value) for _, value in node.kwargs)

    def evaluate(scope: Scope) -> Result:
        try:
            if not args and not keys:
                return scope.call(name, (), {})
            values = [part(scope) for part in args]
            named = [part(scope) for part in rest]
            missing = _missing([*values, *named])
            if missing is not None:
                return missing
            return scope.call(name, tuple(values), dict(zip(keys, named, strict=True)))  # type: ignore[arg-type]
        except ValueProblem as problem:
            raise EvaluationError(str(problem), node.start, node.end) from None

    return evaluate


def _method(node: tree.Method) -> Compiled:
    name, count = node.name, len(node.args)
    known = METHODS.get(name)

    def operation(receiver: Value, *args: Value) -> Value:
        if known is None:
            raise ValueProblem(f"there is no method {name}()")
        if count != len(known.arguments):
            raise ValueProblem(f"{name}() takes {len(known.arguments)} arguments, not {count}")
        return call_method(name, receiver, args)

    return _strict(node, (node.receiver, *node.args), operation)


def _truth(value: Result, part: tree.Node) -> bool | Unknown:
    if isinstance(value, bool | Unknown):
        return value
    raise EvaluationError(f"expected true or false, found {kind(value)}: {show(value)}", part.start, part.end)


def _logic(node: tree.Logic, *, decided_by: bool) -> Compiled:
    parts = tuple((compile_tree(part), part) for part in node.operands)

    def evaluate(scope: Scope) -> Result:
        unknown: frozenset[str] | None = None
        for compiled, part in parts:
            value = compiled(scope)
            if value is decided_by:
                return decided_by
            if isinstance(value, Unknown):
                unknown = value.missing if unknown is None else unknown | value.missing
            elif not isinstance(value, bool):
                _truth(value, part)
        return (not decided_by) if unknown is None else Unknown(unknown)

    return evaluate


def _not(node: tree.Unary) -> Compiled:
    operand = compile_tree(node.operand)

    def evaluate(scope: Scope) -> Result:
        value = operand(scope)
        if value is True:
            return False
        if value is False:
            return True
        return _truth(value, node.operand)

    return evaluate


def _conditional(node: tree.Conditional) -> Compiled:
    test, yes, no = map(compile_tree, (node.test, node.yes, node.no))

    def evaluate(scope: Scope) -> Result:
        value = _truth(test(scope), node.test)
        if isinstance(value, Unknown):
            first, second = yes(scope), no(scope)
            if not isinstance(first, Unknown) and not isinstance(second, Unknown) and equal(first, second):
                return first
            return _missing([value, first, second]) or value
        return yes(scope) if value else no(scope)

    return evaluate


def _ordered(op: str) -> Callable[[Value, Value], bool]:
    compare = _ORDER[op]

    def operation(left: Value, right: Value) -> bool:
        if not comparable(left, right):
            raise ValueProblem(
                f'"{op}" cannot order {kind(left)} ({show(left)}) and {kind(right)} ({show(right)})'
            )
        return compare(left, right)

    return operation


def _arithmetic(op: str, compute: Callable[[Any, Any], Any]) -> Callable[[Value, Value], Value]:
    def operation(left: Value, right: Value) -> Value:
        if not is_number(left) or not is_number(right):
            wrong = right if is_number(left) else left
            raise ValueProblem(f'"{op}" needs numbers; {show(wrong)} is {kind(wrong)}')
        try:
            return bounded(compute(left, right))
        except ZeroDivisionError:
            raise ValueProblem("division by zero") from None
        except OverflowError:
            raise ValueProblem("the result is too large") from None

    return operation


_sum = _arithmetic("+", operator.add)


def _plus(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return joined(left, right)
    return _sum(left, right)


def _negative(value: Value) -> Value:
    if not is_number(value):
        raise ValueProblem(f'"-" needs a number; {show(value)} is {kind(value)}')
    return bounded(-value)  # type: ignore[operator]


def _matches(text: Value, pattern: Value) -> bool:
    if not isinstance(text, str) or not isinstance(pattern, str):
        wrong = pattern if isinstance(text, str) else text
        raise ValueProblem(f'"matches" needs texts; {show(wrong)} is {kind(wrong)}')
    return matches(text, pattern)


_BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    **{op: _ordered(op) for op in _ORDER},
    "in": lambda part, whole: contains(whole, part),
    "contains": contains,
    "matches": _matches,
    "+": _plus,
    "-": _arithmetic("-", operator.sub),
    "*": _arithmetic("*", operator.mul),
    "/": _arithmetic("/", operator.truediv),
    "%": _arithmetic("%", operator.mod),
}


def _entry(receiver: Value, name: str) -> Value:
    if not isinstance(receiver, dict):
        raise ValueProblem(f"{kind(receiver)} has no entry {name!r}: it is {show(receiver)}")
    if name not in receiver:
        raise ValueProblem(f"there is no entry {name!r}; there are: {', '.join(receiver) or 'none'}")
    return receiver[name]


def _item(receiver: Value, key: Value) -> Value:
    if isinstance(receiver, dict) and isinstance(key, str):
        return _entry(receiver, key)
    if isinstance(receiver, list | str) and isinstance(key, int) and not isinstance(key, bool):
        if not -len(receiver) <= key < len(receiver):
            raise ValueProblem(f"there is no item {key}; there are {len(receiver)}")
        return receiver[key]
    raise ValueProblem(f"{kind(receiver)} cannot be indexed by {kind(key)}")

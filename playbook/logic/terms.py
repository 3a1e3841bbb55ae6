"""The two sides of a comparison: constants, atoms, and sums of atoms with constant factors."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from playbook.expr import tree
from playbook.logic.constants import Constant, Mark, Number, constant, plain, ratio
from playbook.values import Value


class Fixed(NamedTuple):
    """A scalar that is written there."""

    value: Constant


class Atom(NamedTuple):
    """A term that is not looked into."""

    text: str


class Linear(NamedTuple):
    """A sum of atoms with factors, and a constant; all of its atoms must be numbers."""

    parts: dict[str, Number]
    constant: Number


Term = Fixed | Atom | Linear

_COMPUTE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def literal_text(value: Value) -> str:
    """A scalar in one way of writing."""
    if isinstance(value, str):
        return repr(value)
    return "null" if value is None else str(value).lower()


def written(node: tree.Node) -> str:
    """The node in one way of writing: what two places must share to mean the same atom.

    Whatever an operator makes stands in brackets, so that `name(...)` is always a call.
    """
    match node:
        case tree.Literal(value=value):
            return literal_text(value)
        case tree.Variable(name=name):
            return name
        case tree.Call(name=name, args=args, kwargs=kwargs):
            if not args and not kwargs:
                return f"{name}()"
            return f"{name}({','.join([*map(written, args), *(f'{k}={written(v)}' for k, v in kwargs)])})"
        case tree.Method(receiver=receiver, name=name, args=args):
            return f"{written(receiver)}.{name}({','.join(map(written, args))})"
        case tree.Attribute(receiver=receiver, name=name):
            return f"{written(receiver)}.{name}"
        case tree.Item(receiver=receiver, key=key):
            return f"{written(receiver)}[{written(key)}]"
        case tree.ListOf(items=items):
            return f"([{','.join(map(written, items))}])"
        case tree.Unary(op=op, operand=operand):
            return f"({op}{written(operand)})"
        case tree.Binary(op=op, left=left, right=right):
            return f"({written(left)} {op} {written(right)})"
        case tree.Logic(op=op, operands=operands):
            return f"({f' {op} '.join(map(written, operands))})"
        case _:
            return f"({written(node.test)} ? {written(node.yes)} : {written(node.no)})"


def term(node: tree.Node) -> Term:
    """What a side of a comparison amounts to; what is beyond sums is an atom of its own."""
    match node:
        case tree.Literal(value=value):
            known = constant(value)
            assert known is not None
            return Fixed(known)
        case tree.Unary(op="-", operand=operand):
            return _scaled(term(operand), -1) or Atom(written(node))
        case tree.Binary(op="+" | "-" | "*" | "/" as op, left=left, right=right):
            return _computed(op, term(left), term(right)) or Atom(written(node))
    return Atom(written(node))


def linear(found: Term) -> Linear | None:
    """A term as a sum; None for a constant that is no number."""
    if isinstance(found, Linear):
        return found
    if isinstance(found, Atom):
        return Linear({found.text: 1}, 0)
    return None if isinstance(found.value, str | Mark) else Linear({}, found.value)


def difference(left: Linear, right: Linear) -> Linear:
    """The first less the second; an atom whose factor comes to 0 stays, for it must be a number."""
    parts = dict(left.parts)
    for text, factor in right.parts.items():
        parts[text] = parts.get(text, 0) - factor
    return Linear(parts, left.constant - right.constant)


def _computed(op: str, left: Term, right: Term) -> Term | None:
    if isinstance(left, Fixed) and isinstance(right, Fixed):
        return _folded(op, left.value, right.value)
    # Two atoms joined by "+" may as well be texts.
    if op == "+" and isinstance(left, Atom) and isinstance(right, Atom):
        return None
    if op == "*":
        factor, scaled = (left, right) if isinstance(left, Fixed) else (right, left)
        return _scaled(scaled, factor.value) if isinstance(factor, Fixed) else None
    if op == "/":
        if not isinstance(right, Fixed) or isinstance(right.value, str | Mark) or right.value == 0:
            return None
        return _scaled(left, ratio(1, right.value))
    one, other = linear(left), linear(right)
    if one is None or other is None:
        return None
    if op == "+":
        other = Linear({text: -factor for text, factor in other.parts.items()}, -other.constant)
    return difference(one, other)


def _scaled(found: Term, factor: Constant) -> Term | None:
    sums = linear(found)
    if sums is None or isinstance(factor, str | Mark):
        return None
    if isinstance(found, Fixed):
        return Fixed(sums.constant * factor)
    return Linear({text: k * factor for text, k in sums.parts.items()}, sums.constant * factor)


def _folded(op: str, left: Constant, right: Constant) -> Term | None:
    """Two written numbers, computed as a run computes them: rounded where a float is."""
    if isinstance(left, str | Mark) or isinstance(right, str | Mark):
        return None
    try:
        result = constant(_COMPUTE[op](plain(left), plain(right)))
    except (ZeroDivisionError, OverflowError):
        return None
    return None if result is None else Fixed(result)

"""Thresholds as bounds: `routing_latency_ms() <= 10` says at most what one quantity may be.

Only what is certain: a comparison of a quantity with a number, and such comparisons joined by `&&`. A
number may be written, or read from a section of the playbook.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from playbook.expr import tree
from playbook.expr.values import show
from playbook.values import Value

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity with the number that it is compared with; `op` as if the quantity stood at the left.

    `name` is the function's or variable's, `term` the quantity as written; `section` is the dotted name
    where the number is read from a section.
    """

    term: str
    name: str
    op: str
    number: float
    place: tree.Node
    section: str = ""

    @property
    def upper(self) -> bool:
        """Whether it says what the quantity may be at most."""
        return self.op in ("<", "<=")

    @property
    def lower(self) -> bool:
        """Whether it says what the quantity must be at least."""
        return self.op in (">", ">=")


@dataclass(frozen=True, slots=True)
class Interval:
    """What the bounds of one quantity leave of the numbers."""

    least: float = -math.inf
    most: float = math.inf
    least_open: bool = False
    most_open: bool = False

    @property
    def empty(self) -> bool:
        return self.least > self.most or (self.least == self.most and (self.least_open or self.most_open))

    def meet(self, other: Interval) -> Interval:
        """What is in both."""
        least, least_open = max((self.least, self.least_open), (other.least, other.least_open))
        most, most_closed = min((self.most, not self.most_open), (other.most, not other.most_open))
        return Interval(least, most, least_open, not most_closed)

    def within(self, other: Interval) -> bool:
        """Whether all of it is in the other."""
        return self.meet(other) == self


def bounds(root: tree.Node, sections: Mapping[str, Value]) -> tuple[list[Bound], bool]:
    """The bounds that a condition demands, and whether they are all that it demands."""
    parts = root.operands if isinstance(root, tree.Logic) and root.op == "&&" else (root,)
    found = [_bound(part, sections) for part in parts]
    return [bound for bound in found if bound is not None], None not in found


def intervals(found: list[Bound]) -> dict[str, Interval]:
    """For every quantity what its bounds leave."""
    left: dict[str, Interval] = {}
    for bound in found:
        left[bound.term] = left.get(bound.term, Interval()).meet(_interval(bound))
    return left


def _interval(bound: Bound) -> Interval:
    match bound.op:
        case "<" | "<=":
            return Interval(most=bound.number, most_open=bound.op == "<")
        case ">" | ">=":
            return Interval(least=bound.number, least_open=bound.op == ">")
    return Interval(bound.number, bound.number)


def _bound(node: tree.Node, sections: Mapping[str, Value]) -> Bound | None:
    if not isinstance(node, tree.Binary) or node.op not in _MIRRORED:
        return None
    for quantity, other, op in (
        (node.left, node.right, node.op),
        (node.right, node.left, _MIRRORED[node.op]),
    ):
        number, section = _number(other, sections), _dotted(other)
        term = written(quantity)
        if number is None or term is None or _number(quantity, sections) is not None:
            continue
        name = quantity.name if isinstance(quantity, tree.Call | tree.Variable) else ""
        return Bound(term, name, op, number, other, section)
    return None


def _number(node: tree.Node, sections: Mapping[str, Value]) -> float | None:
    """A number that is written, or read from a section; None for anything else."""
    value: object = None
    match node:
        case tree.Literal():
            value = node.value
        case tree.Unary(op="-", operand=tree.Literal(value=inner)):
            value = -inner if isinstance(inner, int | float) and not isinstance(inner, bool) else None
        case tree.Attribute(receiver=tree.Variable(name=section), name=key):
            numbers = sections.get(section)
            value = numbers.get(key) if isinstance(numbers, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _dotted(node: tree.Node) -> str:
    if isinstance(node, tree.Attribute) and isinstance(node.receiver, tree.Variable):
        return f"{node.receiver.name}.{node.name}"
    return ""


def written(node: tree.Node) -> str | None:
    """A quantity in one way of writing, so that two of them can be compared; None for a calculation."""
    match node:
        case tree.Literal(value=value):
            return show(value) if not isinstance(value, str) else repr(value)
        case tree.Variable(name=name):
            return name
        case tree.Call(name=name, args=args, kwargs=kwargs):
            parts = [written(arg) for arg in args]
            named = [(key, written(value)) for key, value in kwargs]
            if None in parts or any(value is None for _, value in named):
                return None
            inner = [str(part) for part in parts] + [f"{key}={value}" for key, value in named]
            return f"{name}({', '.join(inner)})"
        case tree.Method(receiver=receiver, name=name, args=()):
            inside = written(receiver)
            return None if inside is None else f"{inside}.{name}()"
        case tree.Attribute(receiver=receiver, name=name):
            inside = written(receiver)
            return None if inside is None else f"{inside}.{name}"
    return None

"""Conditions for z3, written from LANGUAGE.md section 3 alone: what makes one true, and what makes it false.

A value is null, a boolean, a real number or a text; a text is a whole number that keeps the order of the few
texts that the tests use. An evaluation error is neither true nor false, and stops what stands behind it.
"""

from __future__ import annotations

from functools import reduce

import z3

from playbook.expr import tree

TEXTS = ("a", "b", "c", "d")

_made = z3.Datatype("Value")
_made.declare("null")
_made.declare("boolean", ("flag", z3.BoolSort()))
_made.declare("number", ("amount", z3.RealSort()))
_made.declare("text", ("code", z3.IntSort()))
Value = _made.create()

_ORDER = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
YES, NO = z3.BoolVal(True), z3.BoolVal(False)


def literal(value):
    """A scalar as a z3 value."""
    if value is None:
        return Value.null
    if isinstance(value, bool):
        return Value.boolean(z3.BoolVal(value))
    if isinstance(value, str):
        return Value.text(z3.IntVal(1_000 * (TEXTS.index(value) + 1)))
    return Value.number(z3.RealVal(str(value)))


class Encoding:
    """The atoms of some conditions, each a z3 constant, and what is known of them."""

    def __init__(self) -> None:
        self.atoms: dict[str, z3.ExprRef] = {}

    def atom(self, name: str):
        return self.atoms.setdefault(name, z3.Const(name, Value))

    def truth(self, node):
        """The pair of z3 formulas: when it is true, when it is false."""
        match node:
            case tree.Logic(op="&&", operands=operands):
                return self._sequence([self.truth(part) for part in operands])
            case tree.Logic(operands=operands):
                true, false = self._sequence([self.truth(part)[::-1] for part in operands])
                return false, true
            case tree.Unary(op="!", operand=operand):
                return self.truth(operand)[::-1]
            case tree.Conditional(test=test, yes=yes, no=no):
                holds, fails = self.truth(test)
                (yes_true, yes_false), (no_true, no_false) = self.truth(yes), self.truth(no)
                return (
                    z3.Or(z3.And(holds, yes_true), z3.And(fails, no_true)),
                    z3.Or(z3.And(holds, yes_false), z3.And(fails, no_false)),
                )
            case tree.Binary(op=op, left=left, right=right) if op in tree.COMPARISONS:
                return self._compared(op, left, right)
        value, defined = self.value(node)
        flagged = z3.And(defined, Value.is_boolean(value))
        return z3.And(flagged, Value.flag(value)), z3.And(flagged, z3.Not(Value.flag(value)))

    def _sequence(self, parts):
        """A conjunction that stops at its first false part, and breaks at an error before that."""
        false, so_far = NO, YES
        for holds, fails in parts:
            false = z3.Or(false, z3.And(so_far, fails))
            so_far = z3.And(so_far, holds)
        return so_far, false

    def _compared(self, op, left, right):
        one, one_defined = self.value(left)
        if op == "in":
            items = [self.value(item) for item in right.items]
            defined = z3.And(one_defined, *(d for _, d in items))
            found = z3.Or(NO, *(one == item for item, _ in items))
        else:
            other, other_defined = self.value(right)
            defined = z3.And(one_defined, other_defined)
            if op in ("==", "!="):
                found = (one == other) if op == "==" else (one != other)
            else:
                both = [z3.And(is_of(one), is_of(other)) for is_of in (Value.is_number, Value.is_text)]
                defined = z3.And(defined, z3.Or(*both))
                compare = _ORDER[op]
                found = z3.If(
                    both[0],
                    compare(Value.amount(one), Value.amount(other)),
                    compare(Value.code(one), Value.code(other)),
                )
        return z3.And(defined, found), z3.And(defined, z3.Not(found))

    def value(self, node):
        """The pair of the value and when there is one."""
        match node:
            case tree.Literal(value=value):
                return literal(value), YES
            case tree.Variable(name=name) | tree.Call(name=name, args=()):
                return self.atom(name), YES
            case tree.Unary(op="-", operand=operand):
                value, defined = self.value(operand)
                return Value.number(-Value.amount(value)), z3.And(defined, Value.is_number(value))
            case tree.Binary(op="+" | "-" | "*" as op, left=left, right=right):
                (one, d1), (other, d2) = self.value(left), self.value(right)
                a, b = Value.amount(one), Value.amount(other)
                computed = {"+": a + b, "-": a - b, "*": a * b}[op]
                defined = z3.And(d1, d2, Value.is_number(one), Value.is_number(other))
                return Value.number(computed), defined
            case tree.Conditional(test=test, yes=yes, no=no):
                holds, fails = self.truth(test)
                (one, d1), (other, d2) = self.value(yes), self.value(no)
                defined = z3.Or(z3.And(holds, d1), z3.And(fails, d2))
                return z3.If(holds, one, other), defined
        true, false = self.truth(node)
        return Value.boolean(true), z3.Or(true, false)

    def kinds(self, kinds, choices=None):
        """What is known of the atoms that have been met, as formulas."""
        facts = []
        for name, value in self.atoms.items():
            kind = kinds.get(name)
            if kind in ("number", "amount"):
                facts.append(Value.is_number(value))
            if kind == "amount":
                facts.append(Value.amount(value) >= 0)
            if kind == "count":
                count = z3.Int(f"count of {name}")
                facts += [count >= 0, value == Value.number(z3.ToReal(count))]
            if kind == "boolean":
                facts.append(Value.is_boolean(value))
            if kind == "text":
                facts.append(Value.is_text(value))
            if choices and name in choices:
                facts.append(reduce(z3.Or, [value == literal(text) for text in choices[name]]))
        return facts

"""Scalars as the solver compares them: nothing is coerced, and numbers are exact."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from playbook.values import Value


class Mark(Enum):
    """What is neither a text nor a number; Python would take true for 1."""

    TRUE = "true"
    FALSE = "false"
    NULL = "null"


Number = int | Fraction
Constant = str | int | Fraction | Mark

# The type of a value, as a set of bits.
NULL, BOOLEAN, NUMBER, TEXT, OTHER = 1, 2, 4, 8, 16
ANY = NULL | BOOLEAN | NUMBER | TEXT | OTHER

_PLAIN = {Mark.TRUE: True, Mark.FALSE: False, Mark.NULL: None}


def exact(value: int | float) -> Number:
    """The number that a float stands for, as a whole number where it is one."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else Fraction(value)
    return value


def simple(value: Number) -> Number:
    """The same number, as a whole one where it is one."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def ratio(above: Number, below: Number) -> Number:
    """The quotient, as a whole number where it is one."""
    return above * below if below in (1, -1) else simple(Fraction(above) / Fraction(below))


def constant(value: Value) -> Constant | None:
    """A scalar for the solver; None for a list, a map, and what is no finite number."""
    if value is None:
        return Mark.NULL
    if isinstance(value, bool):
        return Mark.TRUE if value else Mark.FALSE
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, int | float):
        return exact(value)
    return value if isinstance(value, str) else None


def plain(value: Constant) -> bool | int | float | str | None:
    """The value that a constant stands for."""
    if isinstance(value, Mark):
        return _PLAIN[value]
    return float(value) if isinstance(value, Fraction) else value


def type_of(value: Constant) -> int:
    """The type of a constant, as a bit."""
    if isinstance(value, str):
        return TEXT
    if isinstance(value, Mark):
        return NULL if value is Mark.NULL else BOOLEAN
    return NUMBER

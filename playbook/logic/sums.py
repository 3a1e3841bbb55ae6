"""Sums of atoms compared with 0, as facts of one atom, of two, or of the sum itself."""

from __future__ import annotations

from collections.abc import Callable

from playbook.logic.constants import Number, ratio
from playbook.logic.literals import Apart, Cases, Limit, NoneOf, OneOf, Unequal
from playbook.logic.terms import Linear

ALWAYS: Cases = ((),)
NEVER: Cases = ()
ORDERED: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def zero(sums: Linear, wanted: bool) -> Cases:
    """The sum is 0, or with `wanted` false it is another number."""
    parts = {text: factor for text, factor in sums.parts.items() if factor}
    if not parts:
        return ALWAYS if (sums.constant == 0) is wanted else NEVER
    text, factor, minus = _measured(parts)
    value = ratio(-sums.constant, factor)
    if minus:
        if not wanted:
            return ((Unequal(text, minus, value),),)
        return ((Apart(text, minus, value, False), Apart(minus, text, -value, False)),)
    values = frozenset((value,))
    return ((OneOf(text, values) if wanted else NoneOf(text, values),),)


def sign_of(sums: Linear, op: str) -> Cases:
    """The sum is less than 0, at most 0, ... as the operator says."""
    parts = {text: factor for text, factor in sums.parts.items() if factor}
    if not parts:
        sign = (sums.constant > 0) - (sums.constant < 0)
        return ALWAYS if ORDERED[op](sign) else NEVER
    text, factor, minus = _measured(parts)
    value = ratio(-sums.constant, factor)
    upper, strict = (op in ("<", "<=")) is (factor > 0), op in ("<", ">")
    if not minus:
        return ((Limit(text, value, upper, strict),),)
    return ((Apart(text, minus, value, strict) if upper else Apart(minus, text, -value, strict),),)


def _measured(parts: dict[str, Number]) -> tuple[str, Number, str]:
    """One atom with its factor; or two whose factors cancel out; or a sum that counts as an atom."""
    (first, factor), *rest = sorted(parts.items())
    if not rest:
        return first, factor, ""
    if len(rest) == 1 and rest[0][1] == -factor:
        return first, factor, rest[0][0]
    named = [first, *(f"{ratio(k, factor)}*{text}" for text, k in rest)]
    return f"({' + '.join(named)})", factor, ""

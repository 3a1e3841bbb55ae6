"""The small facts that conditions are broken into; each speaks of one or two atoms.

An atom is a term that the solver does not look into, known by its text: `f()`, `state`, `a.b`.
"""

from __future__ import annotations

from typing import NamedTuple

from playbook.logic.constants import Constant, Number


class OneOf(NamedTuple):
    """The atom is one of these scalars."""

    atom: str
    values: frozenset[Constant]


class NoneOf(NamedTuple):
    """The atom is none of these scalars, and may be of any type."""

    atom: str
    values: frozenset[Constant]


class Typed(NamedTuple):
    """The atom is of one of these types."""

    atom: str
    types: int


class Limit(NamedTuple):
    """The atom is a number at most (`upper`) or at least this; `strict` leaves the limit itself out."""

    atom: str
    value: Number
    upper: bool
    strict: bool


class Apart(NamedTuple):
    """`plus - minus` is at most this; where `most` is 0 both may also be texts."""

    plus: str
    minus: str
    most: Number
    strict: bool


class Unequal(NamedTuple):
    """`plus - minus` is a number, and not this one."""

    plus: str
    minus: str
    value: Number


class Same(NamedTuple):
    """Both atoms have the same value, of whatever type."""

    one: str
    other: str


class Differ(NamedTuple):
    """The atoms have different values, of whatever types."""

    one: str
    other: str


Literal = OneOf | NoneOf | Typed | Limit | Apart | Unequal | Same | Differ
Case = tuple[Literal, ...]
# At least one of them holds: none, and it cannot be; one that is empty, and it is always so.
Cases = tuple[Case, ...]


class Form(NamedTuple):
    """What makes a condition true (or false): all `units`, and of every choice at least one case."""

    units: Case
    choices: tuple[Cases, ...]

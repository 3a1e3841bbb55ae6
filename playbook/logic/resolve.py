"""Whether the facts of one case can hold together, and with which numbers.

Equal atoms become one; numbers that are bound to one another are solved as differences; what remains
(unequal numbers, whole numbers, a few values to choose from) splits the case in two or more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from playbook.logic.budget import Budget
from playbook.logic.constants import BOOLEAN, NUMBER, Constant, Mark, Number
from playbook.logic.differences import ORIGIN, Edge, numbers, potentials, tightened
from playbook.logic.facts import Facts
from playbook.logic.literals import Apart, Case, Differ, Limit, OneOf, Typed, Unequal

_PAIRS_A_STEP = 4
_BOOLEANS: frozenset[Constant] = frozenset((Mark.TRUE, Mark.FALSE))


class Solution(NamedTuple):
    """A case that holds: what is left for its atoms, and numbers for those that are bound to one another.

    `names` leads from an atom to the one that stands for it and all that are equal to it.
    """

    facts: Facts
    numbers: dict[str, Number]
    names: dict[str, str]


def resolved(facts: Facts, budget: Budget) -> Iterator[Solution]:
    """The ways in which the case can hold; changes the facts. Raises Exhausted."""
    names: dict[str, str] = {}
    if facts.same:
        names = _merged(facts)
        if not all(domain.settle() for domain in facts.domains.values()):
            return
    if not (facts.apart or facts.unequal or facts.differ):
        yield Solution(facts, {}, names)
        return
    waiting = [facts]
    while waiting:
        current = waiting.pop()
        budget.spend(len(current.domains) + len(current.apart) + len(current.unequal))
        branches = _branches(current, budget)
        if branches is None:
            branches, found = _numbered(current, budget)
            if found is not None:
                yield Solution(current, found, names)
        for case in reversed(branches):
            twin = current.copy()
            if twin.add(case):
                waiting.append(twin)


def _merged(facts: Facts) -> dict[str, str]:
    """Let one atom stand for all that are equal to it."""
    leader: dict[str, str] = {}

    def lead(atom: str) -> str:
        while atom in leader:
            atom = leader[atom]
        return atom

    for same in facts.same:
        one, other = lead(same.one), lead(same.other)
        if one != other:
            leader[other] = one
            facts.domains[one].meet(facts.domains.pop(other))
    names = {atom: lead(atom) for atom in leader}
    facts.apart = [a._replace(plus=lead(a.plus), minus=lead(a.minus)) for a in facts.apart]
    facts.unequal = [u._replace(plus=lead(u.plus), minus=lead(u.minus)) for u in facts.unequal]
    facts.differ = [Differ(lead(d.one), lead(d.other)) for d in facts.differ]
    return names


def _branches(facts: Facts, budget: Budget) -> list[Case] | None:
    """The cases to look at instead: none for a contradiction; None where the facts may stand as they are."""
    if not _types_agree(facts, budget):
        return []
    differ = []
    for pair in facts.differ:
        one, other = facts.domains[pair.one], facts.domains[pair.other]
        if pair.one == pair.other:
            return []
        if one.types == other.types == NUMBER:
            facts.unequal.append(Unequal(pair.one, pair.other, 0))
        else:
            differ.append(pair)
    facts.differ = differ
    return _splits(facts)


def _splits(facts: Facts) -> list[Case] | None:
    """An atom with few values that another one hangs on, value by value."""
    for pair in facts.differ:
        split = _few(facts, pair.one), _few(facts, pair.other)
        if split[0] and split[1]:
            if len(split[0]) > 1:
                return [(OneOf(pair.one, frozenset((value,))),) for value in split[0]]
            if len(split[1]) > 1 and split[0][0] in split[1]:
                return [(OneOf(pair.other, frozenset(split[1]) - {split[0][0]}),)]
            if split[0] == split[1]:
                return []
    for atom in _bound(facts):
        values = facts.domains[atom].allowed
        if values is not None and len(values) > 1:
            return [(OneOf(atom, frozenset((value,))),) for value in sorted(values, key=str)]
    return None


def _bound(facts: Facts) -> list[str]:
    """The atoms whose numbers hang on one another."""
    pairs = [*((a.plus, a.minus) for a in facts.apart), *((u.plus, u.minus) for u in facts.unequal)]
    return sorted({atom for pair in pairs for atom in pair})


def _few(facts: Facts, atom: str) -> list[Constant]:
    """The values of an atom that has few, in a fixed order."""
    domain = facts.domains[atom]
    values = domain.allowed
    if values is None:
        if domain.types != BOOLEAN:
            return []
        values = _BOOLEANS - domain.excluded
    return sorted(values, key=str)


def _types_agree(facts: Facts, budget: Budget) -> bool:
    """What is ordered against one another is of one type; whether any is left."""
    changed = True
    while changed:
        changed = False
        budget.spend(1 + len(facts.apart) // _PAIRS_A_STEP)
        for pair in facts.apart:
            one, other = facts.domains[pair.plus], facts.domains[pair.minus]
            types = one.types & other.types
            if one.types != types or other.types != types:
                changed = True
                if not (facts.add((Typed(pair.plus, types),)) and facts.add((Typed(pair.minus, types),))):
                    return False
    return True


def _numbered(facts: Facts, budget: Budget) -> tuple[list[Case], dict[str, Number] | None]:
    """Numbers that keep all differences; or else the cases in which the first broken fact is mended."""
    bound = _bound(facts)
    whole = {atom for atom in bound if facts.domains[atom].whole}
    edges = [tightened(edge, {*whole, ORIGIN}) for edge in _edges(facts, bound)]
    found = potentials(edges, budget)
    if found is None:
        return [], None
    values = numbers(found, edges, whole, budget)
    return _mended(facts, whole, {atom: values.get(atom, 0) for atom in bound})


def _edges(facts: Facts, bound: list[str]) -> Iterator[Edge]:
    for plus, minus, most, strict in facts.apart:
        yield Edge(plus, minus, most, strict)
    for atom in bound:
        domain = facts.domains[atom]
        only = next(iter(domain.allowed)) if domain.allowed else None
        low, high = (only, only) if isinstance(only, int | Fraction) else (domain.low, domain.high)
        if high is not None:
            yield Edge(atom, ORIGIN, high, domain.high_open and only is None)
        if low is not None:
            yield Edge(ORIGIN, atom, -low, domain.low_open and only is None)


def _mended(
    facts: Facts, whole: set[str], values: dict[str, Number]
) -> tuple[list[Case], dict[str, Number] | None]:
    for atom in sorted(whole):
        value = values[atom]
        if isinstance(value, Fraction):
            floor = math.floor(value)
            return [(Limit(atom, floor, True, False),), (Limit(atom, floor + 1, False, False),)], None
    for atom, value in values.items():
        if value in facts.domains[atom].excluded:
            return [(Limit(atom, value, True, True),), (Limit(atom, value, False, True),)], None
    for plus, minus, value in facts.unequal:
        if values[plus] - values[minus] == value:
            below = Apart(plus, minus, value, True)
            above = Apart(minus, plus, -value, True)
            return [(below,), (above,)], None
    return [], values

"""What a case says of its atoms and pairs of atoms, gathered literal by literal."""

from __future__ import annotations

from playbook.logic.constants import NUMBER
from playbook.logic.domain import Domain
from playbook.logic.known import Known
from playbook.logic.literals import (
    Apart,
    Case,
    Differ,
    Limit,
    Literal,
    NoneOf,
    OneOf,
    Same,
    Typed,
    Unequal,
)


class Facts:
    """What one case says, atom by atom and pair by pair."""

    __slots__ = ("apart", "differ", "domains", "known", "same", "unequal")

    def __init__(self, known: Known) -> None:
        self.known = known
        self.domains: dict[str, Domain] = {}
        self.apart: list[Apart] = []
        self.unequal: list[Unequal] = []
        self.same: list[Same] = []
        self.differ: list[Differ] = []

    def copy(self) -> Facts:
        twin = Facts(self.known)
        twin.domains = {atom: domain.copy() for atom, domain in self.domains.items()}
        twin.apart, twin.unequal = self.apart[:], self.unequal[:]
        twin.same, twin.differ = self.same[:], self.differ[:]
        return twin

    def of(self, atom: str) -> Domain:
        domain = self.domains.get(atom)
        if domain is None:
            domain = self.domains[atom] = self.known.domain(atom)
        return domain

    def add(self, case: Case) -> bool:
        """Take in what a case says; whether it can still hold."""
        return all(self._add(literal) for literal in case)

    def _add(self, literal: Literal) -> bool:
        # The commonest first: this is where the solver spends its time.
        if isinstance(literal, OneOf):
            domain = self.of(literal.atom)
            domain.among(literal.values)
        elif isinstance(literal, Limit):
            domain = self.of(literal.atom)
            domain.limit(literal.value, literal.upper, literal.strict)
            domain.types &= NUMBER
        elif isinstance(literal, Typed):
            domain = self.of(literal.atom)
            domain.types &= literal.types
        elif isinstance(literal, NoneOf):
            domain = self.of(literal.atom)
            domain.excluded |= literal.values
        else:
            self._add_pair(literal)
            return True
        return domain.settle()

    def _add_pair(self, pair: Apart | Unequal | Same | Differ) -> None:
        self.of(pair[0])
        self.of(pair[1])
        if isinstance(pair, Apart):
            self.apart.append(pair)
        elif isinstance(pair, Unequal):
            self.unequal.append(pair)
        elif isinstance(pair, Same):
            self.same.append(pair)
        else:
            self.differ.append(pair)

"""Whether conditions can be true together: yes with an example, no, or undecided; never wrong.

A condition that cannot be evaluated, or hangs on an unknown, is not true and not false. Numbers are exact:
that a run rounds floats is left out. Two uses of one term, such as `f()`, have one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from playbook.expr import tree
from playbook.limits import MAX_REASONING_STEPS, MAX_STEPS_PER_QUESTION
from playbook.logic.budget import Budget, Exhausted
from playbook.logic.condition import Condition
from playbook.logic.constants import ANY, NUMBER, TEXT
from playbook.logic.facts import Facts
from playbook.logic.known import NOTHING, Known
from playbook.logic.literals import Case, Form, Typed
from playbook.logic.resolve import Solution, resolved
from playbook.logic.witness import example, holds
from playbook.values import Value

# How many ways in which conditions can hold are tried before there is said to be no example.
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Impossible:
    """Whatever the values, the conditions are not what was asked."""


@dataclass(frozen=True, slots=True)
class Possible:
    """They are with these values, by atom; the conditions were evaluated with them."""

    witness: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undecided:
    """It could not be found out."""


Answer = Impossible | Possible | Undecided
Conditions = Sequence[Condition]


class Solver:
    """Answers questions until its steps are spent; then all is undecided.

    Every question has a bound of its own as well, so that one hard one does not silence the others.
    """

    def __init__(self, steps: int = MAX_REASONING_STEPS) -> None:
        self.left = steps

    @property
    def exhausted(self) -> bool:
        """Whether nothing will be decided any more."""
        return self.left <= 0

    def spend(self, steps: int) -> None:
        """Count work that was done to find out what to ask."""
        self.left -= steps

    def impossible(
        self, true: Conditions, false: Conditions = (), known: Known = NOTHING, facts: Case = ()
    ) -> bool:
        """Whether it is certain that not all of `true` are true and all of `false` are false.

        `facts` are taken for granted.
        """
        try:
            return next(self._solutions(true, false, known, facts), None) is None
        except (Exhausted, RecursionError):
            return False

    def solve(self, true: Conditions, false: Conditions = (), known: Known = NOTHING) -> Answer:
        """Whether all of `true` can be true while all of `false` are false, with an example."""
        tried = 0
        try:
            for solution in islice(self._solutions(true, false, known), _TRIES):
                tried += 1
                witness = _checked(solution, true, false)
                if witness is not None:
                    return Possible(witness)
        except (Exhausted, RecursionError):
            return Undecided()
        return Undecided() if tried else Impossible()

    def implies(self, given: Conditions, wanted: Condition, known: Known = NOTHING) -> bool:
        """Whether it is certain that `wanted` is true, and no error, wherever all of `given` are true."""
        if not self.impossible(given, (wanted,), known):
            return False
        evaluated = {atom for one in given for atom in _evaluated(one)}
        if any(_may_fail(node) and atom not in evaluated for atom, node in wanted.atoms.items()):
            return False

        def excluded(*facts: Typed) -> bool:
            return self.impossible(given, (), known, facts)

        return all(
            not known.domain(atom).types & ~types or excluded(Typed(atom, ANY & ~types))
            for atom, types in wanted.demands.items()
        ) and all(
            excluded(Typed(one, NUMBER), Typed(other, TEXT))
            and excluded(Typed(one, TEXT), Typed(other, NUMBER))
            for one, other in wanted.alike
        )

    def _solutions(
        self, true: Conditions, false: Conditions, known: Known, facts: Case = ()
    ) -> Iterator[Solution]:
        if self.exhausted:
            raise Exhausted
        forms = [*(c.when_true for c in true), *(c.when_false for c in false)]
        for asked in (*true, *false):
            if asked.uncounted:
                self.spend(asked.uncounted)
                asked.uncounted = 0
        budget = Budget(min(max(self.left, 0), MAX_STEPS_PER_QUESTION))
        before = budget.left
        try:
            if None in forms:
                raise Exhausted
            yield from _cases(forms, known, facts, budget)  # type: ignore[arg-type]
        finally:
            self.left -= before - max(budget.left, 0)


def _evaluated(true: Condition) -> set[object]:
    """The atoms that were evaluated, and are no errors, where the condition is true."""
    units = true.when_true.units if true.when_true is not None else ()
    return {part for literal in units for part in literal[:2]}


def _may_fail(node: tree.Node) -> bool:
    """Whether a term can be an error by itself, as products, methods and entries can."""
    return not isinstance(node, tree.Variable | tree.Call)


def _cases(forms: Sequence[Form], known: Known, given: Case, budget: Budget) -> Iterator[Solution]:
    """All combinations of the forms' cases that hold, the shortest lists of cases first."""
    start = Facts(known)
    if given and not start.add(given):
        return
    for form in forms:
        budget.spend(1 + len(form.units))
        if not start.add(form.units):
            return
    choices = sorted((choice for form in forms for choice in form.choices), key=len)
    if not choices:
        yield from resolved(start, budget)
        return
    waiting = [(start, 0)]
    while waiting:
        facts, depth = waiting.pop()
        if depth == len(choices):
            yield from resolved(facts, budget)
            continue
        for case in reversed(choices[depth]):
            budget.spend(len(facts.domains) + len(case))
            twin = facts.copy()
            if twin.add(case):
                waiting.append((twin, depth + 1))


def _checked(solution: Solution, true: Conditions, false: Conditions) -> dict[str, Value] | None:
    """The example that a solution gives, if the conditions agree; else None."""
    atoms: dict[str, tree.Node] = {}
    demands: dict[str, int] = {}
    for asked in (*true, *false):
        atoms.update(asked.atoms)
        for atom, types in asked.demands.items():
            demands[atom] = demands.get(atom, ANY) & types
    # A name and a call of that name may be one and the same.
    if any(f"{atom}()" in atoms for atom in atoms):
        return None
    found = example(solution, atoms, demands)
    runs = [c.run for c in true], [c.run for c in false]
    return found.values if found is not None and holds(found, *runs) else None

"""Which few conditions of many exclude each other, and which part of one is to blame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from playbook.diagnostics import Related
from playbook.expr import tree
from playbook.logic.condition import Condition
from playbook.logic.known import Known
from playbook.logic.solver import Solver
from playbook.rules.knowledge import Fact, conditions, said
from playbook.rules.registry import Subject
from playbook.spans import Span

_MOST_PAIRED = 40


def clash(solver: Solver, given: Sequence[Condition], facts: Sequence[Fact], known: Known) -> list[Fact]:
    """The fewest of the facts that cannot be true together with all of `given`; none where all can."""
    facts = [fact for fact in facts if fact.condition is not None]
    if not solver.impossible([*given, *conditions(facts)], (), known):
        return []
    for count in (1, 2):
        for some in _some(facts, count):
            if solver.impossible([*given, *conditions(some)], (), known):
                return some
    needed = facts
    for fact in facts:
        rest = [other for other in needed if other is not fact]
        if solver.impossible([*given, *conditions(rest)], (), known):
            needed = rest
    return needed


def _some(facts: Sequence[Fact], count: int) -> Iterator[list[Fact]]:
    if count == 1:
        yield from ([fact] for fact in facts)
        return
    for position, fact in enumerate(facts[:_MOST_PAIRED]):
        yield from ([before, fact] for before in facts[:position] if before.names & fact.names)


def blamed(root: tree.Node, excluded: Callable[[Condition], bool]) -> tree.Node:
    """The smallest part of a conjunction that alone is already excluded; the whole where it takes several."""
    while isinstance(root, tree.Logic) and root.op == "&&":
        part = next((part for part in root.operands if excluded(Condition(part))), None)
        if part is None:
            return root
        root = part
    return root


def quoted(fact: Fact, node: tree.Node) -> str:
    """A part of a condition as messages say it."""
    return said(fact.text[node.start : node.end])


def place(subject: Subject, fact: Fact, node: tree.Node) -> Span:
    """Where a part of a condition stands."""
    return subject.place(fact.expression, node.start, node.end)


def listed_facts(facts: Sequence[Fact]) -> str:
    """Conditions as messages say them: `"a" and "b"`."""
    shown = [said(fact.text) for fact in facts[:3]]
    rest = f" and {len(facts) - 3} more" if len(facts) > 3 else ""
    if len(shown) == 1 or rest:
        return ", ".join(shown) + rest
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def related(subject: Subject, facts: Sequence[Fact], message: str) -> tuple[Related, ...]:
    """The places of conditions that a finding speaks of besides its own."""
    return tuple(Related(message, fact.expression.span) for fact in facts[:4])

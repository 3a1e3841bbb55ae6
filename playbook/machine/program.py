"""A playbook compiled for running: every condition a function, every look-up a table.

A condition that cannot be read evaluates to an error wherever it is used: the validator has said
so already, and a run must not crash for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from playbook.document.index import Index
from playbook.document.model import Expression, Forbidden, Invariant, Playbook, Transition
from playbook.expr.compile import Compiled, Scope, compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result
from playbook.spans import pointer


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression with its function; `path` is its JSON pointer."""

    text: str
    path: str
    evaluate: Compiled


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transition as the engine looks at it."""

    transition: Transition
    path: str
    guard: Condition | None
    forbidden: Forbidden | None


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant as the engine evaluates it."""

    invariant: Invariant
    path: str
    condition: Condition


class Program:
    """The compiled playbook; immutable, and shared by any number of runs."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self.index = Index(playbook)
        self.invariants: dict[str, tuple[Check, ...]] = {
            state.id: tuple(_check(invariant) for invariant in state.invariants)
            for state in playbook.machine.states
        }
        self._guards = {id(t): compile_condition(t.guard) for t in playbook.machine.transitions if t.guard}
        self._candidates: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    @property
    def initial(self) -> str:
        """The initial state, or the first one where none is given."""
        machine = self.playbook.machine
        if machine.initial is not None:
            return machine.initial.name
        return machine.states[0].id if machine.states else ""

    def candidates(self, state: str, event: str) -> tuple[Candidate, ...]:
        """Transitions for an event in a state: own ones in document order, then wildcards."""
        key = (state, event)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = tuple(
                Candidate(
                    transition,
                    pointer(transition.path),
                    self._guards.get(id(transition)),
                    self.index.forbidden(state, transition.target.name),
                )
                for transition in self.index.outgoing(state)
                if transition.event == event
            )
        return found


def compile_condition(expression: Expression) -> Condition:
    """Compile one expression of the playbook."""
    parsed = parse(expression.text)
    if parsed.tree is not None:
        evaluate = compile_tree(parsed.tree)
    else:
        problem = parsed.problems[0]

        def evaluate(scope: Scope) -> Result:
            raise EvaluationError(problem.message, problem.start, problem.end)

    return Condition(expression.text, pointer(expression.path), evaluate)


def _check(invariant: Invariant) -> Check:
    return Check(invariant, pointer(invariant.path), compile_condition(invariant.condition))

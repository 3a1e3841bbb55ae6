"""A playbook compiled for running: every condition a function, every look-up a table.

A condition that cannot be read evaluates to an error wherever it is used: the validator has said
so already, and a run must not crash for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from playbook.document.index import Index
from playbook.document.model import (
    WILDCARD,
    Element,
    Expression,
    InvariantSeverity,
    Playbook,
    State,
    Transition,
)
from playbook.expr import tree
from playbook.expr.compile import Compiled, Scope, compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result
from playbook.machine.hooks import Hook, hooks, line_of
from playbook.spans import pointer
from playbook.values import Value


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression with its function; `tree` is None where it cannot be read."""

    text: str
    path: str
    line: int
    evaluate: Compiled
    tree: tree.Node | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A forbidden pair that refuses a candidate."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry of a transition's `assertions`; without a `condition` it is nothing that can be evaluated."""

    text: str
    path: str
    line: int
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A transition as the engine looks at it; the engine stands in one of its sources."""

    transition: Transition
    path: str
    line: int
    guard: Condition | None
    forbidden: Pair | None
    actions: tuple[Hook, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant as the engine evaluates it; `path` and `line` are the invariant's own."""

    path: str
    line: int
    state: str
    description: str
    severity: InvariantSeverity
    condition: Condition


@dataclass(frozen=True, slots=True)
class Stay:
    """What belongs to standing in a state."""

    state: str
    path: str
    line: int
    checks: tuple[Check, ...]
    on_entry: tuple[Hook, ...]
    on_exit: tuple[Hook, ...]


class Program:
    """The compiled playbook. What it looks up is worked out once, and shared by any number of runs."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self.index = Index(playbook)
        self._stays: dict[str, Stay] = {}
        self._common: dict[int, tuple[Condition | None, tuple[Hook, ...], tuple[Claim, ...]]] = {}
        self._candidates: dict[tuple[str, str], tuple[Candidate, ...]] = {}
        # What `bound` keeps for later runs: functions that still lack their system.
        self.recipes: dict[object, object] = {}

    @property
    def initial(self) -> str:
        """The initial state, or the first one where none is given."""
        machine = self.playbook.machine
        if machine.initial is not None:
            return machine.initial.name
        return machine.states[0].id if machine.states else ""

    def stay(self, name: str) -> Stay:
        """What belongs to standing in a state, also in one that is not declared."""
        found = self._stays.get(name)
        if found is None:
            found = self._stays[name] = self._stay(name)
        return found

    def _stay(self, name: str) -> Stay:
        state = self.index.states.get(name)
        path = pointer(("machine", "states", name))
        if state is None:
            return Stay(name, path, 0, (), (), ())
        return Stay(
            name,
            path,
            state.key_span.line,
            (*_invariants(state), *self._violations(name)),
            hooks(state, "on_entry", state.on_entry, "on_entry"),
            hooks(state, "on_exit", state.on_exit, "on_exit"),
        )

    def _violations(self, state: str) -> Iterable[Check]:
        """The older `invariant_violations` of a state: invariants that are written the other way round."""
        for violation in self.playbook.machine.violations:
            if violation.state.name in (state, WILDCARD):
                written = violation.condition
                condition = _condition(f"!({written.text})", written)
                path, line = pointer(violation.path), violation.span.line
                yield Check(path, line, state, violation.reason, "error", condition)

    def candidates(self, state: str, event: str) -> tuple[Candidate, ...]:
        """Transitions for an event in a state: own ones in document order, then wildcards."""
        key = (state, event)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = tuple(
                self._candidate(transition, state)
                for transition in self.index.outgoing(state)
                if transition.event == event
            )
        return found

    def _candidate(self, transition: Transition, state: str) -> Candidate:
        guard, actions, claims = self._shared(transition)
        forbidden = self.index.forbidden(state, transition.target.name)
        pair = None
        if forbidden is not None:
            pair = Pair(pointer(forbidden.path), forbidden.span.line, forbidden.reason)
        path = pointer(transition.path)
        return Candidate(transition, path, transition.span.line, guard, pair, actions, claims)

    def _shared(self, transition: Transition) -> tuple[Condition | None, tuple[Hook, ...], tuple[Claim, ...]]:
        """What a transition has whichever of its sources it is taken from."""
        found = self._common.get(id(transition))
        if found is None:
            guard = compile_condition(transition.guard) if transition.guard else None
            actions = hooks(transition, "actions", transition.actions, "transition")
            claims = tuple(_claim(transition, n, item) for n, item in enumerate(transition.assertions))
            found = self._common[id(transition)] = (guard, actions, claims)
        return found


_KEPT = 8
_programs: OrderedDict[int, Program] = OrderedDict()


def compiled(playbook: Playbook) -> Program:
    """The program of a playbook, the same one for every run of it; those used last are kept."""
    key = id(playbook)
    program = _programs.pop(key, None)
    # The program keeps its playbook alive: as long as it is here, the number is no other one's.
    if program is None or program.playbook is not playbook:
        program = Program(playbook)
    _programs[key] = program
    while len(_programs) > _KEPT:
        _programs.popitem(last=False)
    return program


def compile_condition(expression: Expression) -> Condition:
    """Compile one expression of the playbook."""
    return _condition(expression.text, expression)


def _condition(text: str, place: Element) -> Condition:
    return _compiled(text, pointer(place.path), place.span.line)


def _compiled(text: str, path: str, line: int) -> Condition:
    parsed = parse(text)
    if parsed.tree is not None:
        return Condition(text, path, line, compile_tree(parsed.tree), parsed.tree)
    problem = parsed.problems[0]

    def evaluate(scope: Scope) -> Result:
        raise EvaluationError(problem.message, problem.start, problem.end)

    return Condition(text, path, line, evaluate, None)


def _invariants(state: State) -> Iterable[Check]:
    for invariant in state.invariants:
        yield Check(
            pointer(invariant.path),
            invariant.span.line,
            state.id,
            invariant.description,
            invariant.severity,
            compile_condition(invariant.condition),
        )


def _claim(transition: Transition, place: int, item: Value) -> Claim:
    path = pointer((*transition.path, "assertions", place))
    line = line_of(transition, "assertions", place)
    text = item
    if isinstance(item, dict):
        text = item.get("condition", item.get("assert"))
    if not isinstance(text, str):
        named = item.get("type", ", ".join(item)) if isinstance(item, dict) else item
        return Claim(str(named), path, line, None)
    return Claim(text, path, line, _compiled(text, path, line))

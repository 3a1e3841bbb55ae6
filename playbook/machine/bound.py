"""A program bound to one system: what an event comes to, as tables that fill themselves while a run goes on.

A condition that is asked often gets a quick way to its answer (`expr.fast`), which hands over to the closures
wherever it is not sure. The quick way is made once for a program and the functions that its system provides.
The functions that a system provides must not change after it was attached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from playbook.document.values import Sections
from playbook.expr import tree
from playbook.expr.compile import Scope
from playbook.expr.fast import Provided, Recipe, all_hold, names, which_hold
from playbook.expr.values import EvaluationError, Result
from playbook.machine.events import InvariantChecked, Taken
from playbook.machine.port import System
from playbook.machine.program import Candidate, Check, Condition, Program, Stay

# How often conditions are asked before a quick way is made for them: to make one costs as much as to ask the
# closures a hundred times.
ASKED_OFTEN = 40

Guards = tuple[tuple[str, bool | None], ...]


class Way:
    """How a transition leads from one place to another; `taken` is what is told of it, but for the time."""

    __slots__ = ("taken", "target", "transition")

    def __init__(self, plan: Plan, candidate: Candidate, guards: Guards) -> None:
        self.transition = candidate.transition
        name = self.transition.target.name
        self.target = plan.place.bound.place(name)
        self.taken = Taken(
            path=candidate.path,
            line=candidate.line,
            transition=self.transition.id,
            event=plan.event,
            source=plan.place.name,
            target=name,
            guards=guards,
        )


class Outcome:
    """What an event comes to: the transition to take, if any, the other enabled ones, and the guards."""

    __slots__ = ("candidate", "guards", "others", "plain", "way")

    def __init__(self, plan: Plan, enabled: list[Candidate], guards: Guards) -> None:
        self.candidate = enabled[0] if enabled else None
        self.others = tuple(enabled[1:])
        self.guards = guards
        self.way = Way(plan, self.candidate, guards) if self.candidate is not None else None
        # The way, where nothing else stands on it: no action, assertion or forbidden pair. Most are so.
        self.plain = self.way if self._is_plain(plan) else None

    def _is_plain(self, plan: Plan) -> bool:
        one, way = self.candidate, self.way
        if one is None or way is None or self.others or one.forbidden is not None:
            return False
        return not (plan.place.stay.on_exit or one.actions or way.target.stay.on_entry or one.claims)


class Plan:
    """An event in a state: its candidates, and the outcome for every combination of guards."""

    __slots__ = ("_asked", "candidates", "decide", "event", "only", "outcomes", "place")

    def __init__(self, place: Place, event: str) -> None:
        self.place, self.event = place, event
        self.candidates = place.bound.program.candidates(place.name, event)
        self.outcomes: dict[int, Outcome] = {}
        # The quick way: bit i says whether the guard of candidate i holds.
        self.decide: Callable[[], int] | None = None
        self._asked = 0
        guarded = any(candidate.guard is not None for candidate in self.candidates)
        # Where no guard is to be asked, there is one outcome.
        self.only = None if guarded else self.outcome([True] * len(self.candidates))

    def often(self) -> None:
        """The closures were asked; after a while, look for a quick way."""
        self._asked += 1
        if self._asked == ASKED_OFTEN:
            guards = [candidate.guard for candidate in self.candidates]
            recipe = self.place.bound.recipe(self.place.name, self.event, guards)
            if recipe is not None:
                self.decide = cast(Callable[[], int], recipe)

    def of(self, mask: int) -> Outcome:
        """The outcome for the answer of the quick way."""
        found = self.outcomes.get(mask)
        if found is None:
            held: list[bool | None] = [bool(mask >> place & 1) for place in range(len(self.candidates))]
            found = self.outcomes[mask] = self.outcome(held)
        return found

    def outcome(self, held: list[bool | None]) -> Outcome:
        """The outcome, given for every candidate whether its guard holds; None where that is not known."""
        pairs = list(zip(self.candidates, held, strict=True))
        enabled = [candidate for candidate, holds in pairs if holds]
        guards = tuple((one.guard.path, holds) for one, holds in pairs if one.guard is not None)
        return Outcome(self, enabled, guards)


class Place:
    """A state: what is checked in it, and what may happen in it."""

    __slots__ = ("_asked", "bound", "holds", "name", "plans", "protos", "stay")

    def __init__(self, bound: Bound, stay: Stay) -> None:
        self.bound, self.name, self.stay = bound, stay.state, stay
        self.plans: dict[str, Plan] = {}
        # The quick way: True where all invariants hold for certain.
        self.holds: Callable[[], bool] | None = None if stay.checks else _nothing
        self.protos = tuple(checked(check, True, at_ms=0) for check in stay.checks)
        self._asked = 0

    def plan(self, event: str) -> Plan:
        """What an event may come to here, where `plans` does not have it yet."""
        made = Plan(self, event)
        # Events are the system's: what it makes up must not fill the memory.
        if made.candidates:
            self.plans[event] = made
        return made

    def often(self) -> None:
        """The closures were asked; after a while, look for a quick way."""
        self._asked += 1
        if self._asked == ASKED_OFTEN:
            conditions = [check.condition for check in self.stay.checks]
            self.holds = cast("Callable[[], bool] | None", self.bound.recipe(self.name, None, conditions))


class Bound:
    """The places of one program for one system."""

    def __init__(self, program: Program, system: System, scope: Scope) -> None:
        self.program, self._system, self._scope = program, system, scope
        self._places: dict[str, Place] = {}

    def place(self, name: str) -> Place:
        """The place of a state, declared or not."""
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = Place(self, self.program.stay(name))
        return found

    def recipe(
        self, state: str, event: str | None, conditions: Iterable[Condition | None]
    ) -> Callable[[], object] | None:
        """The quick way for the guards of an event, or (no event) for all invariants; None where none is."""
        roots: list[tree.Node | None] = []
        for condition in conditions:
            if condition is not None and condition.tree is None:
                return None
            roots.append(None if condition is None else condition.tree)
        given = [root for root in roots if root is not None]
        functions = self._system.functions
        known = {name: functions[name] for name in names(given) if name in functions}
        arity = {name: (function.minimum, function.maximum) for name, function in known.items()}
        key = (state, event, tuple(arity.items()))
        kept = self.program.recipes
        if key not in kept:
            sections = self.program.playbook.sections
            # Sections that grow while a run goes on have no constant in them.
            provided = Provided(state, arity, sections if type(sections) in (Sections, dict) else {})
            kept[key] = all_hold(given, provided) if event is None else which_hold(roots, provided)
        made = kept[key]
        if not isinstance(made, Recipe):
            return None
        return made.bind({name: function.call for name, function in known.items()}, self._scope)


def _nothing() -> bool:
    return True


def checked(check: Check, holds: bool | None, explanation: str = "", *, at_ms: int) -> InvariantChecked:
    """What is told of an invariant."""
    return InvariantChecked(
        at_ms=at_ms,
        path=check.path,
        line=check.line,
        state=check.state,
        description=check.description,
        condition=check.condition.text,
        severity=check.severity,
        holds=holds,
        explanation=explanation,
    )


def ask(condition: Condition, scope: Scope) -> Result | EvaluationError:
    """What the closures say; an error as a value."""
    try:
        return condition.evaluate(scope)
    except EvaluationError as error:
        return error

"""Look-ups in a playbook: by name, by state and event, wildcards included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from playbook.document.model import (
    WILDCARD,
    Forbidden,
    Panel,
    Playbook,
    Scenario,
    State,
    StateRef,
    Transition,
)


class Index:
    """Answers questions about one playbook; built once, never changed."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        machine = playbook.machine
        self.states: dict[str, State] = {state.id: state for state in machine.states}
        self.scenarios: dict[str, Scenario] = {}
        for scenario in playbook.scenarios:
            self.scenarios.setdefault(scenario.name, scenario)
        self._own: dict[str, list[Transition]] = {}
        self.wildcards = [t for t in machine.transitions if t.wildcard]
        self._excepted = {id(t): frozenset(ref.name for ref in t.except_) for t in self.wildcards}
        for transition in machine.transitions:
            for source in dict.fromkeys(ref.name for ref in transition.sources):
                if source != WILDCARD:
                    self._own.setdefault(source, []).append(transition)
        self._forbidden: dict[tuple[str, str], Forbidden] = {}
        for pair in machine.forbidden:
            self._forbidden.setdefault((pair.source.name, pair.target.name), pair)
        self._panels: dict[str, Panel] = {}
        for panel in playbook.tui.panels if playbook.tui else ():
            self._panels.setdefault(panel.id, panel)

    @cached_property
    def by_event(self) -> dict[str, list[Transition]]:
        """The transitions of every event, in document order."""
        found: dict[str, list[Transition]] = {}
        for transition in self.playbook.machine.transitions:
            found.setdefault(transition.event, []).append(transition)
        return found

    def own(self, state: str) -> list[Transition]:
        """Transitions that name the state as a source, in document order."""
        return self._own.get(state, [])

    def outgoing(self, state: str) -> list[Transition]:
        """All that may be taken from a state: its own, then wildcards that do not except it."""
        own = self.own(state)
        named = {id(transition) for transition in own}
        return [*own, *(t for t in self.covering(state) if id(t) not in named)]

    def covering(self, state: str) -> Iterator[Transition]:
        """The wildcards that may be taken from a state: all that do not except it."""
        return (t for t in self.wildcards if not self.excepts(t, state))

    def excepts(self, wildcard: Transition, state: str) -> bool:
        """Whether a wildcard of this playbook does not stand for a state."""
        return state in self._excepted[id(wildcard)]

    def incoming(self, state: str) -> list[Transition]:
        """Transitions whose target is the state."""
        return [t for t in self.playbook.machine.transitions if t.target.name == state]

    def forbidden(self, source: str, target: str) -> Forbidden | None:
        """The forbidden pair that refuses this change, a `*` on either side counted."""
        for pair in ((source, target), (WILDCARD, target), (source, WILDCARD)):
            found = self._forbidden.get(pair)
            if found is not None:
                return found
        return None

    def panel(self, name: str) -> Panel | None:
        """A panel by id, or by the singular or plural of its id (LANGUAGE.md section 8)."""
        for candidate in (
            name,
            f"{name}s",
            name.removesuffix("s"),
            f"{name}es",
            name.removesuffix("es"),
        ):
            if candidate in self._panels:
                return self._panels[candidate]
        return None

    def references(self) -> Iterator[StateRef]:
        """Every use of a state's name in the machine, in document order."""
        machine = self.playbook.machine
        if machine.initial is not None:
            yield machine.initial
        for transition in machine.transitions:
            yield from (*transition.sources, *transition.except_, transition.target)
        for pair in machine.forbidden:
            yield from (pair.source, pair.target)
        for violation in machine.violations:
            yield violation.state

"""What scenarios do to the bare machine, followed without a run (LANGUAGE.md sections 4 and 5).

There an action is an event, and only a guard or a forbidden pair leaves open what it does; a walk ends
where it comes to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playbook.document.index import Index
from playbook.document.model import Scenario, Step, Transition

# How many events all scenarios of a playbook are followed for; more is nobody's to read.
_MOST_MOVES = 50_000


@dataclass(slots=True)
class Walk:
    """One scenario: the state after each step (None from where it is not known), and what happened."""

    start: str
    after: list[str | None] = field(default_factory=list)
    taken: dict[int, Transition] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    fired: int = 0

    @property
    def end(self) -> str | None:
        """The state at the end, where it is known."""
        return self.after[-1] if self.after else self.start


def walked(index: Index) -> list[Walk]:
    """A walk for every scenario, in document order; none where it is not known where they start."""
    machine = index.playbook.machine
    if machine.initial is None or machine.initial.name not in index.states:
        return []
    walker = _Walker(index)
    return [walker.walk(scenario, machine.initial.name) for scenario in index.playbook.scenarios]


def follow(index: Index, events: list[str]) -> Walk:
    """What a scenario of these events would do."""
    initial = index.playbook.machine.initial
    assert initial is not None
    steps = tuple(Step(action=event) for event in events)
    return _Walker(index).walk(Scenario(name="", steps=steps), initial.name)


class _Walker:
    def __init__(self, index: Index) -> None:
        self.index = index
        self.left = _MOST_MOVES
        self.own: dict[tuple[str, str], Transition] = {}
        self.wildcards: dict[str, list[Transition]] = {}
        self.events: dict[str, str] = {}
        self.targets: dict[str, dict[str, None]] = {}
        own, events = self.own, self.events
        for transition in index.playbook.machine.transitions:
            event = transition.event
            events.setdefault(transition.id, event)
            for source in transition.sources:
                own.setdefault((source.name, event), transition)
        for event, transitions in index.by_event.items():
            # The name of an event counts before the id of a transition.
            events[event] = event
            self.targets[event] = dict.fromkeys(t.target.name for t in transitions)
        for wildcard in index.wildcards:
            self.wildcards.setdefault(wildcard.event, []).append(wildcard)

    def walk(self, scenario: Scenario, initial: str) -> Walk:
        walk = Walk(initial, visited={initial})
        state: str | None = initial
        for step in scenario.all_steps:
            if state is not None and step.action is not None:
                state = self._step(walk, state, step)
            walk.after.append(state)
        return walk

    def _step(self, walk: Walk, state: str, step: Step) -> str | None:
        event = self.events.get(step.action or "")
        if event is None:
            return state if step.action == "wait" else None
        walk.fired += 1
        for _ in range(step.repeat):
            self.left -= 1
            following = self._next(walk, state, event) if self.left > 0 else None
            if following is None or following == state:
                return following
            state = following
        return state

    def _next(self, walk: Walk, state: str, event: str) -> str | None:
        """The state after an event; the same one where it is ignored."""
        found = self.own.get((state, event))
        for transition in (found,) if found is not None else self._covering(state, event):
            target = transition.target.name
            if transition.guard is not None or target not in self.index.states:
                return None
            if self.index.forbidden(state, target) is not None:
                return None
            walk.taken[id(transition)] = transition
            walk.visited.add(target)
            return target
        walk.tried.update((state, target) for target in self._forbidden_targets(state, event))
        return state

    def _covering(self, state: str, event: str) -> Iterator[Transition]:
        for transition in self.wildcards.get(event, ()):
            self.left -= 1
            if not self.index.excepts(transition, state):
                yield transition

    def _forbidden_targets(self, state: str, event: str) -> Iterator[str]:
        for target in self.targets[event]:
            self.left -= 1
            if self.index.forbidden(state, target) is not None:
                yield target

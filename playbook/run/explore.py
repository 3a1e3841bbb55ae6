"""Bounded search for a way to every transition (LANGUAGE.md section 7: "found by driving the system").

Three searches share their finds: the scenarios are followed as they are; every sequence of actions is tried
from a fresh system in the order of its length; and what is still missing is looked for from all situations
met so far, those first that are new in the playbook's own terms. All of it is deterministic.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

from playbook.document.model import Step, Transition
from playbook.limits import (
    MAX_EXPLORED_ACTIONS,
    MAX_EXPLORED_MS,
    MAX_SHORTEST_ACTIONS,
    MAX_WAY_STEPS,
)
from playbook.machine.engine import Engine, Moment, Stopped
from playbook.machine.events import RunEvent, Taken
from playbook.machine.port import CannotSnapshot, System
from playbook.machine.program import Condition, compile_condition
from playbook.run.alphabet import calls_of, cut, letters
from playbook.run.plan import runnable
from playbook.run.session import CannotAct, act
from playbook.run.sightings import Sightings
from playbook.run.supply import Supply
from playbook.run.walk import Arrival, Way, shorter, walk
from playbook.spans import pointer
from playbook.systems.bare import BareMachine, fired

# Told now and then: how many actions were tried, and how many may be.
Progress = Callable[[int, int], None]
_TELL_EVERY = 50
_NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Node:
    """A situation that was met, and the way to it."""

    engine: Engine
    moment: Moment | None
    way: Way


class Explorer:
    """Finds ways; the search is made once, when the first way is asked for."""

    def __init__(self, supply: Supply, progress: Progress | None = None) -> None:
        self.supply = supply
        self.sightings = Sightings(supply.program)
        self.tried = 0
        # Whether every situation that the actions can bring about was met.
        self.complete = False
        self._progress = progress or (lambda done, most: None)
        self._guards = [
            compile_condition(t.guard) for t in supply.playbook.machine.transitions if t.guard is not None
        ]
        self._ways: dict[str, Way] = {}
        self._arrived: dict[str, Way | None] = {}
        self._met: set[bytes] = set()
        # The transitions to which no way has fewer steps, and whether sequences are tried in that order now.
        self._fewest: set[str] = set()
        self._in_order = False
        self._order = count()
        self._engines: list[Engine] = []
        self._letters: tuple[Step, ...] = ()
        self._fired: dict[str, str] | None = None
        self._searched = False

    def arrive(self, transition: Transition) -> Arrival | None:
        """Stand in the instant after a transition was taken, by a short way from a fresh system.

        None where no way was found; `why` says what came nearest.
        """
        path = pointer(transition.path)
        if path in self._arrived:
            known = self._arrived[path]
            return walk(self.supply, known, transition) if known is not None else None
        self._search()
        way = self._ways.get(path)
        arrival = walk(self.supply, way, transition) if way is not None else None
        if arrival is not None:
            arrival = shorter(self.supply, arrival, transition, fewest=path in self._fewest)
        self._arrived[path] = arrival.way if arrival is not None else None
        return arrival

    def why(self, transition: Transition) -> str:
        """Why no way was found: what came nearest, and what was tried."""
        self._search()
        extent = "which is all that can come about" if self.complete else "within the bounds of the search"
        names = list(dict.fromkeys(step.action or "" for step in self._letters))
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        calls = f"{', '.join(names[:_NAMES_SHOWN]) or 'none'}{more}"
        return f"{self.sightings.why(transition)}. Tried: {self.tried:,} actions ({extent}): {calls}"

    def _search(self) -> None:
        if self._searched:
            return
        try:
            self._search_all()
        finally:
            for engine in self._engines:
                self.supply.done_with(engine.system)
            self._engines.clear()
        self._searched = True
        self._progress(self.tried, self.tried)

    def _search_all(self) -> None:
        self._letters = letters(self.supply.playbook, self._start().engine.system)
        nodes = self._follow_scenarios()
        start = self._start()
        if start.moment is not None:
            left = self._shortest(start)
            self.complete = not left
            if left and self._missing():
                self.complete = self._guided([*nodes, *left])

    def _engine(self, seed: int) -> Engine:
        engine = self.supply.engine(seed)
        self._engines.append(engine)
        return engine

    def _missing(self) -> bool:
        """Whether there is a transition that no way is known to."""
        return len(self._ways) < len(self.supply.playbook.machine.transitions)

    def _start(self) -> _Node:
        engine = self._engine(self.supply.seed)
        with suppress(Stopped):
            engine.enter_initial()
        self.sightings.states.setdefault(engine.state)
        self._note(engine)
        return _Node(engine, self._moment(engine), Way((), self.supply.seed))

    def _moment(self, engine: Engine) -> Moment | None:
        """Where it stands; None where the system cannot tell: it is then only driven from its start."""
        try:
            return engine.moment()
        except CannotSnapshot:
            return None

    # The three searches.

    def _follow_scenarios(self) -> list[_Node]:
        """Run what the scenarios do, and keep the situations on the way."""
        met = []
        for scenario in runnable(self.supply.playbook):
            seed = self.supply.seed_of(scenario)
            engine = self._engine(seed)
            node = _Node(engine, None, Way((), seed))
            try:
                engine.enter_initial()
            except Stopped:
                continue
            for step in calls_of(scenario, engine.system):
                if not self._carry_out(node, step):
                    break
                way = Way((*node.way.steps, step), seed)
                node = _Node(engine, self._moment(engine), way)
                if node.moment is not None and len(way.steps) < MAX_WAY_STEPS and self._is_new(node):
                    met.append(node)
        return met

    def _shortest(self, start: _Node) -> list[_Node]:
        """Every sequence of actions in the order of its length; what is left to try when the bound is met."""
        self._met.clear()
        self._is_new(start)
        until = self.tried + MAX_SHORTEST_ACTIONS
        line = deque([start])
        self._in_order = True
        while line and self.tried < until:
            line.extend(self._spread(line.popleft()))
        self._in_order = False
        return list(line)

    def _guided(self, nodes: list[_Node]) -> bool:
        """From all situations met so far, the newest in its own terms first; whether none is left."""
        seen: Counter[tuple[object, ...]] = Counter()
        heap: list[tuple[int, int, int, _Node]] = []

        def add(node: _Node) -> None:
            terms = self._terms(node)
            heapq.heappush(heap, (seen[terms], len(node.way.steps), next(self._order), node))
            seen[terms] += 1

        for node in nodes:
            add(node)
        while heap and self.tried < MAX_EXPLORED_ACTIONS and self._missing():
            for met in self._spread(heapq.heappop(heap)[-1]):
                add(met)
        return not heap

    def _spread(self, node: _Node) -> Iterator[_Node]:
        """The new situations one call away."""
        if len(node.way.steps) >= MAX_WAY_STEPS:
            return
        assert node.moment is not None
        for step in self._worth_trying(node.moment.state, node.engine.system):
            node.engine.return_to(node.moment)
            if self._carry_out(node, step):
                moment = node.engine.moment()
                met = _Node(node.engine, moment, Way((*node.way.steps, step), node.way.seed))
                if moment.clock.now <= MAX_EXPLORED_MS and self._is_new(met):
                    yield met

    # What they share.

    def _worth_trying(self, state: str, system: System) -> Iterable[Step]:
        """The calls that may do something in a state; the bare machine does nothing but fire events."""
        if not isinstance(system, BareMachine):
            return self._letters
        if self._fired is None:
            self._fired = fired(self.supply.playbook)
        events = {t.event for t in self.supply.program.index.outgoing(state)}
        found: dict[str, Step] = {}
        for step in self._letters:
            event = self._fired.get(step.action or "")
            if event in events and step.repeat == 1:
                found.setdefault(event or "", step)
        return found.values()

    def _carry_out(self, node: _Node, step: Step) -> bool:
        """Carry a step out and learn from what happens; False where it cannot go on from there."""
        engine, going_on = node.engine, True
        for repetition in range(1, step.repeat + 1):
            self.tried += 1
            if self.tried % _TELL_EVERY == 0:
                self._progress(self.tried, max(MAX_EXPLORED_ACTIONS, self.tried))
            try:
                act(engine, step.action or "", step.params)
            except (CannotAct, Stopped):
                going_on = False
            taken = [event for event in self._note(engine) if isinstance(event, Taken)]
            if taken:
                self._found(taken, Way((*node.way.steps, cut(step, repetition)), node.way.seed))
            if not going_on:
                break
        return going_on

    def _note(self, engine: Engine) -> list[RunEvent]:
        events = engine.drain()
        self.sightings.note(events)
        self.sightings.note_unknown(engine.unknown)
        return events

    def _found(self, taken: list[Taken], way: Way) -> None:
        for event in taken:
            known = self._ways.get(event.path)
            if known is None or way.length < known.length:
                self._ways[event.path] = way
            if self._in_order and (known is None or len(way.steps) <= len(known.steps)):
                # Every shorter sequence was tried before.
                self._fewest.add(event.path)

    def _is_new(self, node: _Node) -> bool:
        """Whether this situation was not met before: state, system, time and timers, and seed."""
        moment = node.moment
        assert moment is not None
        clock = moment.clock
        due = [at - clock.now for at, _ in sorted((at, order) for at, order, _ in clock.timers)]
        # Where there is no function to ask, nobody can tell what time it is but by the timers.
        now = clock.now if node.engine.system.functions else 0
        told = repr((node.way.seed, moment.state, now, due, moment.system))
        digest = blake2b(told.encode(errors="backslashreplace"), digest_size=16).digest()
        if digest in self._met:
            return False
        self._met.add(digest)
        return True

    def _terms(self, node: _Node) -> tuple[object, ...]:
        """A situation in the playbook's own terms: the state, and what each guard would say."""
        assert node.moment is not None
        node.engine.return_to(node.moment)
        return (node.engine.state, *(self._says(guard, node.engine) for guard in self._guards))

    def _says(self, guard: Condition, engine: Engine) -> bool | None:
        try:
            value = guard.evaluate(engine.scope)
        except Exception:
            # A condition that cannot be evaluated, or a function that broke: no term to go by.
            return None
        return value if isinstance(value, bool) else None

"""Bounded search for a way to every transition (LANGUAGE.md section 7: "found by driving the system").

Three searches share their finds: the scenarios are followed as they are; every sequence of actions is tried
from a fresh system in the order of its length, until nothing shorter can be found; and what is still missing
is looked for from all situations met so far, those first that are new in the playbook's own terms. All of it
is deterministic. To try another action from a situation is to return to it: by a moment of the engine, or
where the system offers no snapshots by a fresh system that repeats what led there.
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
    MAX_DISTANT_ACTIONS,
    MAX_DISTANT_SHORTEST,
    MAX_EXPLORED_ACTIONS,
    MAX_EXPLORED_MS,
    MAX_SHORTEST_ACTIONS,
    MAX_WAY_STEPS,
)
from playbook.machine.clock import Standing
from playbook.machine.engine import Engine, Moment, Stopped
from playbook.machine.events import RunEvent, Taken
from playbook.machine.port import CannotSnapshot
from playbook.machine.program import Condition, compile_condition
from playbook.run.acting import CannotAct
from playbook.run.alphabet import Handed, calls_of, carry_out, cut, letters
from playbook.run.plan import runnable
from playbook.run.sightings import Sightings
from playbook.run.supply import Supply
from playbook.run.walk import Arrival, Way, is_distant, shorter, walk
from playbook.spans import pointer
from playbook.systems.bare import BareMachine, fired

# Told now and then: how many actions were tried, and how many may be.
Progress = Callable[[int, int], None]
_TELL_EVERY = 50
_NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Node:
    """A situation that was met, and the way to it.

    Where there is no moment to return to, `terms` has what could be told of it when it was met.
    """

    engine: Engine
    moment: Moment | None
    way: Way
    terms: tuple[object, ...] = ()


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
        # Ways on which events are handed in, as the older section does: only where there is no other.
        self._handed: dict[str, Way] = {}
        self._arrived: dict[str, Way | None] = {}
        self._met: set[bytes] = set()
        # The transitions to which no way has fewer steps, and whether sequences are tried in that order now.
        self._fewest: set[str] = set()
        self._in_order = False
        # How many actions may be tried, and whether there was more to try when so many were.
        self._most = MAX_EXPLORED_ACTIONS
        self._until = 0
        self._cut_short = False
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
        way = self._ways.get(path) or self._handed.get(path)
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
        start = self._start()
        self._letters = letters(self.supply.playbook, start.engine.system)
        nodes = self._follow_scenarios()
        distant = is_distant(start.engine.system)
        self._most = self.tried + MAX_DISTANT_ACTIONS if distant else MAX_EXPLORED_ACTIONS
        # One machine for all is not where it was.
        start = self._start() if self.supply.single else start
        left = self._shortest(start, MAX_DISTANT_SHORTEST if distant else MAX_SHORTEST_ACTIONS)
        if self._missing():
            self.complete = not left or self._guided([*nodes, *left])
            # Without snapshots nobody can tell whether two situations are the same.
            self.complete = self.complete and not self._cut_short and start.moment is not None

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
        return self._met_here(engine, Way((), self.supply.seed))

    def _met_here(self, engine: Engine, way: Way) -> _Node:
        """The situation in which a machine stands; a system may be unable to tell how to return to it."""
        try:
            return _Node(engine, engine.moment(), way)
        except CannotSnapshot:
            due = engine.clock.standing()
            return _Node(engine, None, way, (*self._says_here(engine), due.now, _due(due)))

    # The three searches.

    def _follow_scenarios(self) -> list[_Node]:
        """Run what the scenarios do, and keep the situations on the way."""
        met = []
        for scenario in runnable(self.supply.playbook):
            seed = self.supply.seed_of(scenario)
            engine = self._engine(seed)
            way = Way((), seed)
            try:
                engine.enter_initial()
            except Stopped:
                continue
            for step in calls_of(scenario, engine.system, self.supply.playbook):
                if not self._carry_out(engine, way, step):
                    break
                way = Way((*way.steps, step), seed)
                node = self._met_here(engine, way)
                if len(way.steps) < MAX_WAY_STEPS and self._is_new(node):
                    met.append(node)
        return met

    def _shortest(self, start: _Node, most: int) -> list[_Node]:
        """Every sequence of actions in the order of its length; what is left to try when it is given up.

        It ends as soon as every way that is known is as short as any that could still be found.
        """
        self._met.clear()
        self._is_new(start)
        self._until = self.tried + most
        line = deque([start])
        self._in_order = True
        while line and self.tried < self._until:
            if self._none_is_longer(len(line[0].way.steps) + 1):
                break
            node = line.popleft()
            line.extend(self._spread(node))
            if self._cut_short:
                line.append(node)
        self._in_order = self._cut_short = False
        return list(line)

    def _none_is_longer(self, steps: int) -> bool:
        """Whether every transition has a way of at most so many steps, and all shorter ones were tried."""
        if self._missing() or any(len(way.steps) > steps for way in self._ways.values()):
            return False
        # Other seeds were not tried in order.
        self._fewest.update(path for path, way in self._ways.items() if way.seed == self.supply.seed)
        return True

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
        self._until = self._most
        while heap and self.tried < self._until and self._missing():
            for met in self._spread(heapq.heappop(heap)[-1]):
                add(met)
        return not heap

    def _spread(self, node: _Node) -> Iterator[_Node]:
        """The new situations one call away."""
        if len(node.way.steps) >= MAX_WAY_STEPS:
            return
        for step in self._worth_trying(node):
            if node.moment is None and self.tried >= self._until:
                # To repeat a long way takes long.
                self._cut_short = True
                return
            engine = self._back_at(node)
            if engine is None:
                return
            met, way = None, Way((*node.way.steps, step), node.way.seed)
            try:
                if self._carry_out(engine, node.way, step):
                    met = self._met_here(engine, way)
            finally:
                if node.moment is None:
                    self.supply.done_with(engine.system)
            if met is not None and engine.now() <= MAX_EXPLORED_MS and self._is_new(met):
                yield met

    def _back_at(self, node: _Node) -> Engine | None:
        """A machine that stands where the node is; None where what led there does not lead there again."""
        if node.moment is not None:
            node.engine.return_to(node.moment)
            return node.engine
        engine = self.supply.begun(node.way.seed)
        try:
            for step in node.way.steps:
                for _ in range(step.repeat):
                    self._count()
                    carry_out(engine, step)
        except (CannotAct, Stopped):
            self.supply.done_with(engine.system)
            return None
        except BaseException:
            self.supply.done_with(engine.system)
            raise
        engine.drain()
        return engine

    # What they share.

    def _worth_trying(self, node: _Node) -> Iterable[Step]:
        """The calls that may do something; the bare machine does nothing but fire the events of a state."""
        if node.moment is None or not isinstance(node.engine.system, BareMachine):
            return self._letters
        if self._fired is None:
            self._fired = fired(self.supply.playbook)
        events = {t.event for t in self.supply.program.index.outgoing(node.moment.state)}
        found: dict[str, Step] = {}
        for step in self._letters:
            event = self._fired.get(step.action or "")
            if event in events and step.repeat == 1:
                found.setdefault(event or "", step)
        return found.values()

    def _carry_out(self, engine: Engine, way: Way, step: Step) -> bool:
        """Carry a step out and learn from what happens; False where it cannot go on from there."""
        going_on = True
        for repetition in range(1, step.repeat + 1):
            self._count()
            try:
                carry_out(engine, step)
            except (CannotAct, Stopped):
                going_on = False
            taken = [event for event in self._note(engine) if isinstance(event, Taken)]
            if taken:
                self._found(taken, Way((*way.steps, cut(step, repetition)), way.seed))
            if isinstance(step, Handed) and all(event.transition != step.transition for event in taken):
                # The section's own run ends here.
                going_on = False
            if not going_on:
                break
        return going_on

    def _count(self) -> None:
        self.tried += 1
        if self.tried % _TELL_EVERY == 0:
            self._progress(self.tried, max(self._most, self.tried))

    def _note(self, engine: Engine) -> list[RunEvent]:
        events = engine.drain()
        self.sightings.note(events)
        self.sightings.note_unknown(engine.unknown)
        return events

    def _found(self, taken: list[Taken], way: Way) -> None:
        ways = self._handed if any(isinstance(step, Handed) for step in way.steps) else self._ways
        for event in taken:
            known = ways.get(event.path)
            if known is None or way.length < known.length:
                ways[event.path] = way
            if self._in_order and (known is None or len(way.steps) <= len(known.steps)):
                # Every shorter sequence was tried before.
                self._fewest.add(event.path)

    def _is_new(self, node: _Node) -> bool:
        """Whether this situation was not met before: state, system, time and timers, and seed."""
        told = repr((node.way.seed, *(node.terms if node.moment is None else self._known(node, node.moment))))
        digest = blake2b(told.encode(errors="backslashreplace"), digest_size=16).digest()
        if digest in self._met:
            return False
        self._met.add(digest)
        return True

    def _known(self, node: _Node, moment: Moment) -> tuple[object, ...]:
        # Where there is no function to ask, nobody can tell what time it is but by the timers.
        now = moment.clock.now if node.engine.system.functions else 0
        return moment.state, now, _due(moment.clock), moment.system

    def _terms(self, node: _Node) -> tuple[object, ...]:
        """A situation in the playbook's own terms: the state, and what each guard would say."""
        if node.moment is None:
            return node.terms[: 1 + len(self._guards)]
        node.engine.return_to(node.moment)
        return (node.engine.state, *(self._says(guard, node.engine) for guard in self._guards))

    def _says_here(self, engine: Engine) -> tuple[object, ...]:
        """The terms, and what every function that needs no argument returns."""
        terms = (engine.state, *(self._says(guard, engine) for guard in self._guards))
        asked = [f.call for f in engine.system.functions.values() if not f.minimum]
        return (*terms, *(_answer(call) for call in asked))

    def _says(self, guard: Condition, engine: Engine) -> bool | None:
        try:
            value = guard.evaluate(engine.scope)
        except Exception:
            # A condition that cannot be evaluated, or a function that broke: no term to go by.
            return None
        return value if isinstance(value, bool) else None


def _due(standing: Standing) -> list[int]:
    """How long each timer still waits."""
    return [at - standing.now for at, _ in sorted((at, order) for at, order, _ in standing.timers)]


def _answer(call: Callable[..., object]) -> object:
    try:
        return call()
    except Exception:
        return None

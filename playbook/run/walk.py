"""A way from a fresh system to the instant in which a transition is taken, and how to walk it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from playbook.document.model import Step, Transition
from playbook.limits import MAX_DISTANT_WALKS, MAX_WALKS
from playbook.machine.engine import Engine, Halted, Stopped
from playbook.machine.events import Asserted, InvariantChecked, RunEvent, Taken
from playbook.machine.port import Distant, System
from playbook.run.acting import CannotAct
from playbook.run.alphabet import carry_out, cut, total
from playbook.run.supply import Supply
from playbook.spans import pointer


@dataclass(frozen=True, slots=True)
class Way:
    """The steps from a fresh system; the transition is taken within the last repetition of the last one."""

    steps: tuple[Step, ...]
    seed: int

    @property
    def length(self) -> tuple[int, int]:
        """What to compare ways by: steps, then actions."""
        return len(self.steps), total(self.steps)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The machine in the instant after a transition was taken and its target's invariants were checked."""

    engine: Engine
    way: Way
    events: tuple[RunEvent, ...]

    @property
    def taken(self) -> tuple[Taken, ...]:
        return tuple(event for event in self.events if isinstance(event, Taken))

    @property
    def checked(self) -> tuple[InvariantChecked | Asserted, ...]:
        """What was checked then: invariants of the target, assertions of the transition."""
        last = max(place for place, event in enumerate(self.events) if isinstance(event, Taken))
        return tuple(event for event in self.events[last:] if isinstance(event, InvariantChecked | Asserted))


def walk(supply: Supply, way: Way, wanted: Transition) -> Arrival | None:
    """Walk a way on a fresh system until a transition is taken; None where it is not.

    The system is left in the middle of the action that took it. A critical invariant that ends the run in
    that very instant is an arrival too.
    """
    engine = supply.engine(way.seed)
    engine.watch = _until(wanted)
    done: list[Step] = []
    events: list[RunEvent] = []
    try:
        engine.enter_initial()
        for step in way.steps:
            for repetition in range(1, step.repeat + 1):
                if repetition > 1:
                    done.pop()
                done.append(cut(step, repetition))
                carry_out(engine, step)
                events += engine.drain()
    except Halted:
        return Arrival(engine, Way(tuple(done), way.seed), (*events, *engine.drain()))
    except Stopped:
        events += engine.drain()
        last = next((event for event in reversed(events) if isinstance(event, Taken)), None)
        if last is not None and last.path == pointer(wanted.path):
            return Arrival(engine, Way(tuple(done), way.seed), tuple(events))
    except CannotAct:
        pass
    except BaseException:
        supply.done_with(engine.system)
        raise
    supply.done_with(engine.system)
    return None


def _until(wanted: Transition) -> Callable[[Transition], None]:
    def watch(taken: Transition) -> None:
        if taken.path == wanted.path:
            raise Halted

    return watch


def shorter(supply: Supply, arrival: Arrival, wanted: Transition, *, fewest: bool = False) -> Arrival:
    """The same arrival by a way of which no step can be left out, within a bounded number of tries.

    With `fewest` it is known that there is no way of fewer steps, and only repetitions are left out.
    """
    most = MAX_DISTANT_WALKS if is_distant(arrival.engine.system) else MAX_WALKS
    left = 0 if fewest else most
    size = max(1, len(arrival.way.steps) // 2)
    while left and size:
        found = None
        for steps in _without(arrival.way.steps, size):
            left -= 1
            found = walk(supply, Way(steps, arrival.way.seed), wanted)
            if found is not None or not left:
                break
        if found is not None:
            supply.done_with(arrival.engine.system)
            arrival = found
            size = min(size, max(1, len(arrival.way.steps) // 2))
        else:
            size //= 2
    return _fewer_repetitions(supply, arrival, wanted, most)


def is_distant(system: System) -> bool:
    """Whether to ask less of a system than of one that is at hand."""
    return isinstance(system, Distant) and system.distant


def _without(steps: Sequence[Step], size: int) -> Iterator[tuple[Step, ...]]:
    """The steps without each run of `size` of them; the last one is what takes the transition."""
    for start in range(0, len(steps) - 1, size):
        end = min(start + size, len(steps) - 1)
        yield (*steps[:start], *steps[end:])


def _fewer_repetitions(supply: Supply, arrival: Arrival, wanted: Transition, most: int) -> Arrival:
    """Halve the range of the repetitions of each step until it is known how many it takes."""
    place = 0
    while place < len(arrival.way.steps):
        least, enough = 1, arrival.way.steps[place].repeat
        while least < enough and most:
            most -= 1
            steps, middle = arrival.way.steps, (least + enough) // 2
            way = Way((*steps[:place], cut(steps[place], middle), *steps[place + 1 :]), arrival.way.seed)
            found = walk(supply, way, wanted)
            if found is None:
                least = middle + 1
                continue
            supply.done_with(arrival.engine.system)
            arrival = found
            if place >= len(arrival.way.steps):
                break
            enough = arrival.way.steps[place].repeat
        place += 1
    return arrival

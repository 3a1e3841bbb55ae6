"""A machine driven by hand: act, look, and step back, from a fresh system on.

Stepping back is by moments of the engine (LANGUAGE.md section 5, snapshot and restore), not by running again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playbook.errors import PlaybookError
from playbook.machine.call import BadCall, arguments
from playbook.machine.engine import Engine, LimitReached, Moment, Stopped
from playbook.machine.events import RunEvent
from playbook.machine.port import SystemProblem
from playbook.run.deeds import WAIT, duration
from playbook.run.supply import Supply
from playbook.values import Value


class CannotAct(PlaybookError):
    """An action could not be carried out: it is unknown, its parameters are wrong, or the system said no."""


def act(engine: Engine, name: str, params: Mapping[str, Value]) -> None:
    """Carry out one action and let the machine settle.

    Raises CannotAct; Stopped where a critical invariant ends the run.
    """
    engine.begin_step()
    try:
        action = engine.system.actions.get(name)
        if action is not None:
            action.run(**arguments(name, action, params))
        elif name == WAIT:
            engine.advance(duration(params))
        else:
            known = ", ".join(engine.system.actions) or "none"
            raise BadCall(f'the system has no action "{name}"; there are: {known}')
        engine.end_step()
    except Stopped:
        raise
    except (SystemProblem, BadCall, LimitReached) as problem:
        raise CannotAct(str(problem)) from None
    except Exception as error:
        raise CannotAct(f"the system broke: {type(error).__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Mark:
    moment: Moment
    events: int


class Session:
    """One machine with its system, everything that it told so far, and the way back."""

    def __init__(self, supply: Supply, engine: Engine | None = None, events: Sequence[RunEvent] = ()) -> None:
        """A fresh machine that enters its initial state; or go on with one that has told `events` so far."""
        self.supply = supply
        self.engine = supply.engine() if engine is None else engine
        self.engine.watch = None
        self.events: list[RunEvent] = list(events)
        self._marks: list[_Mark] = []
        if engine is None:
            self._told(self.engine.enter_initial)

    def act(self, name: str, params: Mapping[str, Value]) -> tuple[RunEvent, ...]:
        """Carry out an action; what it brought about.

        Raises CannotAct, and the machine then stands where it stood before. After a violated critical
        invariant it stays where it is: a run would have ended there.
        """
        mark, before = self._mark(), len(self.events)
        try:
            self._told(lambda: act(self.engine, name, params))
        except CannotAct:
            self._go(mark)
            raise
        self._marks.append(mark)
        return tuple(self.events[before:])

    def emit(self, event: str) -> tuple[RunEvent, ...]:
        """Hand the machine an event as if the system had emitted it; what it brought about."""
        self._marks.append(self._mark())
        before = len(self.events)
        self.engine.begin_step()
        self.engine.emit(event, "by hand")
        self._told(self.engine.end_step)
        return tuple(self.events[before:])

    def followed(self, before: Moment, events: Sequence[RunEvent]) -> None:
        """The machine was changed from outside since the moment `before`, and told `events`."""
        self._marks.append(_Mark(before, len(self.events)))
        self.events += events

    def stand_in(self, state: str) -> None:
        """Stand in a state without a transition: nothing is entered and nothing is checked."""
        self._marks.append(self._mark())
        self.engine.state = state

    def back(self, count: int = 1) -> None:
        """Return to before the last `count` changes. Raises PlaybookError where there were fewer."""
        if not 0 <= count <= len(self._marks):
            raise PlaybookError(f"cannot go back by {count}: there is a way back by {len(self._marks)}")
        if count:
            self._go(self._marks[-count])
            del self._marks[-count:]

    def enabled(self) -> tuple[str, ...]:
        """The events that would now take a transition, in the text's order."""
        mark = self._mark()
        found = [event for event in self.supply.program.index.by_event if event and self._takes(event)]
        self._go(mark)
        return tuple(found)

    def _takes(self, event: str) -> bool:
        """Whether an event takes a transition from here; the machine is back when it returns."""
        mark = self._mark()
        self.engine.begin_step()
        self.engine.emit(event)
        try:
            self._told(self.engine.settle)
            return any(told.kind == "taken" for told in self.events[mark.events :])
        except Exception:
            # A system that breaks when it is told of the new state: the machine has moved all the same.
            return self.engine.state != mark.moment.state
        finally:
            self._go(mark)

    def _told(self, work: Callable[[], object]) -> None:
        """Do the work and keep what it tells, also where a critical invariant ends it."""
        try:
            work()
        except Stopped:
            pass
        finally:
            self.events += self.engine.drain()

    def _mark(self) -> _Mark:
        return _Mark(self.engine.moment(), len(self.events))

    def _go(self, mark: _Mark) -> None:
        self.engine.return_to(mark.moment)
        del self.events[mark.events :]

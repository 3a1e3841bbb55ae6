"""A machine driven by hand: act, look, and step back, from a fresh system on.

Stepping back is by moments of the engine (LANGUAGE.md section 5, snapshot and restore). Where the system
offers no snapshots, a fresh one repeats what led there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from playbook.errors import PlaybookError
from playbook.machine.call import BadCall
from playbook.machine.engine import Engine, Moment, Stopped
from playbook.machine.events import RunEvent
from playbook.machine.port import CannotSnapshot
from playbook.run.acting import CannotAct, act, emit, ready
from playbook.run.force import Try, attempt, decided
from playbook.run.supply import Supply
from playbook.values import Value

# A machine that has begun, and what it told.
Begun = tuple[Engine, Sequence[RunEvent]]


@dataclass(frozen=True, slots=True)
class _Change:
    """What was done, and how it was before: the state, how much had been told, the moment if there is one."""

    again: Callable[[Engine], object]
    state: str
    events: int
    moment: Moment | None


class Session:
    """One machine with its system, everything that it told so far, and the way back."""

    def __init__(
        self, supply: Supply, begun: Begun | None = None, again: Callable[[], Begun] | None = None
    ) -> None:
        """A fresh machine that enters its initial state; or go on with one that has begun.

        `again` brings another machine to where that one has begun.
        """
        self.supply = supply
        self._begin = again or partial(fresh, supply)
        self.engine, events = begun or self._begin()
        self.engine.watch = None
        self.events: list[RunEvent] = list(events)
        self._changes: list[_Change] = []

    def act(self, name: str, params: Mapping[str, Value]) -> tuple[RunEvent, ...]:
        """Carry out an action; what it brought about.

        Raises CannotAct, and the machine then stands where it stood before. After a violated critical
        invariant it stays where it is: a run would have ended there.
        """
        try:
            ready(self.engine, name, params)
        except BadCall as problem:
            # Nothing has happened yet that had to be undone.
            raise CannotAct(str(problem)) from None
        return self._done(partial(act, name=name, params=params))

    def emit(self, event: str) -> tuple[RunEvent, ...]:
        """Hand the machine an event as if the system had emitted it; what it brought about.

        Raises CannotAct as `act` does.
        """
        return self._done(partial(emit, event=event))

    def stand_in(self, state: str) -> None:
        """Stand in a state without a transition: nothing is entered and nothing is checked."""
        stand = partial(_stand, state=state)
        self._changes.append(self._change(stand))
        stand(self.engine)

    def attempt(self, event: str) -> Try:
        """Hand the machine an event by force; where that takes no transition, it stands where it stood."""
        if decided(self.engine, event) is None:
            return attempt(self.engine, event)
        change = self._change(partial(attempt, event=event))
        tried = attempt(self.engine, event)
        if tried.taken is not None:
            self._changes.append(change)
            self.events += tried.told
        else:
            self._return_to(change)
        return tried

    def back(self, count: int = 1) -> None:
        """Return to before the last `count` changes.

        Raises PlaybookError where there were fewer, and where a system without snapshots cannot be brought
        there again; the machine then stands where it stood.
        """
        if count < 0:
            raise PlaybookError(f"to go back is to undo a number of changes, not {count}")
        if count > len(self._changes):
            raise PlaybookError(f"cannot go back by {count}: {_changed(len(self._changes))}")
        if count:
            *kept, change = self._changes[: len(self._changes) - count + 1]
            self._return_to(change, kept)

    def enabled(self) -> tuple[str, ...]:
        """The events that would now take a transition, in the text's order."""
        events = self.supply.program.index.by_event
        return tuple(event for event in events if event and decided(self.engine, event) is not None)

    def _done(self, work: Callable[[Engine], object]) -> tuple[RunEvent, ...]:
        change = self._change(work)
        try:
            work(self.engine)
        except Stopped:
            pass
        except CannotAct as problem:
            self.engine.drain()
            self._undo(change, problem)
            raise
        self.events += self.engine.drain()
        self._changes.append(change)
        return tuple(self.events[change.events :])

    def _undo(self, change: _Change, problem: CannotAct) -> None:
        try:
            self._return_to(change)
        except PlaybookError as other:
            raise CannotAct(f"{problem}; what it did until then could not be undone: {other}") from other

    def _change(self, work: Callable[[Engine], object]) -> _Change:
        moment = None
        with suppress(CannotSnapshot):
            moment = self.engine.moment()
        return _Change(work, self.engine.state, len(self.events), moment)

    def _return_to(self, change: _Change, kept: Sequence[_Change] | None = None) -> None:
        """Stand where the machine stood before a change; `kept` are those before it, all unless given."""
        kept = self._changes if kept is None else kept
        if change.moment is not None:
            self._go_to(change.moment)
        else:
            self._repeat(kept, change.state)
            # Moments are of the machine that made them.
            kept = [replace(each, moment=None) for each in kept]
        self._changes = list(kept)
        del self.events[change.events :]

    def _go_to(self, moment: Moment) -> None:
        """Return to a moment; where the system cannot be brought there, the machine is not there either."""
        engine = self.engine
        state, standing = engine.state, engine.clock.standing()
        try:
            engine.return_to(moment)
        except BaseException:
            engine.state = state
            engine.clock.restore(standing)
            raise

    def _repeat(self, changes: Sequence[_Change], state: str) -> None:
        """Bring a fresh system to where these changes lead. Raises PlaybookError."""
        engine, _ = self._begin()
        engine.watch = None
        try:
            for change in changes:
                with suppress(Stopped):
                    change.again(engine)
            engine.drain()
            if engine.state != state:
                raise PlaybookError(
                    "the system offers no snapshots, and when what led there was repeated on a fresh one, "
                    f'it came to "{engine.state}" and not to "{state}"'
                )
        except BaseException:
            self.supply.done_with(engine.system)
            raise
        self.supply.done_with(self.engine.system)
        self.engine = engine


def fresh(supply: Supply) -> Begun:
    """A machine with a fresh system, in its initial state, and what it told on entering it."""
    engine = supply.begun()
    return engine, engine.drain()


def _changed(count: int) -> str:
    if count == 0:
        return "nothing has been done to the machine since it began"
    return f"{count} change{' is' if count == 1 else 's are'} there to undo"


def _stand(engine: Engine, state: str) -> None:
    engine.state = state

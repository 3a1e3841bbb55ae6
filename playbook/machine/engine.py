"""The machine at work: events of the system in, run events out (LANGUAGE.md section 4).

The engine is the host of the system under test. It collects run events in order; whoever drives it
takes them with `drain`. It knows no wall clock, no thread and no pace.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playbook.document.model import Transition
from playbook.errors import PlaybookError
from playbook.limits import MAX_EVENTS_PER_STEP, MAX_TIMERS_PER_STEP
from playbook.machine.bound import Bound, Outcome, Plan
from playbook.machine.checks import Checks, Stopped
from playbook.machine.clock import Clock, Standing
from playbook.machine.events import Asserted, ClockMoved, Emitted, ForbiddenTried, InvariantChecked, RunEvent
from playbook.machine.ledger import Ledger, Page, Unsettled
from playbook.machine.passage import Passage
from playbook.machine.port import System
from playbook.machine.program import Program
from playbook.machine.scope import RunScope
from playbook.values import Value

__all__ = ["Engine", "Halted", "LimitReached", "Moment", "Reentered", "Stopped"]


class LimitReached(PlaybookError):
    """A bound on the work of one step was passed; the message names it."""


class Reentered(Exception):
    """What only the driver of a run may ask was asked while the machine was handling an event."""


class Halted(BaseException):
    """Raised by a watcher to leave the machine where it is, in the middle of an action.

    What the action had still to do is not done, and events that waited are dropped.
    """


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a run stands; only the engine that made it knows how to return to it."""

    state: str
    clock: Standing
    system: Value
    told: Mapping[str, bool | None]
    queue: tuple[tuple[str, str], ...]
    page: Page


class Engine:
    """One run's machine; implements `port.Host` for the system."""

    def __init__(self, program: Program, system: System, clock: Clock) -> None:
        self.program, self.system, self.clock = program, system, clock
        self.scope = RunScope(self, system.functions, program.playbook.sections)
        self.ledger = Ledger()
        # Called when a transition was taken, its target entered and its invariants and assertions checked.
        self.watch: Callable[[Transition], None] | None = None
        # Called whenever virtual time has passed within an action.
        self.passed: Callable[[], None] = lambda: None
        self._bound = Bound(program, system, self.scope)
        self._here = self._bound.place(program.initial)
        self._checks = Checks(self.ledger, clock, self.scope)
        self._passage = Passage(self.ledger, clock, self.scope, system)
        self._queue: deque[tuple[str, str]] = deque()
        self._handled = 0
        self._fired = 0
        self._settling = False
        # What is asked for with every event: the events while there is recording, and the system's method.
        self._log: list[RunEvent] | None = self.ledger.events
        self._entered = system.entered

    @property
    def state(self) -> str:
        """The current state; whoever sets it stands there without a transition, and nothing is checked."""
        return self._here.name

    @state.setter
    def state(self, name: str) -> None:
        self._here = self._bound.place(name)
        self._checks.forget()

    @property
    def recording(self) -> bool:
        """Whether events are kept that cannot count against the run."""
        return self.ledger.recording

    @recording.setter
    def recording(self, wanted: bool) -> None:
        self.ledger.recording = wanted
        self._log = self.ledger.events if wanted else None

    @property
    def violations(self) -> list[InvariantChecked]:
        """The invariants that were found violated, warnings left out."""
        return self.ledger.violations

    @property
    def refusals(self) -> list[ForbiddenTried]:
        """The state changes that were refused because their pair is forbidden."""
        return self.ledger.refusals

    @property
    def failures(self) -> list[Asserted]:
        """The assertions of transitions that did not hold, and the guards that could not be evaluated."""
        return self.ledger.failures

    @property
    def unknown(self) -> dict[str, Unsettled]:
        """By path: why a guard, an invariant or a transition's assertion is unknown, and what is missing."""
        return self.ledger.unknown

    # What a system may ask (port.Host).

    def emit(self, event: str, cause: str = "") -> None:
        self._queue.append((event, cause))

    def now(self) -> int:
        return self.clock.now

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        self.clock.after(int(delay_ms), callback)

    def settle(self) -> None:
        """Hand all queued events to the machine; a call from within is left to the outer one.

        Raises LimitReached, Stopped, and what the system raises; then no event is left waiting.
        """
        queue = self._queue
        if self._settling or not queue:
            return
        self._settling = True
        try:
            while queue:
                event, cause = queue.popleft()
                self._handle(event, cause)
        except BaseException:
            queue.clear()
            raise
        finally:
            self._settling = False

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass. While an event is handled, timers fire but their events wait for its end."""
        self.settle()
        until = self.clock.now + max(0, int(duration_ms))
        try:
            while (callback := self._due(until)) is not None:
                callback()
                self.settle()
        except BaseException:
            self._queue.clear()
            raise
        before, self.clock.now = self.clock.now, max(self.clock.now, until)
        self._moved(before, "")

    # What the driver of a run asks.

    def enter_initial(self) -> None:
        """Enter the initial state and check its invariants; what its entry actions emit is handled."""
        if self._settling:
            raise self._within("enter the initial state")
        self._settling = True
        try:
            self._passage.carry_out(self._here.stay.on_entry)
            self._entered(self.state)
            self._checks.enter(self._here)
        finally:
            self._settling = False
        if self._queue:
            self.end_step()

    def begin_step(self) -> None:
        """A new step may handle as many events and timers again as the limits allow.

        Events that a step left behind because it broke off are dropped.
        """
        if self._settling:
            raise self._within("begin a step")
        self._handled = self._fired = 0
        if self._queue:
            self._queue.clear()

    def step(self, event: str, cause: str = "") -> None:
        """An event as a step of its own: begin, emit and end in one."""
        if self._settling:
            raise self._within("begin a step")
        queue = self._queue
        if queue:
            queue.clear()
        self._handled = self._fired = 0
        self._settling = True
        try:
            self._handle(event, cause)
        except BaseException:
            queue.clear()
            raise
        finally:
            self._settling = False
        if queue:
            self.settle()
        holds = self._here.holds
        try:
            # Not sure, or the system broke: asked at length it says what it is.
            sure = self._checks.calm and holds is not None and holds() and not queue
        except Exception:
            sure = False
        if not sure:
            self._check_settled()

    def end_step(self) -> None:
        """The step has settled: no event is left; the invariants must hold."""
        if self._settling:
            raise self._within("end a step")
        if self._queue:
            self.settle()
        holds = self._here.holds
        try:
            # Not sure, or the system broke: asked at length it says what it is.
            sure = self._checks.calm and holds is not None and holds() and not self._queue
        except Exception:
            sure = False
        if not sure:
            self._check_settled()

    def moment(self) -> Moment:
        """Where the run stands now, its system included."""
        told = self._checks.told(self._here)
        queue, page = tuple(self._queue), self.ledger.page()
        return Moment(self.state, self.clock.standing(), self.system.snapshot(), told, queue, page)

    def return_to(self, moment: Moment) -> None:
        """Go on from a moment of this engine; events that nobody took since are forgotten."""
        if self._settling:
            raise self._within("return to a moment")
        self.state = moment.state
        self.clock.restore(moment.clock)
        self.system.restore(moment.system)
        self._checks.restore(moment.told)
        self.ledger.turn_to(moment.page)
        self._queue.clear()
        self._queue.extend(moment.queue)

    def drain(self) -> list[RunEvent]:
        """The run events since the last call."""
        return self.ledger.drain()

    def record(self, event: RunEvent) -> None:
        """Put an event of the driver among the engine's; without recording, only if it counts."""
        self.ledger.tell(event)

    # The machine itself.

    def _within(self, what: str) -> Reentered:
        return Reentered(f'cannot {what} while the machine handles an event in "{self.state}"')

    def _endless(self, event: str) -> LimitReached:
        return LimitReached(
            f"one step caused more than {MAX_EVENTS_PER_STEP} events; "
            f'the last one was "{event}" in state "{self.state}"'
        )

    def _due(self, until: int) -> Callable[[], None] | None:
        """The next timer due by a time, told of and counted."""
        before = self.clock.now
        callback = self.clock.next_due(until)
        if callback is None:
            return None
        self._moved(before, "timer")
        self._fired += 1
        if self._fired > MAX_TIMERS_PER_STEP:
            raise LimitReached(f"one step let more than {MAX_TIMERS_PER_STEP:,} timers fire")
        return callback

    def _moved(self, before: int, reason: str) -> None:
        if self.clock.now != before:
            self.ledger.tell(ClockMoved(at_ms=self.clock.now, from_ms=before, reason=reason))
            self.passed()

    def _handle(self, event: str, cause: str) -> None:
        """One event: decide, and take the transition, if any."""
        self._handled = handled = self._handled + 1
        if handled > MAX_EVENTS_PER_STEP:
            raise self._endless(event)
        log = self._log
        if log is not None:
            log.append(Emitted.at(self.clock.now, event, cause))
        here = self._here
        try:
            plan = here.plans[event]
        except KeyError:
            plan = here.plan(event)
        outcome = plan.only or self._decided(plan)
        way = outcome.plain
        if way is None:
            self._consider(plan, outcome)
            return
        self._here = target = way.target
        if log is not None:
            log.append(way.taken.at(self.clock.now))
        self._entered(target.name)
        holds = target.holds
        try:
            # Not sure, or the system broke: asked at length it says what it is.
            sure = holds is not None and holds()
        except Exception:
            sure = False
        if sure:
            self._checks.calm = True
            if log is not None:
                InvariantChecked.all_at(self.clock.now, log, target.protos)
        else:
            self._checks.enter(target)
        if self.watch is not None:
            self.watch(way.transition)

    def _decided(self, plan: Plan) -> Outcome:
        """The outcome of an event whose guards have to be asked."""
        decide = plan.decide
        if decide is not None:
            try:
                return plan.outcomes[decide()]
            except Exception:
                # Not sure, not seen before, or the system broke: asked at length it says what it is.
                pass
        return self._passage.outcome(plan)

    def _consider(self, plan: Plan, outcome: Outcome) -> None:
        """Take a transition with everything that may be on its way, or none."""
        chosen, way = outcome.candidate, outcome.way
        if chosen is None or way is None:
            self._passage.ignored(plan, outcome)
            return
        if outcome.others:
            self._passage.ambiguous(plan, chosen, outcome)
        if chosen.forbidden is not None:
            self._passage.refused(plan, chosen, chosen.forbidden)
            return
        self._passage.carry_out(plan.place.stay.on_exit)
        self._passage.carry_out(chosen.actions)
        self._here = target = way.target
        self.ledger.tell(way.taken.at(self.clock.now))
        self._passage.carry_out(target.stay.on_entry)
        self._entered(target.name)
        self._checks.enter(target)
        self._passage.assert_claims(chosen.claims)
        if self.watch is not None:
            self.watch(chosen.transition)

    def _check_settled(self) -> None:
        """Check the invariants until nothing happens any more because of it."""
        while True:
            self._settling = True
            try:
                self._checks.all(self._here)
            except BaseException:
                self._queue.clear()
                raise
            finally:
                self._settling = False
            if not self._queue:
                return
            self.settle()

"""The machine at work: events of the system in, run events out (LANGUAGE.md section 4).

The engine is the host of the system under test. It collects run events in order; whoever drives it
takes them with `drain`. It knows no wall clock, no thread and no pace.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from playbook.expr.explain import explain
from playbook.expr.values import EvaluationError, Unknown
from playbook.limits import MAX_EVENTS_PER_STEP, MAX_TIMERS_PER_STEP
from playbook.machine.clock import Clock
from playbook.machine.events import (
    Ambiguous,
    ClockMoved,
    Emitted,
    ForbiddenTried,
    Ignored,
    InvariantChecked,
    RunEvent,
    Taken,
)
from playbook.machine.port import System
from playbook.machine.program import Candidate, Check, Condition, Program
from playbook.machine.scope import RunScope
from playbook.spans import pointer


class LimitReached(Exception):
    """A bound on the work of one step was passed; the message names it."""


class Stopped(Exception):
    """A violated `critical` invariant ends the run at once."""


class Engine:
    """One run's machine; implements `port.Host` for the system."""

    def __init__(self, program: Program, system: System, clock: Clock) -> None:
        self.program, self.system, self.clock = program, system, clock
        self.state = program.initial
        self.scope = RunScope(self, system.functions, program.playbook.sections)
        self.violations: list[InvariantChecked] = []
        # By path: why a guard or invariant is unknown, and what nothing provides.
        self.unknown: dict[str, tuple[str, frozenset[str]]] = {}
        self.refusals: list[ForbiddenTried] = []
        self._queue: deque[tuple[str, str]] = deque()
        self._out: list[RunEvent] = []
        self._handled = 0
        self._fired = 0
        self._settling = False
        # What each invariant of the current state was when it was last told of.
        self._told: dict[str, bool | None] = {}
        # Called whenever virtual time has passed within an action.
        self.passed: Callable[[], None] = lambda: None

    # What a system may ask (port.Host).

    def emit(self, event: str, cause: str = "") -> None:
        self._queue.append((event, cause))

    def now(self) -> int:
        return self.clock.now

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        self.clock.after(int(delay_ms), callback)

    def settle(self) -> None:
        """Hand all queued events to the machine; a call from within is left to the outer one."""
        if self._settling:
            return
        self._settling = True
        try:
            while self._queue:
                self._handle(*self._queue.popleft())
        finally:
            self._settling = False

    def advance(self, duration_ms: int) -> None:
        self.settle()
        until = self.clock.now + max(0, int(duration_ms))
        while True:
            before = self.clock.now
            callback = self.clock.next_due(until)
            if callback is None:
                break
            self._moved(before, "timer")
            self._fired += 1
            if self._fired > MAX_TIMERS_PER_STEP:
                raise LimitReached(f"one step let more than {MAX_TIMERS_PER_STEP:,} timers fire")
            callback()
            self.settle()
        before, self.clock.now = self.clock.now, max(self.clock.now, until)
        self._moved(before, "")

    # What the driver of a run asks.

    def enter_initial(self) -> None:
        """Stand in the initial state and check its invariants."""
        self.system.entered(self.state)
        self._check_all(entering=True)

    def begin_step(self) -> None:
        """A new step may handle as many events and timers again as the limits allow."""
        self._handled = self._fired = 0

    def end_step(self) -> None:
        """The step has settled: no event is left; the invariants must hold."""
        self.settle()
        self._check_all(entering=False)

    def drain(self) -> list[RunEvent]:
        """The run events since the last call."""
        out, self._out = self._out, []
        return out

    def record(self, event: RunEvent) -> None:
        """Put an event of the driver in its place among the engine's."""
        self._out.append(event)

    # The machine itself.

    def _moved(self, before: int, reason: str) -> None:
        if self.clock.now != before:
            self._out.append(ClockMoved(at_ms=self.clock.now, from_ms=before, reason=reason))
            self.passed()

    def _handle(self, event: str, cause: str) -> None:
        self._handled += 1
        if self._handled > MAX_EVENTS_PER_STEP:
            raise LimitReached(
                f"one step caused more than {MAX_EVENTS_PER_STEP} events; "
                f'the last one was "{event}" in state "{self.state}"'
            )
        self._out.append(Emitted(at_ms=self.clock.now, event=event, cause=cause))
        enabled: list[Candidate] = []
        reasons: list[str] = []
        for candidate in self.program.candidates(self.state, event):
            holds, why = self._guard(candidate.guard)
            if holds:
                enabled.append(candidate)
            else:
                reasons.append(f"{candidate.transition.id}: {why}")
        if not enabled:
            self._ignored(event, reasons)
            return
        chosen = enabled[0]
        if len(enabled) > 1:
            self._out.append(
                Ambiguous(
                    at_ms=self.clock.now,
                    path=chosen.path,
                    event=event,
                    state=self.state,
                    chosen=chosen.transition.id,
                    others=tuple(other.transition.id for other in enabled[1:]),
                )
            )
        self._take(chosen, event)

    def _ignored(self, event: str, reasons: list[str]) -> None:
        if not reasons:
            reasons = [f'no transition for "{event}" leaves "{self.state}"']
        self._out.append(
            Ignored(
                at_ms=self.clock.now,
                path=pointer(("machine", "states", self.state)),
                event=event,
                state=self.state,
                reasons=tuple(reasons),
            )
        )

    def _guard(self, guard: Condition | None) -> tuple[bool, str]:
        if guard is None:
            return True, ""
        try:
            value = guard.evaluate(self.scope)
        except EvaluationError:
            value = None
        if value is True:
            return True, ""
        explanation = explain(guard.text, self.scope)
        if isinstance(value, Unknown):
            self.unknown.setdefault(guard.path, (explanation.sentence, value.missing))
        return False, explanation.sentence

    def _take(self, chosen: Candidate, event: str) -> None:
        source, target = self.state, chosen.transition.target.name
        if chosen.forbidden is not None:
            refusal = ForbiddenTried(
                at_ms=self.clock.now,
                path=pointer(chosen.forbidden.path),
                source=source,
                target=target,
                reason=chosen.forbidden.reason,
                transition=chosen.transition.id,
            )
            self.refusals.append(refusal)
            self._out.append(refusal)
            return
        self.state = target
        self._out.append(
            Taken(
                at_ms=self.clock.now,
                path=chosen.path,
                transition=chosen.transition.id,
                event=event,
                source=source,
                target=target,
            )
        )
        self.system.entered(target)
        self._check_all(entering=True)

    def _check_all(self, *, entering: bool) -> None:
        if entering:
            self._told = {}
        for check in self.program.invariants.get(self.state, ()):
            self._check(check)

    def _check(self, check: Check) -> None:
        try:
            value = check.condition.evaluate(self.scope)
        except EvaluationError:
            value = None
        holds = value if isinstance(value, bool) else None
        if isinstance(value, bool) and self._told.get(check.path, "never") == holds:
            return
        explanation = explain(check.condition.text, self.scope)
        failed = holds is False or bool(explanation.error)
        told = False if failed else holds
        if self._told.get(check.path, "never") == told:
            return
        self._told[check.path] = told
        event = InvariantChecked(
            at_ms=self.clock.now,
            path=check.path,
            state=self.state,
            description=check.invariant.description,
            condition=check.condition.text,
            severity=check.invariant.severity,
            holds=told,
            explanation="" if told else explanation.sentence,
        )
        self._out.append(event)
        if isinstance(value, Unknown):
            self.unknown.setdefault(check.path, (explanation.sentence, value.missing))
        if failed:
            self._violated(event)

    def _violated(self, event: InvariantChecked) -> None:
        if event.severity == "warning":
            return
        self.violations.append(event)
        if event.severity == "critical":
            raise Stopped(event.explanation)

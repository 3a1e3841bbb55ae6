"""Watches a run go by and keeps what a report tells of it: no more, however long the run is."""

from __future__ import annotations

from collections import deque
from typing import cast

from playbook.machine.events import (
    Asserted,
    Finished,
    ForbiddenTried,
    InvariantChecked,
    Measured,
    Problem,
    RunEvent,
    RunStarted,
    StepFinished,
    StepStarted,
    Taken,
    Thinned,
)
from playbook.reports.tested import WORST_FIRST, Fault, StepTold, Target, Tested, TestOutcome

MOST_FAULTS = 20
# Of a long way through the states, its beginning and its end are kept.
_HEAD, _TAIL = 6, 12


class Route:
    """The states that a run goes through, its first and its last ones."""

    def __init__(self) -> None:
        self._head: list[str] = []
        self._tail: deque[str] = deque(maxlen=_TAIL)
        self._count = 0
        self._ended = False

    def end(self) -> None:
        """From here on the states are not told."""
        self._ended = True

    def enter(self, state: str) -> None:
        if len(self._head) < _HEAD:
            self._head.append(state)
        else:
            self._count += 1
            self._tail.append(state)

    def told(self, last: str) -> tuple[str, ...]:
        """The states in order, to the `last` one; where some are left out, how many."""
        left_out = self._count - len(self._tail)
        between = (f"({left_out:,} more)",) if left_out else ()
        then = ("(more)", last) if self._ended and last else ()
        return (*self._head, *between, *self._tail, *then)


class Witness:
    """Takes in the events of one run, then tells what it came to; a run in `brief` tells no states."""

    def __init__(self, *, brief: bool = False) -> None:
        self.seed, self._brief = 0, brief
        self.steps: list[StepTold] = []
        self._system = ""
        self._route = Route()
        self._phases: dict[str, int] = {}
        # By what is said: a fault that comes back a million times is one.
        self._wrong: dict[tuple[int, str], Fault] = {}
        self._unsure: dict[tuple[int, str], Fault] = {}
        self._finished: Finished | None = None
        self._in_step = False

    def see(self, event: RunEvent) -> None:
        """Take in one event."""
        match event:
            case StepStarted():
                self._step(event)
            case StepFinished():
                self._in_step = False
                self.steps[-1].outcome, self.steps[-1].message = event.outcome, event.message
            case Taken():
                self._route.enter(event.target)
            case RunStarted():
                self.seed, self._system = event.seed, event.system
                self._route.enter(event.state)
            case Thinned():
                self._route.end()
            case Finished():
                self._finished = event
            case _:
                self._judge(event)

    def where(self) -> str:
        """How far the run is: the step, and of a repeated one the repetition."""
        if not self.steps:
            return "at its start"
        step = self.steps[-1]
        times = f", {step.repetition:,} of {step.repeat:,}" if step.repeat > 1 else ""
        return f"in {step.name}{times}"

    def _step(self, event: StepStarted) -> None:
        self._in_step = True
        if self.steps and self.steps[-1].index == event.index:
            self.steps[-1].repetition = event.repetition
            return
        number = self._phases[event.phase] = self._phases.get(event.phase, 0) + 1
        name = f"step {number}" if event.phase == "step" else f"{event.phase} step {number}"
        told = StepTold(name, event.index, event.path, event.label, event.repeat, line=event.line)
        told.phase, told.repetition = event.phase, event.repetition
        self.steps.append(told)

    def _judge(self, event: RunEvent) -> None:
        match event:
            case Asserted(holds=False | None):
                self._note(event.holds is None, event, event.explanation, event.values)
            case InvariantChecked(holds=False | None) if event.severity != "warning":
                name = event.description or event.condition
                unsure = event.holds is None
                is_so = "is not known to hold" if unsure else "violated"
                said = f'invariant "{name}" of state "{event.state}" {is_so}: {event.explanation}'
                self._note(unsure, event, said)
            case ForbiddenTried():
                reason = f": {event.reason}" if event.reason else ""
                self._note(False, event, f'"{event.source}" to "{event.target}" is forbidden{reason}')
            case Measured():
                self._measured(event)
            case Problem():
                self._note(False, event, event.message)
            case _:
                pass

    def _measured(self, event: Measured) -> None:
        wanted = event.expected or "met"
        if event.band == wanted or (event.band == "degraded" and not event.expected):
            return
        came = f"is {event.band}, and the scenario expects {event.expected}" if event.expected else event.band
        reason = f": {event.reason}" if event.reason and not event.expected else ""
        said = f'performance assertion "{event.name}" {came}{reason}: {event.explanation}'
        self._note(event.band == "unknown", event, said)

    def _note(
        self, unsure: bool, event: RunEvent, said: str, values: tuple[tuple[str, str], ...] = ()
    ) -> None:
        kept = self._unsure if unsure else self._wrong
        if len(kept) < MOST_FAULTS:
            step = self.steps[-1] if self._in_step else None
            named = step.name if step is not None else ""
            if step is not None and step.repeat > 1:
                named += f", {step.repetition:,} of {step.repeat:,}"
            line = event.line or (step.line if step is not None else 0)
            kept.setdefault((line, said), Fault(said, line, named, values))

    def tested(self, target: Target, seconds: float) -> Tested:
        """What the run came to, once its last event was seen."""
        last = self._finished
        assert last is not None
        outcome = cast(TestOutcome, last.verdict if last.verdict in WORST_FIRST else "error")
        found = {"passed": {}, "inconclusive": self._unsure}.get(outcome, self._wrong)
        faults = list(found.values())
        told = [fault.said for fault in faults]
        for reason in last.reasons[:MOST_FAULTS]:
            # The verdict's own words count; of what the events have not shown there is no place.
            if not any(reason in said for said in told):
                faults.append(Fault(reason))
        return Tested(
            target=target,
            outcome=outcome,
            seed=self.seed,
            seconds=seconds,
            system=self._system,
            state=last.state,
            reasons=last.reasons,
            faults=tuple(faults),
            steps=tuple(self.steps),
            route=() if self._brief else self._route.told(last.state),
            missing=last.missing,
            notes=last.notes,
        )

"""What a run's events come to for somebody who reads of its outcome: the path, the steps, what decided.

Unlike the fold it keeps little, so that a run of a million repetitions can be told of.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable

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
)
from playbook.run.outcomes import Hop, Walked

# The last hops of a long way are what somebody wants to read.
_MOST_HOPS = 100


class Account:
    """Takes in the events of one run, in order."""

    def __init__(self, events: Iterable[RunEvent]) -> None:
        self.hops: deque[Hop] = deque(maxlen=_MOST_HOPS)
        self.steps: list[Walked] = []
        self.measured: dict[str, Measured] = {}
        self.system = ""
        self.seed = 0
        self.decided: RunEvent | None = None
        self._label = self._name = ""
        # How many steps of each phase have begun, and the index of the last one.
        self._counts: Counter[str] = Counter()
        self._index = -1
        self._weight = 0
        end: RunEvent | None = None
        for end in events:
            self._take(end)
        assert isinstance(end, Finished)
        self.end = end

    def _take(self, event: RunEvent) -> None:
        match event:
            case Taken():
                self.hops.append(hop(event))
            case StepStarted():
                self._begin(event)
            case StepFinished():
                told = Walked(self._label, event.outcome, event.message, event.line, self._name)
                self.steps.append(told)
            case RunStarted():
                self.system, self.seed = event.system, event.seed
            case Measured():
                self.measured[event.name] = event
            case _:
                pass
        weight = _weight(event)
        if weight > self._weight:
            # The first of the gravest kind is what the verdict hangs on.
            self.decided, self._weight = event, weight

    def _begin(self, event: StepStarted) -> None:
        if event.index == self._index:
            return
        self._index = event.index
        self._counts[event.phase] += 1
        self._label = event.label if event.repeat == 1 else f"{event.label} (x{event.repeat:,})"
        phase = "" if event.phase == "step" else f"{event.phase} "
        self._name = f"{phase}step {self._counts[event.phase]}"

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The parts of the condition that decided, and what they were."""
        return self.decided.values if isinstance(self.decided, Asserted) else ()

    @property
    def at_line(self) -> int:
        """Where what decided stands in the text; 0 where nothing went wrong."""
        return self.decided.line if self.decided is not None else 0


def hop(event: Taken) -> Hop:
    """A taken transition as a part of the path."""
    return Hop(event.transition, event.event, event.source, event.target, event.line)


def _weight(event: RunEvent) -> int:
    """How much an event counts against a run: 3 an error, 2 a failure, 1 what is unknown, 0 nothing."""
    match event:
        case Problem():
            return 3
        case ForbiddenTried():
            return 2
        case Asserted():
            return {True: 0, False: 2, None: 1}[event.holds]
        case InvariantChecked():
            return {True: 0, False: 0 if event.severity == "warning" else 2, None: 1}[event.holds]
        case Measured():
            if event.expected:
                return 0 if event.band == event.expected else 2
            return {"breached": 2, "unknown": 1}.get(event.band, 0)
        case _:
            return 0

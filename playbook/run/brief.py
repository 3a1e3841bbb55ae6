"""What a run in brief tells: its steps, what counts against it, and the verdict."""

from __future__ import annotations

from playbook.machine.events import (
    Asserted,
    InvariantChecked,
    Measured,
    RunEvent,
    RunStarted,
    StepFinished,
    StepStarted,
    counts,
)

_ALWAYS = (RunStarted, StepStarted, StepFinished, Measured)


class Sieve:
    """Lets pass what counts; what is the same in each of a million repetitions passes once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, bool | None]] = set()

    def passes(self, event: RunEvent) -> bool:
        """Whether the event is told."""
        if isinstance(event, _ALWAYS):
            return True
        if not counts(event) or not isinstance(event, Asserted | InvariantChecked):
            return counts(event)
        told = (event.path, event.holds)
        if told in self._told:
            return False
        self._told.add(told)
        return True

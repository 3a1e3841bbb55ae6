"""What a run has told so far, and what counts against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playbook.machine.events import Asserted, ForbiddenTried, InvariantChecked, RunEvent, counts

# The sentence that says why something is unknown, and what nothing provides.
Unsettled = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What counted against a run at some moment."""

    violations: tuple[InvariantChecked, ...]
    refusals: tuple[ForbiddenTried, ...]
    failures: tuple[Asserted, ...]
    unknown: Mapping[str, Unsettled]


class Ledger:
    """Events in order. `recording` says whether those are kept that cannot count against the run."""

    def __init__(self) -> None:
        self.recording = True
        # Emptied, never replaced: the engine writes to it.
        self.events: list[RunEvent] = []
        # Violated invariants (no warnings), refused pairs, assertions of transitions that do not hold; with
        # these the guards that cannot be evaluated.
        self.violations: list[InvariantChecked] = []
        self.refusals: list[ForbiddenTried] = []
        self.failures: list[Asserted] = []
        # By path: a guard, invariant or assertion of a transition that was unknown, and why.
        self.unknown: dict[str, Unsettled] = {}

    def tell(self, event: RunEvent) -> None:
        """Keep an event, if it is wanted."""
        if self.recording or counts(event):
            self.events.append(event)

    def drain(self) -> list[RunEvent]:
        """The events since the last call."""
        events = self.events[:]
        self.events.clear()
        return events

    def page(self) -> Page:
        """What counts against the run up to now."""
        return Page(tuple(self.violations), tuple(self.refusals), tuple(self.failures), dict(self.unknown))

    def turn_to(self, page: Page) -> None:
        """Forget what came after a page, events that nobody took included."""
        self.events.clear()
        self.violations, self.refusals = list(page.violations), list(page.refusals)
        self.failures, self.unknown = list(page.failures), dict(page.unknown)

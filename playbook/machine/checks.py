"""The invariants of the current state: checked on entry, and again when a step has settled.

Each is told of when it is seen first, and whenever it is not what it was when it was told of last.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.expr.compile import Scope
from playbook.expr.explain import explain
from playbook.expr.values import Unknown
from playbook.machine.bound import Place, ask, checked
from playbook.machine.clock import Clock
from playbook.machine.events import InvariantChecked
from playbook.machine.ledger import Ledger
from playbook.machine.program import Check


class Stopped(Exception):
    """A violated `critical` invariant ends the run at once."""


class Checks:
    """Asks the closures; where all is `calm`, the quick way may be asked instead."""

    def __init__(self, ledger: Ledger, clock: Clock, scope: Scope) -> None:
        self._ledger, self._clock, self._scope = ledger, clock, scope
        # Whether every invariant of the current state was told of as holding.
        self.calm = False
        self._told: dict[str, bool | None] = {}

    def forget(self) -> None:
        """Another state: nothing was told of it."""
        self.calm = False
        self._told = {}

    def told(self, place: Place) -> dict[str, bool | None]:
        """By path: what each invariant of the place was told to be."""
        return {check.path: True for check in place.stay.checks} if self.calm else dict(self._told)

    def restore(self, told: Mapping[str, bool | None]) -> None:
        """Go on from what `told` gave."""
        self.calm, self._told = False, dict(told)

    def enter(self, place: Place) -> None:
        """Check every invariant of a state that was just entered. Raises as `all` does."""
        self.forget()
        self.all(place)

    def all(self, place: Place) -> None:
        """Check every invariant. Raises Stopped where a critical one is violated."""
        if self.calm:
            self._told, self.calm = self.told(place), False
        place.often()
        calm = True
        for check in place.stay.checks:
            calm = self._holds(check) and calm
        self.calm = calm

    def _holds(self, check: Check) -> bool:
        value, before = ask(check.condition, self._scope), self._told.get(check.path, "never")
        holds = True if value is True else None if isinstance(value, Unknown) else False
        if holds is before:
            return holds is True
        self._told[check.path] = holds
        sentence = "" if holds else explain(check.condition.text, self._scope).sentence
        event = checked(check, holds, sentence, at_ms=self._clock.now)
        self._ledger.tell(event)
        if isinstance(value, Unknown):
            self._ledger.unknown.setdefault(check.path, (sentence, value.missing))
        if holds is False:
            self._violated(event)
        return holds is True

    def _violated(self, event: InvariantChecked) -> None:
        if event.severity == "warning":
            return
        self._ledger.violations.append(event)
        if event.severity == "critical":
            raise Stopped(event.explanation)

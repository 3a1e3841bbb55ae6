"""The circuit breaker of one node: closed, open, half-open (case study, "Circuit Breaker")."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from playbook.values import Value

BreakerState = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The playbook's `circuit_breaker` section; the defaults are the case study's numbers."""

    failure_threshold: int = 5
    reset_timeout_ms: int = 30_000
    half_open_successes: int = 3


def settings(section: Value) -> Settings:
    """Read the section; what is absent or no finite number keeps its default."""
    given: Mapping[str, Value] = section if isinstance(section, dict) else {}
    numbers = {
        name: int(value)
        for name in Settings.__dataclass_fields__
        if isinstance(value := given.get(name), int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
    }
    return Settings(**numbers)


@dataclass(frozen=True, slots=True)
class Breaker:
    """A circuit at one moment; times in virtual milliseconds.

    Closed opens at the threshold; open becomes half-open after the timeout; half-open closes after enough
    successes, and opens again at the first failure. `failures` counts those in a row, and goes on counting
    until the circuit is closed. `opened_ms` is when it opened last, `broken_ms` when it was last closed.
    """

    state: BreakerState = "closed"
    failures: int = 0
    successes: int = 0
    last_failure_ms: int | None = None
    opened_ms: int | None = None
    broken_ms: int | None = None

    def failed(self, now: int, limits: Settings) -> Breaker:
        """After one more failure, which may open the circuit."""
        failures = self.failures + 1
        if self.state == "half_open":
            return Breaker("open", failures, 0, now, now, self.broken_ms)
        if self.state == "closed" and failures >= limits.failure_threshold:
            return Breaker("open", failures, 0, now, now, now)
        return replace(self, failures=failures, last_failure_ms=now)

    def succeeded(self, limits: Settings) -> Breaker:
        """After one more success, which may close a half-open circuit, but never an open one."""
        if self.state == "closed":
            return replace(self, failures=0) if self.failures else self
        if self.state == "open":
            return self
        if self.successes + 1 >= limits.half_open_successes:
            return Breaker(last_failure_ms=self.last_failure_ms)
        return replace(self, successes=self.successes + 1)

    def half_opened(self) -> Breaker:
        """After the reset timeout."""
        return replace(self, state="half_open", successes=0)

    def remaining(self, now: int, limits: Settings) -> int:
        """Milliseconds until the reset timeout has passed; 0 unless open."""
        if self.state != "open" or self.opened_ms is None:
            return 0
        return max(0, self.opened_ms + limits.reset_timeout_ms - now)

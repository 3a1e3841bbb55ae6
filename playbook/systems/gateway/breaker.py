"""The circuit breaker of one node: closed, open, half-open (case study, "Circuit Breaker")."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from playbook.values import Value

BreakerState = Literal["closed", "open", "half_open"]


@dataclass(frozen=True)
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


@dataclass
class Breaker:
    """Closed opens at the threshold; open becomes half-open after the timeout; half-open closes
    after enough successes, and opens again at the first failure. Times in virtual milliseconds."""

    state: BreakerState = "closed"
    failures: int = 0
    successes: int = 0
    last_failure_ms: int | None = None
    opened_ms: int | None = None

    def fail(self, now: int, limits: Settings) -> bool:
        """Record a failure; True where it opens the circuit."""
        self.failures += 1
        self.last_failure_ms = now
        if self.state == "half_open" or (
            self.state == "closed" and self.failures >= limits.failure_threshold
        ):
            self.state, self.opened_ms, self.successes = "open", now, 0
            return True
        return False

    def succeed(self, limits: Settings) -> bool:
        """Record a success; True where it closes the circuit."""
        if self.state == "closed":
            self.failures = 0
            return False
        self.successes += 1
        if self.state == "half_open" and self.successes >= limits.half_open_successes:
            self.state, self.failures, self.successes = "closed", 0, 0
            self.opened_ms = None
            return True
        return False

    def half_open(self) -> None:
        """The reset timeout has passed."""
        self.state, self.successes = "half_open", 0

    def remaining(self, now: int, limits: Settings) -> int:
        """Milliseconds until the reset timeout has passed; 0 unless open."""
        if self.state != "open" or self.opened_ms is None:
            return 0
        return max(0, self.opened_ms + limits.reset_timeout_ms - now)

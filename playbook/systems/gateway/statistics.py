"""What the gateway counts: requests, latencies, recoveries. Times in virtual milliseconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


def percentile(values: Sequence[float], rank: float) -> float:
    """The value at a rank from 0 to 100, by the nearest-rank method; 0 of no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(rank / 100 * len(ordered)) - 1)]


@dataclass
class Statistics:
    """Counters since the run began."""

    total: int = 0
    succeeded: int = 0
    failed: int = 0
    retries: int = 0
    tokens: int = 0
    routing_ms: float = 0.0
    latencies: list[float] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)

    def success_rate(self) -> float:
        """Share of finished requests that succeeded; 1.0 before the first (LANGUAGE.md 5)."""
        finished = self.succeeded + self.failed
        return self.succeeded / finished if finished else 1.0

    def mean_recovery_ms(self) -> float:
        """Mean time from a circuit's opening to its closing; 0 before the first."""
        return sum(self.recoveries) / len(self.recoveries) if self.recoveries else 0.0

    def per_second(self, now_ms: int) -> float:
        """Requests per second of virtual time."""
        return self.total / (now_ms / 1000) if now_ms else 0.0

    def snapshot(self) -> dict[str, Any]:
        return asdict(self)

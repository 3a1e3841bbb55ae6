"""How a benchmark is timed and told: the best of several rounds, as a ratio to a baseline."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the report; milliseconds, unless another `unit` is named."""

    name: str
    ours_ms: float
    baseline: str
    baseline_ms: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.baseline_ms if self.baseline_ms else float("inf")

    def line(self) -> str:
        return (
            f"{self.name:<48} {self.ours_ms:>10.2f} {self.unit}   {self.baseline:<34} "
            f"{self.baseline_ms:>10.2f} {self.unit}   x {self.ratio:.2f}"
        )


def best_ms(work: Callable[[], object], rounds: int = 5, before: Callable[[], object] | None = None) -> float:
    """The fastest of `rounds` runs, in milliseconds: the least disturbed one. `before` each is not timed."""
    times = []
    for _ in range(rounds):
        if before is not None:
            before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000

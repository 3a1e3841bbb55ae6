"""Virtual time: a number of milliseconds that only moves when it is told to."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

Timer = tuple[int, int, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The time, and the timers that wait; `count` is how many were ever set."""

    now: int
    timers: tuple[Timer, ...]
    count: int


class Clock:
    """Timers fire in the order of their time, ties in the order in which they were set."""

    def __init__(self) -> None:
        self.now = 0
        self._timers: list[Timer] = []
        self._count = 0

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        """Call back when `delay_ms` (not negative) have passed."""
        self._count += 1
        heapq.heappush(self._timers, (self.now + max(0, delay_ms), self._count, callback))

    def next_due(self, until: int) -> Callable[[], None] | None:
        """Move to the next timer due by `until` and hand out its callback, else None."""
        if not self._timers or self._timers[0][0] > until:
            return None
        due, _, callback = heapq.heappop(self._timers)
        self.now = max(self.now, due)
        return callback

    def standing(self) -> Standing:
        """What `restore` needs to go on from here. The callbacks are the system's own: they act on it."""
        return Standing(self.now, tuple(self._timers), self._count)

    def restore(self, standing: Standing) -> None:
        """Go on from what `standing` returned."""
        self.now, self._timers, self._count = standing.now, list(standing.timers), standing.count

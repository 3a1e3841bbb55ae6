"""Virtual time: a number of milliseconds that only moves when it is told to."""

from __future__ import annotations

import heapq
from collections.abc import Callable


class Clock:
    """Timers fire in the order of their time, ties in the order in which they were set."""

    def __init__(self) -> None:
        self.now = 0
        self._timers: list[tuple[int, int, Callable[[], None]]] = []
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

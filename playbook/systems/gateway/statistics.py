"""What the gateway counts: requests, latencies, recoveries. Times in virtual milliseconds."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

# How many latencies percentiles are of.
KEPT_LATENCIES = 100
# How many seconds "requests per second" looks back.
RATE_SECONDS = 10


class Window(NamedTuple):
    """The last latencies, as they came and in order; neither sequence is ever changed."""

    recent: tuple[float, ...] = ()
    ordered: Sequence[float] = ()

    def add(self, latency: float) -> Window:
        """With one more, and without the oldest where that is one too many."""
        recent, ordered = self.recent, list(self.ordered)
        if len(recent) >= KEPT_LATENCIES:
            del ordered[bisect_left(ordered, recent[0])]
            recent = recent[1:]
        insort(ordered, latency)
        return Window(recent + (latency,), ordered)  # noqa: RUF005 -- twice as fast as unpacking

    def percentile(self, rank: float) -> float:
        """The value at a rank from 0 to 100, by the nearest-rank method; 0 of no values."""
        if not self.ordered:
            return 0.0
        # Multiplied first: 7 % of 100 values is the seventh, while 0.07 * 100 is a little more than 7.
        return self.ordered[max(0, math.ceil(rank * len(self.ordered) / 100) - 1)]


EMPTY = Window()


class Statistics:
    """Counters since the run began; every value is immutable, so that a snapshot is a tuple of them."""

    __slots__ = (
        "_seconds",
        "failed",
        "latencies",
        "recovered",
        "recovering_ms",
        "retries",
        "routing_ms",
        "succeeded",
        "tokens",
        "total",
    )

    def __init__(self) -> None:
        self.total = self.succeeded = self.failed = self.retries = self.tokens = 0
        self.routing_ms = 0.0
        self.latencies = EMPTY
        # How many circuits have closed again, and how long all of them together were not closed.
        self.recovered = self.recovering_ms = 0
        # Requests begun in each of the last seconds that had any.
        self._seconds: tuple[tuple[int, int], ...] = ()

    def begun(self, now: int) -> None:
        """A request has arrived."""
        self.total += 1
        second, seconds = now // 1000, self._seconds
        if seconds and seconds[-1][0] == second:
            self._seconds = (*seconds[:-1], (second, seconds[-1][1] + 1))
        else:
            self._seconds = (*seconds, (second, 1))[-RATE_SECONDS:]

    def recovery(self, duration_ms: int) -> None:
        """A circuit has closed after so long a time."""
        self.recovered += 1
        self.recovering_ms += duration_ms

    def success_rate(self) -> float:
        """Share of finished requests that succeeded; 1.0 before the first (LANGUAGE.md 5)."""
        finished = self.succeeded + self.failed
        return self.succeeded / finished if finished else 1.0

    def mean_recovery_ms(self) -> float:
        """Mean time from a circuit's opening until it was closed again; 0 before the first."""
        return self.recovering_ms / self.recovered if self.recovered else 0.0

    def per_second(self, now: int) -> float:
        """Requests per second of virtual time over the current second and the nine before it."""
        oldest = max(0, now // 1000 - RATE_SECONDS + 1)
        count = sum(number for second, number in self._seconds if second >= oldest)
        span = now - 1000 * oldest
        return 1000 * count / span if span else 0.0

    def counts(self) -> tuple[int, ...]:
        """The counters; latencies change only where one of these does."""
        return self.total, self.succeeded, self.failed, self.retries, self.tokens

    def snapshot(self) -> tuple[Any, ...]:
        values: tuple[Any, ...] = _ALL(self)
        return values

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        for name, value in zip(Statistics.__slots__, snapshot, strict=True):
            setattr(self, name, value)


_ALL = attrgetter(*Statistics.__slots__)

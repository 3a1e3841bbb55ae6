"""Which budget and which function speak of the same quantity, judged by their names.

`max_routing_ms` is the budget of what `routing_latency_ms()` measures: without limit words, unit and the
words that a unit implies, "routing" is left of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_UPPER = {"max", "maximum", "most", "limit", "budget"}
_LOWER = {"min", "minimum", "least"}
_LIMITS = _UPPER | _LOWER | {"target", "goal", "threshold", "critical"}
_UNITS = {
    **dict.fromkeys(("ms", "millis", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "seconds"), "s"),
    **dict.fromkeys(("mb", "kb", "gb", "bytes", "percent", "pct"), "size"),
}
_IMPLIED = {"latency", "time", "duration", "delay", "elapsed"}
_MOST_LOOKED_AT = 50
MILLISECONDS = {"ms": 1, "s": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a name speaks of: the words that are left, its unit, and which side a limit is on."""

    words: frozenset[str]
    unit: str = ""
    upper: bool = False
    lower: bool = False
    critical: bool = False


@lru_cache(maxsize=4096)
def quantity(name: str) -> Quantity:
    """What a name says."""
    parts = [part for part in name.lower().split("_") if part]
    unit = next((_UNITS[part] for part in parts[1:] if part in _UNITS), "")
    words = [part for part in parts if part not in _LIMITS and part not in _UNITS]
    plain = [word for word in words if word not in _IMPLIED]
    said = set(parts)
    return Quantity(
        frozenset(plain or words),
        unit,
        upper=bool(said & _UPPER),
        lower=bool(said & _LOWER),
        critical="critical" in said,
    )


class Spoken:
    """The quantities of many names, to be asked whether any is part of another."""

    def __init__(self, known: Iterable[frozenset[str]]) -> None:
        self._by_word: dict[str, list[frozenset[str]]] = {}
        for words in known:
            for word in words:
                self._by_word.setdefault(word, []).append(words)

    def any_like(self, words: frozenset[str]) -> bool:
        """Whether all words of the shorter of two are among those of the longer."""
        return any(
            words <= other or other <= words
            for word in words
            for other in self._by_word.get(word, ())[:_MOST_LOOKED_AT]
        )

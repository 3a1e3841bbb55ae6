"""The values that one atom may still have, as facts about it come in."""

from __future__ import annotations

import math
from fractions import Fraction

from playbook.logic.constants import ANY, BOOLEAN, NULL, NUMBER, OTHER, TEXT, Constant, Mark, Number, type_of

_NOTHING: frozenset[Constant] = frozenset()
_BOOLEANS = frozenset((Mark.TRUE, Mark.FALSE))


class Domain:
    """Types, an interval of numbers, and scalars that it must be among or must not be among."""

    __slots__ = ("allowed", "excluded", "high", "high_open", "low", "low_open", "types", "whole")

    def __init__(self, types: int = ANY, allowed: frozenset[Constant] | None = None) -> None:
        self.types = types
        self.allowed = allowed
        self.excluded = _NOTHING
        self.low: Number | None = None
        self.high: Number | None = None
        self.low_open = self.high_open = self.whole = False

    def copy(self) -> Domain:
        twin = Domain(self.types, self.allowed)
        twin.excluded, twin.whole = self.excluded, self.whole
        twin.low, twin.low_open = self.low, self.low_open
        twin.high, twin.high_open = self.high, self.high_open
        return twin

    def meet(self, other: Domain) -> None:
        """Keep what both allow."""
        self.types &= other.types
        if other.allowed is not None:
            self.among(other.allowed)
        self.excluded |= other.excluded
        self.whole = self.whole or other.whole
        if other.low is not None:
            self.limit(other.low, False, other.low_open)
        if other.high is not None:
            self.limit(other.high, True, other.high_open)

    def among(self, values: frozenset[Constant]) -> None:
        self.allowed = values if self.allowed is None else self.allowed & values

    def limit(self, value: Number, upper: bool, strict: bool) -> None:
        """Be at most (`upper`) or at least this, as far as it is a number."""
        if upper:
            if self.high is None or value < self.high or (value == self.high and strict):
                self.high, self.high_open = value, strict
        elif self.low is None or value > self.low or (value == self.low and strict):
            self.low, self.low_open = value, strict

    def settle(self) -> bool:
        """Draw the conclusions; whether any value is left."""
        if self.allowed is not None:
            self.allowed = frozenset(value for value in self.allowed if self.admits(value))
            return bool(self.allowed)
        if self.types & NUMBER and not self._has_number():
            self.types &= ~NUMBER
        if self.excluded:
            if Mark.NULL in self.excluded:
                self.types &= ~NULL
            if self.excluded >= _BOOLEANS:
                self.types &= ~BOOLEAN
        return self.types != 0

    def admits(self, value: Constant) -> bool:
        """Whether it may be this value."""
        kind = type_of(value)
        if not kind & self.types or value in self.excluded:
            return False
        return kind != NUMBER or self._within(value)  # type: ignore[arg-type]

    def _within(self, value: Number) -> bool:
        if self.whole and isinstance(value, Fraction):
            return False
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or not (value > self.high or (self.high_open and value == self.high))

    def _has_number(self) -> bool:
        if self.whole:
            self._tighten()
        low, high = self.low, self.high
        if low is None or high is None:
            return True
        if low > high or (low == high and (self.low_open or self.high_open)):
            return False
        if low == high:
            return low not in self.excluded
        return not self.whole or self.number() is not None

    def _tighten(self) -> None:
        """Counts are whole, and never negative: they have whole limits."""
        assert self.low is not None
        self.low, self.low_open = (math.floor(self.low) + 1 if self.low_open else math.ceil(self.low)), False
        if self.high is not None:
            ceiling = math.ceil(self.high)
            self.high, self.high_open = (ceiling - 1 if self.high_open else math.floor(self.high)), False

    # An example.

    def value(self, avoided: frozenset[Constant] = _NOTHING) -> Constant | None:
        """A value that it may have, a plain one where there is a choice; None where none is found."""
        if self.allowed is not None:
            left = [value for value in self.allowed if value not in avoided]
            return min(left, key=lambda value: (type_of(value), str(value)), default=None)
        kind = self._likely()
        if kind == NUMBER:
            return self.number(avoided)
        if kind == TEXT:
            words = (f"other{number or ''}" for number in range(len(self.excluded) + len(avoided) + 1))
            return next(word for word in words if word not in self.excluded and word not in avoided)
        marks = {BOOLEAN: (Mark.TRUE, Mark.FALSE), NULL: (Mark.NULL,)}.get(kind, ())
        return next((m for m in marks if m not in self.excluded and m not in avoided), None)

    def _likely(self) -> int:
        """The type of the example: what the scalars that were excluded suggest, else a number."""
        suggested = {type_of(value) for value in self.excluded}
        order = [kind for kind in (TEXT, NUMBER, BOOLEAN) if kind in suggested]
        return next((kind for kind in (*order, NUMBER, TEXT, BOOLEAN, NULL) if kind & self.types), OTHER)

    def number(self, avoided: frozenset[Constant] = _NOTHING) -> Number | None:
        """A number within the limits; a whole one if there is any."""
        taken = self.excluded | avoided
        if self.low is None and self.high is not None:
            start, step = (math.ceil(self.high) - 1 if self.high_open else math.floor(self.high)), -1
        else:
            low = 0 if self.low is None else self.low
            start, step = (math.floor(low) + 1 if self.low_open else math.ceil(low)), 1
        number = start
        while self._within(number):
            if number not in taken:
                return number
            number += step
        return None if self.whole else self._fraction(taken)

    def _fraction(self, taken: frozenset[Constant]) -> Number | None:
        """A number between the limits: both are there, or a whole one would have been found."""
        assert self.low is not None and self.high is not None
        width = Fraction(self.high - self.low)
        tries = (self.low, *(self.low + width / 2**power for power in range(1, len(taken) + 2)))
        return next((number for number in tries if self._within(number) and number not in taken), None)

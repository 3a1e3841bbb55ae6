"""A bound on the work that a question may take."""

from __future__ import annotations


class Exhausted(Exception):
    """The question is too large to be answered."""


class Budget:
    """How much work is left; whoever works, spends."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Raises Exhausted."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted

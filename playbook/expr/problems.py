"""What is wrong with the text of an expression, by character offsets in that text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExprProblem:
    """One complaint; `id` is of the PB5xx family of DIAGNOSTICS.md."""

    id: str
    message: str
    start: int
    end: int


class ExprError(Exception):
    """Ends the parsing of one expression; never leaves this package."""

    def __init__(self, problem: ExprProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem

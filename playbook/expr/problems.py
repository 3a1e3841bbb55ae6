"""What is wrong with the text of an expression, by character offsets in that text."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A remedy: each edit replaces the characters from its start to its end by its text.

    Edits do not overlap; `safe` means that the condition cannot have been meant otherwise.
    """

    title: str
    edits: tuple[tuple[int, int, str], ...]
    safe: bool = False

    def applied(self, text: str) -> str:
        """The expression after the edits."""
        for start, end, new in sorted(self.edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


@dataclass(frozen=True, slots=True)
class ExprProblem:
    """One complaint; `id` is of the PB5xx family of DIAGNOSTICS.md."""

    id: str
    message: str
    start: int
    end: int
    rewrites: tuple[Rewrite, ...] = ()
    severity: Severity = Severity.ERROR


class ExprError(Exception):
    """Ends the parsing of one expression; never leaves this package."""

    def __init__(self, problem: ExprProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem

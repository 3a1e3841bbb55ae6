"""What the parser refused, in our terms, and what a remedy for it is."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagnostics import Fix, TextEdit
from playbook.source.layout import Layout
from playbook.source.positions import Lines
from playbook.spans import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """What libyaml said of a text and where, and where what it was reading then began."""

    said: str
    reading: str
    offset: int
    context: int | None
    layout: Layout

    @property
    def text(self) -> str:
        return self.layout.text

    @property
    def lines(self) -> Lines:
        return self.layout.lines

    @property
    def number(self) -> int:
        """The line of the problem."""
        return self.layout.number(self.offset)

    def line(self, number: int) -> tuple[int, str]:
        return self.layout.line(number)

    def before(self, number: int) -> int | None:
        return self.layout.before(number)

    @property
    def leads(self) -> bool:
        """Whether the problem is the first thing on its line."""
        return not self.text[self.line(self.number)[0] : self.offset].strip()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is wrong, where, and what would mend it; `certain` where nothing of the text's meaning is lost."""

    message: str
    span: Span
    fixes: tuple[Fix, ...]
    certain: bool = True


def insertion(problem: Problem, place: int, text: str, title: str, message: str) -> Remedy:
    span = problem.lines.span(place, place)
    return Remedy(message, problem.lines.span(place, place + 1), (Fix(title, (TextEdit(span, text),)),))

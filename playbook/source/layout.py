"""Lines, indentation and what is below what: how a block text looks before anything is parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playbook.source.positions import Lines

# Dashes that begin items, also the last thing on a line.
_DASHES = re.compile(r"[ ]*(?:-(?:[ ]+|\Z))*")
# What may come before the key of a line: spaces and dashes.
LEAD = r"[ ]*(?:-[ ]+)*"
KEY = re.compile(r"(?:\"[^\"\\]*\"|'[^']*'|[^\s\"'\[\]{},&*!|>%@`#-][^:#]*):(?=\s|\Z)")
_BREAKS = re.compile(r"\r\n|\r|\n")


def indent(content: str) -> int:
    return len(content) - len(content.lstrip(" "))


@dataclass(frozen=True, slots=True)
class Layout:
    """A text by its lines; numbers count from 1."""

    text: str
    lines: Lines

    def line(self, number: int) -> tuple[int, str]:
        """Where a line starts, and what it says without its break."""
        starts = self.lines.starts
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        return start, self.text[start:end].rstrip("\r\n")

    def number(self, offset: int) -> int:
        """The line of an offset."""
        return self.lines.place(offset)[0]

    def before(self, number: int) -> int | None:
        """The last line before that says something."""
        while number > 1:
            number -= 1
            content = self.line(number)[1].strip()
            if content and not content.startswith("#"):
                return number
        return None

    def last_below(self, number: int, column: int) -> int:
        """The last of the lines that follow and are indented by more than a column."""
        last, following = number, number + 1
        while following <= len(self.lines.starts):
            content = self.line(following)[1]
            if content.strip():
                if indent(content) <= column and not (
                    indent(content) == column and content.strip()[0] in "]}"
                ):
                    break
                last = following
            following += 1
        return last

    def opens(self, number: int) -> bool:
        """Whether the lines below a line belong to the key on it."""
        content = self.line(number)[1]
        dashes = _DASHES.match(content)
        assert dashes is not None
        key = content.rstrip().endswith(":") or KEY.match(content, dashes.end()) is not None
        return key and self.last_below(number, dashes.end()) > number

    def value(self, offset: int, *, below: bool) -> tuple[int, int]:
        """The value on a line, or what stands for one; with what is `below` its key."""
        number = self.number(offset)
        start, content = self.line(number)
        dashes = _DASHES.match(content)
        assert dashes is not None
        key = KEY.match(content, dashes.end())
        first = key.end() if key is not None and start + key.end() <= offset else dashes.end()
        if not below:
            return start + first, start + len(content)
        return self._region(start + first, number, dashes.end() if key is not None else indent(content))

    def _region(self, start: int, number: int, column: int) -> tuple[int, int]:
        first, content = self.line(self.last_below(number, column))
        return start, max(start, first + len(content))

    def breaks(self, start: int, end: int) -> str:
        """The line breaks of a range: what is left out keeps them, so that lines keep their numbers."""
        return "".join(_BREAKS.findall(self.text, start, end))

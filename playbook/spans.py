"""The two addresses that everything uses: `Span`, where in the text, and `Path`, which element.

Nothing in this project holds a reference to a YAML node or a model object across a boundary:
diagnostics, drawings, run events and forms carry a path (as a JSON pointer) and look spans up.
"""

from __future__ import annotations

from typing import NamedTuple

Path = tuple[str | int, ...]


class Span(NamedTuple):
    """A half-open range of the text.

    `line` and `column` count from 1, in characters (what an editor shows); `start` and `end` are
    0-based character offsets into the decoded text.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Itself: a span stands where it stands."""
        return self


START = Span(1, 1, 1, 1, 0, 0)


def pointer(path: Path) -> str:
    """The path as a JSON pointer (RFC 6901); the whole document is the empty text."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def parse_pointer(text: str) -> Path:
    """The path that `pointer` wrote; parts that are all digits come back as integers.

    Raises ValueError when the text is neither empty nor starts with a slash.
    """
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"a JSON pointer starts with '/', not {text[:1]!r}")
    parts = (part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/"))
    return tuple(int(part) if part.isdecimal() and part.isascii() else part for part in parts)

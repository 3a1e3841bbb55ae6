"""Colours for a terminal, by meaning."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TextIO

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "passed": "32",
    "failed": "31",
    "strong": "1",
    "quiet": "2",
    "removed": "31",
    "added": "32",
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Paints a text by what it means, or leaves it as it is."""

    on: bool = False

    def __call__(self, text: str, meaning: str) -> str:
        if not self.on or not text or meaning not in _CODES:
            return text
        return f"\x1b[{_CODES[meaning]}m{text}\x1b[0m"


def for_stream(stream: TextIO) -> Paint:
    """Colours where the stream is a terminal and its user has not asked for none (NO_COLOR, TERM=dumb)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paint(wanted and stream.isatty())

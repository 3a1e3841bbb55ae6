"""Which known name a misspelt one most likely means, within a budget per check."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from playbook.diagnostics import Fix, TextEdit
from playbook.limits import MAX_NAME_COMPARISONS
from playbook.spans import Span

_LONGEST = 100
_CUTOFF = 0.6
_PLAIN = re.compile(r"[\w.\-]+\Z")


class Hints:
    """Looks for near names until the budget of comparisons is spent; then it suggests nothing.

    Thousands of misspelt names among thousands of states would otherwise cost minutes.
    """

    def __init__(self, budget: int = MAX_NAME_COMPARISONS) -> None:
        self._left = budget

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """The known name that looks most like this one, if any does."""
        if len(name) > _LONGEST or self._left <= 0:
            return None
        # Twice the shorter over the sum bounds the ratio that difflib can reach.
        likely = [k for k in known if 2 * min(len(k), len(name)) >= _CUTOFF * (len(k) + len(name))]
        self._left -= len(likely)
        close = get_close_matches(name, likely, n=1, cutoff=_CUTOFF)
        return close[0] if close else None


def meant(close: str | None) -> str:
    """'; did you mean "x"?', or nothing."""
    return f'; did you mean "{close}"?' if close else ""


def replacement(close: str | None, span: Span, quote: str = "") -> tuple[Fix, ...]:
    """The fix that writes the nearest known name, where it can be written without escapes."""
    if close is None or not _PLAIN.match(close):
        return ()
    return (Fix(f'Replace by "{close}"', (TextEdit(span, f"{quote}{close}{quote}"),)),)


def listed(names: Collection[str], most: int = 8) -> str:
    """The first names, comma-separated, and how many more there are."""
    shown = list(names)[:most]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")

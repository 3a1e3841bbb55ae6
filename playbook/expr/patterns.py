"""`matches`: RE2 patterns, which take linear time whatever the pattern."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from playbook.expr.values import ValueProblem

MAX_PATTERN_CHARS = 1_000


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    return re2.compile(pattern, options=options)


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern is found in the text. Raises ValueProblem for a bad pattern or text."""
    if len(pattern) > MAX_PATTERN_CHARS:
        raise ValueProblem(f"the pattern is longer than {MAX_PATTERN_CHARS} characters")
    try:
        return _compiled(pattern).search(text) is not None
    except UnicodeEncodeError:
        # JSON can say half of a character, "\\ud800", and so can a system that answers in JSON.
        raise ValueProblem("a text with half of a character cannot be searched") from None
    except re2.error as problem:
        raise ValueProblem(f"this is not a pattern: {_said(problem)}") from None


def _said(problem: Exception) -> str:
    said = problem.args[0] if problem.args else problem
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)

"""What an expression may evaluate to: plain values, and *unknown* (LANGUAGE.md section 3).

There is no coercion: `1 == '1'` is false, `true == 1` is false, `1 == 1.0` is true, and ordering
across types is an error with a place. Integers stay within 64 bits, texts within 64 KiB.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from playbook.limits import MAX_RESULT_BYTES
from playbook.values import Value

INT_MIN, INT_MAX = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """The third truth value: something that nothing provides; `missing` names it."""

    missing: frozenset[str]


Result = Value | Unknown


class EvaluationError(Exception):
    """The expression cannot be evaluated; `start` to `end` are offsets in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


class ValueProblem(Exception):
    """An operation refused its operands; the caller knows the place."""


def kind(value: Value) -> str:
    """The name of a value's type, as messages say it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "a map"


def is_number(value: Value) -> bool:
    """Whether it is a number; booleans are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def equal(left: Value, right: Value) -> bool:
    """Equality without coercion, deep for lists and maps."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[k], right[k]) for k in left)
    return type(left) is type(right) and left == right


def comparable(left: Value, right: Value) -> bool:
    """Whether the two have an order: two numbers, or two texts."""
    if is_number(left) and is_number(right):
        return True
    return isinstance(left, str) and isinstance(right, str)


def bounded(value: Value) -> Value:
    """The value, if it is within the limits. Raises ValueProblem."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and not INT_MIN <= value <= INT_MAX:
        raise ValueProblem("the result does not fit into 64 bits")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueProblem("the result is not a finite number")
    return value


def joined(left: str, right: str) -> str:
    """Two texts as one. Raises ValueProblem before anything too large is built."""
    if len(left) + len(right) > MAX_RESULT_BYTES:
        raise ValueProblem(f"the result is longer than {MAX_RESULT_BYTES} characters")
    return left + right


def weighed(value: Value) -> Value:
    """The value, if it is not larger than a result may be. Raises ValueProblem.

    Sizes are counted as characters and items, and no further than the limit.
    """
    room = MAX_RESULT_BYTES
    waiting = [value]
    while waiting:
        part = waiting.pop()
        room -= len(part) if isinstance(part, str) else 1
        if room < 0:
            raise ValueProblem(f"the result is larger than {MAX_RESULT_BYTES} characters and items")
        if isinstance(part, list):
            if len(part) > room:
                room = -1
            waiting.extend(part[: max(room, 0) + 1])
        elif isinstance(part, dict):
            waiting.extend(part.values())
    return value


SHOWN_CHARS = 80


def show(value: Result) -> str:
    """The value as the language writes it, shortened where long; costs no more than what is shown."""
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, str):
        quoted = "'" + value[:SHOWN_CHARS].replace("\\", "\\\\").replace("'", "\\'") + "'"
        return quoted if len(quoted) <= SHOWN_CHARS else quoted[: SHOWN_CHARS - 4] + "...'"
    if isinstance(value, list | dict):
        text = "".join(islice(_written(value), SHOWN_CHARS + 1))
        return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 3] + "..."
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _written(value: Value) -> Iterator[str]:
    """A list or map piece by piece, so that nobody pays for more than is shown."""
    if isinstance(value, list):
        yield "["
        for position, item in enumerate(value):
            if position:
                yield ", "
            yield from _written(item)
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for position, (key, item) in enumerate(value.items()):
            yield f"{', ' if position else ''}{show(key)}: "
            yield from _written(item)
        yield "}"
    else:
        yield show(value)

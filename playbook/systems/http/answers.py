"""Reading answers: JSON into values, checked against what the protocol says (docs/systems.md).

A server may send anything; what is wrong is told with its place, and nothing of it is used.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from playbook.expr.values import INT_MAX, INT_MIN, ValueProblem, weighed
from playbook.limits import MAX_DEPTH, MAX_MESSAGE_CHARS, MAX_WAIT_MS
from playbook.systems.http.problems import BadAnswer
from playbook.values import Value

MAX_ITEMS = 1_000
MAX_NAME_CHARS = 200

Answer = Mapping[str, Value]


def read(message: str, body: bytes) -> dict[str, Value]:
    """The body as a map of plain values. Raises BadAnswer."""
    try:
        answer = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise wrong(message, "it is not UTF-8") from None
    except RecursionError:
        raise wrong(message, f"it is nested more than {MAX_DEPTH} levels deep") from None
    except ValueError as problem:
        raise wrong(message, f"it is not JSON: {problem}") from None
    if not isinstance(answer, dict):
        raise wrong(message, f"it must be an object, not {_kind(answer)}")
    _plain(message, answer)
    return answer


def wrong(message: str, what: str) -> BadAnswer:
    """The complaint about an answer."""
    return BadAnswer(f'the answer to "{message}" cannot be used: {shortened(what)}')


def shortened(text: str) -> str:
    """A text of the server's, on one line and no longer than a message may be."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_MESSAGE_CHARS else f"{line[:MAX_MESSAGE_CHARS]}…"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _plain(message: str, value: object, depth: int = 1) -> None:
    if depth > MAX_DEPTH:
        raise wrong(message, f"it is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, str):
        # A half of a surrogate pair can neither be stored nor shown.
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise wrong(message, "a text has half of a surrogate pair")
    elif isinstance(value, int | float) and not INT_MIN <= value <= INT_MAX:
        # What is far outside is no number that a condition could compute with, nor JSON's idea of one.
        if isinstance(value, int) or not math.isfinite(value):
            raise wrong(message, "a number is too large")
    elif isinstance(value, list):
        for item in value:
            _plain(message, item, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            _plain(message, key, depth)
            _plain(message, item, depth + 1)


def _kind(value: object) -> str:
    names = {bool: "true or false", str: "a text", list: "a list", dict: "an object", type(None): "null"}
    return names.get(type(value), "a number")


@dataclass(frozen=True, slots=True)
class Emitted:
    """An event of the system, at once or after a delay of virtual time."""

    event: str
    cause: str = ""
    after_ms: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """The system wants a `tick` with this id; after 0 ms means: once the machine has followed."""

    id: str
    after_ms: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What a message did: time that passed, events for the machine, and timers."""

    took_ms: int = 0
    events: tuple[Emitted, ...] = ()
    timers: tuple[Timer, ...] = ()


def effects(message: str, answer: Answer) -> Effects:
    """The effects that an answer tells of. Raises BadAnswer."""
    return Effects(
        _milliseconds(message, "took_ms", answer.get("took_ms")),
        tuple(_event(message, item) for item in _items(message, answer, "events")),
        tuple(_timer(message, item) for item in _items(message, answer, "timers")),
    )


def _event(message: str, item: Value) -> Emitted:
    if isinstance(item, str):
        item = {"event": item}
    entry = _entry(message, "events", item)
    event = _name(message, "event", entry.get("event"))
    cause = entry.get("cause")
    if not isinstance(cause, str | None):
        raise wrong(message, f'"cause" must be a text, not {_kind(cause)}')
    return Emitted(event, shortened(cause or ""), _milliseconds(message, "after_ms", entry.get("after_ms")))


def _timer(message: str, item: Value) -> Timer:
    entry = _entry(message, "timers", item)
    after = _milliseconds(message, "after_ms", entry.get("after_ms"))
    return Timer(_name(message, "id", entry.get("id")), after)


def _items(message: str, answer: Answer, key: str) -> list[Value]:
    found = answer.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise wrong(message, f'"{key}" must be a list, not {_kind(found)}')
    if len(found) > MAX_ITEMS:
        raise wrong(message, f'"{key}" has more than {MAX_ITEMS:,} items')
    return found


def _entry(message: str, key: str, item: Value) -> dict[str, Value]:
    if not isinstance(item, dict):
        raise wrong(message, f'an item of "{key}" must be an object, not {_kind(item)}')
    return item


def _name(message: str, key: str, value: Value) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_NAME_CHARS:
        raise wrong(message, f'"{key}" must be a text of 1 to {MAX_NAME_CHARS} characters')
    return value


def _milliseconds(message: str, key: str, value: Value) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_WAIT_MS:
        raise wrong(message, f'"{key}" must be a number of milliseconds, 0 to {MAX_WAIT_MS:,}')
    return int(value)


@dataclass(frozen=True, slots=True)
class Told:
    """What a function answered: a value, unknown, or an error."""

    value: Value = None
    unknown: bool = False
    error: str = ""


def values(answer: Answer, count: int) -> tuple[Told, ...]:
    """The answers to a batch of calls, in their order. Raises BadAnswer."""
    found = answer.get("values")
    if not isinstance(found, list) or len(found) != count:
        raise wrong("evaluate", f'"values" must be a list of {count} items, one for each call')
    return tuple(map(_told, found))


def _told(item: Value) -> Told:
    entry = _entry("evaluate", "values", item)
    error = entry.get("error")
    if isinstance(error, str) and error:
        return Told(error=shortened(error))
    if entry.get("unknown") is True:
        return Told(unknown=True)
    if "value" not in entry:
        raise wrong("evaluate", 'an item of "values" must have "value", "unknown": true, or "error"')
    try:
        return Told(weighed(entry["value"]))
    except ValueProblem as problem:
        return Told(error=str(problem))


def panels(answer: Answer) -> dict[str, list[dict[str, Value]]]:
    """Rows by panel. Raises BadAnswer."""
    found = answer.get("panels")
    if not isinstance(found, dict):
        raise wrong("panels", f'"panels" must be an object of lists, not {_kind(found)}')
    return {name: list(_rows(name, rows)) for name, rows in found.items()}


def _rows(name: str, rows: Value) -> Iterator[dict[str, Value]]:
    if not isinstance(rows, list):
        raise wrong("panels", f'the rows of "{name}" must be a list, not {_kind(rows)}')
    for row in rows:
        yield _entry("panels", name, row)

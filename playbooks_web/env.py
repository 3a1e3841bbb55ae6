"""Readers of the environment that fail loudly, with the variable's name and what is allowed."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

from playbook.systems.http.problems import BadReach
from playbook.systems.http.reach import reach_here


def text(name: str, default: str | None = None, *, choices: Sequence[str] = ()) -> str:
    """The variable as text; without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            raise ImproperlyConfigured(f"{name} must be set.")
        return default
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """The variable as a whole number within bounds."""
    raw = text(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}; it must be a whole number.") from None
    if not minimum <= value <= maximum:
        raise ImproperlyConfigured(f"{name} is {value}; it must be {minimum} to {maximum}.")
    return value


def names(name: str, default: Sequence[str] | None = None) -> list[str]:
    """The variable as a list, separated by commas."""
    raw = text(name, None if default is None else ",".join(default))
    return [part.strip() for part in raw.split(",") if part.strip()]


def http_reach() -> None:
    """Whether what systems over HTTP may reach can be read; whoever drives one reads it again."""
    try:
        reach_here(os.environ)
    except BadReach as problem:
        raise ImproperlyConfigured(f"{problem}.") from None

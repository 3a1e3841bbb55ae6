"""What a system under test offers, as values: what the rules and the engine check calls against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playbook.values import Value


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an action or function; `kind` is text, integer, number, boolean or any."""

    name: str
    kind: str = "any"
    required: bool = True
    help: str = ""

    @property
    def wanted(self) -> str:
        """The kind as messages word it."""
        return _WANTED.get(self.kind, "a value")


_WANTED = {
    "text": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def fits(value: Value, kind: str) -> bool:
    """Whether a value is of a parameter's kind; booleans are no numbers."""
    if kind == "text":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        types: tuple[type, ...] = (int,) if kind == "integer" else (int, float)
        return isinstance(value, types) and not isinstance(value, bool)
    return True


@dataclass(frozen=True, slots=True)
class FunctionSignature:
    """A function's least and greatest number of arguments, and what it returns.

    `returns` is text, number, count (a whole number of at least 0), boolean or any; `choices` has the
    texts that it may return, where they are few.
    """

    least: int = 0
    most: int = 0
    returns: str = "any"
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is not known is None, and then nothing is complained of.

    Actions with their parameters, functions, the names that status-bar placeholders may use, and for every
    panel the columns (or fields) that its rows have; `at_start` has what functions return without arguments
    before anything has happened. `problem` says why no system can be had.
    """

    system: str = "bare machine"
    actions: Mapping[str, tuple[Parameter, ...]] | None = None
    functions: Mapping[str, FunctionSignature] | None = None
    placeholders: frozenset[str] | None = None
    panels: Mapping[str, tuple[str, ...]] | None = None
    problem: str = ""
    at_start: Mapping[str, Value] | None = None

"""The statements of a simulation, compiled once, and what carrying them out amounts to.

LANGUAGE.md section 6. What cannot be executed is said when it is reached: the validator has said it before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from playbook.document.simulation import EFFECTS, TOO_LARGE, target_of
from playbook.expr import tree
from playbook.expr.values import ValueProblem, kind, show
from playbook.limits import MAX_PENDING_TIMERS, MAX_SIMULATION_SIZE, MAX_STATEMENTS, MAX_WAIT_MS
from playbook.machine.port import ActionError
from playbook.spans import Path
from playbook.systems.assignment import assigned
from playbook.systems.formulas import Formula, NoValue, Places, formula
from playbook.systems.names import Given, Memory
from playbook.values import Value


@dataclass(frozen=True, slots=True)
class Assignment:
    """One entry of a `set`: a variable, the keys down to a part of it, and the new value."""

    target: str
    name: str
    keys: tuple[Formula, ...]
    value: Formula


@dataclass(frozen=True, slots=True)
class Statement:
    """What it does, under which condition, and when; `problem` says why it cannot be executed."""

    where: str
    when: Formula | None = None
    after: Formula | None = None
    sets: tuple[Assignment, ...] = ()
    emit: str = ""
    fail: str = ""
    problem: str = ""


@dataclass
class Effects:
    """What an action asks of the machine, handed over only once all of the action went well."""

    events: list[str] = field(default_factory=list)
    timers: list[tuple[int, Statement]] = field(default_factory=list)


class _Refused(Exception):
    """A statement that has not the shape of one."""


def statements(value: Value, path: Path, places: Places, variables: Collection[str]) -> tuple[Statement, ...]:
    """Compile the body of an action; nothing is an action that does nothing."""
    if value is None:
        return ()
    if not isinstance(value, list):
        return (Statement(places.said(path), problem="an action is a list of statements"),)
    if len(value) > MAX_STATEMENTS:
        return (Statement(places.said(path), problem=f"an action has {MAX_STATEMENTS:,} statements at most"),)
    return tuple(statement(item, (*path, n), places, variables) for n, item in enumerate(value))


def statement(value: Value, path: Path, places: Places, variables: Collection[str]) -> Statement:
    """Compile one statement."""
    where = places.said(path)
    try:
        if not isinstance(value, dict):
            raise _Refused('a statement is a map such as "emit: model_registered"')
        if not any(name in value for name in EFFECTS):
            raise _Refused(f"it does nothing: it has none of {', '.join(EFFECTS)}")
        return Statement(
            where,
            _formula(value, "when", path, places),
            _formula(value, "after_ms", path, places),
            tuple(_assignments(value, path, places, variables)),
            _text(value, "emit", path, places),
            _text(value, "fail", path, places),
        )
    except _Refused as problem:
        return Statement(where, problem=str(problem))


def _formula(value: dict[str, Value], name: str, path: Path, places: Places) -> Formula | None:
    if name not in value:
        return None
    if value[name] is None or isinstance(value[name], list | dict):
        raise _Refused(f'"{name}" must be a text')
    return formula(value[name], (*path, name), places)


def _text(value: dict[str, Value], name: str, path: Path, places: Places) -> str:
    if name not in value:
        return ""
    text = places.text((*path, name), value[name])
    if not text or value[name] is None or isinstance(value[name], list | dict):
        raise _Refused(f'"{name}" must be a text')
    return text


def _assignments(
    value: dict[str, Value], path: Path, places: Places, variables: Collection[str]
) -> Iterable[Assignment]:
    sets = value.get("set", {})
    if not isinstance(sets, dict):
        raise _Refused('"set" must be a map of variables and their new values')
    for target, given in sets.items():
        here = (*path, "set", target)
        root, places_within = target_of(target)
        if root is None or root.name not in variables:
            raise _Refused(f'"{target}" is no variable of the simulation, and cannot be set')
        keys = tuple(_key(target, key, here, places) for key in places_within)
        yield Assignment(target, root.name, keys, formula(given, here, places))


def _key(target: str, key: tree.Node | str, path: Path, places: Places) -> Formula:
    if isinstance(key, str):
        return Formula(lambda scope: key)
    return formula(target[key.start : key.end], path, places)


class Executor:
    """Carries statements out: on the memory at once, on the machine through the effects."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def reach(self, statement: Statement, scope: Given, effects: Effects) -> None:
        """Come to a statement: carry it out, or set its timer. Raises ActionError with its place."""
        with_place = _placed(statement)
        if statement.problem:
            raise with_place(statement.problem)
        try:
            if not self._holds(statement, scope):
                return
            if statement.after is None:
                self._carry_out(statement, scope, effects)
            else:
                effects.timers.append((self._delay(statement.after, statement, scope), statement))
        except (NoValue, ValueProblem) as problem:
            raise with_place(str(problem)) from None

    def due(self, statement: Statement, scope: Given, effects: Effects) -> None:
        """The time of a delayed statement has come. Raises ActionError with its place."""
        try:
            self._carry_out(statement, scope, effects)
        except (NoValue, ValueProblem) as problem:
            raise _placed(statement)(str(problem)) from None

    def _holds(self, statement: Statement, scope: Given) -> bool:
        if statement.when is None:
            return True
        value = statement.when.value(scope, statement.where)
        if not isinstance(value, bool):
            raise ValueProblem(f'"when" is {show(value)}, not true or false')
        return value

    def _delay(self, after: Formula, statement: Statement, scope: Given) -> int:
        value = after.value(scope, statement.where)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueProblem(f"after_ms is {kind(value)}, not a number of milliseconds: {show(value)}")
        if not 0 <= value <= MAX_WAIT_MS:
            raise ValueProblem(f"after_ms must be 0 to {MAX_WAIT_MS:,}, not {show(value)}")
        self._memory.pending += 1
        if self._memory.pending > MAX_PENDING_TIMERS:
            raise ValueProblem(f"more than {MAX_PENDING_TIMERS:,} delayed statements wait for their time")
        return int(value)

    def _carry_out(self, statement: Statement, scope: Given, effects: Effects) -> None:
        if statement.sets:
            self._set(statement, scope)
        if statement.emit:
            effects.events.append(statement.emit)
        if statement.fail:
            raise ActionError(f"{statement.fail} ({statement.where})")

    def _set(self, statement: Statement, scope: Given) -> None:
        """All keys and values are worked out before the first of them is set: two may change places."""
        found = [
            (
                one,
                [key.value(scope, statement.where) for key in one.keys],
                one.value.value(scope, statement.where),
            )
            for one in statement.sets
        ]
        memory = self._memory
        for one, keys, value in found:
            try:
                whole, more = assigned(memory.variables[one.name], keys, value)
            except ValueProblem as problem:
                raise ValueProblem(f"`{one.target}` cannot be set: {problem}") from None
            memory.size += more
            if memory.size > MAX_SIMULATION_SIZE:
                raise ValueProblem(f"`{one.target}` cannot be set: {TOO_LARGE}")
            memory.variables[one.name] = whole


def _placed(statement: Statement) -> Callable[[str], ActionError]:
    # A part that stands where the statement does needs no place of its own.
    def placed(message: str) -> ActionError:
        own = message.replace(f" ({statement.where})", "")
        return ActionError(f"the statement at {statement.where} failed: {own}")

    return placed

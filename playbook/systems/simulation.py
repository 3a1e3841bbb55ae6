"""A system under test written in the playbook itself: its `simulation:` section, executed.

LANGUAGE.md section 6. An action is all or nothing: one that fails leaves the variables as they were, and
emits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import cast

from playbook.document.model import Playbook
from playbook.document.simulation import SECTION, header, hooks, weight
from playbook.expr.values import ValueProblem
from playbook.limits import MAX_CALLS_OF_A_CHECK, MAX_PANEL_ROWS
from playbook.machine.port import Action, ActionError, Function, Host
from playbook.signatures import Parameter
from playbook.systems.formulas import Formula, NoValue, Places, formula
from playbook.systems.names import Defined, Given, Memory, Names
from playbook.systems.statements import Effects, Executor, Statement, statement, statements
from playbook.values import Value

# What a cell shows that cannot be worked out: the dashboard never fails a run.
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class View:
    """A panel: a row for each part of a list or map, or one row."""

    each: Formula | None
    names: tuple[str, ...]
    row: Mapping[str, Formula]


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in a state: the state, and how many there were before."""

    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Hooked:
    """A statement of the machine: whose it is, and the state that it is done on entering."""

    given: Mapping[str, Value]
    statement: Statement
    whose: str
    state: str


class Simulation:
    """Executes the section of one playbook; parts of it that cannot be read fail where they are used."""

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        section = playbook.sections.get(SECTION)
        self._section: dict[str, Value] = section if isinstance(section, dict) else {}
        self._places = Places(playbook.sections)
        initial = playbook.machine.initial
        state = initial.name if initial is not None else next((s.id for s in playbook.machine.states), "")
        variables = self._part("variables")
        self._settable = frozenset(variables)
        self._memory, self._too_large = Memory(variables, 0, state, seed), ""
        try:
            self._memory.size = weight(variables)
        except ValueProblem as problem:
            self._too_large = str(problem)
        defined = dict(self._defined())
        self._names = Names(self._memory, defined, playbook.sections)
        self._executor = Executor(self._memory)
        self._within = {id(value): (path, whose) for path, whose, value in hooks(playbook)}
        self._hooks: dict[int, Hooked] = {}
        self._views = dict(self._panels())
        self._host: Host | None = None
        self.placeholders: Mapping[str, Callable[[], Value]] = {}
        self.columns: Mapping[str, tuple[str, ...]] = {name: tuple(v.row) for name, v in self._views.items()}
        self.functions: Mapping[str, Function] = dict(self._functions(defined))
        self.actions: Mapping[str, Action] = dict(self._actions())

    def _part(self, name: str) -> dict[str, Value]:
        part = self._section.get(name)
        return part if isinstance(part, dict) else {}

    def _defined(self) -> Iterator[tuple[str, Defined]]:
        for text, value in self._part("functions").items():
            head = header(text)
            if not head.problem and head.name not in self._memory.variables:
                body = partial(formula, value, (SECTION, "functions", text), self._places)
                yield head.name, Defined(head.name, head.parameters, body)

    def _functions(self, defined: Mapping[str, Defined]) -> Iterator[tuple[str, Function]]:
        """What conditions may ask: functions, and variables as functions without arguments."""
        for name in self._memory.variables:
            yield name, Function(partial(self._variable, name), help="a variable of the simulation")
        for name, function in defined.items():
            count = len(function.parameters)
            help = f"simulated: {name}({', '.join(function.parameters)})"
            yield name, Function(self._asking(name), count, count, help)

    def affordable(self) -> Iterator[tuple[str, Function]]:
        """The functions one by one, until asking them has cost as much as a check may spend on it."""
        for name, function in self.functions.items():
            if self._names.work < MAX_CALLS_OF_A_CHECK:
                yield name, function

    def _variable(self, name: str) -> Value:
        return self._memory.variables[name]

    def _asking(self, name: str) -> Callable[..., Value]:
        # An unknown is no value, yet may be a result: conditions know what to make of it.
        return lambda *args, **kwargs: cast(Value, self._names.call(name, args, kwargs))

    def _actions(self) -> Iterator[tuple[str, Action]]:
        for text, value in self._part("actions").items():
            head = header(text)
            if not head.problem:
                path = (SECTION, "actions", text)
                body = cache(partial(statements, value, path, self._places, self._settable))
                parameters = tuple(map(Parameter, head.parameters))
                yield head.name, Action(self._acting(head.name, body), parameters, f"Simulated: {text}")

    def _acting(self, name: str, body: Callable[[], Sequence[Statement]]) -> Callable[..., None]:
        return lambda **given: self._act(name, body(), given)

    # Actions, delayed statements, and statements of the machine.

    def _act(
        self, name: str, body: Sequence[Statement], given: Mapping[str, Value], within: Visit | None = None
    ) -> None:
        if self._too_large:
            raise ActionError(f"the simulation cannot start: {self._too_large}")
        scope = Given(self._names, given, chance=True)

        def work(effects: Effects) -> None:
            for each in body:
                self._executor.reach(each, scope, effects)

        for delay_ms, each in self._as_one(work):
            late = partial(self._due, f"{delay_ms:,} ms after {name}", each, scope, within)
            self._attached().after(delay_ms, late)

    def _due(self, cause: str, each: Statement, scope: Given, within: Visit | None) -> None:
        self._memory.pending -= 1
        if within is None or self._lasts(within):
            self._as_one(lambda effects: self._executor.due(each, scope, effects), cause)

    def _lasts(self, visit: Visit) -> bool:
        """Whether the machine has stayed; what is done on entering comes before the system hears of it."""
        return self._memory.state == visit.state and self._memory.visits <= visit.number + 1

    def _as_one(self, work: Callable[[Effects], None], cause: str = "") -> list[tuple[int, Statement]]:
        """Do the work; only when all of it went well the machine hears of it. The timers that it sets."""
        effects, before = Effects(), self._memory.snapshot()
        try:
            work(effects)
        except ActionError:
            self._memory.restore(before)
            raise
        for event in effects.events:
            self._attached().emit(event, cause)
        return effects.timers

    def _attached(self) -> Host:
        assert self._host is not None
        return self._host

    def execute(self, statement: Mapping[str, Value]) -> None:
        """Carry out a statement of a state's `on_entry` or `on_exit`, or of a transition's `actions`.

        On entering, the state is the new one already, and what is delayed ends with it. Raises ActionError.
        """
        known = self._hooks.get(id(statement))
        if known is None or known.given is not statement:
            known = self._hooks[id(statement)] = self._hook(statement)
        within = None
        if known.state:
            self._memory.state = known.state
            within = Visit(known.state, self._memory.visits)
        self._act(known.whose, (known.statement,), {}, within)

    def _hook(self, given: Mapping[str, Value]) -> Hooked:
        path, whose = self._within.get(id(given), ((), "a statement"))
        state = str(path[2]) if path[3:4] == ("on_entry",) else ""
        return Hooked(given, statement(dict(given), path, self._places, self._settable), whose, state)

    # Panels.

    def _panels(self) -> Iterator[tuple[str, View]]:
        for name, view in self._part("panels").items():
            row = view.get("row") if isinstance(view, dict) else None
            if not isinstance(view, dict) or not isinstance(row, dict):
                continue
            path, named = (SECTION, "panels", name), view.get("as")
            names = tuple(map(str, named)) if isinstance(named, list) else (str(named),) if named else ()
            each = formula(view["each"], (*path, "each"), self._places) if "each" in view else None
            cells = {column: formula(v, (*path, "row", column), self._places) for column, v in row.items()}
            yield name, View(each, names, cells)

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        return {name: list(islice(self._rows(view), MAX_PANEL_ROWS)) for name, view in self._views.items()}

    def _rows(self, view: View) -> Iterator[Mapping[str, Value]]:
        if view.each is None:
            yield self._row(view, {})
            return
        try:
            whole = view.each.value(Given(self._names, {}), "")
        except NoValue:
            whole = None
        if not isinstance(whole, list | dict):
            yield dict.fromkeys(view.row, UNKNOWN)
            return
        for part in parts(whole, len(view.names)):
            yield self._row(view, dict(zip(view.names, part, strict=False)))

    def _row(self, view: View, given: Mapping[str, Value]) -> Mapping[str, Value]:
        scope, found = Given(self._names, given), {}
        for column, cell in view.row.items():
            try:
                found[column] = cell.value(scope, "")
            except NoValue:
                found[column] = UNKNOWN
        return found

    # port.System

    def attach(self, host: Host) -> None:
        self._host = host

    def entered(self, state: str) -> None:
        self._memory.state = state
        self._memory.visits += 1

    def snapshot(self) -> Value:
        return self._memory.snapshot()

    def restore(self, snapshot: Value) -> None:
        assert isinstance(snapshot, dict)
        self._memory.restore(snapshot)


def parts(whole: list[Value] | dict[str, Value], names: int) -> Iterator[tuple[Value, ...]]:
    """What a row is given: key and value of a map, or place and item of a list; one name is key or item."""
    if isinstance(whole, dict):
        yield from whole.items()
    elif names > 1:
        yield from enumerate(whole)
    else:
        yield from ((item,) for item in whole)

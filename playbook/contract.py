"""What every system under test must keep to, as tests that anybody can run against their own.

    from playbook.contract import SystemContract

    class TestDoor(SystemContract):
        path = "playbooks/door.yaml"
        make = Door                  # called with the playbook and a seed; without it, as a run chooses

pytest collects the tests; nothing of pytest is needed here. The system is driven by the actions of the
playbook's own scenarios, and looked at through its functions and panels (LANGUAGE.md section 5,
docs/systems.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import count
from typing import Any, ClassVar

from playbook import facade
from playbook.document.model import Playbook, Step
from playbook.errors import PlaybookError
from playbook.expr.values import Unknown, ValueProblem
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine, Stopped
from playbook.machine.port import Action, CannotSnapshot, Closes, Function, System
from playbook.machine.program import Program
from playbook.run.acting import CannotAct, act
from playbook.systems.choose import choose
from playbook.systems.http.problems import Declined
from playbook.systems.http.system import HttpSystem
from playbook.systems.registered import lacks

# A step is repeated no more often than shows what repeating does.
MOST_REPEATS = 3
Seen = dict[str, Any]


class ContractBroken(AssertionError):
    """The system does not do what the engine relies on; the message says what, and where it was seen."""


class SystemContract:
    """Tests of one system; a subclass says which, by `path` or `playbook()`, and `make`."""

    path: ClassVar[str] = ""
    make: ClassVar[Callable[[Playbook, int], System] | None] = None

    def playbook(self) -> Playbook:
        """The playbook whose scenarios drive the system, checked against what `make` offers."""
        try:
            return facade.Playbook.from_file(self.path, system=type(self).make).document
        except PlaybookError as problem:
            raise ContractBroken(str(problem)) from None

    @cached_property
    def _program(self) -> Program:
        return Program(self.playbook())

    def fresh(self, seed: int = 0) -> System:
        """A system that nothing has happened to."""
        make = type(self).make
        playbook = self._program.playbook
        return choose(playbook, seed).system if make is None else make(playbook, seed)

    @contextmanager
    def driven(self, seed: int = 0) -> Iterator[Engine]:
        """A machine in its initial state that drives a fresh system, which is closed afterwards."""
        system = self.fresh(seed)
        try:
            engine = Engine(self._program, system, Clock())
            system.attach(engine)
            # What the invariants say of the start is the playbook's affair.
            with suppress(Stopped):
                engine.enter_initial()
            yield engine
        finally:
            if isinstance(system, Closes):
                system.close()

    def stories(self) -> list[tuple[str, list[Step]]]:
        """The actions of every scenario, in order. Raises ContractBroken where there are none at all."""
        found = [
            (s.name, [step for step in s.all_steps if step.action]) for s in self._program.playbook.scenarios
        ]
        stories = [(name, steps) for name, steps in found if steps]
        if not stories:
            raise ContractBroken("no scenario has an action: there is nothing to drive the system by")
        return stories

    # The tests.

    def test_it_has_all_parts_of_a_system(self) -> None:
        with self.driven() as engine:
            system = engine.system
            lacking = lacks(system)
            _hold(not lacking, f"it lacks {', '.join(lacking)}")
            for name, action in system.actions.items():
                _hold(isinstance(action, Action) and name.isidentifier(), f'"{name}" is no action')
            for name, function in system.functions.items():
                _hold(isinstance(function, Function) and name.isidentifier(), f'"{name}" is no function')
                _hold(function.minimum <= function.maximum, f'"{name}" takes no number of arguments')

    def test_every_fresh_one_starts_the_same(self) -> None:
        with self.driven() as one:
            first = look(one)
        with self.driven() as other:
            _same(first, look(other), "at the start")

    def test_the_same_seed_and_actions_have_the_same_result(self) -> None:
        for seed in (0, 1):
            for name, steps in self.stories():
                with self.driven(seed) as one, self.driven(seed) as other:
                    for step in steps:
                        _same(
                            carry_out(one, step), carry_out(other, step), f'in "{name}" after {step.action}'
                        )

    def test_several_at_a_time_do_not_disturb_each_other(self) -> None:
        for name, steps in self.stories():
            with self.driven() as idle, self.driven() as busy:
                before = look(idle)
                for step in steps:
                    carry_out(busy, step)
                _same(before, look(idle), f'beside "{name}"')

    def test_looking_changes_nothing(self) -> None:
        for name, steps in self.stories():
            with self.driven() as engine:
                for step in steps:
                    seen = carry_out(engine, step)
                    engine.drain()
                    _same(seen, look(engine), f'in "{name}" after {step.action}, when looked at again')
                    engine.settle()
                    _hold(not engine.drain(), f'in "{name}" after {step.action}, looking caused an event')

    def test_values_and_panels_are_plain(self) -> None:
        for name, steps in self.stories():
            with self.driven() as engine:
                for step in steps:
                    seen, where = carry_out(engine, step), f'in "{name}" after {step.action}'
                    for what, value in seen["functions"].items():
                        _hold(_is_plain(value), f"{where}, {what}() is no plain value: {value!r}")
                    _rows(seen["panels"], where)

    def test_a_snapshot_brings_everything_back(self) -> None:
        for name, steps in self.stories():
            for middle in range(len(steps)):
                with self.driven() as engine:
                    self._there_and_back(engine, name, steps, middle)

    def _there_and_back(self, engine: Engine, name: str, steps: list[Step], middle: int) -> None:
        for step in steps[:middle]:
            carry_out(engine, step)
        try:
            moment = engine.moment()
        except CannotSnapshot:
            # It says so, and is driven again from its start instead.
            return
        at_first = [look(engine), *(carry_out(engine, step) for step in steps[middle:])]
        for _ in range(2):
            engine.return_to(moment)
            again = [look(engine), *(carry_out(engine, step) for step in steps[middle:])]
            for number, (seen, now) in enumerate(zip(at_first, again, strict=True)):
                _same(seen, now, f'in "{name}", {number} steps after a return to step {middle + 1}')

    def test_every_state_may_be_entered(self) -> None:
        for state in self._program.index.states:
            with self.driven() as engine:
                try:
                    engine.system.entered(state)
                except Exception as problem:
                    raise ContractBroken(f'entered("{state}") raised {problem!r}') from problem


class HttpContract(SystemContract):
    """More tests, of what only a server can get wrong; `path` is of a playbook with `system: {http: ...}`."""

    @contextmanager
    def connected(self) -> Iterator[HttpSystem]:
        """The system of the playbook. Raises ContractBroken where that is none over HTTP."""
        with self.driven() as engine:
            if not isinstance(engine.system, HttpSystem):
                raise ContractBroken("the playbook's system is none over HTTP")
            yield engine.system

    def test_an_unknown_action_is_an_error_in_words(self) -> None:
        with self.connected() as system:
            content = {"action": "no_such_action", "params": {}, "now_ms": 0, "entered": []}
            try:
                system.client.once("act", content, "it", again=False)
            except Declined:
                return
            raise ContractBroken('an action that there is not must be answered with {"error": "..."}')

    def test_an_unknown_function_is_told_as_unknown(self) -> None:
        with self.connected() as system:
            calls = [{"function": "no_such_function", "arguments": []}]
            told = system.client.ask("evaluate", {"calls": calls, "now_ms": 0, "entered": []})
            _hold(told.get("values") == [{"unknown": True}], f"an unknown function was told as {told}")

    def test_every_action_refuses_parameters_that_do_not_fit(self) -> None:
        with self.connected() as system:
            for name, offer in system.description.actions.items():
                for parameter in offer.parameters or ():
                    if parameter.kind == "any":
                        continue
                    params = {parameter.name: {"not": "this"}}
                    content = {"action": name, "params": params, "now_ms": 0, "entered": []}
                    try:
                        system.client.once("act", content, "it", again=False)
                    except Declined:
                        continue
                    raise ContractBroken(
                        f'{name} takes {params} where "{parameter.name}" is {parameter.wanted}'
                    )


def look(engine: Engine) -> Seen:
    """What can be seen of a machine and its system now: state, time, values without arguments, panels."""
    functions = {}
    for name, function in engine.system.functions.items():
        if function.minimum == 0:
            try:
                value = function.call()
            except ValueProblem as problem:
                value = f"an error: {problem}"
            functions[name] = "unknown" if isinstance(value, Unknown) else value
    panels = {panel: [dict(row) for row in rows] for panel, rows in engine.system.panels().items()}
    return {"state": engine.state, "now": engine.now(), "functions": functions, "panels": panels}


def carry_out(engine: Engine, step: Step) -> Seen:
    """Do what a step says and look; an action that fails is something to be seen as well."""
    problem = ""
    for _ in range(min(step.repeat, MOST_REPEATS)):
        try:
            act(engine, step.action or "", step.params)
        except (CannotAct, Stopped) as refused:
            problem = str(refused)
    return {**look(engine), "problem": problem}


def _hold(true: bool, otherwise: str) -> None:
    if not true:
        raise ContractBroken(otherwise)


def _same(first: Seen, second: Seen, where: str) -> None:
    """Raises ContractBroken with the first difference."""
    for key in first:
        if key not in second or first[key] == second[key]:
            continue
        one, other = first[key], second[key]
        if isinstance(one, dict):
            name = next(n for n in [*one, *other] if one.get(n) != other.get(n))
            key, one, other = f"{key}: {name}", one.get(name), other.get(name)
        raise ContractBroken(f"{where}, {key} was {one!r} and then {other!r}")


def _is_plain(value: object) -> bool:
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError):
        return False


def _rows(panels: Seen, where: str) -> None:
    for name, rows in panels.items():
        for number, row in zip(count(1), rows, strict=False):
            plain = all(isinstance(column, str) and _is_plain(cell) for column, cell in row.items())
            _hold(plain, f"{where}, row {number} of the panel {name} is not plain: {row!r}")

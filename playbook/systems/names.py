"""Where the expressions of a simulation get their values: its functions, variables, and what was given.

Parameters come first, then `state`, variables, functions without parameters, and sections of the playbook.
LANGUAGE.md section 6.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from playbook.document.simulation import CHANCE
from playbook.expr.values import Result, Unknown, ValueProblem, kind, show
from playbook.limits import MAX_CALL_LEVELS, MAX_CALLS_PER_VALUE
from playbook.systems.formulas import Formula, NoValue
from playbook.values import Value


class Memory:
    """All that a simulation knows; a value in it is replaced, never changed."""

    def __init__(self, variables: Mapping[str, Value], size: int, state: str, seed: int) -> None:
        self.variables: dict[str, Value] = dict(variables)
        self.size, self.state, self.seed = size, state, seed
        # How often the machine has entered a state, how often chance was asked, how many timers wait.
        self.visits = 0
        self.draws = 0
        self.pending = 0

    def snapshot(self) -> dict[str, Value]:
        """As many steps as there are variables, whatever they hold."""
        return {
            "variables": dict(self.variables),
            "size": self.size,
            "state": self.state,
            "visits": self.visits,
            "draws": self.draws,
            "pending": self.pending,
        }

    def restore(self, snapshot: Mapping[str, Value]) -> None:
        self.variables = dict(cast(dict[str, Value], snapshot["variables"]))
        self.size = cast(int, snapshot["size"])
        self.state = cast(str, snapshot["state"])
        self.visits = cast(int, snapshot["visits"])
        self.draws = cast(int, snapshot["draws"])
        self.pending = cast(int, snapshot["pending"])

    def drawn(self) -> float:
        """The next number by chance, from 0 up to, but not, 1: the same for the same seed."""
        self.draws += 1
        return random.Random(f"{self.seed}/{self.draws}").random()


class Defined:
    """A function of the simulation; its expression is compiled when it is first asked for."""

    def __init__(self, name: str, parameters: tuple[str, ...], compiled: Callable[[], Formula]) -> None:
        self.name, self.parameters, self._compiled = name, parameters, compiled

    @cached_property
    def body(self) -> Formula:
        return self._compiled()

    def bound(self, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> dict[str, Value]:
        """The parameters with what they were given. Raises ValueProblem where that does not fit."""
        for name in kwargs:
            if name not in self.parameters:
                takes = ", ".join(self.parameters) or "none"
                raise ValueProblem(f'{self.name}() has no parameter "{name}"; it takes: {takes}')
        given = {**dict(zip(self.parameters, args, strict=False)), **kwargs}
        if len(given) != len(self.parameters) or len(args) + len(kwargs) != len(given):
            count, most = len(args) + len(kwargs), len(self.parameters)
            raise ValueProblem(f"{self.name}() takes {most} arguments, each once; it was given {count}")
        return given


class Names:
    """What every expression of a simulation may use; counts the work of one value."""

    def __init__(self, memory: Memory, defined: Mapping[str, Defined], sections: Mapping[str, Value]) -> None:
        self.memory, self._defined, self._sections = memory, defined, sections
        # How many functions have been called at all.
        self.work = 0
        self._levels = 0
        self._calls = 0

    def variable(self, name: str) -> Result:
        if name == "state":
            return self.memory.state
        if name in self.memory.variables:
            return self.memory.variables[name]
        function = self._defined.get(name)
        if function is not None and not function.parameters:
            return self.call(name, (), {})
        return self._sections[name] if name in self._sections else Unknown(frozenset({name}))

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        """The result of a function. Raises ValueProblem; also where it does not come to an end."""
        function = self._defined.get(name)
        if function is None:
            return self._of_variable(name, len(args) + len(kwargs))
        given = function.bound(args, kwargs)
        if not self._levels:
            self._calls = 0
        self._calls += 1
        self.work += 1
        # What the function's own tree takes, and what lies between a call and the tree.
        levels = function.body.levels + 2
        self._levels += levels
        try:
            if self._calls > MAX_CALLS_PER_VALUE:
                raise ValueProblem(f"{name}() takes more than {MAX_CALLS_PER_VALUE:,} calls of functions")
            if self._levels > MAX_CALL_LEVELS:
                raise ValueProblem(f"{name}() calls itself, or others, too deeply; it may never end")
            return function.body.result(Given(self, given))
        except NoValue as problem:
            raise ValueProblem(str(problem)) from None
        except RecursionError:
            # The caller may stand so deep in the stack that there is no room for the limit's levels.
            raise ValueProblem(f"{name}() calls itself, or others, too deeply; it may never end") from None
        finally:
            self._levels -= levels

    def _of_variable(self, name: str, count: int) -> Result:
        if name not in self.memory.variables:
            return Unknown(frozenset({f"{name}()"}))
        if count:
            raise ValueProblem(f"{name} is a variable and takes no arguments")
        return self.memory.variables[name]

    def drawn(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Value:
        """`random()` and `random_int(least, most)`. Raises ValueProblem."""
        signature = CHANCE[name]
        if kwargs or len(args) != signature.most:
            raise ValueProblem(f"{name}() takes {signature.most or 'no'} arguments, without names")
        if name == "random":
            return self.memory.drawn()
        for bound in args:
            if isinstance(bound, bool) or not isinstance(bound, int):
                raise ValueProblem(f"random_int() needs whole numbers; {show(bound)} is {kind(bound)}")
        least, most = cast(tuple[int, int], args)
        if least > most:
            raise ValueProblem(f"there is no whole number from {least} to {most}")
        return min(most, least + int(self.memory.drawn() * (most - least + 1)))

    def has(self, name: str) -> bool:
        """Whether the playbook has a function or variable of its own by this name."""
        return name in self._defined or name in self.memory.variables


@dataclass(frozen=True, slots=True)
class Given:
    """The scope of one function, statement or row: what it was given, then the names of all."""

    names: Names
    given: Mapping[str, Value]
    chance: bool = False

    def variable(self, name: str) -> Result:
        return self.given[name] if name in self.given else self.names.variable(name)

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        if self.chance and name in CHANCE and not self.names.has(name):
            return self.names.drawn(name, args, kwargs)
        return self.names.call(name, args, kwargs)

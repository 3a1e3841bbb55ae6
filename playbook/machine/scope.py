"""Where the names of a running playbook get their values (LANGUAGE.md section 3).

`state` is the current state; a function is the system's; any other bare name is a variable of the
system (a function that takes no arguments) or else a section of the playbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

from playbook.expr.values import Result, Unknown, ValueProblem
from playbook.machine.port import Function
from playbook.values import Value


class Standing(Protocol):
    """Whoever knows the current state."""

    state: str


class RunScope:
    """The scope of one run."""

    def __init__(
        self,
        standing: Standing,
        functions: Mapping[str, Function],
        sections: Mapping[str, Value],
    ) -> None:
        self._standing, self._functions, self._sections = standing, functions, sections

    def variable(self, name: str) -> Result:
        if name == "state":
            return self._standing.state
        function = self._functions.get(name)
        if function is not None and function.minimum == 0:
            return function.call()
        if name in self._sections:
            return self._sections[name]
        return Unknown(frozenset({name}))

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        function = self._functions.get(name)
        if function is None:
            return Unknown(frozenset({f"{name}()"}))
        if not args and not kwargs and function.minimum == 0:
            return function.call()
        count = len(args) + len(kwargs)
        if not function.minimum <= count <= function.maximum:
            takes = (
                str(function.minimum)
                if function.minimum == function.maximum
                else f"{function.minimum} to {function.maximum}"
            )
            raise ValueProblem(f"{name}() takes {takes} arguments, not {count}")
        try:
            return function.call(*args, **cast(dict[str, Value], dict(kwargs)))
        except TypeError as problem:
            raise ValueProblem(f"{name}() cannot be called so: {problem}") from None

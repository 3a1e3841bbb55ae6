"""The quick way to a condition's answer: Python made from our own tree, sure of itself or silent.

A condition is asked again and again in a run, mostly with the answer that everything is as it should be. From
the tree (never from a text) an `ast` is built out of a closed list of node kinds: names are made up here,
constants are constants, and the only things that it can call are the functions handed to it. Such a function
either knows that the closures of `compile` would say the same, or it does not answer: then they are asked,
and they alone decide what is unknown, what is an error, and where it stands. LANGUAGE.md section 3.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playbook.expr import tree
from playbook.expr.compile import Compiled, Scope
from playbook.expr.fast_nodes import NotFast, Tests
from playbook.expr.names import used
from playbook.expr.values import INT_MAX, INT_MIN, Unknown
from playbook.values import Value

# A state or an event with more in its conditions is left to the closures: Python's compiler takes its time.
MAX_FAST_NODES = 4_000


class Unsure(Exception):
    """The quick way has no answer; ask the closures."""


@dataclass(frozen=True, slots=True)
class Provided:
    """What a condition can rely on in one state: `arity` has least and most arguments by function."""

    state: str
    arity: Mapping[str, tuple[int, int]]
    sections: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A function still without its system; `functions` and `closures` are handed to `make`."""

    make: Callable[..., Callable[[], Any]]
    functions: tuple[str, ...]
    closures: tuple[Compiled, ...]

    def bind(self, functions: Mapping[str, Callable[..., Value]], scope: Scope) -> Callable[[], Any]:
        """The function for one system and one run."""
        called = [functions[name] for name in self.functions]
        return self.make(*called, *self.closures, scope)


def names(roots: Sequence[tree.Node]) -> tuple[str, ...]:
    """The functions and variables that conditions speak of: what `Provided.arity` has to cover."""
    found: dict[str, None] = {}
    for root in roots:
        parts = used(root)
        found.update((part.name, None) for part in parts.variables)
        found.update((part.name, None) for part in parts.calls)
    return tuple(found)


def all_hold(roots: Sequence[tree.Node], provided: Provided) -> Recipe | None:
    """A function that returns True where all conditions hold for certain.

    It returns something false, or raises, where one does not or it is not sure. None where it never could be.
    """
    tests = Tests(provided)
    return _made(roots, tests, lambda: [ast.Return(_every([tests.surely(root) for root in roots]))])


def which_hold(roots: Sequence[tree.Node | None], provided: Provided) -> Recipe | None:
    """A function that returns a number whose bit i says whether condition i holds (None: always does).

    It raises where it is not sure of one of them. None where it never could be.
    """
    tests = Tests(provided)
    given = [root for root in roots if root is not None]
    return _made(given, tests, lambda: _bits(roots, tests))


def _bits(roots: Sequence[tree.Node | None], tests: Tests) -> list[ast.stmt]:
    always = sum(1 << place for place, root in enumerate(roots) if root is None)
    body: list[ast.stmt] = [ast.Assign([ast.Name("mask", ast.Store())], ast.Constant(always))]
    for place, root in enumerate(roots):
        if root is not None:
            add = ast.AugAssign(ast.Name("mask", ast.Store()), ast.BitOr(), ast.Constant(1 << place))
            body.append(ast.If(tests.truth(root), [add], []))
    return [*body, ast.Return(ast.Name("mask", ast.Load()))]


def _every(parts: list[ast.expr]) -> ast.expr:
    if not parts:
        return ast.Constant(True)
    return parts[0] if len(parts) == 1 else ast.BoolOp(ast.And(), parts)


def _made(roots: Sequence[tree.Node], tests: Tests, body: Callable[[], list[ast.stmt]]) -> Recipe | None:
    if sum(len(tree.walk(root)) for root in roots) > MAX_FAST_NODES:
        return None
    try:
        made = _compiled(body(), tests.parameters)
    except (NotFast, RecursionError, MemoryError):
        return None
    return Recipe(made, tuple(tests.functions), tuple(tests.closures))


def _compiled(body: list[ast.stmt], parameters: list[str]) -> Callable[..., Callable[[], Any]]:
    inner = _function("fast", [], body)
    outer = _function("make", parameters, [inner, ast.Return(ast.Name("fast", ast.Load()))])
    module = ast.fix_missing_locations(ast.Module([outer], []))
    space = dict(_GLOBALS)
    exec(compile(module, "<conditions>", "exec"), space)
    made: Callable[..., Callable[[], Any]] = space["make"]
    return made


def _function(name: str, parameters: list[str], body: list[ast.stmt]) -> ast.FunctionDef:
    arguments = ast.arguments([], [ast.arg(parameter) for parameter in parameters], None, [], [], None, [])
    return ast.FunctionDef(name, arguments, body, [])


def _unsure() -> None:
    raise Unsure


_GLOBALS: dict[str, Any] = {
    "__builtins__": {},
    "type": type,
    "int": int,
    "float": float,
    "str": str,
    "bool": bool,
    "Unknown": Unknown,
    "PLAIN": frozenset({int, float, str, bool}),
    "INT_MIN": INT_MIN,
    "INT_MAX": INT_MAX,
    "unsure": _unsure,
}

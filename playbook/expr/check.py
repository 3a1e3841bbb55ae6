"""An expression against the names that it may use (PB502, PB503), and all that is known without them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from playbook.expr import tree
from playbook.expr.digest import count_of_arguments, digest
from playbook.expr.facts import Facts
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.signatures import FunctionSignature

_MOST_COMPARED = 100


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that looks most like this one, if any does, and there are not very many."""
    if len(known) > _MOST_COMPARED:
        return None
    return next(iter(get_close_matches(name, known, n=1, cutoff=0.7)), None)


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may use; None means not known, and then nothing is said about it."""

    variables: Collection[str] | None = None
    functions: Mapping[str, FunctionSignature] | None = None
    near: Callable[[str, Collection[str]], str | None] = nearest


def check(root: tree.Node, names: Names, *, condition: bool = True) -> list[ExprProblem]:
    """Problems of a parsed expression; a `condition` must also be able to be true or false."""
    facts = digest("", root, reversed(tree.walk(root)), condition=condition)
    return [*against(facts, names), *facts.problems]


def against(facts: Facts, names: Names) -> Iterator[ExprProblem]:
    """Functions and variables that there are not, and wrong numbers of arguments."""
    if names.functions is not None:
        for call in facts.calls:
            yield from _call(call, names.functions, names)
    if names.variables is not None:
        for variable in facts.variables:
            if variable.name not in names.variables:
                yield _variable(variable, facts, names)


def _call(call: tree.Call, functions: Mapping[str, FunctionSignature], names: Names) -> Iterator[ExprProblem]:
    known = functions.get(call.name)
    count = len(call.args) + len(call.kwargs)
    end = call.start + len(call.name)
    if known is None:
        close = names.near(call.name, functions)
        hint = f'; did you mean "{close}"?' if close else ""
        rewrites = (_written(close, call.start, end),) if close else ()
        yield ExprProblem("PB502", f"unknown function {call.name}(){hint}", call.start, end, rewrites)
    elif not known.least <= count <= known.most:
        takes = count_of_arguments(known.least, known.most)
        yield ExprProblem("PB502", f"{call.name}() takes {takes}, not {count}", call.start, call.end)


def _variable(variable: tree.Variable, facts: Facts, names: Names) -> ExprProblem:
    name, start, end = variable.name, variable.start, variable.end
    function = (names.functions or {}).get(name)
    rewrites = []
    if function is not None:
        hint = f'; it is a function: write "{name}()"'
        if function.least:
            hint = f"; it is a function and takes {count_of_arguments(function.least, function.most)}"
        else:
            rewrites.append(Rewrite(f'Write "{name}()"', ((end, end, "()"),)))
    else:
        close = names.near(name, names.variables or ())
        hint = f'; did you mean "{close}"?' if close else "; a text stands in quotes"
        if close:
            rewrites.append(_written(close, start, end))
        if any(variable in _sides(node) for node in facts.equalities):
            rewrites.append(Rewrite("Write it as a text", ((start, end, f"'{name}'"),)))
    return ExprProblem("PB503", f'unknown name "{name}"{hint}', start, end, tuple(rewrites))


def _sides(node: tree.Binary) -> tuple[tree.Node, ...]:
    whole = node.right.items if isinstance(node.right, tree.ListOf) else (node.right,)
    return (node.left, *whole)


def _written(name: str, start: int, end: int) -> Rewrite:
    return Rewrite(f'Replace by "{name}"', ((start, end, name),))

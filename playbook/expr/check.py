"""What can be said of an expression before it runs: names, arity, types that cannot fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from playbook.expr import tree
from playbook.expr.methods import METHODS
from playbook.expr.names import used
from playbook.expr.problems import ExprProblem
from playbook.expr.values import comparable, kind
from playbook.signatures import FunctionSignature
from playbook.values import Value

_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may use; None means not known, and then nothing is said about it."""

    variables: Collection[str] | None = None
    functions: Mapping[str, FunctionSignature] | None = None


def check(root: tree.Node, names: Names, *, condition: bool = True) -> list[ExprProblem]:
    """Problems of a parsed expression; a `condition` must also be able to be true or false."""
    problems = [*_calls(root, names), *_variables(root, names)]
    for node in tree.walk(root):
        problems += _types(node)
        problems += _methods(node)
    if condition and (said := _never_boolean(root)):
        problems.append(ExprProblem("PB504", said, root.start, root.end))
    return problems


def nearest(name: str, known: Collection[str]) -> str:
    """'; did you mean ...?' with the nearest known name, or nothing, also where there are very many."""
    if len(known) > _MOST_COMPARED:
        return ""
    close = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""


def _calls(root: tree.Node, names: Names) -> list[ExprProblem]:
    problems: list[ExprProblem] = []
    if names.functions is None:
        return problems
    for call in used(root).calls:
        known = names.functions.get(call.name)
        count = len(call.args) + len(call.kwargs)
        if known is None:
            message = f"unknown function {call.name}(){nearest(call.name, names.functions)}"
            problems.append(ExprProblem("PB502", message, call.start, call.start + len(call.name)))
        elif not known.least <= count <= known.most:
            message = f"{call.name}() takes {_count(known.least, known.most)}, not {count}"
            problems.append(ExprProblem("PB502", message, call.start, call.end))
    return problems


def _count(least: int, most: int) -> str:
    if least == most:
        return f"{least} argument{'' if least == 1 else 's'}"
    return f"{least} to {most} arguments"


def _variables(root: tree.Node, names: Names) -> list[ExprProblem]:
    if names.variables is None:
        return []
    problems = []
    for variable in used(root).variables:
        if variable.name in names.variables:
            continue
        hint = nearest(variable.name, names.variables)
        if not hint and names.functions and variable.name in names.functions:
            hint = f'; it is a function: write "{variable.name}()"'
        message = f'unknown name "{variable.name}"{hint or "; a text stands in quotes"}'
        problems.append(ExprProblem("PB503", message, variable.start, variable.end))
    return problems


def _types(node: tree.Node) -> list[ExprProblem]:
    match node:
        case tree.Binary(
            op="<" | "<=" | ">" | ">=" as op, left=tree.Literal(value=a), right=tree.Literal(value=b)
        ):
            if not comparable(a, b):
                return [_type(node, f'"{op}" cannot order {kind(a)} and {kind(b)}')]
        case tree.Binary(op="<" | "<=" | ">" | ">=" as op, left=left, right=right):
            for side in (left, right):
                if isinstance(side, tree.Literal) and not isinstance(side.value, str | int | float):
                    return [_type(node, f'"{op}" cannot order {kind(side.value)}')]
                if isinstance(side, tree.Literal) and isinstance(side.value, bool):
                    return [_type(node, f'"{op}" cannot order {kind(side.value)}')]
        case tree.Binary(op="-" | "*" | "/" | "%" as op, left=left, right=right):
            for side in (left, right):
                if isinstance(side, tree.Literal) and not _numeric(side.value):
                    return [_type(side, f'"{op}" needs numbers, not {kind(side.value)}')]
        case tree.Binary(op="==" | "!=" as op, left=tree.Literal(value=a), right=tree.Literal(value=b)):
            if a is not None and b is not None and kind(a) != kind(b):
                fixed = "false" if op == "==" else "true"
                message = f'"{op}" of {kind(a)} and {kind(b)} is always {fixed}: there is no coercion'
                return [ExprProblem("PB511", message, node.start, node.end)]
        case tree.Logic(op=op, operands=operands):
            return [
                _type(part, f'"{op}" joins conditions; {said}')
                for part in operands
                if (said := _never_boolean(part))
            ]
        case tree.Unary(op="!", operand=operand):
            if said := _never_boolean(operand):
                return [_type(operand, f'"!" negates a condition; {said}')]
    return []


def _numeric(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _never_boolean(node: tree.Node) -> str:
    """Why a part can be neither true nor false, or nothing."""
    match node:
        case tree.Literal(value=value) if not isinstance(value, bool):
            return f"this is {kind(value)}, not true or false"
        case tree.ListOf():
            return "this is a list, not true or false"
        case tree.Unary(op="-") | tree.Binary(op="+" | "-" | "*" | "/" | "%"):
            return "this is a calculation, not true or false"
    return ""


def _methods(node: tree.Node) -> list[ExprProblem]:
    if not isinstance(node, tree.Method):
        return []
    start = node.receiver.end
    method = METHODS.get(node.name)
    if method is None:
        message = f"unknown method .{node.name}(){nearest(node.name, METHODS)}"
        return [ExprProblem("PB502", message, start, node.end)]
    if len(node.args) != len(method.arguments):
        wanted = _count(len(method.arguments), len(method.arguments))
        message = f".{node.name}() takes {wanted}, not {len(node.args)}"
        return [ExprProblem("PB502", message, start, node.end)]
    return []


def _type(node: tree.Node, message: str) -> ExprProblem:
    return ExprProblem("PB504", message, node.start, node.end)

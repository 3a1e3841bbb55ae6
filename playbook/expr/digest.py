"""One pass over the nodes of an expression: everything that can be said before it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from playbook.expr import fits
from playbook.expr.facts import Facts
from playbook.expr.kinds import ANY, kinds, named, of_types
from playbook.expr.methods import METHODS
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.slips import FOREIGN_CALLS, FOREIGN_NAMES, foreign_call, foreign_name, length
from playbook.expr.tree import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Item,
    ListOf,
    Literal,
    Logic,
    Method,
    Node,
    Unary,
    Variable,
)

# How other languages call the methods that there are here.
_METHODS_ELSEWHERE = {
    **dict.fromkeys(("length", "size", "count"), "len"),
    **dict.fromkeys(("isEmpty", "empty"), "is_empty"),
    **dict.fromkeys(("includes", "has", "contains_key"), "contains"),
    **dict.fromkeys(("startsWith", "startswith"), "starts_with"),
    **dict.fromkeys(("endsWith", "endswith"), "ends_with"),
    **dict.fromkeys(("toLowerCase", "to_lower", "to_lowercase", "toLower"), "lower"),
    **dict.fromkeys(("toUpperCase", "to_upper", "to_uppercase", "toUpper"), "upper"),
    **dict.fromkeys(("strip",), "trim"),
    **dict.fromkeys(("remove", "delete", "exclude"), "without"),
    **dict.fromkeys(("tail", "skip", "drop_first"), "rest"),
    **dict.fromkeys(("is_null", "isNull", "is_nil"), "is_none"),
    **dict.fromkeys(("is_not_null", "isSome", "is_present"), "is_some"),
}
_TAKES = {
    name: (of_types(method.receiver), tuple(map(of_types, method.arguments)))
    for name, method in METHODS.items()
}


def digest(text: str, root: Node, nodes: Iterable[Node], *, condition: bool = True) -> Facts:
    """The facts of a tree; `nodes` has its nodes, parts before wholes."""
    facts = Facts(text)
    calls, variables = facts.calls, facts.variables
    for node in nodes:
        what = type(node)
        if what is Call:
            calls.append(node)  # type: ignore[arg-type]
            if node.name in FOREIGN_CALLS:  # type: ignore[union-attr]
                foreign_call(facts, node)  # type: ignore[arg-type]
        elif what is Variable:
            variables.append(node)  # type: ignore[arg-type]
            if node.name in FOREIGN_NAMES:  # type: ignore[union-attr]
                foreign_name(facts, node)  # type: ignore[arg-type]
        elif what is not Literal:
            _LOOK[what](facts, node)
    if condition:
        fits.truth(facts, root, None)
    return facts


def _attribute(facts: Facts, node: Attribute) -> None:
    fits.attribute(facts, node)
    if node.name == "length":
        length(facts, node)


def _method(facts: Facts, node: Method) -> None:
    name, start = node.name, node.receiver.end
    takes = _TAKES.get(name)
    if takes is None:
        close = _METHODS_ELSEWHERE.get(name) or next(iter(get_close_matches(name, METHODS, 1, 0.7)), None)
        hint = f'; did you mean "{close}"?' if close else ""
        place = facts.text.find(name, start)
        fix = (
            [Rewrite(f'Write "{close}"', ((place, place + len(name), close),))] if close and place > 0 else []
        )
        problem = ExprProblem("PB502", f"unknown method .{name}(){hint}", start, node.end, tuple(fix))
        facts.problems.append(problem)
        return
    receiver, arguments = takes
    if len(node.args) != len(arguments):
        wanted = count_of_arguments(len(arguments), len(arguments))
        message = f".{name}() takes {wanted}, not {len(node.args)}"
        facts.problems.append(ExprProblem("PB502", message, start, node.end))
        return
    _fitting(facts, node, node.receiver, receiver, f"has no method {name}()")
    for argument, kind in zip(node.args, arguments, strict=True):
        _fitting(facts, node, argument, kind, f"is not what {name}() takes")


def _fitting(facts: Facts, node: Method, part: Node, wanted: int, lacks: str) -> None:
    known = kinds(part)
    if not known & wanted:
        facts.blame("PB504", f"{named(known)} {lacks}", part)
    elif wanted != ANY:
        facts.wants(part, wanted, node)


def count_of_arguments(least: int, most: int) -> str:
    """`1 argument`, `0 to 2 arguments`."""
    if least == most:
        return f"{least} argument{'' if least == 1 else 's'}"
    return f"{least} to {most} arguments"


def _nothing(facts: Facts, node: Node) -> None:
    pass


_LOOK: dict[type[Node], Callable[..., None]] = {
    Binary: fits.binary,
    Logic: fits.logic,
    Unary: fits.unary,
    Conditional: fits.conditional,
    Method: _method,
    Attribute: _attribute,
    Item: fits.item,
    ListOf: _nothing,
}

"""Why a condition was false or unknown: the deciding parts and the values in them."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.expr import tree
from playbook.expr.compile import Scope, compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result, Unknown, show


@dataclass(frozen=True, slots=True)
class Explanation:
    """`holds` is None where it is unknown, or cannot be evaluated (then `error` says why).

    `values` has every call and variable of the condition with what it was, in reading order.
    """

    holds: bool | None
    sentence: str
    values: tuple[tuple[str, str], ...] = ()
    missing: frozenset[str] = frozenset()
    error: str = ""


def explain(text: str, scope: Scope) -> Explanation:
    """Evaluate a condition and say why it is what it is; never raises."""
    parsed = parse(text)
    if parsed.tree is None:
        problem = parsed.problems[0]
        error = f"column {problem.start + 1}: {problem.message}"
        return Explanation(None, f"`{text}` cannot be read: {error}", error=error)
    root = parsed.tree
    values = _values(text, root, scope)
    try:
        result = compile_tree(root)(scope)
    except EvaluationError as problem:
        error = f"`{text[problem.start : problem.end]}`: {problem.message}"
        return Explanation(None, f"`{text}` cannot be evaluated: {error}", values, error=error)
    if isinstance(result, Unknown):
        return Explanation(None, _unknown(text, result), values, result.missing)
    if not isinstance(result, bool):
        error = f"`{text}` is {show(result)}, not true or false"
        return Explanation(None, error, values, error=error)
    if result:
        return Explanation(True, f"`{text}` holds{_where(text, root, scope)}", values)
    return Explanation(False, f"`{text}` failed{_because(text, root, scope)}", values)


def _unknown(text: str, result: Unknown) -> str:
    names = sorted(result.missing)
    if len(names) == 1:
        return f"`{text}` is unknown: nothing provides `{names[0]}`"
    return f"`{text}` is unknown: nothing provides {', '.join(f'`{name}`' for name in names)}"


def _because(text: str, root: tree.Node, scope: Scope) -> str:
    blamed = _blamed(root, scope)
    facts = _facts(text, blamed, scope)
    if blamed is root or not facts:
        return f" because {facts}" if facts else ""
    part = text[blamed.start : blamed.end]
    return (
        f" because `{part}` is {show(_value(blamed, scope))} ({facts})"
        if part not in facts
        else f" because {facts}"
    )


def _where(text: str, root: tree.Node, scope: Scope) -> str:
    facts = _facts(text, root, scope)
    return f": {facts}" if facts else ""


def _blamed(node: tree.Node, scope: Scope) -> tree.Node:
    """The smallest part whose falsity (or, under `!`, truth) decides the whole."""
    match node:
        case tree.Logic(op="&&", operands=operands):
            for part in operands:
                if _value(part, scope) is False:
                    return _blamed(part, scope)
        case tree.Conditional(test=test, yes=yes, no=no):
            return _blamed(yes if _value(test, scope) is True else no, scope)
    return node


def _facts(text: str, node: tree.Node, scope: Scope) -> str:
    """`f()` was 0 and `state` was 'x': the values that the part depends on."""
    values = _values(text, node, scope)
    return " and ".join(f"`{part}` was `{value}`" for part, value in values)


def _values(text: str, root: tree.Node, scope: Scope) -> tuple[tuple[str, str], ...]:
    """The outermost calls, methods, accesses and variables below a node, with their values."""
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Variable | tree.Call | tree.Method | tree.Attribute | tree.Item):
            found.setdefault(text[node.start : node.end], show(_value(node, scope)))
            if isinstance(node, tree.Variable | tree.Call):
                waiting.extend(reversed(tree.children(node)))
        else:
            waiting.extend(reversed(tree.children(node)))
    return tuple(found.items())


def _value(node: tree.Node, scope: Scope) -> Result:
    try:
        return compile_tree(node)(scope)
    except EvaluationError:
        return Unknown(frozenset())

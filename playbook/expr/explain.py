"""Why a condition was false or unknown: the deciding parts and the values in them."""

from __future__ import annotations

from collections.abc import Iterator
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
        part = text[problem.start : problem.end]
        error = f"`{part}`: {problem.message}"
        said = problem.message if part == text.strip() else error
        return Explanation(None, f"`{text}` cannot be evaluated: {said}", values, error=error)
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
    blamed, asked = _blamed(root, scope)
    facts = _facts(text, blamed, scope)
    if blamed is root or not facts:
        return f" because {facts}" if facts else ""
    part = text[blamed.start : blamed.end]
    said = facts if f"`{part}` was" in facts else f"`{part}` is {show(_value(blamed, scope))} ({facts})"
    why = "".join(
        f", asked because `{text[test.start : test.end]}` is {show(_value(test, scope))}" for test in asked
    )
    return f" because {said}{why}"


def _where(text: str, root: tree.Node, scope: Scope) -> str:
    facts = _facts(text, root, scope)
    return f": {facts}" if facts else ""


def _blamed(root: tree.Node, scope: Scope) -> tuple[tree.Node, list[tree.Node]]:
    """The smallest part that decides the whole, and the tests of `?` that led to it."""
    node = root
    asked: list[tree.Node] = []
    while True:
        match node:
            case tree.Logic(op=op, operands=operands) if (part := _deciding(op, operands, scope)) is not None:
                node = part
            case tree.Unary(op="!", operand=tree.Logic() | tree.Unary() | tree.Conditional() as operand):
                inner, tests = _blamed(operand, scope)
                # Where all of the operand decides, what is negated stays in sight.
                return (node, asked) if inner is operand else (inner, [*asked, *tests])
            case tree.Conditional(test=test, yes=yes, no=no):
                asked.append(test)
                node = yes if _value(test, scope) is True else no
            case _:
                return node, asked


def _deciding(op: str, operands: tuple[tree.Node, ...], scope: Scope) -> tree.Node | None:
    """The first operand that alone makes `&&` false, or `||` true."""
    decides = op == "||"
    return next((part for part in operands if _value(part, scope) is decides), None)


def _facts(text: str, node: tree.Node, scope: Scope) -> str:
    """`f()` was 0 and `state` was 'x': the values that the part depends on."""
    found = dict(_calculated(text, node, scope))
    found.update(_values(text, node, scope, inner=True))
    if isinstance(node, tree.Method) and len(found) > 1:
        # That the question was answered with "no" is known; what it was asked of is not.
        del found[text[node.start : node.end]]
    return " and ".join(f"`{part}` was `{value}`" for part, value in found.items())


def _calculated(text: str, node: tree.Node, scope: Scope) -> Iterator[tuple[str, str]]:
    """The sides of a comparison that have to be worked out first."""
    if isinstance(node, tree.Binary) and node.op in tree.COMPARISONS:
        for side in (node.left, node.right):
            if isinstance(side, tree.Binary):
                yield text[side.start : side.end], show(_value(side, scope))


def _values(text: str, root: tree.Node, scope: Scope, *, inner: bool = False) -> tuple[tuple[str, str], ...]:
    """The outermost calls, methods, accesses and variables below a node, with their values.

    With `inner`, also what a method was asked of.
    """
    found: dict[str, str] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Variable | tree.Call | tree.Method | tree.Attribute | tree.Item):
            found.setdefault(text[node.start : node.end], show(_value(node, scope)))
            if isinstance(node, tree.Variable | tree.Call) or (inner and isinstance(node, tree.Method)):
                waiting.extend(reversed(tree.children(node)))
        else:
            waiting.extend(reversed(tree.children(node)))
    return tuple(found.items())


def _value(node: tree.Node, scope: Scope) -> Result:
    try:
        return compile_tree(node)(scope)
    except EvaluationError:
        return Unknown(frozenset())

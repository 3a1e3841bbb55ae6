"""What can be read and yet was hardly meant so: fixed truths, foreign words, units (PB505, PB510, PB511)."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from playbook.expr.compile import Scope, compile_tree
from playbook.expr.facts import Facts
from playbook.expr.problems import Rewrite
from playbook.expr.tree import Attribute, Binary, Call, ListOf, Literal, Logic, Node, Unary, Variable
from playbook.expr.values import EvaluationError

# Names in which other languages write constants, and what they are here.
FOREIGN_NAMES = {
    "TRUE": "true",
    "FALSE": "false",
    **dict.fromkeys(("NULL", "Null", "nil", "Nil", "none", "undefined"), "null"),
}
# Operators of other languages that are read as functions here.
FOREIGN_CALLS = {"NOT": "!", "Not": "!", "AND": "&&", "And": "&&", "OR": "||", "Or": "||"}
_UNITS = {
    **dict.fromkeys(("ns", "nanos", "nanoseconds"), "nanoseconds"),
    **dict.fromkeys(("us", "micros", "microseconds"), "microseconds"),
    **dict.fromkeys(("ms", "msec", "msecs", "millis", "milliseconds"), "milliseconds"),
    **dict.fromkeys(("s", "sec", "secs", "seconds"), "seconds"),
    **dict.fromkeys(("mins", "minutes"), "minutes"),
    **dict.fromkeys(("hrs", "hours"), "hours"),
    **dict.fromkeys(("bytes",), "bytes"),
    **dict.fromkeys(("kb", "kib"), "kilobytes"),
    **dict.fromkeys(("mb", "mib"), "megabytes"),
    **dict.fromkeys(("gb", "gib"), "gigabytes"),
}
# How many parts inside each other are looked into; more would cost the square of the text.
_DEEP = 4
_ALWAYS = {"==": "true", "<=": "true", ">=": "true", "!=": "false", "<": "false", ">": "false"}
_NAMES = (Call, Variable, Attribute)


def fixed_truth(facts: Facts, part: Literal, by: Node | None) -> None:
    """`true` or `false` where a condition is asked for."""
    if by is not None:
        facts.warn("PB511", f"this part is always {str(part.value).lower()}: it asks nothing", part)
    elif part.value is True:
        facts.note("PB511", "this is always true: it checks nothing", part)
    else:
        facts.warn("PB511", "this is always false", part)


def fixed(facts: Facts, node: Binary) -> None:
    """Comparisons whose outcome stands in the text, or hangs on how exactly two numbers agree."""
    left, right = node.left, node.right
    if type(right) is Literal:
        if type(left) in _NAMES:
            if type(right.value) is float and node.op in ("==", "!=") and right.value % 1:
                facts.note("PB510", _INEXACT.format(right.value), node)
            return
    elif type(left) in _NAMES and type(right) in _NAMES:
        _units(facts, node)
        if node.op in _ALWAYS and _same(left, right):
            facts.warn("PB511", f"both sides are the same: this is always {_ALWAYS[node.op]}", node)
        return
    if node.op not in ("+", "-", "*", "/", "%") and _constant(left) and _constant(right):
        try:
            # It uses no names, so it needs nothing to look them up in.
            value = compile_tree(node)(cast(Scope, None))
        except EvaluationError:
            return
        facts.warn("PB511", f"this is always {str(value).lower()}: nothing in it can change", node)


_INEXACT = "a calculated number is rarely exactly {:g}; ask for a range"


def _constant(node: Node, levels: int = _DEEP) -> bool:
    match node:
        case Literal():
            return True
        case ListOf(items=items):
            return levels > 0 and all(_constant(item, levels - 1) for item in items)
        case Unary(operand=operand):
            return levels > 0 and _constant(operand, levels - 1)
        case Binary(left=left, right=right):
            return levels > 0 and _constant(left, levels - 1) and _constant(right, levels - 1)
    return False


def _same(one: Node, other: Node, levels: int = _DEEP) -> bool:
    """Whether two names with their arguments are written alike."""
    if type(one) is not type(other) or not levels:
        return False
    match one, other:
        case Literal(value=a), Literal(value=b):
            return type(a) is type(b) and a == b
        case Variable(name=a), Variable(name=b):
            return a == b
        case Attribute(name=a, receiver=x), Attribute(name=b, receiver=y):
            return a == b and _same(x, y, levels - 1)
        case Call(name=a, args=args, kwargs=()), Call(name=b, args=others, kwargs=()):
            alike = a == b and len(args) == len(others)
            return alike and all(_same(x, y, levels - 1) for x, y in zip(args, others, strict=True))
    return False


def _units(facts: Facts, node: Binary) -> None:
    """Two names that say different units, compared or added as they are."""
    left, right = node.left.name, node.right.name  # type: ignore[union-attr]
    one, other = _UNITS.get(left.rpartition("_")[2]), _UNITS.get(right.rpartition("_")[2])
    if one and other and one != other and "_" in left and "_" in right and node.op not in ("*", "/"):
        facts.note("PB510", f'"{left}" is in {one}, "{right}" in {other}', node)


def foreign_name(facts: Facts, node: Variable) -> None:
    """A name that stands for a constant elsewhere."""
    meant = FOREIGN_NAMES[node.name]
    rewrite = Rewrite(f'Write "{meant}"', ((node.start, node.end, meant),))
    facts.warn("PB505", f'"{node.name}" is a name here, not a constant; write "{meant}"', node, rewrite)


def foreign_call(facts: Facts, node: Call) -> None:
    """`NOT(a)`, `AND(a, b)`: operators of other languages."""
    op = FOREIGN_CALLS[node.name]
    message = f'"{node.name}" is a function here, not an operator; write "{op}"'
    facts.warn("PB505", message, node, *_as_operator(facts.text, node, op))


def _as_operator(text: str, node: Call, op: str) -> list[Rewrite]:
    name = (node.start, node.start + len(node.name), "!" if op == "!" else "")
    if op == "!":
        return [Rewrite('Write "!"', (name,))] if len(node.args) == 1 else []
    gaps = [(a.end, b.start) for a, b in pairwise(node.args)]
    if not gaps or any(text[start:end].strip() != "," for start, end in gaps):
        return []
    return [Rewrite(f'Write "{op}"', (name, *((start, end, f" {op} ") for start, end in gaps)))]


def length(facts: Facts, node: Attribute) -> None:
    """`.length`, as other languages say it."""
    edit = (node.end - len(node.name), node.end, "len()")
    message = f'".{node.name}" is an entry of a map here; how long a text or list is, ".len()" says'
    facts.note("PB505", message, node, Rewrite('Write ".len()"', (edit,)))


def alternatives(facts: Facts, node: Logic) -> list[Rewrite]:
    """`x == 'a' || 'b'` as `x in ['a', 'b']`, for the complaint that 'b' is no condition."""
    first, rest = node.operands[0], node.operands[1:]
    if node.op != "||" or not isinstance(first, Binary) or first.op != "==":
        return []
    if any(type(part) is not Literal for part in (first.right, *rest)) or isinstance(first.left, Binary):
        return []
    edits = [(first.left.end, first.right.start, " in [")]
    parts = [first.right, *rest]
    edits += [(a.end, b.start, ", ") for a, b in pairwise(parts)]
    edits.append((node.end, node.end, "]"))
    gaps = [facts.text[start:end].strip() for start, end, _ in edits[:-1]]
    if gaps[0] != "==" or any(gap not in ("||", "or") for gap in gaps[1:]):
        return []
    return [Rewrite('Write "in [...]"', tuple(edits))]

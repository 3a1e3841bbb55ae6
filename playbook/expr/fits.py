"""Where which kinds of values fit: what cannot be, and what that says of the names (PB504, PB511)."""

from __future__ import annotations

from collections.abc import Callable

from playbook.expr.facts import Facts
from playbook.expr.kinds import ANY, BOOLEAN, LIST, MAP, NULL, NUMBER, ORDERED, SIZED, TEXT, kinds, named
from playbook.expr.patterns import matches
from playbook.expr.problems import Rewrite
from playbook.expr.slips import alternatives, fixed, fixed_truth
from playbook.expr.tree import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Item,
    ListOf,
    Literal,
    Logic,
    Node,
    Unary,
    Variable,
)
from playbook.expr.values import ValueProblem


def truth(facts: Facts, part: Node, by: Node | None, asks: str = "", *rewrites: Rewrite) -> None:
    """The part must be true or false; `asks` says who wants it so."""
    if type(part) is Call:
        facts.wants(part, BOOLEAN, by)
    elif kinds(part) & BOOLEAN:
        facts.wants(part, BOOLEAN, by)
        if type(part) is Literal:
            fixed_truth(facts, part, by)
    else:
        facts.blame("PB504", f"{asks}this is {_what(part)}, not true or false", part, *rewrites)


def _what(part: Node) -> str:
    calculation = isinstance(part, Binary) or (isinstance(part, Unary) and part.op == "-")
    return "a calculation" if calculation else named(kinds(part))


def logic(facts: Facts, node: Logic) -> None:
    asks = f'"{node.op}" joins conditions; '
    offered = False
    for part in node.operands:
        if type(part) is Literal and not offered:
            offered = True
            truth(facts, part, node, asks, *alternatives(facts, node))
        else:
            truth(facts, part, node, asks)


def unary(facts: Facts, node: Unary) -> None:
    if node.op == "!":
        truth(facts, node.operand, node, '"!" negates a condition; ')
    elif kinds(node.operand) & NUMBER:
        facts.wants(node.operand, NUMBER, node)
    else:
        facts.blame("PB504", f'"-" needs a number, not {named(kinds(node.operand))}', node.operand)


def conditional(facts: Facts, node: Conditional) -> None:
    truth(facts, node.test, node, '"?" asks a condition; ')


def binary(facts: Facts, node: Binary) -> None:
    said = len(facts.problems)
    _BINARY[node.op](facts, node, kinds(node.left), kinds(node.right))
    if len(facts.problems) == said:
        fixed(facts, node)


def _ordered(facts: Facts, node: Binary, left: int, right: int) -> None:
    common = left & right & ORDERED
    if common:
        facts.wants(node.left, common, node)
        facts.wants(node.right, common, node)
        return
    if left != ANY and right != ANY:
        what = f"{named(left)} and {named(right)}"
    else:
        what = named(right if left == ANY else left)
    facts.blame("PB504", f'"{node.op}" cannot order {what}', node)


def _equal(facts: Facts, node: Binary, left: int, right: int) -> None:
    facts.equalities.append(node)
    if not left & right:
        if left != NULL and right != NULL:
            fixed = "false" if node.op == "==" else "true"
            what = f'"{node.op}" of {named(left)} and {named(right)}'
            facts.warn("PB511", f"{what} is always {fixed}: there is no coercion", node)
        return
    if right != ANY and right & ~NULL:
        facts.wants(node.left, right & ~NULL, node)
    if left != ANY and left & ~NULL:
        facts.wants(node.right, left & ~NULL, node)


def _calculated(facts: Facts, node: Binary, left: int, right: int) -> None:
    for side, known in ((node.left, left), (node.right, right)):
        if known & NUMBER:
            facts.wants(side, NUMBER, node)
        else:
            facts.blame("PB504", f'"{node.op}" needs numbers, not {named(known)}', side)
            return
    if node.op in ("/", "%") and isinstance(node.right, Literal) and node.right.value == 0:
        facts.blame("PB504", "division by zero", node.right)


def _added(facts: Facts, node: Binary, left: int, right: int) -> None:
    common = left & right & ORDERED
    if not common:
        what = f"{named(left)} and {named(right)}"
        facts.blame("PB504", f'"+" adds two numbers or joins two texts, not {what}', node)
        return
    facts.wants(node.left, common, node)
    facts.wants(node.right, common, node)


def _in(facts: Facts, node: Binary, left: int, right: int) -> None:
    facts.equalities.append(node)
    _found(facts, node, node.left, left, node.right, right)


def _contains(facts: Facts, node: Binary, left: int, right: int) -> None:
    _found(facts, node, node.right, right, node.left, left)


def _found(facts: Facts, node: Binary, part: Node, sought: int, whole: Node, place: int) -> None:
    """`part in whole`, from either side."""
    if isinstance(whole, ListOf):
        _listed(facts, node, part, sought, whole)
    elif not place & SIZED:
        facts.blame("PB504", f'"{node.op}" looks into a text, a list or a map, not {named(place)}', whole)
    elif place == TEXT and not sought & TEXT:
        facts.blame("PB504", f"a text can contain a text, not {named(sought)}", part)
    elif place == TEXT:
        facts.wants(part, TEXT, node)
    else:
        facts.wants(whole, SIZED if sought & TEXT else LIST, node)


def _listed(facts: Facts, node: Binary, part: Node, sought: int, whole: ListOf) -> None:
    among = 0
    for item in whole.items:
        among |= kinds(item)
    if not whole.items:
        facts.warn("PB511", "nothing is in an empty list: this is always false", node)
    elif not sought & among:
        message = f"{named(sought)} is never in a list of {named(among)}: this is always false"
        facts.warn("PB511", message, node)
    elif among != ANY and among & ~NULL:
        facts.wants(part, among & ~NULL, node)


def _matches(facts: Facts, node: Binary, left: int, right: int) -> None:
    for side, known in ((node.left, left), (node.right, right)):
        if known & TEXT:
            facts.wants(side, TEXT, node)
        else:
            facts.blame("PB504", f'"matches" needs texts, not {named(known)}', side)
    pattern = node.right
    if isinstance(pattern, Literal) and isinstance(pattern.value, str):
        try:
            matches("", pattern.value)
        except ValueProblem as problem:
            long = "longer" in str(problem)
            facts.blame("PB506" if long else "PB501", str(problem), pattern)


def attribute(facts: Facts, node: Attribute) -> None:
    if isinstance(node.receiver, Variable | Attribute):
        facts.entries.append(node)
    _accessed(facts, node, node.receiver, MAP, f'has no entry "{node.name}"')


def item(facts: Facts, node: Item) -> None:
    by = kinds(node.key)
    wanted = (LIST | TEXT if by & NUMBER else 0) | (MAP if by & TEXT else 0)
    if wanted:
        _accessed(facts, node, node.receiver, wanted, f"cannot be indexed by {named(by)}")
    else:
        facts.blame("PB504", f"nothing is indexed by {named(by)}", node.key)


def _accessed(facts: Facts, node: Node, receiver: Node, wanted: int, lacks: str) -> None:
    known = kinds(receiver)
    if known & wanted:
        facts.wants(receiver, wanted, node)
    else:
        facts.blame("PB504", f"{named(known)} {lacks}", node)


_BINARY: dict[str, Callable[[Facts, Binary, int, int], None]] = {
    **dict.fromkeys(("<", "<=", ">", ">="), _ordered),
    **dict.fromkeys(("==", "!="), _equal),
    **dict.fromkeys(("-", "*", "/", "%"), _calculated),
    "+": _added,
    "in": _in,
    "contains": _contains,
    "matches": _matches,
}

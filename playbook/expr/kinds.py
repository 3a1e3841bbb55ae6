"""Which kinds of values a part of an expression can have, known before it runs: sets of kinds as bits."""

from __future__ import annotations

from playbook.expr.methods import METHODS, Types
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

BOOLEAN, NUMBER, TEXT, LIST, MAP, NULL = 1, 2, 4, 8, 16, 32
ANY = 63
ORDERED = NUMBER | TEXT
SIZED = TEXT | LIST | MAP
# What a system under test may declare of its functions (playbook.signatures); a text may be missing.
DECLARED = {"text": TEXT | NULL, "number": NUMBER, "count": NUMBER, "boolean": BOOLEAN}
_WORDS = {
    BOOLEAN: "a boolean",
    NUMBER: "a number",
    TEXT: "a text",
    LIST: "a list",
    MAP: "a map",
    NULL: "null",
}
_OF_TYPE = {bool: BOOLEAN, int: NUMBER, float: NUMBER, str: TEXT, list: LIST, dict: MAP, type(None): NULL}
_FIXED: dict[type[Node], int] = {Call: ANY, Attribute: ANY, Item: ANY, Logic: BOOLEAN, ListOf: LIST}
_CALCULATIONS = frozenset(("-", "*", "/", "%"))
# How many sums and choices inside each other are looked into; more would cost the square of the text.
_DEEP = 3


def named(kinds: int) -> str:
    """The kinds as messages say them: "a number or a text"."""
    if kinds == ANY:
        return "anything"
    return " or ".join(word for bit, word in _WORDS.items() if kinds & bit) or "nothing"


def of_types(types: Types) -> int:
    """The kinds of Python's types."""
    found = 0
    for type_ in types:
        found |= _OF_TYPE[type_]
    return found


_RESULTS = {name: of_types(method.result) for name, method in METHODS.items()}


def kinds(node: Node, levels: int = _DEEP) -> int:
    """What the part can be, as far as its own text says."""
    what = type(node)
    if what is Literal:
        return _OF_TYPE[type(node.value)]  # type: ignore[union-attr]
    fixed = _FIXED.get(what)
    if fixed is not None:
        return fixed
    match node:
        case Binary(op=op, left=left, right=right):
            if op == "+" and levels:
                return kinds(left, levels - 1) & kinds(right, levels - 1) & ORDERED or ORDERED
            return ORDERED if op == "+" else NUMBER if op in _CALCULATIONS else BOOLEAN
        case Unary(op=op):
            return BOOLEAN if op == "!" else NUMBER
        case Variable(name="state"):
            return TEXT
        case Method(name=name):
            return _RESULTS.get(name, ANY)
        case Conditional(yes=yes, no=no) if levels:
            return kinds(yes, levels - 1) | kinds(no, levels - 1)
    return ANY

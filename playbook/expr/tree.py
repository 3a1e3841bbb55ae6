"""The closed list of node kinds of an expression; every node knows its offsets.

Nodes are never changed once built. They are not declared frozen, because that makes building one
four times as slow, and a playbook has thousands.
"""

from __future__ import annotations

from dataclasses import dataclass

from playbook.values import Value


@dataclass(slots=True, unsafe_hash=True)
class Literal:
    """A number, text, true, false or null."""

    value: Value
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class ListOf:
    """`[a, b]`."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Variable:
    """A bare name: `state`, a variable of the system, or a section of the playbook."""

    name: str
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Call:
    """A function of the system under test."""

    name: str
    args: tuple[Node, ...]
    kwargs: tuple[tuple[str, Node], ...]
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Method:
    """`receiver.name(args)`: a method of the value."""

    receiver: Node
    name: str
    args: tuple[Node, ...]
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Attribute:
    """`receiver.name`: the entry of a map."""

    receiver: Node
    name: str
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Item:
    """`receiver[key]`: an item of a list or the entry of a map."""

    receiver: Node
    key: Node
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Unary:
    """`!x` or `-x`."""

    op: str
    operand: Node
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Binary:
    """Arithmetic or a comparison of two."""

    op: str
    left: Node
    right: Node
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Logic:
    """`&&` or `||` over two or more operands, flat however long the chain."""

    op: str
    operands: tuple[Node, ...]
    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Conditional:
    """`test ? yes : no`."""

    test: Node
    yes: Node
    no: Node
    start: int
    end: int


Node = Literal | ListOf | Variable | Call | Method | Attribute | Item | Unary | Binary | Logic | Conditional

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in", "contains", "matches")


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, left to right."""
    match node:
        case Literal() | Variable():
            return ()
        case ListOf(items=items):
            return items
        case Call(args=args, kwargs=kwargs):
            return (*args, *(value for _, value in kwargs))
        case Method(receiver=receiver, args=args):
            return (receiver, *args)
        case Attribute(receiver=receiver):
            return (receiver,)
        case Item(receiver=receiver, key=key):
            return (receiver, key)
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Logic(operands=operands):
            return operands
        case Conditional(test=test, yes=yes, no=no):
            return (test, yes, no)


def walk(root: Node) -> list[Node]:
    """The node and all below it, parents first."""
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(children(node)))
    return found


def height(root: Node) -> int:
    """How many levels the tree has: chains of arithmetic and accesses lean, and so count link by link."""
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(node))
    return deepest

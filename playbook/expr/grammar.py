"""The grammar of LANGUAGE.md section 3, by precedence climbing with a depth limit.

Every condition of every playbook comes through here cold. So one call handles a level of nesting
rather than a rule of the grammar, which also keeps the stack short; and all nodes are kept in the
order in which they are done, parts before wholes, so that whoever wants them need not walk the tree.
"""

from __future__ import annotations

from playbook.expr.problems import ExprError, ExprProblem
from playbook.expr.refusals import FOREIGN, refused
from playbook.expr.tokens import Words, number, unquoted
from playbook.expr.tree import (
    COMPARISONS,
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
from playbook.limits import MAX_EXPRESSION_DEPTH
from playbook.values import Value

_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_OPERATORS = frozenset({"and", "or", "not", "in"})
# "contains" and "matches" name methods, but neither functions nor variables.
RESERVED = frozenset({*_OPERATORS, *_CONSTANTS, *FOREIGN, "contains", "matches"})
# How tightly operators bind, from LANGUAGE.md section 3; "!" and the sign stand before their operand.
_LOWEST = 1
_AND, _NOT, _COMPARE, _MINUS = 2, 3, 4, 7
_BINDING = {
    "||": 1,
    "or": 1,
    "&&": _AND,
    "and": _AND,
    **dict.fromkeys(COMPARISONS, _COMPARE),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
_NAME, _NUMBER, _QUOTED = 1, 2, 3
_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_KIND_BY_FIRST = {
    **dict.fromkeys(_NAMES, _NAME),
    **dict.fromkeys("0123456789", _NUMBER),
    **dict.fromkeys("'\"", _QUOTED),
}


class Grammar:
    """Reads one expression from the word `at` on."""

    __slots__ = ("at", "depth", "ends", "nodes", "split", "starts", "words")

    def __init__(self, split: Words, at: int = 0) -> None:
        self.split = split
        self.words, self.starts, self.ends = split.words, split.starts, split.ends
        self.at = at
        self.depth = 0
        self.nodes: list[Node] = []

    def whole(self) -> Node:
        """The expression, which must reach the end of the text. Raises ExprError."""
        if not self.words[self.at]:
            raise self.fail("expected a condition")
        node = self.expression()
        if self.words[self.at]:
            raise self.fail("expected an operator or the end")
        return node

    def fail(self, expected: str) -> ExprError:
        return ExprError(refused(self.split, self.at, expected, self.nodes))

    def deep(self) -> ExprError:
        start, end = self.starts[self.at], self.ends[self.at]
        message = f"nested deeper than {MAX_EXPRESSION_DEPTH} levels"
        return ExprError(ExprProblem("PB506", message, start, max(end, start + 1)))

    def expect(self, word: str) -> int:
        """Steps over a word that must come now, to the offset of its end."""
        if self.words[self.at] != word:
            raise self.fail(f'expected "{word}"')
        self.at += 1
        return self.ends[self.at - 1]

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_EXPRESSION_DEPTH:
            raise self.deep()
        first = self.at
        node = self.operators(_LOWEST)
        if self.words[self.at] == "?":
            self.at += 1
            yes = self.expression()
            self.expect(":")
            no = self.expression()
            node = Conditional(node, yes, no, self.starts[first], self.ends[self.at - 1])
            self.nodes.append(node)
        self.depth -= 1
        return node

    def operators(self, least: int) -> Node:
        """Operands joined by operators that bind at least so tightly."""
        words, first = self.words, self.at
        node = self.operand(least)
        binding = _BINDING.get(words[self.at], 0)
        links = 0
        while binding >= least:
            if binding <= _AND:
                operands = [node]
                while _BINDING.get(words[self.at]) == binding:
                    self.at += 1
                    operands.append(self.operators(binding + 1))
                op = "&&" if binding == _AND else "||"
                node = Logic(op, tuple(operands), self.starts[first], self.ends[self.at - 1])
            else:
                # A left-leaning chain is as deep as it is long: its links count against the limit.
                links += 1
                if self.depth + links > MAX_EXPRESSION_DEPTH:
                    raise self.deep()
                op = words[self.at]
                self.at += 1
                right = self.operators(binding + 1)
                node = Binary(op, node, right, self.starts[first], self.ends[self.at - 1])
                if binding == _COMPARE and _BINDING.get(words[self.at]) == _COMPARE:
                    raise self.chained(node)
            self.nodes.append(node)
            binding = _BINDING.get(words[self.at], 0)
        return node

    def chained(self, node: Node) -> ExprError:
        self.nodes.append(node)
        return self.fail('comparisons do not chain: join two with "&&"')

    def operand(self, least: int) -> Node:
        """A value with its accesses, or a prefix operator with what it governs."""
        at = self.at
        word, start = self.words[at], self.starts[at]
        kind = _KIND_BY_FIRST.get(word[:1])
        node: Node
        if kind == _NAME:
            # Most operands are calls without arguments.
            if word[-1] == ")" and word[:-2] not in RESERVED and word[:2] != "__":
                self.at = at + 1
                node = Call(word[:-2], (), (), start, self.ends[at])
                self.nodes.append(node)
            elif word not in RESERVED:
                node = self.named(word, start)
            elif word == "not" and least <= _NOT:
                return self.prefixed("!", _NOT, start)
            else:
                node = self.constant(word, start)
        elif kind == _NUMBER:
            self.at = at + 1
            node = Literal(number(word, start), start, self.ends[at])
            self.nodes.append(node)
        elif kind == _QUOTED and len(word) > 1:
            self.at = at + 1
            node = Literal(unquoted(word, start), start, self.ends[at])
            self.nodes.append(node)
        elif word == "!" and least <= _NOT:
            return self.prefixed("!", _NOT, start)
        elif word == "(":
            self.at = at + 1
            node = self.expression()
            self.expect(")")
        elif word == "-":
            return self.prefixed("-", _MINUS, start)
        elif word == "[":
            node = self.listed(start)
        else:
            raise self.fail("expected a value")
        following = self.words[self.at]
        return self.accesses(node, start) if following == "." or following == "[" else node

    def prefixed(self, op: str, least: int, start: int) -> Node:
        self.at += 1
        self.depth += 1
        if self.depth > MAX_EXPRESSION_DEPTH:
            raise self.deep()
        operand = self.operators(least)
        self.depth -= 1
        node = Unary(op, operand, start, self.ends[self.at - 1])
        self.nodes.append(node)
        return node

    def constant(self, word: str, start: int) -> Node:
        if word not in _CONSTANTS:
            raise self.fail("expected a value")
        node = Literal(_CONSTANTS[word], start, self.ends[self.at])
        self.at += 1
        self.nodes.append(node)
        return node

    def named(self, word: str, start: int) -> Node:
        """A variable, or a function with its arguments."""
        node: Node
        if word[:2] == "__":
            raise self.dunder(word, start)
        if word[-1] == ")":
            raise self.fail("expected a value")
        if self.words[self.at + 1] == "(":
            self.at += 1
            args, kwargs = self.arguments()
            node = Call(word, args, kwargs, start, self.ends[self.at - 1])
        else:
            node = Variable(word, start, self.ends[self.at])
            self.at += 1
        self.nodes.append(node)
        return node

    def dunder(self, word: str, start: int) -> ExprError:
        name = word.removesuffix("()")
        message = f'names that start with "__" are not allowed: "{name}"'
        return ExprError(ExprProblem("PB506", message, start, start + len(name)))

    def listed(self, start: int) -> Node:
        self.at += 1
        items: list[Node] = []
        while self.words[self.at] != "]":
            items.append(self.expression())
            if self.words[self.at] != "]":
                self.expect(",")
        self.at += 1
        node = ListOf(tuple(items), start, self.ends[self.at - 1])
        self.nodes.append(node)
        return node

    def arguments(self) -> tuple[tuple[Node, ...], tuple[tuple[str, Node], ...]]:
        self.expect("(")
        args: list[Node] = []
        kwargs: dict[str, Node] = {}
        while self.words[self.at] != ")":
            word = self.words[self.at]
            if word[:1] in _NAMES and word[-1] != ")" and self.words[self.at + 1] == "=":
                self.parameter(word, kwargs)
            elif kwargs:
                raise self.fail("expected name=value: named arguments come last")
            else:
                args.append(self.expression())
            if self.words[self.at] != ")":
                self.expect(",")
        self.at += 1
        return tuple(args), tuple(kwargs.items())

    def parameter(self, word: str, kwargs: dict[str, Node]) -> None:
        """`name=value`."""
        if word in _OPERATORS:
            raise self.fail("expected a parameter's name")
        if word[:2] == "__":
            raise self.dunder(word, self.starts[self.at])
        if word in kwargs:
            raise self.fail(f'"{word}" is given twice')
        self.at += 2
        kwargs[word] = self.expression()

    def accesses(self, node: Node, start: int) -> Node:
        """The entries, items and methods that follow a value."""
        links = 0
        while self.words[self.at] in (".", "["):
            links += 1
            if self.depth + links > MAX_EXPRESSION_DEPTH:
                raise self.deep()
            self.at += 1
            if self.words[self.at - 1] == "[":
                key = self.expression()
                node = Item(node, key, start, self.expect("]"))
            else:
                node = self.entry(node, start)
            self.nodes.append(node)
        return node

    def entry(self, receiver: Node, start: int) -> Node:
        """What stands after a dot."""
        word, place = self.words[self.at], self.starts[self.at]
        name = word.removesuffix("()")
        if word[:1] not in _NAMES or name in _OPERATORS:
            raise self.fail("expected a name after the dot")
        if name[:2] == "__":
            raise self.dunder(word, place)
        self.at += 1
        if name != word:
            return Method(receiver, name, (), start, self.ends[self.at - 1])
        if self.words[self.at] != "(":
            return Attribute(receiver, name, start, self.ends[self.at - 1])
        args, kwargs = self.arguments()
        end = self.ends[self.at - 1]
        if kwargs:
            message = f'the method "{name}" takes no named arguments'
            raise ExprError(ExprProblem("PB501", message, place, end))
        return Method(receiver, name, args, start, end)

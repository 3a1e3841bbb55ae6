"""The grammar of LANGUAGE.md section 3, by precedence climbing with a depth limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from playbook.expr.problems import ExprError, ExprProblem
from playbook.expr.tokens import Token, tokens
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
    height,
)
from playbook.limits import MAX_EXPRESSION_DEPTH
from playbook.values import Value

_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_WORDS = {"and": "&&", "or": "||", "not": "!"}
_NOT_A_NAME = {"in", "contains", "matches", *_WORDS}
# How tightly operators bind, from LANGUAGE.md section 3; "!" and the sign stand before their operand.
_LOWEST = 1
_AND, _NOT, _COMPARE, _MINUS = 2, 3, 4, 7
_BINDING = {
    "||": 1,
    "&&": _AND,
    **dict.fromkeys(COMPARISONS, _COMPARE),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}
_FOREIGN = {
    "is": 'write "=="',
    "lambda": "functions cannot be defined here",
    "if": 'write "condition ? this : that"',
    "for": "there are no loops or comprehensions",
    "None": 'write "null"',
    "True": 'write "true"',
    "False": 'write "false"',
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, or None with the problems that there are."""

    tree: Node | None
    problems: tuple[ExprProblem, ...] = ()


def parse(text: str) -> Parsed:
    """Parse one expression; never raises."""
    try:
        return _parsed(text)
    except RecursionError:
        # The caller may stand so deep in the stack that there is no room for the limit's levels.
        # Not cached, for another caller may have room.
        return Parsed(None, (ExprProblem("PB506", "nested too deeply to be read", 0, len(text)),))


@lru_cache(maxsize=8192)
def _parsed(text: str) -> Parsed:
    try:
        root = _Parser(tokens(text)).whole()
        if height(root) > MAX_EXPRESSION_DEPTH:
            message = f"nested deeper than {MAX_EXPRESSION_DEPTH} levels"
            return Parsed(None, (ExprProblem("PB506", message, root.start, root.end),))
        return Parsed(root)
    except ExprError as error:
        return Parsed(None, (error.problem,))


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.position = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def sees(self, *words: str) -> bool:
        token = self.next
        return token.kind in ("op", "name") and _WORDS.get(token.text, token.text) in words

    def take(self) -> Token:
        token = self.next
        self.position += 1
        return token

    def expect(self, word: str) -> Token:
        if not self.sees(word):
            raise self.fail(f'expected "{word}"')
        return self.take()

    def fail(self, expected: str, token: Token | None = None) -> ExprError:
        token = token or self.next
        found = "the end" if token.kind == "end" else f'"{token.text[:40]}"'
        hint = ""
        if token.text == "=":
            hint = '; write "==" to compare'
        elif token.text in _FOREIGN:
            hint = f"; {_FOREIGN[token.text]}"
        elif token.text == "*" and self.position and self.tokens[self.position - 1].text == "*":
            hint = "; there is no power operator"
        message = f"{expected}, found {found}{hint}"
        return ExprError(ExprProblem("PB501", message, token.start, max(token.end, token.start + 1)))

    def limit(self, depth: int) -> None:
        if depth > MAX_EXPRESSION_DEPTH:
            token = self.next
            message = f"nested deeper than {MAX_EXPRESSION_DEPTH} levels"
            end = max(token.end, token.start + 1)
            raise ExprError(ExprProblem("PB506", message, token.start, end))

    def whole(self) -> Node:
        if self.next.kind == "end":
            raise self.fail("expected a condition")
        node = self.expression()
        if self.position < len(self.tokens) - 1:
            raise self.fail("expected an operator or the end")
        return node

    def deeper(self) -> None:
        self.depth += 1
        self.limit(self.depth)

    def expression(self) -> Node:
        self.deeper()
        node = self._operators(_LOWEST)
        if self.sees("?"):
            self.take()
            yes = self.expression()
            self.expect(":")
            no = self.expression()
            node = Conditional(node, yes, no, node.start, no.end)
        self.depth -= 1
        return node

    def _operators(self, least: int) -> Node:
        """Operands joined by operators that bind at least so tightly: precedence climbing.

        One call per level of nesting, not one per rule of the grammar, keeps the stack short.
        """
        node = self._operand(least)
        links = 0
        while True:
            token = self.next
            op = _WORDS.get(token.text, token.text) if token.kind in ("op", "name") else ""
            binding = _BINDING.get(op, 0)
            if binding < least:
                return node
            if binding <= _AND:
                node = self._logic(op, binding, node)
                continue
            # A left-leaning chain is as deep as it is long: its links count against the limit.
            links += 1
            self.limit(self.depth + links)
            self.take()
            right = self._operators(binding + 1)
            node = Binary(op, node, right, node.start, right.end)
            if binding == _COMPARE and self.sees(*COMPARISONS):
                raise self.fail('comparisons do not chain: join two with "&&"')

    def _operand(self, least: int) -> Node:
        """A prefix operator with what it governs, or a value with its accesses."""
        negation = self.sees("!") and least <= _NOT
        if not negation and not self.sees("-"):
            return self._postfix()
        start = self.take().start
        self.deeper()
        operand = self._operators(_NOT if negation else _MINUS)
        self.depth -= 1
        return Unary("!" if negation else "-", operand, start, operand.end)

    def _logic(self, op: str, binding: int, first: Node) -> Node:
        operands = [first]
        while self.sees(op):
            self.take()
            operands.append(self._operators(binding + 1))
        return Logic(op, tuple(operands), first.start, operands[-1].end)

    def _postfix(self) -> Node:
        node, links = self._primary(), 0
        while self.sees(".", "["):
            links += 1
            self.limit(self.depth + links)
            node = self._access(node)
        return node

    def _access(self, receiver: Node) -> Node:
        if self.take().text == "[":
            key = self.expression()
            return Item(receiver, key, receiver.start, self.expect("]").end)
        name = self._name("a name after the dot")
        if not self.sees("("):
            return Attribute(receiver, name.text, receiver.start, name.end)
        args, kwargs, end = self._arguments()
        if kwargs:
            message = f'the method "{name.text}" takes no named arguments'
            raise ExprError(ExprProblem("PB501", message, name.start, end))
        return Method(receiver, name.text, args, receiver.start, end)

    def _name(self, what: str) -> Token:
        token = self.next
        if token.kind != "name" or token.text in _NOT_A_NAME - {"contains", "matches"}:
            raise self.fail(f"expected {what}")
        if token.text.startswith("__"):
            message = f'names that start with "__" are not allowed: "{token.text}"'
            raise ExprError(ExprProblem("PB506", message, token.start, token.end))
        return self.take()

    def _primary(self) -> Node:
        token = self.next
        if token.kind in ("number", "text"):
            self.take()
            return Literal(token.value, token.start, token.end)
        if self.sees("("):
            self.take()
            node = self.expression()
            self.expect(")")
            return node
        if self.sees("["):
            return self._list()
        if token.kind != "name" or token.text in _NOT_A_NAME or token.text in _FOREIGN:
            raise self.fail("expected a value")
        return self._named()

    def _named(self) -> Node:
        token = self._name("a value")
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.start, token.end)
        if not self.sees("("):
            return Variable(token.text, token.start, token.end)
        args, kwargs, end = self._arguments()
        return Call(token.text, args, kwargs, token.start, end)

    def _list(self) -> Node:
        start = self.take().start
        items: list[Node] = []
        while not self.sees("]"):
            items.append(self.expression())
            if not self.sees("]"):
                self.expect(",")
        return ListOf(tuple(items), start, self.take().end)

    def _arguments(self) -> tuple[tuple[Node, ...], tuple[tuple[str, Node], ...], int]:
        self.expect("(")
        args: list[Node] = []
        kwargs: dict[str, Node] = {}
        while not self.sees(")"):
            name, following = self.next, self.tokens[min(self.position + 1, len(self.tokens) - 1)]
            if name.kind == "name" and following.text == "=":
                self._name("a parameter's name")
                self.take()
                if name.text in kwargs:
                    raise self.fail(f'"{name.text}" is given twice', name)
                kwargs[name.text] = self.expression()
            elif kwargs:
                raise self.fail("expected name=value: named arguments come last")
            else:
                args.append(self.expression())
            if not self.sees(")"):
                self.expect(",")
        return tuple(args), tuple(kwargs.items()), self.take().end

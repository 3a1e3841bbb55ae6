"""Parses an expression, or says everything that keeps it from being read."""

from __future__ import annotations

from functools import lru_cache

from playbook.expr.digest import digest
from playbook.expr.facts import Facts
from playbook.expr.grammar import Grammar
from playbook.expr.problems import ExprError, ExprProblem
from playbook.expr.recovery import problems
from playbook.expr.shapes import plain
from playbook.expr.tokens import split
from playbook.expr.tree import Node, height
from playbook.limits import MAX_EXPRESSION_DEPTH

# Longer ones are remembered too, but fewer: what is kept is bounded by its size.
_SHORT = 128


class Parsed:
    """The tree, or None with the problems that there are; `nodes` has all parts before their wholes."""

    __slots__ = ("_facts", "nodes", "problems", "text", "tree")

    def __init__(
        self,
        text: str,
        tree: Node | None,
        problems: tuple[ExprProblem, ...] = (),
        nodes: tuple[Node, ...] = (),
    ) -> None:
        self.text, self.tree, self.problems, self.nodes = text, tree, problems, nodes
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """What is known of it before it runs; worked out once. Nothing, where it cannot be read."""
        facts = self._facts
        if facts is None:
            root = self.tree
            facts = Facts(self.text) if root is None else digest(self.text, root, self.nodes)
            self._facts = facts
        return facts


def parse(text: str) -> Parsed:
    """Parse one expression; never raises."""
    try:
        return _short(text) if len(text) <= _SHORT else _long(text)
    except RecursionError:
        # The caller may stand so deep in the stack that there is no room for the limit's levels.
        # Not cached, for another caller may have room.
        return Parsed(text, None, (ExprProblem("PB506", "nested too deeply to be read", 0, len(text)),))


def _parsed(text: str) -> Parsed:
    nodes = plain(text)
    if nodes is not None:
        return Parsed(text, nodes[-1], (), nodes)
    return read(text)


def read(text: str) -> Parsed:
    """Parse by the whole grammar."""
    try:
        words = split(text)
    except ExprError as error:
        return Parsed(text, None, (error.problem,))
    grammar = Grammar(words)
    try:
        root = grammar.whole()
    except ExprError:
        return Parsed(text, None, problems(words))
    # A tree has no more levels than the text has words.
    if len(words.words) > MAX_EXPRESSION_DEPTH and height(root) > MAX_EXPRESSION_DEPTH:
        message = f"nested deeper than {MAX_EXPRESSION_DEPTH} levels"
        return Parsed(text, None, (ExprProblem("PB506", message, root.start, root.end),))
    return Parsed(text, root, (), tuple(grammar.nodes))


_short = lru_cache(maxsize=8192)(_parsed)
_long = lru_cache(maxsize=128)(_parsed)

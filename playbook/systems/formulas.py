"""What a simulation evaluates: expressions, and lists and maps of them; failures say where they stand.

A text is an expression; a number, true, false or null is itself; of a list or map every text is an
expression. LANGUAGE.md section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playbook.document.values import Sections
from playbook.expr.compile import Scope, compile_tree
from playbook.expr.parser import parse
from playbook.expr.tree import height
from playbook.expr.values import EvaluationError, Result, Unknown, ValueProblem, weighed
from playbook.source.nodes import Node, Scalar, find
from playbook.spans import Path, pointer
from playbook.values import Value

# How much of a chain of functions an explanation repeats.
_LONG = 300


class NoValue(Exception):
    """A formula has no value; the text says which part of it, where that stands, and why."""


class Places:
    """Where the parts of a playbook stand in its text, for a playbook that was read from one."""

    def __init__(self, sections: Mapping[str, Value]) -> None:
        self._sections = sections

    def said(self, path: Path) -> str:
        """The place in words: its line, or its address where there is no text."""
        node = self._node(path)
        return f"line {node.span.line}" if node is not None else pointer(path)

    def text(self, path: Path, value: Value) -> str:
        """A scalar as it is written: what YAML takes for a number may be the name of an event."""
        node = self._node(path)
        if isinstance(node, Scalar):
            return node.text
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _node(self, path: Path) -> Node | None:
        if not path or not isinstance(self._sections, Sections):
            return None
        return find(self._sections.node(str(path[0])), path[1:])


@dataclass(frozen=True, slots=True)
class Formula:
    """`result` raises NoValue and nothing else; `levels` is how deep it nests."""

    result: Callable[[Scope], Result]
    levels: int = 1

    def value(self, scope: Scope, where: str) -> Value:
        """The value; one that hangs on what nothing provides is none. Raises NoValue."""
        result = self.result(scope)
        if isinstance(result, Unknown):
            raise NoValue(f"nothing provides {', '.join(sorted(result.missing))} ({where})")
        return result


def formula(value: Value, path: Path, places: Places) -> Formula:
    """Compile what stands at a path."""
    if isinstance(value, str):
        return _expression(value, path, places)
    if isinstance(value, list):
        return _of_parts([formula(item, (*path, n), places) for n, item in enumerate(value)], list)
    if isinstance(value, dict):
        names = list(value)
        parts = [formula(item, (*path, name), places) for name, item in value.items()]
        return _of_parts(parts, lambda found: dict(zip(names, found, strict=True)))
    return Formula(lambda scope: value)


def _expression(text: str, path: Path, places: Places) -> Formula:
    parsed = parse(text)
    root = parsed.tree
    if root is None:
        message = parsed.problems[0].message

        def refused(scope: Scope) -> Result:
            raise NoValue(f"`{text}` ({places.said(path)}) cannot be read: {message}")

        return Formula(refused)
    compiled = compile_tree(root)

    def result(scope: Scope) -> Result:
        try:
            return compiled(scope)
        except EvaluationError as problem:
            message = problem.message
            part = f"`{text[problem.start : problem.end]}` ({places.said(path)})"
            # Of a function that calls itself once is enough.
            told = message.startswith(part) or len(message) > _LONG
            raise NoValue(message if told else f"{part}: {message}") from None

    return Formula(result, height(root))


def _of_parts(parts: list[Formula], made: Callable[[list[Value]], Value]) -> Formula:
    def result(scope: Scope) -> Result:
        found: list[Value] = []
        for part in parts:
            value = part.result(scope)
            if isinstance(value, Unknown):
                return value
            found.append(value)
        try:
            return weighed(made(found))
        except ValueProblem as problem:
            raise NoValue(str(problem)) from None

    levels = max((part.levels for part in parts), default=0) + 1
    return Formula(result, levels)

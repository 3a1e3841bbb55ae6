"""The rules, and what each is given; a rule is a function that yields diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cached_property

from playbook.diagnostics import Diagnostic, Fix, Related, Severity
from playbook.document.index import Index
from playbook.document.model import Element, Expression, Playbook
from playbook.document.names import expressions
from playbook.expr.parser import Parsed, parse
from playbook.expr.tree import Node as Tree
from playbook.limits import MAX_DIAGNOSTICS
from playbook.rules.graph import Graph
from playbook.rules.hints import Hints
from playbook.rules.knowledge import Knowledge
from playbook.rules.walks import Walk, walked
from playbook.signatures import Signatures
from playbook.source.nodes import Mapping, Node, Scalar, find
from playbook.source.positions import Lines, span_in_scalar
from playbook.spans import Path, Span

PLAIN_NAME = re.compile(r"[\w.\-]{1,100}\Z")


@dataclass(slots=True, eq=False)
class Site:
    """An expression where it stands: `what` it is (invariant, guard, ...) and whose; never changed."""

    what: str
    owner: Element
    expression: Expression
    parsed: Parsed


@dataclass(frozen=True)
class Subject:
    """What is checked: the text, its tree, the playbook, and what the bound system offers.

    What several rules need is worked out once, when the first of them asks.
    """

    text: str
    root: Node
    lines: Lines
    playbook: Playbook
    index: Index
    signatures: Signatures
    hints: Hints = field(default_factory=Hints, compare=False)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every expression of the playbook, parsed, in the order of `document.names.expressions`."""
        return tuple(
            Site(what, owner, expression, parse(expression.text))
            for what, owner, expression in expressions(self.playbook)
        )

    @cached_property
    def graph(self) -> Graph:
        """The machine as a graph."""
        return Graph(self.index)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known of the conditions, for the rules that reason over them."""
        return Knowledge(self.playbook, self.signatures)

    @cached_property
    def _trees(self) -> dict[int, Tree | None]:
        return {id(site.expression): site.parsed.tree for site in self.sites}

    def tree(self, expression: Expression) -> Tree | None:
        """An expression of the playbook as a tree, read once for all rules; None where it cannot be read."""
        return self._trees[id(expression)]

    @property
    def bare(self) -> bool:
        """Whether the scenarios drive the bare machine, of which only the actions are known."""
        return self.signatures.actions is not None and self.signatures.functions is None

    @property
    def simulated(self) -> bool:
        """Whether the scenarios drive the simulation of the playbook."""
        sections = self.playbook.sections
        return sections.get("system") is None and isinstance(sections.get("simulation"), dict)

    @cached_property
    def walks(self) -> list[Walk]:
        """What each scenario does, where no system of its own decides that; else nothing."""
        return walked(self.index) if self.bare else []

    def plain_name(self, name: str) -> bool:
        """Whether a name can be written between quotes as it is."""
        return PLAIN_NAME.match(name) is not None

    def place(self, expression: Expression, start: int, end: int) -> Span:
        """Where the characters `start` to `end` of an expression stand in the document's text."""
        node = find(self.root, expression.path)
        if not isinstance(node, Scalar):
            return expression.span
        return span_in_scalar(self.text, node, start, end, self.lines)


Rule = Callable[[Subject], Iterator[Diagnostic]]


def run(rules: Iterable[Rule], subject: Subject) -> list[Diagnostic]:
    """The findings of all rules; of each rule no more than could be shown (`MAX_DIAGNOSTICS`)."""
    return [narrowed(subject, finding) for rule in rules for finding in _shown(rule(subject))]


def narrowed(subject: Subject, finding: Diagnostic) -> Diagnostic:
    """A finding about an element of several lines points at the element's name, or at its first line.

    Who reads a text with half of a page underlined sees nothing.
    """
    span = finding.span
    if span.line == span.end_line:
        return finding
    node = find(subject.root, finding.path)
    if not isinstance(node, Mapping) or node.span != span:
        return finding
    for name in ("id", "name"):
        value = node.get(name)
        if isinstance(value, Scalar) and value.span.line == value.span.end_line:
            return changed(finding, span=value.span)
    key, value = node.entries[0]
    last = value.span if isinstance(value, Scalar) and value.span.end_line == key.span.line else key.span
    return changed(finding, span=subject.lines.span(key.span.start, max(key.span.end, last.end)))


def _shown(findings: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """Errors are never crowded out by others: one alone decides whether a text may be saved."""
    errors = others = 0
    for finding in findings:
        if finding.severity is Severity.ERROR:
            yield finding
            errors += 1
            if errors == MAX_DIAGNOSTICS:
                return
        elif others < MAX_DIAGNOSTICS:
            yield finding
            others += 1


def error(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.ERROR, message, span, path, fixes=fixes)


def warning(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.WARNING, message, span, path, fixes=fixes)


def info(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.INFO, message, span, path, fixes=fixes)


def first_defined(span: Span) -> tuple[Related, ...]:
    return (Related("first defined here", span),)

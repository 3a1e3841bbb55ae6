"""The rules, and what each is given; a rule is a function that yields diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from playbook.diagnostics import Diagnostic, Fix, Related, Severity
from playbook.document.index import Index
from playbook.document.model import Playbook
from playbook.limits import MAX_DIAGNOSTICS
from playbook.rules.hints import Hints
from playbook.signatures import Signatures
from playbook.source.nodes import Node
from playbook.source.positions import Lines
from playbook.spans import Path, Span


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the text, its tree, the playbook, and what the bound system offers."""

    text: str
    root: Node
    lines: Lines
    playbook: Playbook
    index: Index
    signatures: Signatures
    hints: Hints = field(default_factory=Hints, compare=False)


Rule = Callable[[Subject], Iterator[Diagnostic]]


def run(rules: Iterable[Rule], subject: Subject) -> list[Diagnostic]:
    """The findings of all rules; of each rule no more than could be shown (`MAX_DIAGNOSTICS`)."""
    return [finding for rule in rules for finding in _shown(rule(subject))]


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

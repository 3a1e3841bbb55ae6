"""The rules, and what each is given; a rule is a function that yields diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from playbook.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from playbook.document.index import Index
from playbook.document.model import Playbook
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


Rule = Callable[[Subject], Iterator[Diagnostic]]


def run(rules: Iterable[Rule], subject: Subject) -> list[Diagnostic]:
    """All findings of all rules."""
    return [finding for rule in rules for finding in rule(subject)]


def error(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.ERROR, message, span, path, fixes=fixes)


def warning(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.WARNING, message, span, path, fixes=fixes)


def info(id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> Diagnostic:
    return Diagnostic(id, Severity.INFO, message, span, path, fixes=fixes)


def first_defined(span: Span) -> tuple[Related, ...]:
    return (Related("first defined here", span),)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like this one, if any does."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def meant(name: str, known: Iterable[str]) -> str:
    """'; did you mean "x"?', or nothing."""
    close = nearest(name, known)
    return f'; did you mean "{close}"?' if close else ""


def replace(name: str, known: Iterable[str], span: Span, quote: str = "") -> tuple[Fix, ...]:
    """The fix that writes the nearest known name, if there is one."""
    close = nearest(name, known)
    if close is None:
        return ()
    return (Fix(f'Replace by "{close}"', (TextEdit(span, f"{quote}{close}{quote}"),)),)

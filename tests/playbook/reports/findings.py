"""The cast of the reports' tests: findings at the places of a text, and files that were checked."""

from __future__ import annotations

from playbook.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from playbook.reports.checked import Checked
from playbook.source.positions import Lines
from playbook.spans import Span

TEXT = 'machine:\n  states:\n    dark: {}\n    to: "drak"\n'


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Lines(text).span(start, start + len(part))


def finding(text: str = TEXT, part: str = '"drak"', **others: object) -> Diagnostic:
    """An error PB201 about a part of the text."""
    wanted: dict[str, object] = {
        "id": "PB201",
        "severity": Severity.ERROR,
        "message": "no such state",
        **others,
    }
    return Diagnostic(span=span(text, part), **wanted)  # type: ignore[arg-type]


def related(text: str = TEXT, part: str = "dark", message: str = "declared here") -> Related:
    return Related(message, span(text, part))


def replacing(text: str = TEXT, part: str = '"drak"', new: str = '"dark"', safe: bool = False) -> Fix:
    return Fix(f"Replace by {new}", (TextEdit(span(text, part), new),), safe)


def checked(*found: Diagnostic, file: str = "lamp.yaml", text: str = TEXT, **others: object) -> Checked:
    return Checked(file, text, found, **others)  # type: ignore[arg-type]

"""What the validator says: one `Diagnostic` per finding, never an exception and never rendered here.

The catalogue of ids is DIAGNOSTICS.md; an id is never renumbered once released.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from playbook.limits import MAX_DIAGNOSTICS, MAX_MESSAGE_CHARS
from playbook.spans import START, Path, Span, pointer

# What would break a line, command a terminal or reorder what is read.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Severity(StrEnum):
    """`error`: may be kept as a draft, not saved as a revision and not run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding speaks of, such as "first defined here"."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy as text edits; `safe` means that it cannot change what the playbook means."""

    title: str
    edits: tuple[TextEdit, ...]
    safe: bool = False

    def as_json(self) -> dict[str, object]:
        """Edits do not overlap; each range is of the text before any of them."""
        edits = [{**_range(edit.span), "text": edit.text} for edit in self.edits]
        return {"title": self.title, "safe": self.safe, "edits": edits}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what, where, and what to do about it.

    `message` is one line of at most `MAX_MESSAGE_CHARS`, whatever text of the user it quotes.
    """

    id: str
    severity: Severity
    message: str
    span: Span = START
    path: Path = ()
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def __post_init__(self) -> None:
        message = self.message
        if len(message) > MAX_MESSAGE_CHARS:
            message = message[: MAX_MESSAGE_CHARS - 3] + "..."
        if _UNSHOWABLE.search(message):
            message = _UNSHOWABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", message)
        object.__setattr__(self, "message", message)

    def as_json(self, file: str = "") -> dict[str, object]:
        """The shape that the command line, saving, and the browser share.

        `docs` is the rule's page below the project's folder.
        """
        return {
            "file": file,
            "id": self.id,
            "severity": self.severity.value,
            "message": self.message,
            **_range(self.span),
            "path": pointer(self.path),
            "related": [{"message": r.message, **_range(r.span)} for r in self.related],
            "fixes": [fix.as_json() for fix in self.fixes],
            "docs": f"docs/rules/{self.id}.md",
        }


def _range(span: Span) -> dict[str, object]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By position, then id, capped at `MAX_DIAGNOSTICS` with errors kept first."""
    found = sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span.start, d.span.end, d.id, d.message))
    if len(found) > MAX_DIAGNOSTICS:
        rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        found = sorted(found, key=lambda d: rank[d.severity])[:MAX_DIAGNOSTICS]
        found.sort(key=lambda d: (d.span.start, d.span.end, d.id, d.message))
    return found


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding keeps the text from being saved as a revision or run."""
    return any(d.severity is Severity.ERROR for d in diagnostics)

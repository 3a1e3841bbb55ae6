"""Findings as GitHub's workflow commands: a run of an action turns them into annotations of the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playbook.diagnostics import Diagnostic
from playbook.reports.checked import Checked, Manner

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def report(files: Sequence[Checked], manner: Manner) -> str:
    """One command a finding; nothing where nothing was found."""
    return "\n".join(_of(file.file, finding) for file in files for finding in file.diagnostics)


def _of(file: str, finding: Diagnostic) -> str:
    span = finding.span
    properties: dict[str, object] = {"title": finding.id, "file": file, "line": span.line}
    # Columns are only shown where the range is of one line, and refused where it is not.
    if span.line == span.end_line:
        properties |= {"endLine": span.line, "col": span.column, "endColumn": span.end_column}
    else:
        properties["endLine"] = span.end_line
    return command(_COMMANDS[finding.severity.value], f"{finding.message} ({finding.id})", properties)


def command(kind: str, message: str, properties: Mapping[str, object]) -> str:
    """One command, `error`, `warning` or `notice`, with what it says escaped as GitHub reads it."""
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {said}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

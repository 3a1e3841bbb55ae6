"""Findings for a person at a terminal: where, what, the lines with carets, the remedies, a summary."""

from __future__ import annotations

from collections.abc import Sequence

from playbook.diagnostics import Diagnostic
from playbook.reports.cells import safe
from playbook.reports.checked import Checked, Manner, counted
from playbook.reports.colour import Paint
from playbook.reports.excerpt import Source, excerpt, gutter

_MOST_IDS = 8


def report(files: Sequence[Checked], manner: Manner) -> str:
    """All findings of all files, and one line at the end that adds them up."""
    blocks = [
        "\n".join(told(file.file, source, finding, manner.paint))
        for file in files
        for source in (Source(file.text),)
        for finding in file.diagnostics
    ]
    if not manner.brief:
        blocks.append(_summary(files, manner))
    return "\n\n".join(blocks)


def told(file: str, source: Source, finding: Diagnostic, paint: Paint) -> list[str]:
    """One finding, all its lines."""
    lines = [headline(file, finding, paint), *excerpt(source, finding, paint)]
    for fix in finding.fixes:
        kind = "safe fix" if fix.safe else "fix"
        sign = " " * gutter(finding) + paint(" =", "quiet")
        lines.append(f"{sign} {paint(kind, 'strong')}: {safe(fix.title)}")
    return lines


def headline(file: str, finding: Diagnostic, paint: Paint) -> str:
    """Where, how bad, which rule, what: one line that an editor can jump from."""
    place = f"{safe(file)}:{finding.span.line}:{finding.span.column}"
    severity = paint(f"{finding.severity.value} {finding.id}", finding.severity.value)
    return f"{paint(place, 'strong')}: {severity}: {finding.message}"


def _summary(files: Sequence[Checked], manner: Manner) -> str:
    read = [file for file in files if not file.problem]
    findings = [finding for file in read for finding in file.diagnostics]
    name = safe(read[0].file) if len(read) == 1 else f"{len(read)} playbooks"
    said = counted(findings)
    if findings:
        said = manner.paint(said, min(findings, key=_severity).severity.value)
    ignored = sum(len(file.suppressed) for file in read)
    lines = [f"{name}: {said}" + (f"; {ignored} ignored by comments" if ignored else "")]
    safe_ones = sum(any(fix.safe for fix in finding.fixes) for finding in findings)
    if safe_ones:
        them = "1 finding has a safe fix" if safe_ones == 1 else f"{safe_ones} findings have safe fixes"
        lines.append(f'{them}: "playbook fix" applies {"it" if safe_ones == 1 else "them"}')
    ids = list(dict.fromkeys(finding.id for finding in sorted(findings, key=_severity)))
    if ids:
        more = " ..." if len(ids) > _MOST_IDS else ""
        lines.append(f"what a finding means: playbook explain {' '.join(ids[:_MOST_IDS])}{more}")
    return "\n".join(lines)


def _severity(finding: Diagnostic) -> int:
    return list(type(finding.severity)).index(finding.severity)

"""What every report is made from: the files that were checked, and how the reader wants them told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from playbook.diagnostics import Diagnostic, Severity
from playbook.reports.colour import Paint

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and what was found in it; `problem` says why it could not be read at all."""

    file: str
    text: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """`fail_on` is the mildest severity that fails; `brief` leaves out what is not a finding."""

    fail_on: Severity = Severity.ERROR
    brief: bool = False
    paint: Paint = field(default_factory=Paint)

    def fails(self, finding: Diagnostic) -> bool:
        """Whether a finding makes its file a bad one."""
        return _RANK[finding.severity] <= _RANK[self.fail_on]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings are wanted; an id, or the start of one (`PB3`), selects all that begin with it."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def of(self, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The wanted ones, in their order."""
        return tuple(finding for finding in findings if self.wants(finding.id))

    def wants(self, id: str) -> bool:
        if self.select and not id.startswith(self.select):
            return False
        return not (self.ignore and id.startswith(self.ignore))


def counted(findings: Sequence[Diagnostic]) -> str:
    """How many of each severity, in words: `2 errors, 1 warning`."""
    counts = {s: sum(finding.severity is s for finding in findings) for s in Severity}
    said = (f"{count} {s.value}{'s' if count != 1 else ''}" for s, count in counts.items() if count)
    return ", ".join(said) or "no findings"

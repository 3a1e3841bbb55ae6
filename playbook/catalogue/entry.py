"""What the reader of a finding may ask of its rule: what is wrong, why it matters, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagnostics import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of the catalogue, for people: `playbook explain`, the documentation page, a report.

    `bad` draws the finding and `good` does not; both are shown, and a test runs them. They are
    top-level sections of a playbook, completed by `playbook.catalogue.example`; a `whole` example is
    a document as it stands. `severities` has every severity that the rule may give, the usual one first.
    """

    id: str
    severities: tuple[Severity, ...]
    title: str
    why: str
    remedy: str
    bad: str
    good: str
    whole: bool = False

    @property
    def severity(self) -> Severity:
        """The usual severity."""
        return self.severities[0]

    @property
    def page(self) -> str:
        """The documentation page, below the project's folder."""
        return f"docs/rules/{self.id}.md"

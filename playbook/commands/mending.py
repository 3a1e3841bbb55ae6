"""A text and the fixes that its findings offer, until nothing more can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playbook.analysis import Analysis, analyse
from playbook.diagnostics import Diagnostic, Fix, Severity
from playbook.limits import MAX_FIX_ROUNDS
from playbook.source.fixing import applied, compatible

Choice = Callable[[Diagnostic], Fix | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """The new text with what is still found in it, and the findings that were mended, in order."""

    analysis: Analysis
    mended: tuple[Diagnostic, ...]

    @property
    def text(self) -> str:
        return self.analysis.text


def safe_one(finding: Diagnostic) -> Fix | None:
    """The first fix that cannot change what the playbook means."""
    return next((fix for fix in finding.fixes if fix.safe), None)


def first_one(finding: Diagnostic) -> Fix | None:
    """The fix that the finding recommends, whether it is safe or not."""
    return finding.fixes[0] if finding.fixes else None


def mend(analysis: Analysis, choice: Choice) -> Mended:
    """Apply the chosen fixes round by round: one may bring another finding to light, or be in its way.

    A fix after which the text would be worse is not applied. Ends after `MAX_FIX_ROUNDS`, and where a
    text comes back that was there before.
    """
    mended: list[Diagnostic] = []
    refused: set[tuple[str, str]] = set()
    seen = {analysis.text}
    for _ in range(MAX_FIX_ROUNDS):
        offered = [
            (finding, fix)
            for finding in analysis.diagnostics
            for fix in (choice(finding),)
            if fix is not None and (finding.id, finding.message) not in refused
        ]
        after, done = _round(analysis, offered)
        if not done:
            if not offered:
                break
            refused.add((offered[0][0].id, offered[0][0].message))
            continue
        if after.text in seen:
            break
        seen.add(after.text)
        analysis = after
        mended += done
    return Mended(analysis, tuple(mended))


Offer = tuple[Diagnostic, Fix]


def _round(before: Analysis, offered: list[Offer]) -> tuple[Analysis, list[Diagnostic]]:
    """All of the fixes that fit together; where the text would be worse, the first half, and so on."""
    # Two findings may offer the very same fix: the first of them gets it.
    owners = {id(fix): (finding, fix) for finding, fix in reversed(offered)}
    chosen = [owners[id(fix)] for fix in compatible(fix for _, fix in offered)]
    for part in _halves(chosen):
        text = applied(before.text, [edit for _, fix in part for edit in fix.edits])
        after = analyse(text)
        if text != before.text and not _worse(after, before):
            return after, [finding for finding, _ in part]
    return before, []


def _halves(chosen: list[Offer]) -> Iterator[list[Offer]]:
    while chosen:
        yield chosen
        chosen = chosen[: len(chosen) // 2]


def _worse(after: Analysis, before: Analysis) -> bool:
    """Whether a text has more errors; one that cannot be read as YAML hides those that it has."""
    return _badness(after) > _badness(before)


def _badness(analysis: Analysis) -> tuple[int, int]:
    errors = [finding for finding in analysis.diagnostics if finding.severity is Severity.ERROR]
    unreadable = sum(finding.id.startswith("PB0") for finding in errors)
    return unreadable + (analysis.root is None), len(errors)

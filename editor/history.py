"""What changed between two texts, in words, each change beside its line in their difference."""

from __future__ import annotations

from dataclasses import dataclass

from editor.analysis import examine
from editor.differences import Difference
from playbook.api import Change, changes


@dataclass(frozen=True, slots=True)
class Told:
    """A change, and the row of the difference that it is about: "" where no row that is shown is."""

    change: Change
    row: str


def changed(old: str, new: str) -> tuple[Change, ...]:
    """All changes of meaning; none where either text has no playbook to compare."""
    before, after = examine(old).playbook, examine(new).playbook
    return changes(before, after) if before and after else ()


def told(old: str, new: str, difference: Difference) -> list[Told]:
    """The changes with their rows: changes of behaviour first, each kind in the order of the text."""
    shown = {row.anchor for hunk in difference.hunks for row in hunk.rows}
    found = sorted(changed(old, new), key=lambda change: change.meaning)
    return [Told(change, _row(change, shown)) for change in found]


def _row(change: Change, shown: set[str]) -> str:
    for anchor in (f"new-{change.new_line}", f"old-{change.old_line}"):
        if anchor in shown:
            return anchor
    return ""

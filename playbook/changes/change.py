"""What differs between two playbooks, one value for each thing that does, and a line that sums them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playbook.spans import Path, pointer

Kind = Literal["added", "removed", "changed", "renamed", "moved"]
Meaning = Literal["behaviour", "text"]
SUMMARY_MAX = 120


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `old` and `new` say where the element is in either playbook, None where it is in one only; the lines
    count from 1 (0: not in this text). `sentence` tells it in words, `short` without the values. `noun` is
    what was added, removed or moved; of a key, it is empty. `meaning` is `text` for what only people read.
    """

    kind: Kind
    old: Path | None
    new: Path | None
    sentence: str
    short: str
    noun: str = ""
    meaning: Meaning = "behaviour"
    old_line: int = 0
    new_line: int = 0

    def as_json(self) -> dict[str, object]:
        """For other programs; paths are JSON pointers, null where there is none."""
        return {
            "kind": self.kind,
            "meaning": self.meaning,
            "sentence": self.sentence,
            "old": None if self.old is None else pointer(self.old),
            "new": None if self.new is None else pointer(self.new),
            "old_line": self.old_line or None,
            "new_line": self.new_line or None,
        }


def summary(changes: Sequence[Change], most: int = SUMMARY_MAX) -> str:
    """The changes in at most `most` characters: what fits, behaviour first, then how many more there are."""
    told = _told(changes)
    for count in range(len(told), 0, -1):
        covered = sum(size for _, size in told[:count])
        left = len(changes) - covered
        line = ", ".join(text for text, _ in told[:count])
        if left:
            line += f" and {left} more"
        if len(line) <= most:
            return line
    return f"{len(changes)} change{'s'[: len(changes) != 1]}" if changes else ""


def _told(changes: Sequence[Change]) -> list[tuple[str, int]]:
    """Texts and how many changes each stands for: several of one kind are counted together."""
    groups: dict[object, list[Change]] = {}
    for number, change in enumerate(sorted(changes, key=lambda change: change.meaning)):
        counted = bool(change.noun) and change.kind in ("added", "removed")
        groups.setdefault((change.kind, change.noun) if counted else number, []).append(change)
    return [(group[0].short if len(group) == 1 else _counted(group), len(group)) for group in groups.values()]


def _counted(group: Sequence[Change]) -> str:
    noun = group[0].noun
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun != "key" else f"{noun}s"
    return f"{len(group)} {plural} {group[0].kind}"

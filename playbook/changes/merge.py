"""Two texts that come from one, merged by element; what both have changed otherwise is a conflict.

Nothing is guessed: a merged text is given only where it can be read and says what both sides have changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from playbook.changes.compare import changes
from playbook.changes.regions import Parts, Region, parts
from playbook.changes.weave import named, woven
from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.document.model import WILDCARD, Playbook
from playbook.source.positions import Lines
from playbook.source.reader import read
from playbook.spans import Path, Span

# A byte order mark stays where I have one.
_MARK = "\ufeff"
_NUMBER = re.compile(r"\b(step|statement|item|capture|output) \d+")


@dataclass(frozen=True, slots=True)
class Version:
    """What one of the three texts says at a conflict: None where it has no such element."""

    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides have changed, each in its way; `path` is mine, or theirs where I have none."""

    path: Path
    base: Version
    mine: Version
    theirs: Version
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """`text` is None where there are conflicts: which side is right is for people to say."""

    text: str | None
    conflicts: tuple[Conflict, ...] = ()


def merged(base: str, mine: str, theirs: str) -> Merge:
    """The text with the changes of both sides since `base`; never raises for any texts.

    Comments and formatting stay as the side wrote them that touched an element, and a text that was merged
    ends with a line break.
    """
    if mine == theirs or theirs == base:
        return Merge(mine)
    if mine == base:
        return Merge(theirs)
    mark = _MARK if mine.startswith(_MARK) else ""
    texts = [_ended(text.removeprefix(_MARK)) for text in (base, mine, theirs)]
    documents = [_document(text) for text in texts]
    if any(document is None for document in documents):
        return _at_odds(texts, "a text that cannot be read as a whole cannot be merged")
    regions = [
        Region(text, 0, 0, len(text), document.at, ())  # type: ignore[union-attr, arg-type]
        for text, document in zip(texts, documents, strict=True)
    ]
    merger = _Merger()
    text = merger.merge(*regions)
    if merger.conflicts:
        return Merge(None, tuple(merger.conflicts))
    return _checked(text, mark, texts, [document for document in documents if document])


def _ended(text: str) -> str:
    return text if text.endswith(("\n", "\r")) else text + "\n"


def _document(text: str) -> Playbook | None:
    reading = read(text)
    # The tree of a text whose mark was taken off does not fit the text.
    if reading.root is None or reading.holes or reading.text != text:
        return None
    return decode(reading.root).playbook


def _at_odds(texts: list[str], reason: str) -> Merge:
    """One conflict of the whole."""
    base, mine, theirs = (Version(text, Lines(text).span(0, len(text))) for text in texts)
    return Merge(None, (Conflict((), base, mine, theirs, reason),))


def _checked(text: str, mark: str, texts: list[str], documents: list[Playbook]) -> Merge:
    """The merged text, where it says exactly what both sides have changed."""
    merged = _document(text)
    base, mine, theirs = documents
    if merged is None or not _complete(base, mine, theirs, merged):
        return _at_odds(texts, "the changes of the two sides cannot be told apart")
    lost = _undeclared(merged) - _undeclared(mine) - _undeclared(theirs)
    if lost:
        name = min(lost)
        return _at_odds(texts, f"one side uses state {name!r}, which the other one has removed or renamed")
    if _shares_turns(mine, theirs, merged):
        return _at_odds(texts, "both sides have given one event of one state another transition")
    return Merge(mark + text)


def _complete(base: Playbook, mine: Playbook, theirs: Playbook, merged: Playbook) -> bool:
    """Whether the merged playbook differs from the base by the changes of both sides and nothing else."""
    ours, others, all = _told(base, mine), _told(base, theirs), _told(base, merged)
    # Both may have made one change, or each one that is told alike: a step was added.
    return ours | others <= all <= ours + others


def _told(old: Playbook, new: Playbook) -> Counter[tuple[str, str]]:
    # What is counted stands elsewhere after the other side's changes.
    return Counter((change.kind, _NUMBER.sub(r"\1", change.sentence)) for change in changes(old, new))


def _undeclared(playbook: Playbook) -> set[str]:
    states = Index(playbook).states
    return {use.name for use in Index(playbook).references()} - states.keys() - {WILDCARD}


def _shares_turns(mine: Playbook, theirs: Playbook, merged: Playbook) -> bool:
    """Whether transitions of both sides wait for one event in one state: their order decides."""
    ours, others = _turns(mine), _turns(theirs)
    for turn, ids in _turns(merged).items():
        by_theirs, by_mine = ids - ours.get(turn, set()), ids - others.get(turn, set())
        if by_mine and by_theirs and len(by_mine | by_theirs) > 1:
            return True
    return False


def _turns(playbook: Playbook) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for transition in playbook.machine.transitions:
        for source in transition.sources:
            found.setdefault((source.name, transition.event), set()).add(transition.id)
    return found


class _Merger:
    """Walks the three texts at once; gives the merged text and gathers conflicts."""

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []
        self.lines: dict[str, Lines] = {}

    def merge(self, base: Region, mine: Region, theirs: Region) -> str:
        """What is above the three regions, and they themselves."""
        lead = _either(base.lead, mine.lead, theirs.lead)
        if lead is None:
            self.clash(base, mine, theirs, "both sides have changed the comments above it")
            lead = mine.lead
        return lead + self.body(base, mine, theirs)

    def body(self, base: Region, mine: Region, theirs: Region) -> str:
        plain = _either(base.text, mine.text, theirs.text)
        if plain is not None:
            return plain
        cut = [parts(region) for region in (base, mine, theirs)]
        if cut[0] and cut[1] and cut[2] and _comparable(cut[0], cut[1], cut[2]):
            text = self.inside(base, (cut[0], cut[1], cut[2]))
            if text is not None:
                return text
        self.clash(base, mine, theirs, "both sides have changed it")
        return mine.text

    def inside(self, base: Region, cut: tuple[Parts, Parts, Parts]) -> str | None:
        """The entries of three maps or lists; None where they cannot be merged one by one."""
        head = _either(cut[0].head, cut[1].head, cut[2].head)
        names = named(base, *cut)
        order = woven(*names) if names else None
        if head is None or names is None or order is None:
            return None
        before, ours, others = (
            dict(zip(name, part.entries, strict=True)) for name, part in zip(names, cut, strict=True)
        )
        pieces = [self.entry(before.get(n), ours.get(n), others.get(n)) for n in order]
        return head + "".join(pieces)

    def entry(self, base: Region | None, mine: Region | None, theirs: Region | None) -> str:
        """One entry, which not every side needs to have."""
        if base and mine and theirs:
            return self.merge(base, mine, theirs)
        there = [region for region in (mine, theirs) if region]
        if base is None and len(there) == 1:
            return there[0].whole
        if base is None and mine and theirs and mine.whole == theirs.whole:
            return mine.whole
        if base and len(there) == 1 and there[0].whole == base.whole:
            return ""
        reason = "one side has removed it, the other one changed it" if base else "both sides have added it"
        self.clash(base, mine, theirs, reason)
        return there[0].whole

    def clash(self, base: Region | None, mine: Region | None, theirs: Region | None, reason: str) -> None:
        path = next(region.path for region in (mine, theirs, base) if region)
        versions = self.version(base), self.version(mine), self.version(theirs)
        self.conflicts.append(Conflict(path, *versions, reason))

    def version(self, region: Region | None) -> Version:
        if region is None:
            return Version()
        if region.source not in self.lines:
            self.lines[region.source] = Lines(region.source)
        return Version(region.whole, self.lines[region.source].span(region.start, region.end))


def _either(base: str, mine: str, theirs: str) -> str | None:
    """The text of the side that has changed it; None where both have, and otherwise."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def _comparable(base: Parts, mine: Parts, theirs: Parts) -> bool:
    """Whether entries of one may stand among those of another: block style, at one depth.

    In flow style commas would have to come and go: there the keys must be the same.
    """
    three = (base, mine, theirs)
    if len({part.flow for part in three}) > 1 or len({part.column for part in three}) > 1:
        return False
    return not base.flow or base.names == mine.names == theirs.names

"""What each page is given: one dataclass per template, a line of help per field."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe

from editor.analysis import Examined, examine, examine_and_draw
from editor.differences import Difference, compare, lines_of
from editor.history import Told, told
from editor.inspector import Arrow, Inspector, Pair, arrows, inspect, outline, pairs
from editor.models import Playbook, Revision
from editor.rules import (
    Example,
    Family,
    bad_example,
    families,
    good_example,
    nearest,
)
from playbook.api import (
    CATALOGUE,
    FAMILY_OF,
    MAX_TEXT_BYTES,
    Diagnostic,
    Drawing,
    Entry,
    Scenario,
    Severity,
    State,
    pointer,
    runnable,
)

NOT_SAVED = "Not saved: the text has errors. They are listed with the text, which is kept."
QUERY_MAX = 100
# The same number in static/js/editor/problems.js.
FEW_NOTES = 10
OVERTAKEN = "Not saved: another revision was saved meanwhile. Your text is kept here."


class Drawn:
    """A page that shows a machine: None where there is no state to draw."""

    __slots__ = ()
    drawing: Drawing | None

    @property
    def svg(self) -> SafeString:
        """The picture as markup: written by our own renderer, which escapes every text in it."""
        return mark_safe(self.drawing.svg) if self.drawing else SafeString()


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """editor/library.html"""

    # The playbooks of this page of the list, each with its head.
    playbooks: Page[Playbook]


@dataclass(frozen=True, slots=True)
class Problems:
    """components/problems.html: what was found in a text."""

    findings: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the text from being saved; what is no YAML first, it may be the cause of the rest."""
        return sorted(self._of(Severity.ERROR), key=lambda finding: not finding.id.startswith("PB0"))

    @property
    def warnings(self) -> list[Diagnostic]:
        return self._of(Severity.WARNING)

    @property
    def notes(self) -> list[Diagnostic]:
        return self._of(Severity.INFO)

    @property
    def many_notes(self) -> bool:
        """Whether the notes are folded away at first."""
        return len(self.notes) > FEW_NOTES

    def _of(self, severity: Severity) -> list[Diagnostic]:
        return [finding for finding in self.findings if finding.severity is severity]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state in the list under the diagram."""

    state: State
    path: str
    initial: bool
    leaving: int


@dataclass(frozen=True, slots=True)
class PlaybookPage(Drawn):
    """editor/playbook.html"""

    playbook: Playbook
    revision: Revision
    drawing: Drawing | None
    problems: Problems
    scenarios: tuple[Scenario, ...]
    states: tuple[StateRow, ...]
    transitions: tuple[Arrow, ...]
    forbidden: tuple[Pair, ...]
    # The element that the address names, opened in the panel beside the diagram.
    inspector: Inspector | None
    tab: str = "diagram"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another revision was saved meanwhile: it, and what saving on top of it would change in it."""

    head: Revision
    difference: Difference


@dataclass(frozen=True, slots=True)
class EditPage(Drawn):
    """editor/edit.html; `playbook` is None for a playbook that is still to be made."""

    playbook: Playbook | None
    # The number of the revision that the text started from, 0 for a new playbook.
    base: int
    # The text as it is to be edited, and the text of the base.
    text: str
    saved_text: str
    problems: Problems
    drawing: Drawing | None
    # Names the drawing: a check says whether the text still has this one.
    picture: str
    # Whether parts of the text could not be read: the drawing is of the rest.
    recovered: bool
    # Where the drawn elements stand in the text.
    outline: list[dict[str, object]]
    # Why the last save was refused, in a sentence.
    refusal: str = ""
    message: str = ""
    conflict: Conflict | None = None
    # Names the wish for a new playbook.
    key: str = ""
    max_bytes: int = MAX_TEXT_BYTES
    tab: str = "edit"

    @property
    def problem_list(self) -> list[dict[str, object]]:
        """The findings for the script, in the shape in which a check answers."""
        return [finding.as_json() for finding in self.problems.findings]


@dataclass(frozen=True, slots=True)
class RevisionsPage:
    """editor/revisions.html"""

    playbook: Playbook
    revisions: Page[Revision]
    tab: str = "revisions"


@dataclass(frozen=True, slots=True)
class RevisionPage(Drawn):
    """editor/revision.html"""

    playbook: Playbook
    revision: Revision
    drawing: Drawing | None
    inspector: Inspector | None
    lines: list[str] = field(default_factory=list)
    tab: str = "revisions"

    @property
    def previous(self) -> int:
        """The number of the revision before."""
        return self.revision.number - 1


@dataclass(frozen=True, slots=True)
class DiffPage:
    """editor/diff.html: from `old` to `new`."""

    playbook: Playbook
    old: Revision
    new: Revision
    difference: Difference
    # What changed in meaning, each with its row of the difference.
    told: list[Told]
    tab: str = "revisions"


@dataclass(frozen=True, slots=True)
class RulesPage:
    """editor/rules.html"""

    families: tuple[Family, ...]
    query: str
    # How many rules there are in all.
    total: int

    @property
    def found(self) -> int:
        """How many of them the query has found."""
        return sum(len(family.entries) for family in self.families)


@dataclass(frozen=True, slots=True)
class RulePage:
    """editor/rule.html"""

    entry: Entry
    family: str
    bad: Example
    good: Example
    previous: Entry | None
    following: Entry | None

    @property
    def ignorable(self) -> bool:
        """Whether a comment may ignore it: an error never."""
        return self.entry.severities != (Severity.ERROR,) and not self.entry.id.startswith("PB99")


@dataclass(frozen=True, slots=True)
class NoRulePage:
    """editor/no_rule.html"""

    id: str
    nearest: list[Entry]


def playbook_page(playbook: Playbook, path: str) -> PlaybookPage:
    """The newest revision's page with the element at `path` opened."""
    assert playbook.head is not None
    examined = examine_and_draw(playbook.head.text)
    analysis = examined.analysis
    assert analysis.playbook is not None, "a revision has a machine, or it could not be saved"
    machine = analysis.playbook.machine
    return PlaybookPage(
        playbook=playbook,
        revision=playbook.head,
        drawing=examined.drawing,
        problems=Problems(analysis.diagnostics),
        scenarios=runnable(analysis.playbook),
        states=tuple(_state_rows(examined)),
        transitions=arrows(machine),
        forbidden=pairs(machine),
        inspector=inspect(analysis, path) if path else None,
    )


def _state_rows(examined: Examined) -> list[StateRow]:
    assert examined.analysis.playbook is not None
    machine = examined.analysis.playbook.machine
    leaving: dict[str, int] = {}
    for transition in machine.transitions:
        for source in transition.sources:
            leaving[source.name] = leaving.get(source.name, 0) + 1
    initial = machine.initial.name if machine.initial else ""
    return [
        StateRow(state, pointer(state.path), state.id == initial, leaving.get(state.id, 0))
        for state in machine.states
    ]


def edit_page(
    playbook: Playbook | None,
    base: Revision | None,
    text: str,
    *,
    refusal: str = "",
    message: str = "",
    conflict: Revision | None = None,
    source: str | bytes | None = None,
    key: str = "",
) -> EditPage:
    """The editing page of `text`, which started from revision `base`.

    `source` is what was sent, where that is not the text: a file's bytes that are not UTF-8.
    """
    examined = examine_and_draw(text if source is None else source)
    return EditPage(
        playbook=playbook,
        base=base.number if base else 0,
        text=text,
        saved_text=base.text if base else "",
        problems=Problems(examined.analysis.diagnostics),
        drawing=examined.drawing,
        picture=examined.picture,
        recovered=examined.recovered,
        outline=outline(examined.analysis),
        refusal=refusal,
        message=message,
        conflict=Conflict(conflict, compare(conflict.text, text)) if conflict else None,
        key=key,
    )


def revision_page(playbook: Playbook, revision: Revision, path: str) -> RevisionPage:
    """A revision as it was saved."""
    examined = examine_and_draw(revision.text)
    return RevisionPage(
        playbook=playbook,
        revision=revision,
        drawing=examined.drawing,
        inspector=inspect(examined.analysis, path) if path else None,
        lines=[line.rstrip("\r\n") for line in lines_of(revision.text)],
    )


def diff_page(playbook: Playbook, old: Revision, new: Revision) -> DiffPage:
    """What changed from one revision to another."""
    difference = compare(old.text, new.text)
    return DiffPage(playbook, old, new, difference, told(old.text, new.text, difference))


def element(revision: Revision, path: str) -> Inspector | None:
    """One element of a revision for the panel."""
    return inspect(examine(revision.text), path)


def rules_page(query: str) -> RulesPage:
    """The rules in which all words of the query occur."""
    query = query[:QUERY_MAX].strip()
    return RulesPage(families(query), query, len(CATALOGUE))


def rule_page(id: str) -> RulePage:
    """A rule of the catalogue."""
    entry = CATALOGUE[id]
    ids = list(CATALOGUE)
    at = ids.index(id)
    return RulePage(
        entry=entry,
        family=FAMILY_OF[id],
        bad=bad_example(id),
        good=good_example(id),
        previous=CATALOGUE[ids[at - 1]] if at else None,
        following=CATALOGUE[ids[at + 1]] if at + 1 < len(ids) else None,
    )


def no_rule_page(id: str) -> NoRulePage:
    """What to offer in place of a rule that is not there."""
    return NoRulePage(id[:QUERY_MAX], nearest(id))

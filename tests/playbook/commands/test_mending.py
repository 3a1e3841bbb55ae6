"""Fixes round by round: what is applied, what is refused, when it ends."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.catalogue.everything import CATALOGUE
from playbook.catalogue.example import completed
from playbook.commands import mending
from playbook.commands.mending import first_one, mend, safe_one
from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit, has_errors
from playbook.source.positions import Lines
from tests.playbook.texts import lamp


def replacing(text: str, old: str, new: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    """A finding about a part of the text whose fix replaces it."""
    start = text.index(old)
    span = Lines(text).span(start, start + len(old))
    return Diagnostic("PB000", severity, f"{old} is wrong", span, fixes=(Fix("x", (TextEdit(span, new),)),))


@pytest.fixture
def only(monkeypatch):
    """Lets the analysis find what a test says and nothing else."""

    def install(*wrong: tuple[str, str, Severity]) -> None:
        def found(text: str):
            kept = [replacing(text, *one) for one in wrong if one[0] in text]
            return mending.Analysis(text, object(), None, None, tuple(kept))  # type: ignore[arg-type]

        monkeypatch.setattr(mending, "analyse", found)

    return install


def mended(text: str) -> str:
    return mend(mending.analyse(text), first_one).text


def test_the_safe_choice_leaves_the_others_alone():
    text = lamp('version: "1.0"', "version: 1.0").replace("to: bright", "to: brigth")
    after = mend(analyse(text), safe_one)
    assert after.text == lamp().replace("to: bright", "to: brigth")
    assert [finding.id for finding in after.mended] == ["PB102"]


def test_the_first_fix_of_every_finding_is_the_other_choice():
    text = lamp('version: "1.0"', "version: 1.0").replace("to: bright", "to: brigth")
    after = mend(analyse(text), first_one)
    assert not has_errors(after.analysis.diagnostics)
    assert {finding.id for finding in after.mended} >= {"PB102", "PB201"}


def test_what_a_fix_brings_to_light_is_mended_in_the_next_round(only):
    only(("a", "b", Severity.WARNING), ("b", "c", Severity.WARNING))
    assert mended("a") == "c"


def test_a_fix_that_would_make_more_errors_is_not_applied(only):
    only(("a", "B", Severity.WARNING), ("x", "y", Severity.WARNING), ("B", "B", Severity.ERROR))
    assert mended("a x") == "a y"


def test_a_text_that_comes_back_ends_it(only):
    only(("a", "b", Severity.WARNING), ("b", "a", Severity.WARNING))
    assert mended("a") == "b"


def test_a_fix_that_never_ends_is_ended(only):
    only(("a", "aa", Severity.WARNING))
    assert len(mended("a")) == mending.MAX_FIX_ROUNDS + 1


def test_a_fix_that_changes_nothing_does_not_keep_others_back(only):
    only(("a", "a", Severity.WARNING), ("x", "y", Severity.WARNING))
    assert mended("a x") == "a y"


def test_a_fix_whose_own_edits_overlap_is_not_applied(monkeypatch):
    finding = replacing("abc", "ab", "x")
    twice = Fix("x", (finding.fixes[0].edits[0], replacing("abc", "bc", "y").fixes[0].edits[0]))
    broken = Diagnostic("PB000", Severity.WARNING, "x", finding.span, fixes=(twice,))
    analysis = mending.Analysis("abc", object(), None, None, (broken,))  # type: ignore[arg-type]
    assert mend(analysis, first_one).text == "abc"


def test_one_fix_that_two_findings_offer_is_applied_once(only, monkeypatch):
    only()
    first = replacing("abc", "b", "x")
    second = Diagnostic("PB001", Severity.WARNING, "y", first.span, fixes=first.fixes)
    analysis = mending.Analysis("abc", object(), None, None, (first, second))  # type: ignore[arg-type]
    after = mend(analysis, first_one)
    assert (after.text, after.mended) == ("axc", (first,))


def test_mending_the_yaml_may_bring_errors_to_light():
    text = lamp('name: "Lamp"', "name: {{lamp}}").replace("to: bright", "to: brigth")
    after = mend(analyse(text), first_one)
    assert 'name: "{{lamp}}"' in after.text and "brigth" not in after.text


def test_what_cannot_be_read_is_worse_than_errors(only):
    only(("a", "?", Severity.WARNING))
    before = mending.Analysis("a", object(), None, None, ())  # type: ignore[arg-type]
    unreadable = mending.Analysis("b", None, None, None, ())
    assert mending._badness(unreadable) > mending._badness(before)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))
def test_no_example_of_the_catalogue_gets_more_errors(entry):
    before = analyse(completed(entry, entry.bad))
    after = mend(before, first_one).analysis
    assert mending._badness(after) <= mending._badness(before)
    assert mend(after, first_one).text == after.text

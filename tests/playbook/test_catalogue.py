"""Every rule of the catalogue does what its page says: the bad example draws it, the good one does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.analysis import analyse
from playbook.catalogue.everything import CATALOGUE
from playbook.catalogue.example import completed
from playbook.diagnostics import has_errors
from tests.playbook.texts import findings, mended

every_rule = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))


@every_rule
def test_the_bad_example_draws_the_finding_and_the_good_one_does_not(entry):
    found = findings(completed(entry, entry.bad), entry.id)
    assert found
    assert {d.severity for d in found} <= set(entry.severities)
    good = analyse(completed(entry, entry.good))
    assert entry.id not in [d.id for d in good.diagnostics]
    assert not has_errors(good.diagnostics), [d for d in good.diagnostics if d.severity == "error"]


@every_rule
def test_a_fix_of_the_bad_example_takes_the_finding_away(entry):
    text = completed(entry, entry.bad)
    for finding in findings(text, entry.id):
        for fix in finding.fixes:
            after = findings(mended(text, fix))
            same = [d for d in after if (d.id, d.message) == (finding.id, finding.message)]
            assert len(same) < sum(d.message == finding.message for d in findings(text, entry.id)), fix.title
            assert "PB001" not in [d.id for d in after if d.id not in ids_of(text)]


def ids_of(text):
    return {d.id for d in findings(text)}


@every_rule
def test_an_entry_is_written_for_a_reader(entry):
    assert entry.title[0].isupper() and not entry.title.endswith(".")
    assert entry.why.endswith((".", "`", ")")) and entry.remedy.endswith((".", "`", ")"))
    assert len(entry.title) <= 90


SOURCES = sorted((Path(__file__).resolve().parents[2] / "playbook").rglob("*.py"))


def test_every_id_that_the_code_gives_is_explained():
    given = {id for path in SOURCES for id in re.findall(r'"(PB\d{3})"', path.read_text())}
    assert given - set(CATALOGUE) == set()
    assert len(CATALOGUE) >= 80


@every_rule
def test_no_example_draws_a_severity_that_an_entry_does_not_name(entry):
    for snippet in (entry.bad, entry.good):
        for finding in findings(completed(entry, snippet)):
            assert finding.severity in CATALOGUE[finding.id].severities, finding

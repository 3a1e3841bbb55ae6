"""A rule in words."""

from __future__ import annotations

import json
from dataclasses import replace

from playbook.catalogue.entry import ERROR, WARNING
from playbook.catalogue.everything import CATALOGUE, FAMILY_OF
from playbook.reports.colour import Paint
from playbook.reports.explanation import MAX_COLUMNS, MAX_LINES, cut, explanation, fenced, severities, table

ENTRY = CATALOGUE["PB201"]


def test_severities_are_said_usual_first():
    assert severities(ENTRY) == "error"
    assert severities(replace(ENTRY, severities=(WARNING, ERROR))) == "warning, in places error"


def test_an_explanation_has_everything_that_the_catalogue_knows():
    out = explanation(ENTRY, "bad: 1\n", "good: 1\n", "x.yaml:1:1: error", Paint())
    assert out.startswith(f"PB201  {ENTRY.title}\n       error\n")
    flat = " ".join(out.split())
    assert " ".join(ENTRY.why.split()) in flat and " ".join(ENTRY.remedy.split()) in flat
    assert out.index("  bad: 1") < out.index("  x.yaml:1:1: error") < out.index("  good: 1")
    assert max(map(len, out.split("\n"))) <= 96


def test_a_block_ends_where_it_should_whatever_is_in_it():
    assert fenced("a\n````\n", "yaml") == "`````yaml\na\n````\n`````"
    assert fenced("a", "yaml") == "```yaml\na\n```"


def test_of_a_long_example_the_beginning_is_shown():
    assert cut("a: 1\n") == "a: 1"
    assert cut("x\n" * (MAX_LINES + 1200)).split("\n")[MAX_LINES:] == ["# ... and 1,200 more lines"]
    assert cut("x" * 1000) == "x" * MAX_COLUMNS + " ..."


def test_the_table_has_a_row_for_every_rule_in_columns():
    rows = table(CATALOGUE.values(), "text", Paint()).split("\n")
    assert [row[:5] for row in rows] == list(CATALOGUE)
    start = rows[0].index(next(iter(CATALOGUE.values())).title)
    assert all(row[start:] == entry.title for row, entry in zip(rows, CATALOGUE.values(), strict=True))


def test_the_table_as_json():
    (row,) = json.loads(table([ENTRY], "json", Paint()))
    assert row == {
        "id": "PB201",
        "severities": ["error"],
        "title": ENTRY.title,
        "family": FAMILY_OF["PB201"],
        "docs": "docs/rules/PB201.md",
    }
    assert table([], "text", Paint()) == ""

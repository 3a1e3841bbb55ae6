"""The pages of the rules say what the rules do."""

from __future__ import annotations

import re

import pytest

from playbook.catalogue.everything import CATALOGUE, FAMILIES, FAMILY_OF
from tools.rule_pages import DOCS, FOLDER, INDEX, pages

WRITTEN = pages()
AGAIN = "run: python -m tools.rule_pages"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_page_is_up_to_date(path):
    assert path.exists(), AGAIN
    assert path.read_text(encoding="utf-8") == WRITTEN[path], AGAIN


def test_there_is_a_page_for_every_rule_and_no_other():
    assert {path.stem for path in FOLDER.iterdir()} == set(CATALOGUE), AGAIN


def test_a_page_shows_what_the_validator_says_of_its_example():
    page = WRITTEN[FOLDER / "PB201.md"]
    assert "example.yaml:" in page and ": error PB201: transition" in page and "^^^^" in page


def test_only_what_may_be_ignored_is_said_to_be():
    assert "# playbook: ignore PB304 -- " in WRITTEN[FOLDER / "PB304.md"]
    assert "cannot be ignored" in WRITTEN[FOLDER / "PB201.md"]


def test_every_rule_is_in_the_index_under_its_family():
    text = WRITTEN[INDEX]
    for family, entries in FAMILIES.items():
        section = text.partition(f"## {family}\n")[2].partition("\n## ")[0]
        assert all(f"[{entry.id}](rules/{entry.id}.md)" in section for entry in entries)
        assert all(FAMILY_OF[entry.id] == family for entry in entries)


def test_the_pages_links_lead_somewhere():
    for path, text in WRITTEN.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (path.parent / target).resolve() in {*WRITTEN, *DOCS.iterdir()}, f"{path.name}: {target}"

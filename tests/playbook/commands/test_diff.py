"""`playbook diff`: words, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.cli import main
from tests.playbook.texts import LAMP, lamp

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def two_lamps(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(LAMP)
    (tmp_path / "new.yaml").write_text(lamp("> 0", "> 1"))
    (tmp_path / "prose.yaml").write_text(lamp("It is warm", "Warm it is"))


pytestmark = pytest.mark.usefixtures("two_lamps")


def test_the_difference_is_told_in_words_with_its_line(capsys):
    assert main(["diff", "old.yaml", "new.yaml"]) == 0
    assert capsys.readouterr().out == (
        '~ new.yaml:11: condition of invariant "It is warm" of `bright` changed from `warmth() > 0` to '
        "`warmth() > 1`\n\n1 change\n"
    )


def test_what_is_gone_is_told_with_the_line_of_the_old_one(tmp_path, capsys):
    (tmp_path / "more.yaml").write_text(lamp("dark: {}", "dark: {}\n    failed: {}"))
    main(["diff", "more.yaml", "old.yaml"])
    assert capsys.readouterr().out.startswith("- more.yaml:8: state `failed` removed\n")


def test_changes_of_prose_are_counted_apart(capsys):
    main(["diff", "old.yaml", "prose.yaml"])
    assert capsys.readouterr().out.endswith("\n1 change, only of texts for people\n")


@pytest.mark.parametrize(("new", "code"), [("old.yaml", 0), ("new.yaml", 1)])
def test_the_exit_code_tells_where_it_is_asked_for(new, code):
    assert main(["diff", "--exit-code", "old.yaml", new]) == code


def test_the_same_meaning_is_told(capsys):
    main(["diff", "old.yaml", "old.yaml"])
    assert capsys.readouterr().out == "no change of meaning\n"


def test_for_programs_it_is_a_list(capsys):
    main(["diff", "--format", "json", "old.yaml", "new.yaml"])
    [change] = json.loads(capsys.readouterr().out)
    assert (change["kind"], change["meaning"], change["new_line"]) == ("changed", "behaviour", 11)
    assert change["new"] == "/machine/states/bright/invariants/0/condition"


def test_a_text_that_cannot_be_read_as_a_whole_is_not_compared(tmp_path, capsys):
    (tmp_path / "broken.yaml").write_text(LAMP + "tui: [\n")
    assert main(["diff", "old.yaml", "broken.yaml"]) == 2
    assert "cannot be compared" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys):
    assert main(["diff", "old.yaml", "nowhere.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_standard_input_cannot_be_both(capsys):
    assert main(["diff", "-", "-"]) == 2
    assert "one of the two" in capsys.readouterr().err


def test_the_difference_that_the_page_shows_is_real(tmp_path, capsys):
    text = (ROOT / "playbooks" / "order.yaml").read_text()
    (tmp_path / "old.yaml").write_text(text)
    text = text.replace("    cart:", "    basket:").replace('"cart"', '"basket"')
    text = text.replace('condition: "paid == 0"', 'condition: "paid <= 0"')
    event = '      event: "parcel_received"\n'
    (tmp_path / "new.yaml").write_text(text.replace(event, event + '      guard: "paid == total"\n', 1))
    main(["diff", "old.yaml", "new.yaml"])
    assert f"```text\n{capsys.readouterr().out}```" in (ROOT / "docs" / "command-line.md").read_text()

"""`playbook rename`: every use of a name, and every other byte as it was."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from playbook.cli import main
from tests.playbook.texts import LAMP, lamp

RENAMED = LAMP.replace('"dark"', '"dim"').replace("dark: {}", "dim: {}").replace(": dark", ": dim")


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.yaml"
    path.write_text(LAMP)
    return path


def rename(*words: str) -> int:
    return main(["rename", *words])


def test_a_name_is_written_and_told(file, capsys):
    assert rename("state", "dark", "dim", "a.yaml") == 0
    assert file.read_text() == RENAMED
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "a.yaml: renamed 4 places, on lines 5, 7, 13, 14\n")


def test_the_mark_and_the_line_ends_stay(file):
    file.write_bytes(b"\xef\xbb\xbf" + LAMP.replace("\n", "\r\n").encode())
    assert rename("state", "dark", "dim", "a.yaml") == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + RENAMED.replace("\n", "\r\n").encode()


def test_with_diff_it_is_only_shown(file, capsys):
    assert rename("event", "pressed", "pushed", "a.yaml", "--diff") == 1
    assert file.read_text() == LAMP
    told = capsys.readouterr()
    assert "+    - {id: switch_on, from: dark, to: bright, event: pushed}\n" in told.out
    assert told.err == "a.yaml: would rename 1 place, on lines 13\n"


def test_a_name_that_is_not_there_is_told_and_exits_with_2(file, capsys):
    assert rename("state", "drak", "dim", "a.yaml") == 2
    assert capsys.readouterr().err == (
        'playbook: cannot rename in a.yaml: there is no state "drak"; there are: bright, dark\n'
    )


def test_a_name_that_is_taken_is_told_at_its_place(file, capsys):
    assert rename("state", "dark", "bright", "a.yaml") == 2
    assert "cannot rename in a.yaml:7:5: there is a state" in capsys.readouterr().err
    assert file.read_text() == LAMP


def test_the_other_files_are_renamed_all_the_same(file):
    Path("b.yaml").write_text(lamp("dark: {}", "night: {}"))
    Path("c.yaml").write_text("- 1\n")
    assert rename("transition", "switch_on", "light", "c.yaml", ".") == 2
    assert "id: light," in file.read_text() and "id: light," in Path("b.yaml").read_text()


def test_the_same_name_changes_nothing(file, capsys):
    assert rename("state", "dark", "dark", "a.yaml", "--diff") == 0
    assert capsys.readouterr().err == "a.yaml: nothing to rename\n"


def test_standard_input_goes_to_standard_output(monkeypatch, capsysbinary):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LAMP.encode())))
    assert rename("state", "dark", "dim", "-") == 0
    assert capsysbinary.readouterr().out == RENAMED.encode()


def test_what_cannot_be_read_is_not_written(file, capsys):
    file.write_bytes(LAMP.encode() + b"# \xff\n")
    assert rename("state", "dark", "dim", "a.yaml") == 2
    assert "cannot rename in a.yaml: not UTF-8" in capsys.readouterr().err

"""`playbook new`: a file that runs, and never one in place of another."""

from pathlib import Path

import pytest

from playbook.api import templates
from playbook.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_written_validates_and_runs(capsys):
    assert main(["new", "--template", "login", "--name", "Staff login"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "wrote staff-login.yaml",
        "next: playbook validate staff-login.yaml",
        "      playbook run staff-login.yaml",
    ]
    assert main(["validate", "--fail-on", "warning", "-q", "staff-login.yaml"]) == 0
    assert main(["run", "staff-login.yaml"]) == 0


@pytest.mark.parametrize("made", templates(), ids=lambda made: made.name)
def test_a_template_is_written_as_it_is(made, capsys):
    assert main(["new", "--template", made.name]) == 0
    assert Path(f"{made.name}.yaml").read_text() == made.text


def test_a_file_that_is_there_is_left_alone(capsys):
    Path("mine.yaml").write_text("precious")
    assert main(["new", "--template", "login", "mine.yaml"]) == 2
    assert Path("mine.yaml").read_text() == "precious"
    assert "mine.yaml exists already and is left as it is; give another FILE" in capsys.readouterr().err


def test_the_templates_are_listed_with_what_they_are_about(capsys):
    assert main(["new", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [made.name for made in templates()]
    assert all(made.description in line for made, line in zip(templates(), lines, strict=True))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "say which template to start from: --template NAME, of traffic-light,"),
        (["--template", "lift"], 'there is no template "lift"; there are: traffic-light'),
        (["--template", "login", "--id", "1x"], '"1x" cannot be the id of a machine'),
        (["--template", "login", "no/such/folder.yaml"], "cannot write no/such/folder.yaml: No such file"),
        (["--template", "login", "a\0b"], "cannot write"),
    ],
)
def test_what_cannot_be_done_is_said(given, said, capsys, folder):
    assert main(["new", *given]) == 2
    assert said in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_dash_stands_for_standard_output(capsys, folder):
    assert main(["new", "--template", "login", "-"]) == 0
    assert capsys.readouterr().out == next(made.text for made in templates() if made.name == "login")
    assert list(folder.iterdir()) == []

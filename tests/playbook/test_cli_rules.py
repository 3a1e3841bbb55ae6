"""`playbook rules`, `explain` and `schema`, and the command itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import playbook
from playbook.catalogue.everything import CATALOGUE
from playbook.cli import COMMANDS, main


def test_every_rule_is_listed(capsys):
    assert main(["rules"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(CATALOGUE)


def test_the_rules_as_json(capsys):
    assert main(["rules", "--format", "json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == list(CATALOGUE)


def test_a_rule_is_explained_with_what_its_example_draws(capsys):
    assert main(["explain", "pb201"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("PB201  A transition names a state")
    assert "  example.yaml:" in out and "error PB201" in out and "^^^" in out


def test_several_rules_are_explained_each_once(capsys):
    assert main(["explain", "PB301", "PB201", "pb301"]) == 0
    out = capsys.readouterr().out
    assert out.index("PB301  ") < out.index("PB201  ") and out.count("PB301  ") == 1


@pytest.mark.parametrize(
    ("id", "hint"), [("PB2011", "did you mean PB201?"), ("what", '"playbook rules" lists them')]
)
def test_a_rule_that_does_not_exist_is_2_with_the_nearest(id, hint, capsys):
    assert main(["explain", "PB201", id]) == 2
    told = capsys.readouterr()
    assert (
        told.err == f'playbook: there is no rule "{told.err.split(chr(34))[1]}"; {hint}\n' and told.out == ""
    )


def test_the_schema_is_json(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Playbook"


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name, capsys):
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    assert f"usage: playbook {name}" in capsys.readouterr().out


def test_a_reader_that_has_gone_is_no_crash():
    command = [sys.executable, "-m", "playbook.cli", "rules"]
    where = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(command, env=where, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_the_package_hands_on_two_names_when_they_are_asked_for():
    assert {playbook.Playbook.__name__, playbook.PlaybookRunner.__name__} == set(playbook.__all__)
    with pytest.raises(AttributeError, match="module 'playbook' has no attribute 'Nothing'"):
        _ = playbook.Nothing


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["validate"], ["validate", "--format", "pdf", "x"]])
def test_a_wrong_call_is_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: playbook" in capsys.readouterr().err

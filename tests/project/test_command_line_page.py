"""docs/command-line.md shows what the command really has and says."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path

import pytest

from playbook.cli import COMMANDS, main
from playbook.commands import run
from playbook.commands.validate import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text()


def test_every_command_has_its_section():
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert set(COMMANDS) <= {name for heading in headings for name in heading.split(", ")}


def test_every_format_is_described():
    assert {f"`--format {format}`" for format in FORMATS} <= set(re.findall(r"`--format \w+`", PAGE))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_that_is_shown_exists(command, capsys):
    shown = re.findall(rf"^ +playbook {command} ([^#<>\n]*)", PAGE, re.MULTILINE)
    with pytest.raises(SystemExit):
        main([command, "--help"])
    known = capsys.readouterr().out
    for options in re.findall(r"(?:^|\s)(--[a-z-]+)", " ".join(shown)):
        assert options in known


def test_the_finding_that_is_shown_is_real(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "playbooks" / "order.yaml").read_text().replace('to: "cancelled"', 'to: "canceled"', 1)
    Path("order.yaml").write_text(text)
    main(["validate", "-q", "--select", "PB201", "order.yaml"])
    assert f"```text\n{capsys.readouterr().out}```" in PAGE


def test_the_failed_run_that_is_shown_is_real(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "playbooks" / "order.yaml").read_text().replace("paid == 60", "paid == 90", 1)
    Path("order.yaml").write_text(text)
    main(["run", "order.yaml"])
    said = re.sub(r"in \d+\.\d\d s", "in 0.02 s", capsys.readouterr().out)
    assert f"```text\n{said}```" in PAGE


def test_every_option_of_a_run_is_described():
    parser = ArgumentParser(add_help=False)
    run.arguments(parser)
    options = {word for action in parser._actions for word in action.option_strings}
    assert {option for option in options if f"`{option}" not in PAGE} == set()

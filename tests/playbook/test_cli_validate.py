"""`playbook validate` as it is called: files, formats, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.cli import main
from playbook.commands.validate import FORMATS
from tests.playbook.texts import LAMP, lamp

ROOT = Path(__file__).resolve().parents[2]
BAD = lamp("to: bright", "to: brigth")
WARNED = lamp("    dark: {}", "    dark: {}\n    lost: {}")


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    return name


def json_of(capsys, *arguments: str) -> list[dict]:
    main(["validate", "--format", "json", *arguments])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (BAD, "error", 1),
        (WARNED, "error", 0),
        (WARNED, "warning", 1),
        (LAMP, "warning", 0),
        (LAMP + "limits: {days: 3}\n", "info", 1),
    ],
)
def test_what_fails_is_what_was_asked_for(text, fail_on, code):
    assert main(["validate", written("a.yaml", text), "--fail-on", fail_on]) == code


def test_a_folder_stands_for_all_playbooks_in_it_and_below(capsys):
    for name in ("p/b.yml", "p/a.yaml", "p/q/c.yaml", "p/.git/d.yaml", "p/e.json"):
        written(name, BAD)
    found = json_of(capsys, "p", "p/a.yaml")
    errors = [f["file"] for f in found if f["severity"] == "error"]
    assert errors == ["p/a.yaml", "p/b.yml", "p/q/c.yaml"]


def test_a_folder_without_playbooks_cannot_be_validated(capsys):
    Path("empty").mkdir()
    assert main(["validate", "empty"]) == 2
    assert capsys.readouterr().err == "playbook: there is no file *.yaml or *.yml in empty or below it\n"


def test_a_file_that_cannot_be_read_does_not_keep_the_others_back(capsys):
    assert main(["validate", "gone.yaml", written("bad.yaml", BAD)]) == 2
    told = capsys.readouterr()
    assert (
        "error PB201" in told.out
        and told.err == "playbook: cannot read gone.yaml: No such file or directory\n"
    )


def test_a_name_that_no_file_can_have_cannot_be_read(capsys):
    assert main(["validate", "a\0b"]) == 2
    assert "cannot read 'a\\x00b'" in capsys.readouterr().err


def test_only_what_is_selected_counts(capsys):
    bad = written("a.yaml", BAD)
    assert {"PB201", "PB301"} <= {f["id"] for f in json_of(capsys, bad)}
    assert {f["id"] for f in json_of(capsys, bad, "--select", "pb201,PB301")} == {"PB201", "PB301"}
    assert {f["id"] for f in json_of(capsys, bad, "--select", "PB201", "--select", "PB301")} == {
        "PB201",
        "PB301",
    }
    assert "PB201" not in {f["id"] for f in json_of(capsys, bad, "--ignore", "PB2")}
    assert main(["validate", bad, "--ignore", "PB2"]) == 0


def test_a_rule_that_does_not_exist_cannot_be_selected(capsys):
    assert main(["validate", written("a.yaml", LAMP), "--select", "PB2011"]) == 2
    assert 'there is no rule "PB2011"; did you mean PB201?' in capsys.readouterr().err


def test_quiet_says_only_what_fails(capsys):
    assert main(["validate", "-q", written("a.yaml", WARNED)]) == 0
    assert capsys.readouterr().out == ""
    main(["validate", "-q", "--fail-on", "warning", "a.yaml"])
    out = capsys.readouterr().out
    assert "warning PB301" in out and "info" not in out and "playbook explain" not in out


def test_the_formats_are_for_other_programs(capsys):
    bad = written("a.yaml", BAD)
    assert main(["validate", bad, "--format", "sarif"]) == 1
    assert json.loads(capsys.readouterr().out)["version"] == "2.1.0"
    assert main(["validate", bad, "--format", "junit"]) == 1
    assert ElementTree.fromstring(capsys.readouterr().out).get("failures") == "1"
    assert main(["validate", bad, "--format", "github", "--select", "PB201"]) == 1
    assert capsys.readouterr().out.startswith("::error title=PB201,file=a.yaml,line=")
    assert main(["validate", written("b.yaml", LAMP), "--format", "github", "-q"]) == 0
    assert capsys.readouterr().out == ""


HOSTILE = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"a: \x1b[2J",
    b"- \xe2\x80\xae1\r\xc2\x85b: [",
    b'{"\\ud800": "\\x07", a: {{b}}}',
    b"x" * 3_000_000,
    b"[" * 10_000,
    BAD.encode().replace(b"\n", b"\r"),
]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_any_format(format, content, capsys):
    Path("a.yaml").write_bytes(content)
    assert main(["validate", "a.yaml", "--format", format]) == 1
    told = capsys.readouterr()
    assert told.err == "" and "\x1b" not in told.out
    if format == "junit":
        ElementTree.fromstring(told.out)
    elif format in ("json", "sarif"):
        json.loads(told.out)


def test_an_ignored_finding_is_suppressed_in_sarif(capsys):
    text = WARNED.replace("    lost: {}", "    lost: {}  # playbook: ignore PB301 -- later")
    main(["validate", written("a.yaml", text), "--format", "sarif", "--select", "PB301"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource"}]


def cli(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "playbook.cli", *arguments]
    wanted = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=wanted, capture_output=True, check=False)


def test_a_terminal_without_the_characters_is_no_reason_to_break_off():
    done = cli(
        "validate",
        written("a.yaml", BAD.replace('"Lamp"', '"名"').replace("brigth", "明い")),
        PYTHONIOENCODING="ascii",
    )
    assert done.returncode == 1 and b"\\u660e\\u3044" in done.stdout and done.stderr == b""


def test_validating_does_not_load_what_it_does_not_need():
    code = (
        "import sys; from playbook.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "validate", written("a.yaml", LAMP)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    loaded = done.stderr.decode().split()
    assert "playbook.analysis" in loaded
    unneeded = (
        "pygraphviz",
        "pydot",
        "playbook.api",
        "playbook.diagram.draw",
        "playbook.run.runner",
        "playbook.reports.sarif",
    )
    assert [name for name in unneeded if name in loaded] == []

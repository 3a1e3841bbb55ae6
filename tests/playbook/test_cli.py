"""The command line, to the letter of what it promises: exit codes and JSON shapes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from playbook.cli import main

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = str(ROOT / "playbooks" / "federation-gateway.yaml")
FRAGMENTS = ROOT.parent / "shared" / "spec" / "federation-gateway.fragments.yaml"
KEYS = [
    "file",
    "id",
    "severity",
    "message",
    "line",
    "column",
    "end_line",
    "end_column",
    "path",
    "related",
    "fixes",
    "docs",
]


@pytest.fixture
def broken(tmp_path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(
        Path(GATEWAY)
        .read_text()
        .replace(
            'to: "ready"\n      event: "model_registered"', 'to: "raedy"\n      event: "model_registered"', 1
        )
    )
    return str(path)


@pytest.fixture
def failing(tmp_path) -> str:
    path = tmp_path / "failing.yaml"
    path.write_text(Path(GATEWAY).read_text().replace("stats_total() == 1", "stats_total() == 2"))
    return str(path)


def out_json(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_good_playbook_validates_with_0():
    assert main(["validate", GATEWAY]) == 0


def test_a_bad_one_with_1_and_the_line_is_shown(broken, capsys):
    assert main(["validate", broken]) == 1
    out = capsys.readouterr().out
    assert (
        'error PB201: transition "register_model" goes to undeclared state "raedy"; did you mean "ready"?'
        in out
    )
    assert 'to: "raedy"\n' in out and "^^^^^^^" in out


def test_what_cannot_be_read_with_2(capsys):
    assert main(["validate", "/nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "playbook: cannot read /nowhere.yaml: No such file or directory\n"


def test_the_json_of_validate_has_its_keys_and_nothing_else(broken, capsys):
    main(["validate", "--format", "json", broken, GATEWAY])
    found = out_json(capsys)
    assert all(list(finding) == KEYS for finding in found)
    (error,) = [finding for finding in found if finding["severity"] == "error"]
    assert (error["file"], error["id"], error["path"]) == (broken, "PB201", "/machine/transitions/0/to")


@pytest.mark.skipif(not FRAGMENTS.exists(), reason="the specification is not beside this checkout")
def test_the_fragments_lack_failed_and_completed_at_their_lines(capsys):
    assert main(["validate", "--format", "json", str(FRAGMENTS)]) == 1
    errors = [f for f in out_json(capsys) if f["id"] in ("PB201", "PB202", "PB702")]
    lines = FRAGMENTS.read_text().splitlines()
    assert len(errors) == 6
    for error in errors:
        name = "failed" if '"failed"' in error["message"] else "completed"
        part = lines[error["line"] - 1][error["column"] - 1 : error["end_column"] - 1]
        assert part.strip("'\"") == name


def test_all_scenarios_run_and_pass_with_0(capsys):
    assert main(["run", GATEWAY, "--format", "json"]) == 0
    found = out_json(capsys)
    keys = ["scenario", "verdict", "state", "steps", "error"]
    assert len(found) >= 3 and all(list(result)[:5] == keys for result in found)
    assert {result["verdict"] for result in found} == {"passed"}


def test_one_scenario_may_be_chosen(capsys):
    main(["run", GATEWAY, "--scenario", "happy_path", "--format", "json"])
    assert [result["scenario"] for result in out_json(capsys)] == ["happy_path"]


def test_a_failed_run_exits_with_1_and_says_why(failing, capsys):
    assert main(["run", failing, "--scenario", "happy_path"]) == 1
    assert "`stats_total() == 2` failed because `stats_total()` was `1`" in capsys.readouterr().out


def test_an_unknown_scenario_is_2_with_the_nearest_name(capsys):
    assert main(["run", GATEWAY, "--scenario", "hapy_path"]) == 2
    assert 'did you mean "happy_path"?' in capsys.readouterr().err


def test_a_playbook_with_errors_is_not_run(broken, capsys):
    assert main(["run", broken]) == 2
    assert "PB201" in capsys.readouterr().err


def test_standard_input_is_a_file_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(GATEWAY).read_bytes())))
    assert main(["validate", "-"]) == 0


@pytest.mark.parametrize("format", ["dot", "svg"])
def test_the_machine_is_exported_to_a_file(tmp_path, format):
    path = tmp_path / "out"
    assert main(["export", GATEWAY, "--format", format, "-o", str(path)]) == 0
    assert path.read_text().startswith({"dot": "digraph machine", "svg": "<svg"}[format])


def test_an_output_that_cannot_be_written_is_said(capsys):
    assert main(["export", GATEWAY, "--format", "dot", "-o", "/nowhere/x"]) == 2
    assert "cannot write /nowhere/x" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe", b"x: [", b"- 1", b"a: !x 1", b"x" * 11_000_000, b"[" * 100_000]
)
def test_no_file_crashes_any_command(tmp_path, content, capsys):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    assert main(["validate", str(path)]) == 1
    assert main(["run", str(path)]) == 2
    assert main(["export", str(path), "--format", "svg"]) == 2
    assert "Traceback" not in capsys.readouterr().err

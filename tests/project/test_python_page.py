"""docs/python.md is true: its examples run, and it shows the case study's tests as they are."""

from __future__ import annotations

import doctest
import inspect
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.playbook import test_case_study as case_study

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text()


def test_its_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert tried.failed == 0
    assert tried.attempted > 20


@pytest.mark.parametrize("name", ["test_playbook_scenarios", "test_invariants_hold", "test_forbidden_paths"])
def test_the_tests_of_the_case_study_stand_there_as_they_are(name):
    assert inspect.getsource(getattr(case_study, name)) in PAGE


@pytest.fixture
def door(tmp_path, monkeypatch):
    """A folder with the files of the section on one's own system, and its last block of code."""
    section = PAGE.split("## Your own system")[1].split("\n## ")[0]
    code, text, both = re.findall(r"```(?:python|yaml)\n(.*?)```", section, re.DOTALL)
    (tmp_path / "door.py").write_text(code)
    (tmp_path / "door.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield both
    sys.modules.pop("door", None)


def test_its_own_system_is_driven(door, capsys):
    exec(door, {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"#\s(.*)", door)


def test_its_own_system_is_bound_to_the_tests(door, pytester, monkeypatch, tmp_path):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    (conftest,) = re.findall(r"```python\n(import pytest\n.*?)```", PAGE, re.DOTALL)
    (tmp_path / "conftest.py").write_text(conftest)
    result = pytester.runpytest_inprocess(
        "-p", "no:django", "-p", "no:asyncio", f"--rootdir={tmp_path}", tmp_path
    )
    result.assert_outcomes(passed=3)


def test_the_options_that_are_shown_exist():
    plugin = (ROOT / "playbook" / "pytest_plugin.py").read_text()
    for option in ("--playbook-strict", "--playbook-seed", "--playbook-files"):
        assert f'"{option}"' in plugin and f"`{option}" in PAGE


def test_it_is_typed():
    assert (ROOT / "playbook" / "py.typed").exists()
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    assert "py.typed" in packages["playbook"]

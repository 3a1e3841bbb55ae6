"""docs/python.md is true: its examples run, and it shows the case study's tests as they are."""

from __future__ import annotations

import doctest
import inspect
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


def test_the_options_that_are_shown_exist():
    plugin = (ROOT / "playbook" / "pytest_plugin.py").read_text()
    for option in ("--playbook-strict", "--playbook-seed", "--playbook-files"):
        assert f'"{option}"' in plugin and f"`{option}" in PAGE


def test_it_is_typed():
    assert (ROOT / "playbook" / "py.typed").exists()
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    assert "py.typed" in packages["playbook"]

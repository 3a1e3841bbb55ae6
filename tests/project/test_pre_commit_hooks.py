"""The hooks that others may use are ones that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from playbook.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_there_is_one_that_checks_and_one_that_mends():
    assert list(HOOKS) == ["playbook-validate", "playbook-fix"]


@pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))
def test_a_hook_calls_a_command_that_takes_files(hook):
    program, command = hook["entry"].split()
    assert program in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert command in COMMANDS
    assert (
        main([command, str(ROOT / "playbooks" / "order.yaml"), *(["--diff"] if command == "fix" else [])])
        == 0
    )


@pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))
def test_a_hook_has_what_pre_commit_asks_for(hook):
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert (hook["language"], hook["types"]) == ("python", ["yaml"])
    assert re.search(hook["files"], "playbooks/order.yaml") and re.search(
        hook["files"], "a/playbooks/b/c.yml"
    )
    assert not re.search(hook["files"], ".github/workflows/ci.yml")


def test_the_documentation_names_both():
    page = (ROOT / "docs" / "command-line.md").read_text()
    assert all(f"id: {id}" in page for id in HOOKS)

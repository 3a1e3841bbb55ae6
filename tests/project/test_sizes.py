"""A file past 400 lines probably has two reasons to exist; a function past 40 is two functions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for folder in ("playbook", "playbooks_web", "editor", "runner", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# Data tables, exempt by design.
TABLES = {
    "playbook/document/vocabulary.py",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "playbook" / "catalogue").glob("*.py")),
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_has_one_reason_to_exist(path):
    text = path.read_text()
    if str(path.relative_to(ROOT)) not in TABLES:
        assert text.count("\n") <= 400
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 40
    ]
    assert not long


def test_packages_start_empty():
    filled = [p for p in SOURCES if p.name == "__init__.py" and p.read_text().strip()]
    assert [str(p.relative_to(ROOT)) for p in filled] in ([], ["playbook/__init__.py"])

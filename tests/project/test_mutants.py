"""What `make mutants` says of a mutant, and the list of those that nobody can notice."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tools.mutants import EQUIVALENT, ROOT, Survivor, change

KNOWN = tomllib.loads(EQUIVALENT.read_text())["equivalent"]
MUTATED = """\
class Door:
    def xǁDoorǁopen__mutmut_orig(self, far: bool = True) -> int:
        if far:
            return 1

        return (
            2
        )
    def xǁDoorǁopen__mutmut_1(self, far: bool = False) -> int:
        if far:
            return 1

        return (
            2
        )
    def xǁDoorǁopen__mutmut_2(self, far: bool = True) -> int:
        if far:
            return 1

        return (
            3
        )
    def xǁDoorǁopen__mutmut_3(self, far: bool = True) -> int:

        return (
            2
        )

def x_shut__mutmut_orig():
    return 1
""".splitlines()


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        (1, "def(self, far: bool = True) -> int:", "def(self, far: bool = False) -> int:"),
        (2, "2", "3"),
        (3, "if far:\nreturn 1", ""),
    ],
)
def test_a_mutant_is_told_by_the_lines_that_it_changes(number, before, after):
    assert change(MUTATED, f"xǁDoorǁopen__mutmut_{number}") == (before, after)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("playbook.expr.values.x_kind__mutmut_12", "playbook.expr.values.kind"),
        ("playbook.expr.values.x__written__mutmut_1", "playbook.expr.values._written"),
        ("playbook.expr.grammar.xǁGrammarǁ__init____mutmut_3", "playbook.expr.grammar.Grammar.__init__"),
    ],
)
def test_a_mutant_is_told_by_its_function(name, function):
    assert Survivor(name, "a", "b").function == function


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: f"{entry['function']}: {entry['after']}")
def test_what_nobody_can_notice_is_still_there(entry):
    module = max(
        (
            path
            for path in (ROOT / "playbook").rglob("*.py")
            if entry["function"].startswith(_dotted(path) + ".")
        ),
        key=lambda path: len(path.parts),
    )
    names = entry["function"].removeprefix(_dotted(module) + ".").split(".")
    body = ast.parse(module.read_text()).body
    for name in names:
        node = next(n for n in body if getattr(n, "name", None) == name)
        body = node.body
    source = re.sub(r"\bdef \w+", "def", ast.get_source_segment(module.read_text(), node))
    lines = [line.strip() for line in source.splitlines()]
    assert entry["why"].strip()
    assert set(entry["before"].splitlines()) <= set(lines)


def _dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)

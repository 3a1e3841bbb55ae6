"""Workflow commands, with GitHub's escapes."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from playbook.reports.checked import Manner
from playbook.reports.github import report
from tests.playbook.reports.findings import checked, finding


def test_a_finding_is_an_annotation_of_its_range():
    assert report([checked(finding())], Manner()) == (
        "::error title=PB201,file=lamp.yaml,line=4,endLine=4,col=9,endColumn=15::no such state (PB201)"
    )


def test_a_range_of_several_lines_has_no_columns():
    out = report([checked(finding(part="dark: {}\n    to"))], Manner())
    assert out.startswith("::error title=PB201,file=lamp.yaml,line=3,endLine=4::")


@pytest.mark.parametrize(("severity", "command"), [(Severity.WARNING, "warning"), (Severity.INFO, "notice")])
def test_a_severity_is_a_command(severity, command):
    assert report([checked(finding(severity=severity))], Manner()).startswith(f"::{command} ")


def test_nothing_that_is_quoted_can_end_the_command():
    out = report([checked(finding(message="100% a:b, c"), file="a:b,c%\r\n.yaml")], Manner())
    assert "file=a%3Ab%2Cc%25%0D%0A.yaml," in out
    assert out.endswith("::100%25 a:b, c (PB201)") and "\n" not in out


def test_each_finding_is_a_line():
    out = report([checked(finding(), finding()), checked(), checked(finding(), file="b")], Manner())
    assert [line.partition("file=")[2].partition(",")[0] for line in out.split("\n")] == [
        "lamp.yaml",
        "lamp.yaml",
        "b",
    ]

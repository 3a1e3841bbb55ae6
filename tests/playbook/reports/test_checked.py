"""Which findings are wanted, and which of them fail."""

from __future__ import annotations

import json

import pytest

from playbook.diagnostics import Severity
from playbook.reports.checked import Manner, Selection, counted
from playbook.reports.findings import report
from tests.playbook.reports.findings import checked, finding


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [("error", ["error"]), ("warning", ["error", "warning"]), ("info", ["error", "warning", "info"])],
)
def test_what_fails_is_at_least_as_bad_as_asked_for(fail_on, failing):
    manner = Manner(Severity(fail_on))
    assert [s.value for s in Severity if manner.fails(finding(severity=s))] == failing


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        ((), (), ["PB201", "PB301", "PB302"]),
        (("PB3",), (), ["PB301", "PB302"]),
        ((), ("PB30",), ["PB201"]),
        (("PB3", "PB201"), ("PB302",), ["PB201", "PB301"]),
    ],
)
def test_findings_are_selected_by_id_or_its_beginning(select, ignore, wanted):
    found = [finding(id=id) for id in ("PB201", "PB301", "PB302")]
    assert [f.id for f in Selection(select, ignore).of(found)] == wanted


def test_findings_are_counted_by_severity():
    assert (
        counted([finding(), finding(severity=Severity.INFO), finding(severity=Severity.INFO)])
        == "1 error, 2 infos"
    )
    assert counted([]) == "no findings"


def test_json_is_what_saving_and_the_browser_get():
    one, two = finding(), finding(part="dark")
    assert json.loads(report([checked(one), checked(two, file="b")], Manner())) == [
        one.as_json("lamp.yaml"),
        two.as_json("b"),
    ]

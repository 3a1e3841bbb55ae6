"""Runs as JUnit XML, read back, and held against the schema by which Jenkins reads such files."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from playbook.reports import run_junit
from playbook.reports.run_junit import JUnitReport
from playbook.reports.tested import Target
from tests.playbook.reports.runs import DERIVED, failed, ran, tally

# What the xUnit plug-in's junit-10.xsd allows: attributes of each element, and the elements inside it.
SAID = {"message", "type"}
ALLOWED = {
    "testsuites": ({"name", "time", "tests", "failures", "disabled", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "time", "skipped", "timestamp", "file"},
        {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": (
        {"name", "classname", "time", "file", "line"},
        {"failure", "error", "skipped", "system-out"},
    ),
    "failure": (SAID, set()),
    "error": (SAID, set()),
    "skipped": (SAID, set()),
    "system-out": (set(), set()),
}


def written(*runs, repeated=False, refused=()) -> str:
    lines: list[str] = []
    now = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    report = JUnitReport(lines.append, repeated=repeated, now=lambda: now)
    report.began("order.yaml", "abc123", len(runs))
    for run in runs:
        report.tested(run)
    for file in refused:
        report.refused(file, [f"{file}:3:1: error PB201: no", "more"])
    report.finished(tally())
    return "\n".join(lines)


def root_of(*runs, **others):
    return ElementTree.fromstring(written(*runs, **others))


def test_a_suite_is_a_playbook_and_a_case_a_test():
    (suite,) = root_of(ran(seconds=1.25), ran("not exercised", target=DERIVED))
    assert (suite.get("name"), suite.get("timestamp")) == ("order.yaml", "2026-02-03T04:05:06")
    cases = [
        (c.get("classname"), c.get("name"), c.get("time"), c.get("line")) for c in suite.iter("testcase")
    ]
    assert cases == [
        ("order.yaml", "to_the_door", "1.250", "40"),
        ("order.yaml", "transition:pay", "0.000", "12"),
    ]


def test_the_numbers_are_those_of_the_cases():
    root = root_of(ran(), failed(), ran("inconclusive"), ran("error"), ran("not exercised"))
    numbers = {"tests": "5", "failures": "2", "errors": "1", "skipped": "1"}
    assert {key: root[0].get(key) for key in numbers} == numbers
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "2", "1")


def test_a_failure_says_what_where_and_how_to_see_it_again():
    failure = next(root_of(failed()).iter("failure"))
    assert (failure.get("type"), failure.get("message")) == ("failed", "`x == 1` failed because `x` was `0`")
    assert "order.yaml:44: step 2:" in failure.text and "path: new -> paid" in failure.text
    assert "replay: playbook run order.yaml --scenario to_the_door --seed 7" in failure.text


def test_an_inconclusive_run_is_a_failure_of_its_own_type():
    failure = next(root_of(ran("inconclusive", missing=("f()",))).iter("failure"))
    assert failure.get("type") == "inconclusive" and "nothing provides: f()" in failure.text


def test_what_is_not_exercised_is_skipped_with_the_reason():
    skipped = next(root_of(ran("not exercised", reasons=("no action reaches it",))).iter("skipped"))
    assert (skipped.get("type"), skipped.get("message")) == ("not-exercised", "no action reaches it")


def test_a_passed_run_tells_its_steps():
    out = next(root_of(ran(notes=("slow",))).iter("system-out")).text
    assert "passed in state paid (seed 7, system the simulation)" in out
    assert "step 1: passed: pay() x 3" in out and "note: slow" in out and "path: new -> paid" in out


def test_the_suite_has_the_seed_the_system_and_the_revision():
    found = {p.get("name"): p.get("value") for p in root_of(ran(), ran(seed=8)).iter("property")}
    assert found == {"seed": "7, 8", "system": "the simulation", "revision": "abc123"}


def test_repeated_runs_have_names_of_their_own():
    cases = root_of(ran(), ran(seed=8), repeated=True).iter("testcase")
    assert [case.get("name") for case in cases] == ["to_the_door (seed 7)", "to_the_door (seed 8)"]


def test_a_playbook_that_cannot_be_run_is_a_broken_case():
    _, suite = root_of(ran(), refused=["bad.yaml"])
    assert (suite.get("name"), suite.get("errors"), suite.get("tests")) == ("bad.yaml", "1", "1")
    error = next(suite.iter("error"))
    assert error.get("message") == "bad.yaml:3:1: error PB201: no" and "more" in error.text


def test_no_element_and_no_attribute_is_unknown_to_the_schema():
    runs = [ran(o) for o in ("passed", "failed", "error", "inconclusive", "not exercised")]
    for element in root_of(*runs, refused=["bad.yaml"]).iter():
        attributes, inner = ALLOWED[element.tag]
        assert set(element.keys()) <= attributes and {child.tag for child in element} <= inner


def test_what_the_schema_requires_is_there():
    root = root_of(ran(), refused=["bad.yaml"])
    assert all({"name", "tests"} <= set(suite.keys()) for suite in root)
    assert all("name" in case.keys() for case in root.iter("testcase"))  # noqa: SIM118
    assert all(properties.findall("property") for properties in root.iter("properties"))


def test_what_xml_cannot_hold_is_replaced_and_the_rest_escaped():
    target = Target('a"<&\x00.yaml', "scenario:名", "scenario", "名")
    run = failed(target=target, reasons=('"<\x1b>\n',))
    text = written(run)
    assert text.isascii()
    case = next(ElementTree.fromstring(text).iter("testcase"))
    assert case.get("name") == "名" and case.get("classname") == 'a"<&\ufffd.yaml'
    assert case[0].get("message") == '"<\ufffd>\n'


def test_many_cases_lie_in_a_file_and_come_out_whole(monkeypatch):
    monkeypatch.setattr(run_junit, "_IN_MEMORY", 1)
    root = root_of(*(ran(seed=n) for n in range(50)), repeated=True)
    assert len(list(root.iter("testcase"))) == 50 and root.get("tests") == "50"


def test_no_playbook_at_all_is_still_a_document():
    lines: list[str] = []
    JUnitReport(lines.append).finished(tally())
    assert ElementTree.fromstring("\n".join(lines)).get("tests") == "0"

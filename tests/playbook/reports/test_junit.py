"""JUnit XML, read back."""

from __future__ import annotations

from xml.etree import ElementTree

from playbook.catalogue.everything import FAMILIES
from playbook.diagnostics import Severity
from playbook.reports.checked import Manner
from playbook.reports.junit import report
from tests.playbook.reports.findings import checked, finding


def root_of(*files, fail_on=Severity.ERROR):
    return ElementTree.fromstring(report(files, Manner(fail_on)))


def case_of(root, family):
    (case,) = [case for case in root.iter("testcase") if case.get("name") == family]
    return case


def test_a_suite_is_a_file_and_a_case_a_family_of_rules():
    root = root_of(checked(), checked(file="b.yaml"))
    assert [suite.get("name") for suite in root] == ["lamp.yaml", "b.yaml"]
    assert [case.get("name") for case in root[0]] == list(FAMILIES)
    assert root.get("tests") == str(2 * len(FAMILIES)) and root.get("failures") == "0"


def test_an_error_fails_its_family_and_no_other():
    root = root_of(checked(finding()))
    failure = case_of(root, "References and identity").find("failure")
    assert (failure.get("type"), failure.get("message")) == ("PB201", "no such state")
    assert "lamp.yaml:4:9: error PB201: no such state" in failure.text and "^^^^^^" in failure.text
    assert [suite.get("failures") for suite in root] == ["1"] == [root.get("failures")]
    assert len(list(root.iter("failure"))) == 1


def test_several_findings_of_a_family_are_one_failure():
    failure = case_of(root_of(checked(finding(), finding(id="PB202"))), "References and identity").find(
        "failure"
    )
    assert (failure.get("type"), failure.get("message")) == ("findings", "2 errors")
    assert "PB201" in failure.text and "PB202" in failure.text


def test_a_warning_fails_only_where_it_is_asked_to():
    file = checked(finding(severity=Severity.WARNING))
    case = case_of(root_of(file), "References and identity")
    assert case.find("failure") is None and "warning PB201" in case.find("system-out").text
    case = case_of(root_of(file, fail_on=Severity.WARNING), "References and identity")
    assert case.find("system-out") is None and "warning PB201" in case.find("failure").text


def test_a_finding_of_no_family_is_not_lost():
    assert case_of(root_of(checked(finding(id="PB000"))), list(FAMILIES)[-1]).find("failure") is not None


def test_a_file_that_cannot_be_read_is_an_error():
    root = root_of(checked(file="gone", problem="cannot read gone"))
    assert [error.get("message") for error in root.iter("error")] == ["cannot read gone"]
    assert (root.get("tests"), root.get("errors"), root[0].get("failures")) == ("1", "1", "0")


def test_what_xml_cannot_hold_is_replaced():
    text = '"<&\x1b\ufffe\ud800"\n'
    found = finding(text, "<&", message='<"&\ud800')
    root = root_of(checked(found, text=text, file="a\x00<.yaml"))
    assert root[0].get("name") == "a\ufffd<.yaml"
    failure = next(root.iter("failure"))
    assert failure.get("message") == '<"&\\ud800' and '"<&\u241b' in failure.text


def test_the_document_is_ascii_for_whatever_stands_between():
    assert report([checked(finding(message="名前"))], Manner()).isascii()

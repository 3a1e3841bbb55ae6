"""Runs as annotations of a change on GitHub."""

from __future__ import annotations

from playbook.reports.run_github import GitHubReport
from playbook.reports.tested import Target
from tests.playbook.reports.runs import DERIVED, failed, ran, settled, tally


def said(*tests, strict=False, refused=()) -> str:
    lines: list[str] = []
    report = GitHubReport(lines.append, strict=strict)
    report.began("order.yaml", "abc", len(tests))
    for test in tests:
        report.settled(test)
    for file in refused:
        report.refused(file, [f"{file}:3:1: error PB201: no", "more"])
    report.finished(tally(*tests))
    return "\n".join(lines)


def test_what_passed_is_not_annotated():
    assert said(settled(ran())) == ""


def test_a_failure_is_an_error_at_the_line_that_decided():
    out = said(settled(failed()))
    assert out.startswith(
        "::error title=to_the_door%3A failed,file=order.yaml,line=44::order.yaml:44: step 2:"
    )
    assert "%0Areplay: playbook run order.yaml --scenario to_the_door --seed 7" in out


def test_without_a_line_of_its_own_it_is_at_the_element():
    assert "file=order.yaml,line=12::" in said(settled(ran("error", target=DERIVED)))


def test_what_is_not_exercised_is_a_warning_unless_strict():
    test = settled(ran("not exercised", target=DERIVED))
    assert said(test).startswith("::warning title=transition%3Apay%3A not exercised,")
    assert said(test, strict=True).startswith("::error ")


def test_a_flaky_one_says_with_which_seed():
    out = said(settled(ran(), failed(), wanted=2))
    assert "title=to_the_door%3A failed (passed 1 of 2%2C failed with seed 7)," in out


def test_standard_input_has_no_file_to_annotate():
    test = settled(failed(target=Target("-", "scenario:a", "scenario", "a", 3)))
    assert "file=" not in said(test).partition("::-")[0]


def test_a_playbook_that_cannot_be_run_is_an_error_of_its_file():
    assert said(refused=["bad.yaml"]) == (
        "::error title=cannot be run,file=bad.yaml::bad.yaml:3:1: error PB201: no%0Amore"
    )

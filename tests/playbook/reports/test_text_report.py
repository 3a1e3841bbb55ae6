"""Findings for people: the exact lines that are printed."""

from __future__ import annotations

import io
import re

import pytest

from playbook.diagnostics import Severity
from playbook.reports.checked import Manner
from playbook.reports.colour import Paint, for_stream
from playbook.reports.text import report
from tests.playbook.reports.findings import TEXT, checked, finding, related, replacing

BRIEF = Manner(brief=True)


def said(*found, text=TEXT, file="lamp.yaml"):
    return report([checked(*found, text=text, file=file)], BRIEF)


def test_a_finding_is_its_place_its_rule_its_message_and_its_line():
    assert said(finding()) == (
        'lamp.yaml:4:9: error PB201: no such state\n    |\n  4 |     to: "drak"\n    |         ^^^^^^'
    )


def test_a_related_place_is_shown_with_what_it_is():
    assert said(finding(related=(related(),))).endswith(
        "    |\n  3 |     dark: {}\n    |     ---- declared here"
    )


def test_more_related_places_than_fit_are_counted():
    assert "more places" not in said(finding(related=(related(),) * 5))
    out = said(finding(related=tuple(related(message=str(n)) for n in range(7))))
    assert out.endswith("---- 4\n    | and 2 more places")


def test_fixes_are_offered_and_safe_ones_said_to_be():
    out = said(finding(fixes=(replacing(), replacing(safe=True))))
    assert out.endswith('    = fix: Replace by "dark"\n    = safe fix: Replace by "dark"')


def test_a_range_of_several_lines_is_drawn_from_its_start_to_its_end():
    out = said(finding(part="states:\n    dark: {}\n    to"))
    assert out.split("\n")[1:] == [
        "    |",
        "  2 | /   states:",
        "  3 | |     dark: {}",
        '  4 | |     to: "drak"',
        "    | |______^",
    ]


def test_the_start_of_a_range_behind_something_is_marked():
    out = said(finding(part='{}\n    to: "drak"'))
    assert out.split("\n")[2:] == [
        "  3 |       dark: {}",
        "    |  ___________^",
        '  4 | |     to: "drak"',
        "    | |______________^",
    ]


def test_of_a_range_of_five_lines_all_are_shown():
    text = "a:\n" + "".join(f"  - {n}\n" for n in range(4))
    assert "..." not in said(finding(text, text.rstrip("\n")), text=text)


def test_of_a_long_range_the_middle_is_left_out():
    text = "a:\n" + "".join(f"  - {n}\n" for n in range(9))
    out = said(finding(text, text.rstrip("\n")), text=text)
    assert [line[:6].strip() for line in out.split("\n")[2:]] == ["1 |", "2 |", "3 |", "... |", "10 |", "|"]


def test_a_range_that_ends_with_its_line_does_not_cover_the_next_one():
    assert said(finding(part="dark: {}\n")).split("\n")[2:] == ["  3 |     dark: {}", "    |     ^^^^^^^^"]


def test_an_empty_range_has_one_caret_also_at_the_end_of_the_text():
    text = "a: 1\n"
    place = finding(text, "a: 1\n")
    end = type(place)("PB001", Severity.ERROR, "x", type(place.span)(2, 1, 2, 1, 5, 5))
    assert said(end, text=text).split("\n")[2:] == ["  2 |", "    | ^"]


def test_a_place_that_the_text_does_not_have_has_no_lines():
    place = finding()
    beyond = type(place)("PB001", Severity.ERROR, "x", type(place.span)(99, 1, 99, 1, 0, 0))
    assert said(beyond).split("\n") == ["lamp.yaml:99:1: error PB001: x", "    |"]
    half = type(place)("PB001", Severity.ERROR, "x", type(place.span)(4, 1, 99, 1, 0, 0))
    assert said(half).split("\n") == ["lamp.yaml:4:1: error PB001: x", "    |"]


def test_lines_are_the_findings_lines_and_no_others():
    text = 'a: "\u2028"\nb: bad\n'
    assert said(finding(text, "bad"), text=text).split("\n")[2:] == ["  2 | b: bad", "    |    ^^^"]


def test_a_file_of_which_nothing_is_known_has_no_lines():
    assert said(finding(), text="") == "lamp.yaml:4:9: error PB201: no such state"


def test_no_name_and_no_title_commands_the_terminal():
    out = said(finding(related=(related(message="\x1b[2J"),)), file="a\nb\x1b.yaml")
    assert "\x1b" not in out and out.startswith("a\u240ab\u241b.yaml:4:9")


def test_the_summary_counts_and_says_where_to_read_on():
    found = (
        finding(severity=Severity.INFO, id="PB306"),
        finding(fixes=(replacing(safe=True),)),
        finding(part="dark"),
    )
    assert report([checked(*found)], Manner()).split("\n\n")[-1] == (
        "lamp.yaml: 2 errors, 1 info\n"
        '1 finding has a safe fix: "playbook fix" applies it\n'
        "what a finding means: playbook explain PB201 PB306"
    )


def test_several_files_are_added_up_and_unread_ones_are_not():
    files = [
        checked(),
        checked(file="b", suppressed=(finding(),)),
        checked(file="c", problem="cannot read c"),
    ]
    assert report(files, Manner()) == "2 playbooks: no findings; 1 ignored by comments"


def test_a_brief_report_of_nothing_is_nothing():
    assert said() == ""


def test_colours_only_paint():
    painted = report(
        [checked(finding(related=(related(),), fixes=(replacing(),)))], Manner(paint=Paint(True))
    )
    plain = report([checked(finding(related=(related(),), fixes=(replacing(),)))], Manner())
    assert "\x1b[1;31merror PB201\x1b[0m" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "stream", "on"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"TERM": "dumb"}, Terminal(), False),
    ],
)
def test_colours_are_for_terminals_whose_user_wants_them(monkeypatch, environment, stream, on):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert for_stream(stream).on is on

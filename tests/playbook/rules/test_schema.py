"""What a playbook leaves unsaid, and what it says in vain (PB109, PB111, PB112)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import ids, lamp, mended, only, place, quoted

MORE = "    shut: {}\n    open: {}\n"


def states(*descriptions):
    """The lamp with a described or undescribed state for each."""
    more = "".join(
        f"    s{i}: {{description: {text}}}\n" if text else f"    s{i}: {{}}\n"
        for i, text in enumerate(descriptions)
    )
    return lamp("    dark: {}\n", "    dark: {}\n" + more)


def test_undescribed_states_are_told_once_with_their_names():
    finding = only(states("", "", "", "x"), "PB109")
    assert finding.severity is Severity.INFO
    assert finding.message == '5 of 6 states have no "description": dark, s0, s1, s2 and 1 more'
    assert finding.path == ("machine", "states", "dark")


def test_all_of_a_kind_is_said_so():
    assert "all 3 states" in only(states(""), "PB109").message


def test_one_or_two_are_seen_at_a_glance():
    assert "PB109" not in ids(lamp())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "  forbidden: [{from: a, to: b}, {from: b, to: c}, {from: c, to: a}]\n",
            'all 3 forbidden pairs have no "reason"',
        ),
        (
            "performance_assertions: [{name: a, condition: x}, {name: b, condition: x}, {name: c, condition: x, failure_reason: y}, {name: d, condition: x}]\n",
            '3 of 4 performance assertions have no "failure_reason": a, b, d',
        ),
        (
            "scenarios: [{name: a, steps: []}, {name: b, steps: []}, {name: c, steps: []}]\n",
            "all 3 scenarios",
        ),
    ],
)
def test_every_kind_has_a_finding_of_its_own(more, said):
    assert said in only(lamp(more=more), "PB109").message


def test_an_exception_without_a_wildcard():
    text = lamp("from: dark", "from: dark, except: [bright]")
    finding = only(text, "PB112")
    assert (finding.severity, place(finding)) == (Severity.WARNING, (13, 35))
    assert "leaves dark" in finding.message
    assert mended(text, finding.fixes[0]) == lamp()


def test_an_exception_beside_a_wildcard_has_an_effect():
    assert "PB112" not in ids(lamp("from: dark", 'from: "*", except: [bright]'))


def test_parameters_of_an_assertion():
    text = lamp(
        more="scenarios:\n  - name: s\n    steps:\n      - {assert: \"state == 'dark'\", params: {a: 1}}\n"
    )
    finding = only(text, "PB112")
    assert quoted(text, finding) == "params"
    assert "PB112" not in ids(mended(text, finding.fixes[0]))

"""Scenarios that are alike (PB708, PB714)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, lamp, mended, only, quoted


def two(first, second):
    def written(name, steps):
        return f"  - name: {name}\n    steps:\n" + "".join(f"      - {step}\n" for step in steps)

    return lamp(more="scenarios:\n" + written("one", first) + written("other", second))


PRESS, LIGHT, WARM = "action: pressed", "assert: \"state == 'bright'\"", "assert: 'warmth() == 1'"


def test_the_same_steps_twice():
    text = two((PRESS, LIGHT), (PRESS, LIGHT))
    finding = only(text, "PB708")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "other")
    assert finding.related[0].span.line == 16
    assert "other" not in mended(text, finding.fixes[0])


@pytest.mark.parametrize(
    "second",
    [
        (PRESS,),
        (PRESS, LIGHT, WARM),
        (PRESS, WARM),
        ("{action: pressed, repeat: 2}", LIGHT),
        ("{action: pressed, params: {a: 1}}", LIGHT),
        (LIGHT, PRESS),
    ],
)
def test_other_steps(second):
    assert findings(two((PRESS, LIGHT), second), "PB708") == []


def test_white_space_makes_no_other_assertion():
    assert only(two((PRESS, LIGHT), (PRESS, "assert: \"state  ==  'bright'\"")), "PB708")


def test_scenarios_without_steps_are_not_compared():
    text = lamp(more="scenarios: [{name: a, steps: []}, {name: b, steps: []}]\n")
    assert findings(text, "PB708") == []


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("warmth() == 1", "2 == warmth()", "expects warmth() to be 2"),
        ("hot('a', n=1)", "!hot('a', n=1)", "expects hot('a', n=1) to be false"),
        ("state == 'dark' && warmth() == 1", "warmth() == 2 && x()", "expects warmth() to be 2"),
        ("lamp.color == 'red'", "lamp.color == 'blue'", "expects lamp.color to be 'blue'"),
    ],
)
def test_two_values_of_one_thing_after_the_same_steps(first, second, said):
    text = two((PRESS, f'assert: "{first}"'), (PRESS, f'assert: "{second}"'))
    finding = only(text, "PB714")
    assert (finding.severity, said in finding.message) == (Severity.WARNING, True)
    assert quoted(text, finding.related[0]) == f'"{first}"'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("warmth() == 1", "warmth() == 1.0"),
        ("warmth() == 1", "warmth('a') == 2"),
        ("warmth() == 1", "warmth() > 1"),
        ("warmth() == 1 || x()", "warmth() == 2"),
        ("warmth() + 1 == 1", "warmth() + 1 == 2"),
    ],
)
def test_expectations_that_may_both_be_right(first, second):
    assert findings(two((PRESS, f'assert: "{first}"'), (PRESS, f'assert: "{second}"')), "PB714") == []


@pytest.mark.parametrize("before", [("action: released",), (PRESS,), ("{action: pressed, repeat: 2}",)])
def test_other_steps_may_have_other_results(before):
    assert findings(two((PRESS, WARM), (*before, PRESS, "assert: 'warmth() == 2'")), "PB714") == []


def test_one_scenario_may_see_a_value_change():
    assert findings(two((WARM, PRESS, "assert: 'warmth() == 2'"), (PRESS, LIGHT)), "PB714") == []

"""Actions that states and transitions do on the way (PB704, PB730), and their assertions as conditions."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, ids, lamp, mended, only, quoted

SIMULATION = """\
simulation:
  variables: {heat: 0}
  functions: {warmth(): heat}
  actions:
    press(): [{emit: pressed}]
    let_go(): [{emit: released}]
    warm(by): [{set: {heat: "heat + by"}}]
"""
SCENARIO = (
    "scenarios: [{name: s, steps: [{action: press}, {action: let_go}, {assert: \"state == 'dark'\"}]}]\n"
)


def entering(item: str, more: str = SIMULATION) -> str:
    return lamp("    dark: {}", f"    dark: {{on_exit: [{item}]}}", more=more)


def asserting(item: str, more: str = SIMULATION) -> str:
    return lamp("event: pressed}", f"event: pressed, assertions: [{item}]}}", more=more)


@pytest.mark.parametrize(
    "item",
    [
        "press",
        "press()",
        "{action: warm, params: {by: 2}}",
        "{set: {heat: 1}}",
        '{type: click, selector: "#x"}',
        "wait",
    ],
)
def test_what_is_carried_out_draws_nothing(item):
    assert not {"PB704", "PB730"} & set(ids(entering(item)))


@pytest.mark.parametrize("item", ["wram()", "{action: wram, params: {by: 1}}"])
def test_a_misspelt_action_is_a_warning_with_the_right_name(item):
    finding = only(entering(item), "PB730")
    assert finding.severity is Severity.WARNING
    assert '"wram" (on_exit of dark), and does nothing there; did you mean "warm"?' in finding.message


def test_the_right_name_is_put_in():
    text = entering("{action: wram, params: {by: 1}}")
    assert findings(mended(text, only(text, "PB730").fixes[0]), "PB730") == []


def test_an_action_that_is_like_no_other_is_an_info():
    finding = only(entering("tell_the_neighbours"), "PB730")
    assert (finding.severity, finding.fixes) == (Severity.INFO, ())


def test_the_bare_machine_is_told_of_slips_only():
    assert findings(entering("tell_the_neighbours", ""), "PB730") == []
    assert 'did you mean "pressed"?' in only(entering("presed", ""), "PB730").message


def test_parameters_in_parentheses_are_told_how_to_write():
    message = only(entering("warm(2)"), "PB730").message
    assert "is not executed" in message and "{ action: warm, params: { ... } }" in message


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("warm", 'needs the parameter "by"'),
        ("{action: warm}", 'needs the parameter "by"'),
        ("{action: warm, by: 2}", 'it stands beside "params"'),
        ("{action: warm, params: {by: 2, more: 1}}", 'has no parameter "more"'),
    ],
)
def test_parameters_that_would_end_a_run(item, said):
    finding = only(entering(item), "PB704")
    assert finding.severity is Severity.ERROR and said in finding.message


def test_actions_of_the_machine_are_in_use():
    assert "warm" in only(lamp(more=SIMULATION + SCENARIO), "PB709").message
    used = entering("{action: warm, params: {by: 1}}", SIMULATION + SCENARIO)
    assert findings(used, "PB709") == []


@pytest.mark.parametrize("item", ["warm_th() > 1", "{condition: warm_th() > 1}", "{assert: warm_th() > 1}"])
def test_assertions_of_transitions_are_conditions(item):
    text = asserting(item)
    finding = only(text, "PB502")
    assert quoted(text, finding) == "warm_th"


def test_a_text_that_is_no_condition_is_an_error():
    assert only(asserting("please look"), "PB501").severity is Severity.ERROR


def test_an_assertion_of_another_kind_is_left_alone():
    assert not [id for id in ids(asserting("{type: visible, selector: x}")) if id.startswith("PB5")]


def test_a_wait_of_the_older_section_reads_what_it_waits_for():
    older = "playbook: {setup: [{type: wait, condition: heat == 0}], steps: [{transitions: [switch_on]}]}\n"
    without = SIMULATION.replace("heat + by", "by").replace("{warmth(): heat}", "{warmth(): 1}")
    assert "heat" in only(lamp(more=without), "PB725").message
    assert findings(lamp(more=without + older), "PB725") == []


def test_what_the_older_section_captures_is_a_name_that_conditions_know():
    guarded = lamp("event: released}", "event: released, guard: \"first == 'x'\"}", more=SIMULATION)
    assert only(guarded, "PB503")
    step = "{transitions: [switch_on], capture: [{var: first, from: heat}]}"
    assert findings(guarded + f"playbook: {{steps: [{step}]}}\n", "PB503") == []

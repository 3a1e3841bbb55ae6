"""Scenarios, policies, assertions and the dashboard, read and complained of."""

import pytest

from playbook.diagnostics import Severity
from playbook.document.decode import decode
from playbook.limits import MAX_REPEAT
from playbook.source.reader import read
from tests.playbook.document.decoding import findings, ids, only
from tests.playbook.texts import lamp, mended, place, quoted

STEP = """\
scenarios:
  - name: s
    steps:
      - {action: pressed}
      - {assert: "state == 'bright'"}
"""
TUI = "tui:\n  panels:\n    - {id: p, columns: [A, B]}\n  status_bar: {left: L}\n  keybindings: {q: quit}\n"


def decoded(more):
    return decode(read(lamp(more=more)).root).playbook


def test_scenarios_are_read():
    (scenario,) = decoded(STEP).scenarios
    action, assertion = scenario.steps
    assert (scenario.name, action.action, action.params, action.repeat) == ("s", "pressed", {}, 1)
    assert (assertion.action, assertion.assertion.text) == (None, "state == 'bright'")
    assert ids(lamp(more=STEP)) == []


def test_parameters_keep_their_types():
    (scenario,) = decoded(
        STEP.replace("pressed", "p, params: {a: 1, b: 'x', c: [true]}, repeat: 5")
    ).scenarios
    assert (scenario.steps[0].params, scenario.steps[0].repeat) == ({"a": 1, "b": "x", "c": [True]}, 5)


@pytest.mark.parametrize("step", ["{}", "{repeat: 2}", "{action: pressed, assert: 'true'}", "{action: ~}"])
def test_a_step_is_one_of_the_two(step):
    finding = only(lamp(more=STEP.replace("{action: pressed}", step)), "PB701")
    assert (finding.severity, place(finding)) == (Severity.ERROR, (18, 9))


@pytest.mark.parametrize(
    "repeat", ["0", "-1", "1.5", ".inf", ".nan", "true", "x", str(MAX_REPEAT + 1), "9" * 25]
)
def test_a_repeat_that_cannot_be_executed(repeat):
    text = lamp(more=STEP.replace("pressed", f"pressed, repeat: {repeat}"))
    finding = only(text, "PB104")
    assert quoted(text, finding) == repeat
    assert "from 1 to 1,000,000" in finding.message


@pytest.mark.parametrize(("repeat", "times"), [("1", 1), ("2.0", 2), (str(MAX_REPEAT), MAX_REPEAT)])
def test_a_repeat_that_can(repeat, times):
    more = STEP.replace("pressed", f"pressed, repeat: {repeat}")
    assert decoded(more).scenarios[0].steps[0].repeat == times
    assert ids(lamp(more=more)) == []


def test_parameters_are_a_map():
    assert (
        "must be a map" in only(lamp(more=STEP.replace("pressed", "pressed, params: [1]")), "PB104").message
    )


def test_an_entry_of_the_wrong_kind_does_not_hide_the_others():
    more = STEP.replace("- {action", "- 5\n      - {action")
    assert len(decoded(more).scenarios[0].steps) == 2
    assert only(lamp(more=more), "PB104").path == ("scenarios", 0, "steps", 0)


def test_policies_keep_their_own_settings():
    more = "routing_policies:\n  - {name: latency, weight: 2, max_latency_ms: 50, colour: red}\n"
    (policy,) = decoded(more).routing_policies
    assert (policy.name, policy.weight) == ("latency", 2)
    assert policy.extras == {"max_latency_ms": 50, "colour": "red"}


def test_performance_assertions_are_read():
    more = (
        "performance_assertions:\n  - {name: n, condition: a() < 1, critical: a() < 2, failure_reason: r}\n"
    )
    (found,) = decoded(more).performance_assertions
    assert (found.condition.text, found.critical.text, found.failure_reason) == ("a() < 1", "a() < 2", "r")


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("circuit_breaker: {failure_threshold: 0}", "a whole number of at least 1"),
        ("circuit_breaker: {reset_timeout_ms: -5}", "a number of at least 1"),
        ("performance: {target_success_rate: 1.5}", "a number from 0 to 1"),
        ("routing_policies: [{name: a, weight: -1}]", "a number of at least 0"),
        ("tui: {refresh_rate_ms: 0}", "a whole number of at least 16"),
    ],
)
def test_a_number_out_of_range_draws_a_warning(section, expected):
    finding = only(lamp(more=section + "\n"), "PB110")
    assert finding.severity is Severity.WARNING
    assert expected in finding.message


@pytest.mark.parametrize(
    ("section", "right"),
    [
        ("circuit_breaker: {failure_threshold: 0}", "circuit_breaker: {failure_threshold: 1}"),
        ("performance: {target_success_rate: 99}", "performance: {target_success_rate: 1}"),
        ("performance: {target_success_rate: -.5}", "performance: {target_success_rate: 0}"),
        ("tui: {refresh_rate_ms: 5}", "tui: {refresh_rate_ms: 16}"),
        ('circuit_breaker: {failure_threshold: "5"}', "circuit_breaker: {failure_threshold: 5}"),
        ("performance: {target_success_rate: '.5'}", "performance: {target_success_rate: .5}"),
    ],
)
def test_a_number_is_clamped_or_freed_of_its_quotes(section, right):
    text = lamp(more=section + "\n")
    (finding,) = findings(text)
    assert mended(text, finding.fixes[0]) == lamp(more=right + "\n")


@pytest.mark.parametrize("text", ['"2.5"', '"five"', "''"])
def test_a_text_that_is_no_such_number_is_not_converted(text):
    assert only(lamp(more=f"circuit_breaker: {{failure_threshold: {text}}}\n"), "PB104").fixes == ()


@pytest.mark.parametrize(
    "section",
    [
        "circuit_breaker: {failure_threshold: 2.5}",
        "circuit_breaker: {failure_threshold: five}",
        "performance: {max_routing_ms: .inf}",
        "performance: [1]",
        "health: 5",
        "routing_policies: {a: 1}",
        "scenarios: 1",
        "tui: []",
        "tui: {panels: {a: 1}}",
        "tui: {keybindings: [q]}",
        "tui: {keybindings: {q: [quit]}}",
        "tui: {status_bar: x}",
        "tui: {panels: [{id: p, columns: [[x]]}]}",
    ],
)
def test_a_value_of_the_wrong_type_is_an_error_and_nothing_more(section):
    assert ids(lamp(more=section + "\n")) == ["PB104"]


def test_the_dashboard_is_read():
    tui = decoded(TUI).tui
    assert (tui.refresh_rate_ms, tui.panels[0].id, tui.panels[0].columns) == (100, "p", ("A", "B"))
    assert (tui.status_bar.left, tui.status_bar.center) == ("L", "")
    assert [(k.key, k.action) for k in tui.keybindings] == [("q", "quit")]
    assert ids(lamp(more=TUI)) == []


def test_keys_that_look_like_numbers_are_texts():
    assert decoded(TUI.replace("q: quit", "1: quit")).tui.keybindings[0].key == "1"


def test_an_unknown_kind_of_panel():
    assert "heatmap" in only(lamp(more=TUI.replace("id: p", "id: p, type: pie")), "PB807").message

"""The older sections, read as a scenario that runs."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from playbook.document.model import Offer, Passage, Visits
from tests.playbook.document.decoding import findings, ids, only, playbook
from tests.playbook.texts import lamp, mended, quoted


def older(more: str):
    found = playbook(lamp(more=more)).older
    assert found is not None
    return found


def setup(item: str) -> Offer:
    (offer,) = older(f"playbook: {{setup: [{item}]}}\n").setup
    assert isinstance(offer, Offer)
    return offer


def output(checks: str) -> list[str]:
    """The conditions that the checks of one output come to."""
    steps = older(f"playbook: {{steps: []}}\nassertions: {{output: [{{{checks}}}]}}\n").steps
    return [step.assertion.text for step in steps]


def complaint(checks: str, id: str = "PB104"):
    return only(lamp(more=f"playbook: {{}}\nassertions: {{output: [{{{checks}}}]}}\n"), id)


@pytest.mark.parametrize("more", ["", "playbook: ~\n", "playbook: []\n", "assertions: {path: {}}\n"])
def test_without_the_section_there_is_no_older_scenario(more):
    assert playbook(lamp(more=more)).older is None


def test_it_is_called_playbook_section_and_stands_at_the_section():
    found = older("playbook: {steps: []}\n")
    assert (found.name, found.path, found.span.line) == ("playbook section", ("playbook",), 15)


@pytest.mark.parametrize(
    ("item", "action", "params"),
    [
        ("log_in", "log_in", {}),
        ('"log_in()"', "log_in", {}),
        ("{action: log_in}", "log_in", {}),
        ("{action: log_in, params: {name: a, times: 2}}", "log_in", {"name": "a", "times": 2}),
        ("{type: click, selector: '#b', description: d}", "click", {"selector": "#b"}),
        ("{type: wait, duration_ms: 5}", "wait", {"duration_ms": 5}),
        ("{action: log_in, params: [1]}", "log_in", {}),
    ],
)
def test_an_item_of_the_setup(item, action, params):
    offer = setup(item)
    assert (offer.action, offer.params, offer.until) == (action, params, None)


def test_an_item_may_be_described():
    assert setup("{type: click, description: Push it}").description == "Push it"


@pytest.mark.parametrize(
    "item", ["{type: wait, condition: ready()}", "{action: wait, params: {condition: ready()}}"]
)
def test_a_wait_for_a_condition(item):
    offer = setup(item)
    assert (offer.until.text, offer.params) == ("ready()", {})


def test_a_condition_that_is_read_as_something_else_is_its_text():
    assert setup("{type: wait, condition: true}").until.text == "true"


def test_a_condition_of_another_action_is_its_parameter():
    assert setup("{type: click, condition: ready()}").params == {"condition": "ready()"}


@pytest.mark.parametrize("item", ["{}", "{selector: x}", "[click]", "{type: [click]}", "{action: ''}", "''"])
def test_an_item_that_is_none(item):
    finding = only(lamp(more=f"playbook: {{teardown: [{item}, click]}}\n"), "PB104")
    assert (finding.severity, finding.path) == (Severity.ERROR, ("playbook", "teardown", 0))
    assert "{type, ...}" in finding.message


def test_the_teardown_keeps_its_other_items():
    assert [step.action for step in older("playbook: {teardown: [{}, click]}\n").teardown] == ["click"]


def test_a_step_takes_transitions_and_captures():
    step = "{name: On, transitions: [switch_on], capture: [{var: w, from: '#warmth'}]}"
    (passage,) = older(f"playbook: {{steps: [{step}]}}\n").steps
    assert isinstance(passage, Passage)
    assert (passage.description, [ref.name for ref in passage.transitions]) == ("On", ["switch_on"])
    assert passage.transitions[0].path == ("playbook", "steps", 0, "transitions", 0)
    (capture,) = passage.captures
    assert (capture.var, capture.source, capture.path[-2:]) == ("w", "#warmth", ("capture", 0))


@pytest.mark.parametrize(
    ("step", "label"),
    [("{transitions: [switch_on, switch_off]}", "switch_on, switch_off"), ("{}", "no transition")],
)
def test_a_step_without_a_name_is_called_by_its_transitions(step, label):
    assert older(f"playbook: {{steps: [{step}]}}\n").steps[0].description == label


@pytest.mark.parametrize("capture", ["{var: w}", "{from: x}", "{var: '', from: x}"])
def test_a_capture_that_lacks_something_is_none(capture):
    assert (
        older(f"playbook: {{steps: [{{transitions: [switch_on], capture: [{capture}]}}]}}\n")
        .steps[0]
        .captures
        == ()
    )


@pytest.mark.parametrize("name", ["first-one", "1st", "state", "true", "a b"])
def test_what_cannot_be_the_name_of_a_variable(name):
    text = lamp(more=f"playbook: {{steps: [{{capture: [{{var: {name}, from: x}}]}}]}}\n")
    assert f'"{name}" cannot be the name of a variable' in only(text, "PB104").message


def test_the_path_is_checked_after_the_steps():
    more = "playbook: {steps: [{transitions: [switch_on]}]}\n"
    more += "assertions: {path: {ends_at: bright, must_not_visit: [hot], must_visit: [dark, bright]}}\n"
    first, *checks = older(more).steps
    assert isinstance(first, Passage)
    assert all(isinstance(check, Visits) for check in checks)
    assert [(check.rule, [ref.name for ref in check.states]) for check in checks] == [
        ("must_visit", ["dark", "bright"]),
        ("must_not_visit", ["hot"]),
        ("ends_at", ["bright"]),
    ]
    assert checks[0].description == "must visit: dark, bright"


def test_the_place_of_a_state_of_the_path():
    more = "playbook: {}\nassertions: {path: {must_visit: [dark], ends_at: bright}}\n"
    visit, end = older(more).steps
    assert visit.states[0].path == ("assertions", "path", "must_visit", 0)
    assert end.states[0].path == ("assertions", "path", "ends_at")


@pytest.mark.parametrize(
    ("check", "condition"),
    [
        ("not_empty: true", "!w.is_empty()"),
        ("not_empty: false", "w.is_empty()"),
        ("equals: 5", "w == 5"),
        ("equals: 'five'", "w == 'five'"),
        ("equals: [1, a]", "w == [1, 'a']"),
        ("equals: ~", "w == null"),
        ("equals: true", "w == true"),
        ('equals: "it\'s a \\\\"', "w == 'it\\'s a \\\\'"),
        ("not_equals: 5", "w != 5"),
        ("contains: x", "w contains 'x'"),
        ("matches: '^[0-9]+$'", "w matches '^[0-9]+$'"),
        ("starts_with: a", "w.starts_with('a')"),
        ("ends_with: a", "w.ends_with('a')"),
        ("less_than: 5", "w < 5"),
        ("greater_than: -5", "w > -5"),
        ("at_most: 0.5", "w <= 0.5"),
        ("at_least: 5", "w >= 5"),
    ],
)
def test_a_check_of_an_output_is_a_condition(check, condition):
    assert output(f"var: w, {check}") == [condition]


def test_an_output_may_be_checked_in_several_ways():
    assert output("var: w, description: d, at_least: 1, at_most: 2") == ["w >= 1", "w <= 2"]


def test_a_long_text_is_compared_whole():
    assert output(f"var: w, equals: {'x' * 200}") == [f"w == '{'x' * 200}'"]


def test_a_check_stands_where_its_key_stands():
    (step,) = older("playbook: {}\nassertions: {output: [{var: w, equals: 5}]}\n").steps
    assert step.assertion.path == step.path == ("assertions", "output", 0, "equals")


def test_a_check_that_there_is_not_is_told():
    finding = complaint("var: w, equels: 5", "PB103")
    assert 'did you mean "equals"?' in finding.message
    assert "equals: 5" in mended(
        text := lamp(more="playbook: {}\nassertions: {output: [{var: w, equels: 5}]}\n"), finding.fixes[0]
    )
    assert quoted(text, finding) == "equels"
    assert output("var: w, equels: 5") == []


def test_a_check_that_resembles_none_names_the_ones_that_there_are():
    assert "there are: not_empty, equals" in complaint("var: w, smells: 5", "PB103").message


@pytest.mark.parametrize("checks", ["var: w", "var: w, description: d"])
def test_an_output_of_which_nothing_is_said(checks):
    assert 'says nothing of "w"' in complaint(checks).message


@pytest.mark.parametrize("checks", ["var: w, not_empty: 5", "var: w, not_empty: [true]"])
def test_not_empty_is_true_or_false(checks):
    assert complaint(checks).path[-1] == "not_empty"
    assert output(checks) == []


@pytest.mark.parametrize(
    "checks", ["equals: 5", "var: '', equals: 5", "var: 1x, equals: 5", "var: w, equals: {a: 1}"]
)
def test_a_check_that_cannot_be_made_is_left_out(checks):
    assert output(checks) == []


def test_parts_of_the_wrong_kind_hide_nothing_else():
    more = "playbook: {setup: 5, steps: [5, {transitions: [switch_on, [x]], capture: [5]}], teardown: ~}\n"
    more += "assertions: {path: {must_visit: [dark, {}], ends_at: [ ]}, output: [5, {var: w, equals: 1}]}\n"
    found = older(more)
    assert [ref.name for ref in found.steps[0].transitions] == ["switch_on"]
    assert [ref.name for ref in found.steps[1].states] == ["dark"]
    assert found.steps[2].assertion.text == "w == 1"
    assert len(found.steps) == 3
    assert {d.id for d in findings(lamp(more=more))} == {"PB104", "PB111"}


def test_a_sound_section_draws_only_the_notes():
    more = "playbook: {setup: [a], steps: [{name: Press, transitions: [switch_on]}], teardown: [{type: b, c: 1}]}\n"
    assert ids(lamp(more=more)) == ["PB111"]

"""What can be run of a playbook, and the steps of a run in order."""

from __future__ import annotations

import pytest

from playbook.errors import PlaybookError
from playbook.run.plan import label, named, planned, runnable
from tests.playbook.document.decoding import playbook
from tests.playbook.texts import lamp

OLDER = "playbook: {setup: [a, {type: wait, condition: up()}], steps: [{transitions: [switch_on]}], teardown: [b]}\n"
SCENARIOS = (
    "scenarios:\n  - {name: one, setup: [{action: pressed}], steps: [{action: released, repeat: 3}]}\n"
)


def read(more: str):
    return playbook(lamp(more=more))


def test_the_older_section_comes_after_the_scenarios():
    assert [scenario.name for scenario in runnable(read(OLDER + SCENARIOS))] == ["one", "playbook section"]
    assert [scenario.name for scenario in runnable(read(SCENARIOS))] == ["one"]
    assert runnable(read("")) == ()


def test_what_runs_is_found_by_its_name():
    assert named(read(OLDER + SCENARIOS), "playbook section").path == ("playbook",)


def test_the_first_of_two_scenarios_of_a_name():
    twins = "scenarios: [{name: s, description: a, steps: []}, {name: s, description: b, steps: []}]\n"
    assert named(read(twins), "s").description == "a"


def test_a_scenario_named_like_the_older_section_goes_before_it():
    more = OLDER + SCENARIOS.replace("one", "playbook section")
    assert named(read(more), "playbook section").path == ("scenarios", 0)


@pytest.mark.parametrize(("more", "known"), [(OLDER + SCENARIOS, "one, playbook section"), ("", "none")])
def test_a_name_that_there_is_not_lists_the_names(more, known):
    with pytest.raises(PlaybookError, match=f'^there is no scenario "other"; there are: {known}$'):
        named(read(more), "other")


def test_the_steps_of_a_scenario_are_counted_through():
    plan = planned(read(SCENARIOS).scenarios[0])
    assert [(p.index, p.phase, p.path, p.line, p.label) for p in plan] == [
        (0, "setup", "/scenarios/0/setup/0", 16, "pressed()"),
        (1, "step", "/scenarios/0/steps/0", 16, "released()"),
    ]
    assert plan[1].step.repeat == 3


def test_the_teardown_comes_last():
    plan = planned(read(OLDER).older)
    assert [(p.index, p.phase) for p in plan] == [(0, "setup"), (1, "setup"), (2, "step"), (3, "teardown")]


def test_a_step_without_description_says_what_it_does():
    more = "scenarios: [{name: s, steps: [{action: go, params: {a: 1, b: x}}, {assert: 'up()'}, {action: go, description: Go}]}]\n"
    assert [label(step) for step in read(more).scenarios[0].steps] == ["go(a: 1, b: x)", "assert up()", "Go"]


def test_a_wait_says_what_it_waits_for():
    assert label(read(OLDER).older.setup[1]) == "wait until up()"

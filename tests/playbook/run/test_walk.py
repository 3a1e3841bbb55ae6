from __future__ import annotations

import pytest

from playbook.document.model import Step
from playbook.run.plan import label
from playbook.run.walk import Way, shorter, walk
from tests.playbook.run.turnstile import Turnstile, supply, transition

KICK, PUSH = Step(action="kick"), Step(action="push")
INSERT = Step(action="insert", params={"coins": 1})


def way(*steps: Step) -> Way:
    return Way(steps, 0)


def told(arrival):
    return [(label(step), step.repeat) for step in arrival.way.steps]


@pytest.fixture
def given():
    return supply()


def test_it_stops_when_the_transition_is_taken(given):
    arrival = walk(given, way(INSERT, PUSH, INSERT), transition(given, "pay"))
    assert told(arrival) == [("insert(coins: 1)", 1)]
    assert arrival.engine.state == "open"


def test_it_stops_within_the_repetitions(given):
    arrival = walk(given, way(Step(action="kick", repeat=5)), transition(given, "ring"))
    assert told(arrival) == [("kick()", 3)]
    assert arrival.engine.system.kicks == 3


def test_it_stops_in_the_middle_of_an_action(given):
    given = supply("event: coin}", "event: coin, actions: [push]}")
    arrival = walk(given, way(INSERT), transition(given, "pay"))
    assert (arrival.engine.state, arrival.engine.system.coins) == ("open", 0)


def test_the_path_and_what_was_checked_at_its_end_are_known(given):
    arrival = walk(given, way(INSERT, PUSH), transition(given, "pass"))
    assert [event.transition for event in arrival.taken] == ["pay", "pass"]
    assert [(check.state, check.holds) for check in arrival.checked] == [("locked", True)]


def test_a_way_that_does_not_take_it_is_none(given):
    assert walk(given, way(PUSH, INSERT), transition(given, "ring")) is None


def test_a_way_that_cannot_be_gone_is_none(given):
    assert walk(given, way(Step(action="sing"), INSERT), transition(given, "pay")) is None


CRITICAL = ('condition: "coins() > 0"', 'condition: "coins() > 1", severity: critical')


def test_a_critical_invariant_of_the_target_is_an_arrival():
    given = supply(*CRITICAL)
    arrival = walk(given, way(INSERT), transition(given, "pay"))
    assert [check.holds for check in arrival.checked] == [False]


def test_a_critical_invariant_on_the_way_is_none():
    given = supply(*CRITICAL)
    assert walk(given, way(INSERT, PUSH), transition(given, "pass")) is None


def test_steps_that_are_not_needed_are_left_out(given):
    wanted = transition(given, "pass")
    arrival = walk(given, way(PUSH, KICK, INSERT, KICK, INSERT, PUSH), wanted)
    assert told(shorter(given, arrival, wanted)) == [("insert(coins: 1)", 1), ("push()", 1)]


def test_repetitions_that_are_not_needed_are_left_out(given):
    wanted = transition(given, "pass")
    steps = way(Step(action="insert", params={"coins": 1}, repeat=5), PUSH)
    arrival = walk(given, steps, wanted)
    assert told(shorter(given, arrival, wanted)) == [("insert(coins: 1)", 1), ("push()", 1)]


def test_how_many_of_many_it_takes_is_found_with_few_walks():
    given = supply("coins() > 0", "coins() >= 0")
    wanted = transition(given, "pass")
    arrival = walk(
        given,
        way(Step(action="kick", repeat=2), Step(action="insert", params={"coins": 1}, repeat=900), PUSH),
        wanted,
    )
    before = Turnstile.made
    assert told(shorter(given, arrival, wanted)) == [("insert(coins: 1)", 1), ("push()", 1)]
    assert Turnstile.made - before < 30


def test_repetitions_that_are_needed_stay(given):
    wanted = transition(given, "calm")
    given = supply("event: key}", "event: pushed}")
    steps = way(Step(action="kick", repeat=4), INSERT, PUSH)
    arrival = walk(given, steps, wanted)
    assert told(shorter(given, arrival, wanted)) == [("kick()", 3), ("insert(coins: 1)", 1), ("push()", 1)]

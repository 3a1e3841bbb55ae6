"""What a runner answers, as values that can be asked and shown."""

from __future__ import annotations

import json

import pytest

from playbook.run.answers import Answer, Attempt, Refused, ScenarioResult
from playbook.run.parts import transitions
from tests.playbook.run.turnstile import read

PAY = next(transitions(read()))


def scenario(verdict: str) -> ScenarioResult:
    return ScenarioResult("walk", verdict, "open", "no coin", ({"label": "push()"},), ())


def test_the_result_of_a_scenario_is_json_under_these_keys():
    assert json.loads(json.dumps(scenario("error").as_json())) == {
        "scenario": "walk",
        "verdict": "error",
        "state": "open",
        "steps": [{"label": "push()"}],
        "error": "no coin",
    }


@pytest.mark.parametrize("verdict", ["passed", "failed", "inconclusive", "error", "cancelled", "lost"])
def test_a_scenario_has_passed_only_where_its_verdict_says_so(verdict):
    assert scenario(verdict).passed is (verdict == "passed")


def test_an_attempt_that_came_off_gives_its_transition():
    attempt = Attempt(PAY)
    assert (attempt.is_ok(), attempt.is_err(), bool(attempt)) == (True, False, True)
    assert attempt.unwrap() is PAY


def test_an_attempt_that_did_not_come_off_says_why():
    attempt = Attempt(error="it is forbidden")
    assert (attempt.is_ok(), attempt.is_err(), bool(attempt)) == (False, True, False)
    with pytest.raises(Refused, match="it is forbidden"):
        attempt.unwrap()


@pytest.mark.parametrize(("holds", "true"), [(True, True), (False, False), (None, False)])
def test_an_answer_is_true_only_where_it_is_known_to_hold(holds, true):
    answer = Answer(holds, "`f()` is so", {})
    assert (bool(answer), str(answer)) == (true, "`f()` is so")


def test_what_is_printed_of_a_result_is_short():
    shown = repr(scenario("error"))
    assert "no coin" in shown
    assert "push()" not in shown
    assert "events" not in shown

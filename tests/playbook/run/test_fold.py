"""Recorded runs and what they come to: read here and by tests/js/run/fold.test.js, the twin's test.

`UPDATE_FIXTURES=1 pytest tests/playbook/run/test_fold.py` writes them anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from playbook.api import analyse, fold_all, run_scenario, to_json
from tests.playbook.texts import lamp

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "fixtures" / "events"
GATEWAY = (ROOT / "playbooks" / "federation-gateway.yaml").read_text()
CROSSING = (ROOT / "playbooks" / "traffic-light.yaml").read_text()
EXPECTING = lamp(
    more="""\
performance_assertions:
  - {name: saving, condition: "state == 'dark'", failure_reason: "It is left on"}
  - {name: lit, condition: "state == 'dark'", critical: "state == 'bright'"}
scenarios:
  - name: s
    setup: [{action: pressed}, {action: wait, params: {ms: 5}}]
    steps: [{action: released, repeat: 2}, {action: pressed}, {assert: "state == 'bright'"}]
    performance: {saving: breached, lit: met}
"""
)
OLDER = lamp(
    more="""\
playbook:
  setup: [{type: navigate, url: /}]
  steps:
    - {name: On, transitions: [switch_on], capture: [{var: seen, from: state}, {var: warmth, from: "#warmth"}]}
  teardown: [{type: wait, duration_ms: 5}, {type: screenshot, path: end.png}]
assertions:
  path: {must_visit: [dark, bright], must_not_visit: [broken], ends_at: bright}
  output: [{var: seen, equals: bright}, {var: warmth, greater_than: 0}]
"""
)
LOST = {"kind": "worker", "what": "lost", "message": "The worker stopped answering."}

RUNS = {
    "happy-path": (GATEWAY, "happy_path"),
    "retry-success": (GATEWAY, "retry_success"),
    "circuit-breaker-trip": (GATEWAY, "circuit_breaker_trip"),
    "impatient": (CROSSING, "impatient"),
    "failed": (CROSSING.replace("assert: \"state == 'people_go'\"", "assert: \"state == 'all_wait'\""), "someone_crosses"),
    "violated": (GATEWAY.replace("active_streams() > 0", "active_streams() > 1"), "happy_path"),
    "inconclusive": (CROSSING.replace("assert: \"state == 'people_go'\"", 'assert: "lamps_on() == 1"'), "someone_crosses"),
    "older-form": (OLDER, "playbook section"),
    "expected": (EXPECTING, "s"),
    "error": (GATEWAY.replace('fail_node"\n        params: { node: "us-east-1" }', 'fail_node"\n        params: { node: "nowhere" }'), "retry_success"),
}  # fmt: skip


def recorded(name: str) -> dict:
    text, scenario = RUNS[name]
    playbook = analyse(text).playbook
    assert playbook is not None
    events = [json.loads(json.dumps(to_json(event))) for event in run_scenario(playbook, scenario)]
    events.insert(len(events) // 2, LOST)
    return {"events": events, "state": fold_all(events)}


@pytest.mark.parametrize("name", RUNS)
def test_a_recorded_run_still_runs_and_folds_so(name):
    path = FOLDER / f"{name}.json"
    found = recorded(name)
    if os.environ.get("UPDATE_FIXTURES"):
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert json.loads(path.read_text()) == found


def test_a_log_that_was_stored_before_events_had_lines_and_phases_folds_so():
    stored = json.loads((FOLDER / "stored-before.json").read_text())
    assert "line" not in stored["events"][0]
    assert fold_all(stored["events"]) == stored["state"]


VERDICTS = {
    "happy-path": "passed",
    "failed": "failed",
    "violated": "failed",
    "inconclusive": "inconclusive",
    "error": "error",
    "older-form": "inconclusive",
    "expected": "failed",
}


@pytest.mark.parametrize(("name", "verdict"), VERDICTS.items())
def test_the_recorded_runs_end_as_their_names_say(name, verdict):
    assert recorded(name)["state"]["verdict"] == verdict


def test_a_skipped_step_is_listed_and_says_why():
    steps = recorded("failed")["state"]["steps"]
    assert [step["outcome"] for step in steps[-3:]] == ["skipped"] * 3


def test_repetitions_are_one_step():
    (step,) = [s for s in recorded("circuit-breaker-trip")["state"]["steps"] if s["repeat"] == 5]
    assert step["repetition"] == 5


def test_an_unknown_kind_changes_nothing():
    state = fold_all([{"kind": "from_the_future", "at_ms": 0}])
    assert state == fold_all([])


def step_started(**more):
    return {
        "kind": "step_started",
        "index": 0,
        "path": "/s",
        "label": "l",
        "repetition": 1,
        "repeat": 1,
        **more,
    }


def test_events_that_were_stored_before_a_key_existed_are_read():
    metric = {"path": "/m", "name": "m", "band": "met", "condition": "c", "explanation": "", "reason": ""}
    verdict = {"kind": "verdict", "verdict": "passed", "reasons": [], "missing": [], "state": "a"}
    state = fold_all([step_started(), {"kind": "metric", **metric}, verdict])
    assert (state["steps"][0]["phase"], state["metrics"][0]["expected"], state["remarks"]) == ("step", "", [])


def test_the_phase_of_a_step_is_kept():
    assert fold_all([step_started(phase="teardown")])["steps"][0]["phase"] == "teardown"


def test_what_is_captured_is_a_fact_and_the_newest_counts():
    event = {"kind": "captured", "var": "x", "source": "#x", "known": True, "value": "1", "explanation": ""}
    state = fold_all([step_started(), event, {**event, "value": "2"}])
    assert state["captured"] == {"x": {"known": True, "value": "2"}}
    assert [fact["value"] for fact in state["steps"][0]["facts"]] == ["1", "2"]


def test_before_the_first_event_nothing_is_known():
    known = {key: value for key, value in fold_all([]).items() if value}
    assert known == {"status": {"left": "", "center": "", "right": ""}}


def test_a_step_that_has_begun_is_running():
    (step,) = fold_all([step_started()])["steps"]
    assert (step["outcome"], step["message"], step["facts"]) == ("running", "", [])


def test_an_event_without_a_time_does_not_move_the_clock():
    assert fold_all([{"kind": "clock", "at_ms": 40}, step_started()])["at_ms"] == 40
    assert fold_all([step_started()])["at_ms"] == 0


def test_a_transition_before_the_first_step_belongs_to_none():
    taken = {
        "kind": "taken",
        "path": "/t",
        "transition": "ab",
        "event": "go",
        "source": "a",
        "target": "b",
    }
    state = fold_all([taken, step_started(), taken])
    assert [hop["step"] for hop in state["taken"]] == [-1, 0]


@pytest.mark.parametrize(("end", "state"), [("", "b"), ("c", "c")])
def test_a_run_that_ends_without_its_machine_stays_where_it_was(end, state):
    started = {
        "kind": "run_started",
        "scenario": "s",
        "system": "x",
        "seed": 0,
        "machine": "m",
        "steps": 0,
        "state": "b",
    }
    verdict = {"kind": "verdict", "verdict": "lost", "reasons": [], "missing": [], "state": end}
    assert fold_all([started, verdict])["state"] == state


def test_a_note_of_the_worker_may_say_no_more_than_what_happened():
    assert fold_all([{"kind": "worker", "what": "lost"}])["notes"] == [{"what": "lost", "message": ""}]


def test_a_step_that_passed_has_had_all_its_repetitions_told_or_not():
    events = [
        step_started(repetition=3, repeat=9),
        {"kind": "step_finished", "outcome": "passed", "message": ""},
    ]
    assert fold_all(events)["steps"][0]["repetition"] == 9


def test_a_step_that_failed_stays_at_its_last_repetition():
    events = [
        step_started(repetition=3, repeat=9),
        {"kind": "step_finished", "outcome": "failed", "message": "x"},
    ]
    assert fold_all(events)["steps"][0]["repetition"] == 3


def test_a_run_that_tells_less_says_so():
    assert fold_all([{"kind": "thinned", "message": "less"}])["thinned"] == "less"


def test_what_the_verdict_notes_is_kept_apart_from_the_workers_notes():
    verdict = {
        "kind": "verdict",
        "verdict": "passed",
        "reasons": [],
        "missing": [],
        "state": "a",
        "notes": ["n"],
    }
    state = fold_all([LOST, verdict])
    assert (state["remarks"], len(state["notes"])) == (["n"], 1)

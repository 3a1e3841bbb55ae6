"""Recorded runs and what they come to: read here and by tests/js/run/fold.test.js, the twin's test.

`UPDATE_FIXTURES=1 pytest tests/playbook/run/test_fold.py` writes them anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from playbook.api import analyse, fold_all, run_scenario, to_json

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "fixtures" / "events"
GATEWAY = (ROOT / "playbooks" / "federation-gateway.yaml").read_text()
CROSSING = (ROOT / "playbooks" / "traffic-light.yaml").read_text()
LOST = {"kind": "worker", "what": "lost", "message": "The worker stopped answering."}

RUNS = {
    "happy-path": (GATEWAY, "happy_path"),
    "retry-success": (GATEWAY, "retry_success"),
    "circuit-breaker-trip": (GATEWAY, "circuit_breaker_trip"),
    "impatient": (CROSSING, "impatient"),
    "failed": (CROSSING.replace("assert: \"state == 'people_go'\"", "assert: \"state == 'all_wait'\""), "someone_crosses"),
    "violated": (GATEWAY.replace("active_streams() > 0", "active_streams() > 1"), "happy_path"),
    "inconclusive": (CROSSING.replace("assert: \"state == 'people_go'\"", 'assert: "lamps_on() == 1"'), "someone_crosses"),
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


VERDICTS = {
    "happy-path": "passed",
    "failed": "failed",
    "violated": "failed",
    "inconclusive": "inconclusive",
    "error": "error",
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

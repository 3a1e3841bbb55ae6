"""Every event of a run says when, of what, and where that stands; here at a time that is not zero."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.machine.events import (
    ActionCalled,
    Asserted,
    Captured,
    Finished,
    Measured,
    Problem,
    RunStarted,
    StepFinished,
    StepStarted,
    Thinned,
)
from playbook.machine.port import ActionError
from playbook.run.scenario import run_scenario
from tests.playbook.machine.scripted import HEAD, Scripted, only, run

MACHINE = """\
  states: {a: {}, b: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
performance_assertions:
  - {name: m, condition: "state == 'b'", failure_reason: "Not there"}
scenarios:
  - name: "s"
    seed: 3
    setup:
      - {action: wait, params: {ms: 5}}
    steps:
      - {action: go, params: {x: 1}, repeat: 2}
      - {assert: "state == 'b'"}
    performance: {m: met}
playbook:
  setup:
    - {type: wait, duration_ms: 5}
    - {type: wait, condition: "state == 'a'"}
  steps:
    - transitions: [ab]
      capture:
        - {var: x, from: "1 + 1"}
assertions:
  path:
    ends_at: b
"""
STEP = {"path": "/scenarios/0/steps/0", "line": 17, "at_ms": 5, "index": 1}


def system() -> Scripted:
    return Scripted({"go": lambda host, x: host.emit("go")})


def one(events, kind: str, place: int = 0):
    return only(events, kind)[place]


@pytest.fixture
def events():
    return run(MACHINE, system())


@pytest.fixture
def older():
    return run(MACHINE, Scripted({}), scenario="playbook section")


def test_the_start(events):
    assert events[0] == RunStarted(
        path="/scenarios/0",
        line=12,
        machine="test",
        scenario="s",
        system="given system",
        seed=3,
        state="a",
        steps=3,
    )


def test_a_step_that_begins(events):
    label = "go(x: 1)"
    assert [e for e in only(events, "step_started") if e.index == 1] == [
        StepStarted(**STEP, label=label, repetition=1, repeat=2),
        StepStarted(**STEP, label=label, repetition=2, repeat=2),
    ]


def test_an_action(events):
    assert one(events, "action", 1) == ActionCalled(
        path=STEP["path"], line=17, at_ms=5, name="go", params={"x": 1}
    )


def test_an_assertion(events):
    assert one(events, "assertion") == Asserted(
        path="/scenarios/0/steps/1/assert",
        line=18,
        at_ms=5,
        condition="state == 'b'",
        holds=True,
        explanation="`state == 'b'` holds: `state` was `'b'`",
        values=(("state", "'b'"),),
    )


def test_a_step_that_ends(events):
    assert one(events, "step_finished", 1) == StepFinished(**STEP, outcome="passed")


def test_a_metric(events):
    assert one(events, "metric") == Measured(
        path="/performance_assertions/0",
        line=10,
        at_ms=5,
        name="m",
        band="met",
        condition="state == 'b'",
        explanation="`state == 'b'` holds: `state` was `'b'`",
        reason="Not there",
        expected="met",
    )


def test_the_verdict(events):
    assert events[-1] == Finished(at_ms=5, verdict="passed", state="b")


def test_a_problem_of_a_step():
    def refuse(host, x) -> None:
        raise ActionError("not today")

    events = run(MACHINE, Scripted({"go": refuse}))
    assert one(events, "problem") == Problem(path=STEP["path"], line=17, at_ms=5, message="not today")
    assert one(events, "step_finished", 1) == StepFinished(**STEP, outcome="error", message="not today")
    skipped = {**STEP, "path": "/scenarios/0/steps/1", "line": 18, "index": 2}
    assert one(events, "step_started", 2) == StepStarted(**skipped, label="assert state == 'b'")
    assert one(events, "step_finished", 2) == StepFinished(
        **skipped, outcome="skipped", message="an earlier step ended the run"
    )


def test_a_problem_of_the_whole_run():
    playbook = analyse(
        HEAD + MACHINE.replace("state == 'b'\", failure", 'state == broken", failure')
    ).playbook
    broken = system()
    broken.functions["broken"] = Scripted({}, broken=lambda: 1 / 0).functions["broken"]
    events = list(run_scenario(playbook, "s", system=broken))
    message = "the system broke: ZeroDivisionError: division by zero"
    assert one(events, "problem") == Problem(path="/scenarios/0", line=12, at_ms=5, message=message)
    assert events[-1].reasons == (message,)


def test_a_problem_before_there_is_a_machine():
    playbook = analyse(f"{HEAD}{MACHINE}system: nowhere\n").playbook
    problem, end = run_scenario(playbook, "s")
    assert (problem.at_ms, problem.path, problem.line, problem.message[:20]) == (
        0,
        "/scenarios/0",
        12,
        'no system "nowhere" ',
    )
    assert end == Finished(verdict="error", state="a", reasons=(problem.message,))


def test_a_run_that_tells_less():
    playbook = analyse(HEAD + MACHINE.replace("repeat: 2", "repeat: 90")).playbook
    events = list(run_scenario(playbook, "s", system=system(), max_events=100))
    thinned = one(events, "thinned")
    assert isinstance(thinned, Thinned)
    assert (thinned.at_ms, thinned.path, thinned.message) == (
        5,
        "",
        "most of the 100 events that a run may have are used; from here on only its steps, what counts against it "
        "and the verdict are told",
    )


def test_a_wait_of_the_older_form(older):
    path = "/playbook/setup/1"
    assert one(older, "action", 1) == ActionCalled(
        path=path, line=23, at_ms=5, name="wait", params={"condition": "state == 'a'"}, origin="setup"
    )
    waited = one(older, "assertion")
    assert (waited.path, waited.line, waited.at_ms, waited.holds) == (f"{path}/condition", 23, 5, True)


def test_a_transition_that_is_taken_of_the_older_form(older):
    assert one(older, "assertion", 1) == Asserted(
        path="/playbook/steps/0/transitions/0", line=25, at_ms=5, condition="takes ab", holds=True
    )


def test_a_capture_of_the_older_form(older):
    assert one(older, "captured") == Captured(
        path="/playbook/steps/0/capture/0", line=27, at_ms=5, var="x", source="1 + 1", known=True, value="2"
    )


def test_a_check_of_the_path_of_the_older_form(older):
    assert one(older, "assertion", 2) == Asserted(
        path="/assertions/path/ends_at", line=30, at_ms=5, condition="ends_at b", holds=True
    )


def test_without_a_given_system_its_name_is_told():
    playbook = analyse(HEAD + MACHINE.replace(", params: {x: 1}", "")).playbook
    assert next(iter(run_scenario(playbook, "s"))).system == "bare machine"


def test_reasons_of_an_event_that_was_ignored_are_joined():
    text = (
        "  states: {a: {}}\n  transitions:\n    - {id: x, from: a, to: a, event: go, guard: 'no()'}\n"
        "    - {id: y, from: a, to: a, event: go, guard: 'no()'}\nplaybook: {steps: [{transitions: [x]}]}\n"
    )
    (reason,) = run(text, Scripted({}, no=False), scenario="playbook section")[-1].reasons
    assert "`no()` was `false`; y: `no()` failed" in reason

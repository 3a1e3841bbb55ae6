from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.errors import PlaybookError
from playbook.limits import MAX_WAIT_MS
from playbook.machine.events import from_json, to_json
from playbook.run.scenario import run_scenario
from tests.playbook.machine.scripted import HEAD, Scripted, emitting, only, run

MACHINE = "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n"
SCENARIO = "scenarios: [{name: s, steps: [{action: go}, {action: go}, {assert: \"state == 'b'\"}]}]\n"


def test_nothing_of_a_step_happens_before_its_events_are_pulled():
    done: list[int] = []
    system = Scripted({"go": lambda host: done.append(1)})
    playbook = analyse(HEAD + MACHINE + SCENARIO).playbook
    events = run_scenario(playbook, "s", system=system)
    for event in events:
        if event.kind == "step_started" and event.index == 1:
            break
    assert len(done) == 1


def test_a_run_that_is_abandoned_does_nothing_more():
    system = Scripted({"go": emitting("go")})
    playbook = analyse(HEAD + MACHINE + SCENARIO).playbook
    assert len(list(islice(run_scenario(playbook, "s", system=system), 2))) == 2
    assert system.entries == ["a"]


def test_an_unknown_scenario_is_refused_before_the_first_event():
    with pytest.raises(PlaybookError, match="there are: s"):
        run_scenario(analyse(HEAD + MACHINE + SCENARIO).playbook, "other")


def test_every_event_survives_json():
    for event in run(MACHINE + SCENARIO):
        assert from_json(to_json(event)) == event


def test_the_count_of_steps_and_their_paths_are_told():
    events = run(MACHINE + SCENARIO)
    assert events[0].steps == 3
    assert [e.path for e in only(events, "step_started")] == [f"/scenarios/0/steps/{n}" for n in range(3)]


@pytest.mark.parametrize(
    ("step", "actions", "said"),
    [
        ("action: sing", {}, 'the system has no action "sing"; there are: none'),
        ("action: sing", {"go": None, "rest": None}, 'the system has no action "sing"; there are: go, rest'),
        ("description: Hum", {"go": None}, 'the system has no action ""; there are: go'),
        ("action: go, params: {x: 1}", {"go": None}, 'the action "go" has no parameter "x"; it takes: none'),
    ],
)
def test_a_step_that_the_system_does_not_offer_says_what_it_does(step, actions, said):
    system = Scripted(dict.fromkeys(actions, emitting()))
    end = run(f"{MACHINE}scenarios: [{{name: s, steps: [{{{step}}}]}}]\n", system)[-1]
    assert (end.verdict, end.reasons) == ("error", (said,))


def test_a_step_without_an_action_is_told_as_none():
    events = run(f"{MACHINE}scenarios: [{{name: s, steps: [{{description: Hum}}]}}]\n", Scripted({}))
    assert [event.name for event in only(events, "action")] == [""]


@pytest.mark.parametrize("ms", [0, 0.9, MAX_WAIT_MS])
def test_a_wait_lasts_whole_milliseconds(ms):
    end = run(f"{MACHINE}scenarios: [{{name: s, steps: [{{action: wait, params: {{ms: {ms}}}}}]}}]\n")[-1]
    assert (end.verdict, end.at_ms) == ("passed", int(ms))


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ("{ms: -1}", '"duration_ms" must be 0 to 604,800,000, not -1'),
        (f"{{ms: {MAX_WAIT_MS + 1}}}", '"duration_ms" must be 0 to 604,800,000, not 604800001'),
        ("{}", 'the action "wait" needs "duration_ms": milliseconds of virtual time'),
        ("{ms: true}", 'the action "wait" needs "duration_ms": milliseconds of virtual time'),
        ("{ms: '5'}", 'the action "wait" needs "duration_ms": milliseconds of virtual time'),
    ],
)
def test_a_wait_that_cannot_be_says_what_it_needs(params, said):
    end = run(f"{MACHINE}scenarios: [{{name: s, steps: [{{action: wait, params: {params}}}]}}]\n")[-1]
    assert end.reasons == (said,)


NAMES = st.sampled_from(["a", "b", "c", "d"])
EVENTS = st.sampled_from(["go", "stop", "turn"])
MACHINES = st.fixed_dictionaries(
    {
        "initial": NAMES,
        "transitions": st.lists(st.tuples(st.one_of(NAMES, st.just("*")), NAMES, EVENTS), max_size=8),
        "forbidden": st.lists(st.tuples(NAMES, NAMES), max_size=3),
        "steps": st.lists(st.one_of(EVENTS, st.sampled_from(["t0", "wait", "nonsense"])), max_size=8),
    }
)


@given(MACHINES)
def test_any_machine_runs_to_exactly_one_verdict(parts):
    text = f'version: "1.0"\nname: x\nmachine:\n  id: x\n  initial: {parts["initial"]}\n'
    text += (
        "  states: {a: {}, b: {}, c: {}, d: {}}\n  transitions:\n    []\n"
        if not parts["transitions"]
        else ("  states: {a: {}, b: {}, c: {}, d: {}}\n  transitions:\n")
    )
    for number, (source, target, event) in enumerate(parts["transitions"]):
        text += f'    - {{id: t{number}, from: "{source}", to: {target}, event: {event}}}\n'
    text += "  forbidden:\n" if parts["forbidden"] else ""
    for source, target in parts["forbidden"]:
        text += f"    - {{from: {source}, to: {target}}}\n"
    text += "scenarios:\n  - name: s\n    steps:\n      - assert: 'true'\n"
    for step in parts["steps"]:
        text += f"      - {{action: {step}, params: {{{'ms: 5' if step == 'wait' else ''}}}}}\n"
    playbook = analyse(text).playbook
    assert playbook is not None
    first, second = (list(run_scenario(playbook, "s")) for _ in range(2))
    assert [e.kind for e in first].count("verdict") == 1
    assert first[-1].kind == "verdict"
    assert first == second

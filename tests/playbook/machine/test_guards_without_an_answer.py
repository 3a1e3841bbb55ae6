"""Guards that cannot be evaluated: not taken, told once with their place, and held against the run."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.machine.bound import ASKED_OFTEN
from playbook.run.scenario import run_scenario
from tests.playbook.machine.driving import engine, told
from tests.playbook.machine.scripted import HEAD, Scripted, emitting, only, run

UP = "    - {id: up, from: a, to: b, event: go, guard: %s}\n"
OTHER = '    - {id: other, from: a, to: a, event: go, guard: "n() > 0"}\n'
STATES = "  states: {a: {}, b: {}}\n  transitions:\n"
ORDERED = "\"'x' < n()\""
STEPS = "scenarios: [{name: s, steps: [{action: go}, {action: go}]}]\n"


def ran(transitions: str, detail: str = "full"):
    playbook = analyse(HEAD + STATES + transitions + STEPS).playbook
    system = Scripted({"go": emitting("go", "go")}, n=1)
    return list(run_scenario(playbook, "s", system=system, detail=detail))


def driven(transitions: str, **functions):
    made = engine(STATES + transitions, Scripted({}, **functions))
    made.enter_initial()
    return made


@pytest.mark.parametrize("detail", ["full", "brief"])
def test_the_run_fails_and_names_the_guard_once(detail):
    end = ran(UP % ORDERED, detail)[-1]
    assert (end.verdict, end.state, len(end.reasons)) == ("failed", "a", 1)
    assert end.reasons[0].startswith("guard of \"up\" cannot be evaluated: `'x' < n()`: ")


@pytest.mark.parametrize("detail", ["full", "brief"])
def test_the_event_says_where_the_guard_stands(detail):
    (event,) = only(ran(UP % ORDERED, detail), "assertion")
    assert (event.path, event.line, event.holds) == ("/machine/transitions/0/guard", 8, False)
    assert event.values == (("n()", "1"),)


def test_the_step_that_asked_for_it_fails_and_the_rest_is_skipped():
    finished = only(ran(UP % ORDERED), "step_finished")
    assert [event.outcome for event in finished] == ["failed", "skipped"]
    assert finished[0].message.startswith('guard of "up" cannot be evaluated')


def test_a_guard_that_is_no_boolean_has_no_answer():
    end = ran(UP % '"n() + 1"')[-1]
    assert end.verdict == "failed"
    assert end.reasons == ('guard of "up" cannot be evaluated: `n() + 1` is 2, not true or false',)


def test_it_counts_too_where_a_later_transition_is_taken():
    events = ran(UP % ORDERED + OTHER)
    assert {event.transition for event in only(events, "taken")} == {"other"}
    assert len(events[-1].reasons) == 1
    assert events[-1].verdict == "failed"


def test_it_counts_not_where_an_earlier_transition_is_taken_anyway():
    events = ran(OTHER + UP % ORDERED)
    assert {event.transition for event in only(events, "taken")} == {"other"}
    assert (events[-1].verdict, events[-1].reasons) == ("passed", ())


def test_a_part_that_decides_nothing_need_not_be_evaluated():
    assert ran(UP % "\"n() > 1 && 'x' < n()\"")[-1].verdict == "passed"


def test_it_is_seen_where_the_quick_way_was_taken_before():
    value = [2]
    made = driven('    - {id: up, from: a, to: a, event: go, guard: "n() > 1"}\n', n=lambda: value[0])
    for _ in range(ASKED_OFTEN + 1):
        made.step("go")
    assert not made.failures
    value[0] = "much"
    made.step("go")
    assert [event.line for event in made.failures] == [8]


def test_without_recording_it_is_kept():
    made = driven(UP % ORDERED, n=1)
    made.recording = False
    made.step("go")
    made.step("go")
    assert [event.path for event in told(made)] == ["/machine/transitions/0/guard"]


def test_a_return_to_a_moment_before_forgets_it():
    made = driven(UP % ORDERED, n=1)
    before = made.moment()
    made.step("go")
    made.return_to(before)
    assert not made.failures
    made.step("go")
    assert len(made.failures) == 1


ENDLESS = (
    "  states: {a: {on_entry: [go]}, b: {}}\n  transitions:\n    - {id: aa, from: a, to: a, event: go}\n"
)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (emitting("go"), "more than 1000 events"),
        (lambda host, level: None, "line 6, /machine/states/a/on_entry/0"),
    ],
)
def test_an_initial_state_that_cannot_be_entered_is_where_the_problem_stands(entry, said):
    (problem,) = only(run(ENDLESS + STEPS, Scripted({"go": entry})), "problem")
    assert (problem.path, problem.line) == ("/machine/states/a", 6)
    assert said in problem.message

"""Whatever a system does, a run ends with a verdict that says so."""

from __future__ import annotations

import pytest

from tests.playbook.machine.scripted import Scripted, emitting, only, run

MACHINE = "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n"
ONE = "scenarios: [{name: s, steps: [%s, {action: go}]}]\n"
GO = "{action: go}"


def boom(*args: object) -> None:
    raise KeyError("boom")


def broken(**parts) -> Scripted:
    """A system of whose parts some raise."""
    system = Scripted({"go": emitting("go")}, load=boom)
    for name, part in parts.items():
        setattr(system, name, part)
    return system


CASES = {
    "a function in an assertion": ('{assert: "load() == 1"}', broken(), ""),
    "a function as a variable": ('{assert: "load == 1"}', broken(), ""),
    "a function in a performance assertion": (
        GO,
        broken(),
        'performance_assertions: [{name: m, condition: "load() < 1"}]\n',
    ),
    "a placeholder": (GO, broken(placeholders={"x": boom}), 'tui: {status_bar: {left: "{{x}}"}}\n'),
    "the panels": (GO, broken(panels=boom), "tui: {panels: [{id: p}]}\n"),
    "being attached": (GO, broken(attach=boom), ""),
    "being told of a state": (GO, broken(entered=boom), ""),
}


@pytest.mark.parametrize("case", CASES)
def test_a_system_that_breaks_is_an_error_and_not_a_crash(case):
    step, system, more = CASES[case]
    end = run(MACHINE + ONE % step + more, system)[-1]
    assert (end.verdict, end.reasons) == ("error", ("the system broke: KeyError: 'boom'",))


def test_the_step_in_which_it_broke_says_so():
    events = run(MACHINE + ONE % '{assert: "load() == 1"}', broken())
    outcomes = [(e.index, e.outcome, e.message) for e in only(events, "step_finished")]
    assert outcomes[0] == (0, "error", "the system broke: KeyError: 'boom'")
    assert outcomes[1][1] == "skipped"


def test_panels_that_break_after_the_first_step_are_that_steps_problem():
    looks = iter([{}, {}])
    system = broken(panels=lambda: next(looks))
    events = run(MACHINE + ONE % GO + "tui: {panels: [{id: p}]}\n", system)
    assert [e.outcome for e in only(events, "step_finished")] == ["passed", "error"]
    assert events[-1].reasons == ("the system broke: StopIteration: ",)

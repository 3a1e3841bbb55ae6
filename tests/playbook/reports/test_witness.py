"""What is kept of a run that goes by."""

from __future__ import annotations

from itertools import pairwise

from playbook.machine.events import Asserted, ForbiddenTried, InvariantChecked, Measured, Problem, Thinned
from playbook.reports.witness import MOST_FAULTS, Witness
from tests.playbook.reports.runs import TARGET, done, started, step, taken, verdict, witnessed

WRONG = Asserted(condition="x", holds=False, explanation="`x` was false", line=44, values=(("x", "0"),))
UNSURE = Asserted(condition="f()", holds=None, explanation="nothing provides f()", line=45)


def invariant(holds: bool | None, severity: str = "error") -> InvariantChecked:
    return InvariantChecked(
        state="paid",
        description="It is paid",
        condition="paid",
        severity=severity,
        holds=holds,
        explanation="`paid` was false",
        line=9,
    )


def measured(band: str, expected: str = "") -> Measured:
    return Measured(
        name="rate", band=band, condition="r", explanation="`r` was 0", reason="Too low", expected=expected
    )  # type: ignore[arg-type]


def said(*events) -> list[str]:
    return [fault.said for fault in witnessed(*events).faults]


def test_the_head_of_the_run_is_kept():
    run = witnessed(verdict())
    assert (run.seed, run.system, run.state, run.seconds) == (7, "the simulation", "paid", 0.5)
    assert (run.outcome, run.target) == ("passed", TARGET)


def test_steps_are_counted_by_phase():
    run = witnessed(step(0, phase="setup"), done(0), step(1), done(1), step(2), done(2), verdict())
    assert [s.name for s in run.steps] == ["setup step 1", "step 1", "step 2"]


def test_a_repeated_step_is_one():
    run = witnessed(step(repeat=2), step(repeat=2, repetition=2), done(0, "failed", "why"), verdict("failed"))
    (only,) = run.steps
    assert (only.repetition, only.outcome, only.message) == (2, "failed", "why")


def test_the_route_begins_with_the_initial_state():
    assert witnessed(taken("new", "paid"), verdict()).route == ("new", "paid")


def test_of_a_long_route_the_middle_is_counted():
    states = [f"s{n}" for n in range(1_000)]
    route = witnessed(*(taken(*pair) for pair in pairwise(["new", *states])), verdict()).route
    assert route[0] == "new" and route[6] == "(983 more)" and route[-1] == "s999" and len(route) == 19


def test_a_run_that_tells_less_from_some_point_on_ends_where_it_ended():
    run = witnessed(taken("new", "paid"), Thinned(message="less"), verdict(state="sent"))
    assert run.route == ("new", "paid", "(more)", "sent")


def test_a_failed_assertion_has_its_line_its_step_and_its_values():
    (fault,) = witnessed(step(), WRONG, done(0, "failed"), verdict("failed", "`x` was false")).faults
    assert (fault.line, fault.step, fault.said, fault.values) == (
        44,
        "step 1",
        "`x` was false",
        (("x", "0"),),
    )


def test_a_fault_in_a_repetition_says_in_which():
    (fault,) = witnessed(step(repeat=5), step(repeat=5, repetition=3), WRONG, verdict("failed")).faults
    assert fault.step == "step 1, 3 of 5"


def test_what_has_no_line_stands_at_its_step():
    (fault,) = witnessed(step(), Problem(message="broke"), verdict("error", "broke")).faults
    assert (fault.line, fault.said) == (43, "broke")


def test_after_a_step_nothing_is_of_that_step():
    (fault,) = witnessed(step(), done(), measured("breached"), verdict("failed")).faults
    assert (fault.step, fault.line) == ("", 0)


def test_what_is_unknown_does_not_crowd_what_is_wrong():
    assert said(step(), UNSURE, WRONG, verdict("failed", "`x` was false")) == ["`x` was false"]


def test_an_inconclusive_run_names_what_is_unknown():
    run = witnessed(step(), UNSURE, verdict("inconclusive", "nothing provides f()", missing=("f()",)))
    assert [f.said for f in run.faults] == ["nothing provides f()"] and run.missing == ("f()",)


def test_a_passed_run_has_no_faults_whatever_was_seen():
    assert said(measured("breached", "breached"), WRONG, verdict()) == []


def test_a_violated_invariant_is_told_once():
    reason = 'invariant "It is paid" of state "paid" violated: `paid` was false'
    assert said(step(), invariant(False), invariant(False), verdict("failed", reason)) == [reason]


def test_a_warning_is_no_fault():
    assert said(invariant(False, "warning"), WRONG, verdict("failed")) == ["`x` was false"]


def test_a_forbidden_change_is_told_with_its_reason():
    event = ForbiddenTried(source="a", target="b", reason="no way")
    assert said(event, verdict("failed")) == ['"a" to "b" is forbidden: no way']


def test_a_breach_is_told_with_its_reason_and_its_values():
    reason = 'performance assertion "rate" breached: Too low'
    assert said(measured("breached"), verdict("failed", reason)) == [f"{reason}: `r` was 0"]


def test_a_band_that_was_not_expected_says_both():
    (one,) = said(measured("met", "breached"), verdict("failed"))
    assert 'performance assertion "rate" is met, and the scenario expects breached' in one


def test_degraded_and_met_are_no_faults():
    assert said(measured("degraded"), measured("met"), WRONG, verdict("failed")) == ["`x` was false"]


def test_a_reason_that_no_event_has_shown_is_told_without_a_place():
    (fault,) = witnessed(verdict("failed", "the guard is unknown")).faults
    assert (fault.said, fault.line) == ("the guard is unknown", 0)


def test_not_more_is_kept_than_is_told():
    events = [Problem(message=f"broke {n}", line=1) for n in range(1_000)]
    assert len(witnessed(*events, verdict("error", "broke 0")).faults) == MOST_FAULTS


def test_a_verdict_that_only_the_web_has_is_an_error():
    assert witnessed(verdict("lost", "the worker died")).outcome == "error"


def test_how_far_a_run_is():
    witness = Witness()
    witness.see(started())
    assert witness.where() == "at its start"
    witness.see(step(repeat=1_000_000, repetition=42_000))
    assert witness.where() == "in step 1, 42,000 of 1,000,000"

"""From facts to a verdict: what comes first, what is noted, what a step is told."""

from __future__ import annotations

import pytest

from playbook.document.model import Expression, PerformanceAssertion
from playbook.expr.values import Unknown
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine
from playbook.machine.events import Asserted, ForbiddenTried, InvariantChecked, Measured
from playbook.machine.program import Program
from playbook.run.scenario import run_scenario
from playbook.run.verdict import Judge, measure
from playbook.spans import Span
from tests.playbook.document.decoding import playbook
from tests.playbook.expr.scopes import Fixed
from tests.playbook.machine.scripted import Scripted, emitting, only, run
from tests.playbook.texts import lamp

UNKNOWN = Unknown(frozenset({"maybe()"}))
MACHINE = "  states: {a: {}, b: {invariants: [%s]}}\n  transitions: [{id: ab, from: a, to: b, event: go%s}]\n"
GO = "{action: go}"


def end(
    steps: str, *, invariants: str = "", transition: str = "", more: str = "", system: Scripted | None = None
):
    text = f"{MACHINE % (invariants, transition)}{more}scenarios: [{{name: s, steps: [{steps}]}}]\n"
    return run(text, system or Scripted({"go": emitting("go"), "bad": broken}, no=False, yes=True))


def broken(host: object) -> None:
    raise KeyError("gone")


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ("{action: bad}", "error"),
        ("{assert: 'no()'}", "failed"),
        ("{assert: 'unheard()'}", "inconclusive"),
        ("{assert: 'yes()'}", "passed"),
        ("{assert: 'unheard()'}, {assert: 'no()'}", "failed"),
        ("{assert: 'unheard()'}, {action: bad}", "error"),
    ],
)
def test_an_error_comes_before_a_failure_and_a_failure_before_what_is_unknown(steps, verdict):
    assert end(steps)[-1].verdict == verdict


def test_a_failure_before_an_error_is_among_its_reasons():
    invariants = "{condition: 'no()', description: N, severity: critical}"
    events = end("{action: both}", invariants=invariants, system=Scripted({"both": both}, no=False))
    assert events[-1].verdict in ("failed", "error")
    assert any(reason.startswith('invariant "N" of state "b" violated') for reason in events[-1].reasons)


def both(host) -> None:
    host.emit("go")
    host.settle()
    raise KeyError("gone")


def test_missing_functions_are_named_in_order_and_only_where_the_verdict_hangs_on_them():
    assert end("{assert: 'zeta() && alpha()'}")[-1].missing == ("alpha()", "zeta()")
    assert end("{assert: 'unheard()'}, {assert: 'no()'}")[-1].missing == ()


def test_the_same_reason_is_given_once():
    assert end("{assert: 'unheard()'}, {assert: 'unheard()'}")[-1].reasons == (
        "`unheard()` is unknown: nothing provides `unheard()`",
    )


def test_a_violated_invariant_is_called_by_its_description_or_else_its_condition():
    violated = end(GO, invariants="{condition: 'no()', description: Nothing}, {condition: 'yes() && no()'}")[
        -1
    ]
    assert violated.verdict == "failed"
    assert violated.reasons[0].startswith('invariant "Nothing" of state "b" violated: `no()` failed')
    assert violated.reasons[1].startswith('invariant "yes() && no()" of state "b" violated')


def test_a_warning_is_noted_and_the_run_passes():
    events = end(
        f"{GO}, {{action: wait, params: {{ms: 1}}}}",
        invariants="{condition: 'no()', description: N, severity: warning}",
    )
    assert events[-1].verdict == "passed"
    assert events[-1].notes == (
        'invariant "N" of state "b" does not hold (warning): `no()` failed because `no()` was `false`',
    )
    assert [event.outcome for event in only(events, "step_finished")] == ["passed", "passed"]


def test_each_warning_is_a_note_of_its_own():
    warnings = ", ".join(f"{{condition: 'no()', description: {name}, severity: warning}}" for name in "NM")
    assert [note[:13] for note in end(GO, invariants=warnings)[-1].notes] == [
        'invariant "N"',
        'invariant "M"',
    ]


def test_each_degraded_performance_assertion_is_a_note_of_its_own():
    both = ", ".join(f"{{name: {name}, condition: 'no()', critical: 'yes()'}}" for name in "ab")
    last = end(GO, more=f"performance_assertions: [{both}]\n")[-1]
    assert last.notes == tuple(f'performance assertion "{name}" degraded' for name in "ab")


def test_a_performance_assertion_that_is_unknown_is_a_reason():
    last = end(GO, more="performance_assertions: [{name: a, condition: 'unheard()'}]\n")[-1]
    assert (last.verdict, last.missing) == ("inconclusive", ("unheard()",))
    assert last.reasons == ("`unheard()` is unknown: nothing provides `unheard()`",)


def test_a_warning_that_is_unknown_is_no_note_of_a_violation():
    assert end(GO, invariants="{condition: 'unheard()', severity: warning}")[-1].notes == ()


def test_a_failed_assertion_of_a_transition_fails_its_step_and_the_run():
    events = end(GO, transition=", assertions: ['no()']")
    assert (events[-1].verdict, only(events, "step_finished")[0].outcome) == ("failed", "failed")
    assert events[-1].reasons == ("`no()` failed because `no()` was `false`",)


def test_an_unknown_assertion_of_a_transition_is_a_reason_and_no_note():
    last = end(GO, transition=", assertions: ['unheard()']")[-1]
    assert (last.verdict, last.missing, last.notes) == ("inconclusive", ("unheard()",), ())


def test_what_stands_in_the_machine_and_no_system_has_is_noted():
    last = end(GO, transition=", actions: [log_it]")[-1]
    assert (last.verdict, last.notes) == (
        "passed",
        ('"log_it" (transition) was not executed: the system has no such action',),
    )


def test_what_is_noted_twice_in_the_same_words_is_said_once():
    last = end(GO, transition=", actions: [log_it, log_it]")[-1]
    assert last.notes == ('"log_it" (transition) was not executed: the system has no such action',)


def test_an_assertion_of_a_transition_that_is_no_condition_is_noted():
    last = end(GO, transition=", assertions: [{type: visible, selector: x}]")[-1]
    assert last.verdict == "passed"
    assert "was not executed" in last.notes[0]


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([UNKNOWN, True], "inconclusive"),
        ([True, UNKNOWN], "inconclusive"),
        ([UNKNOWN, False], "failed"),
        ([True, False], "failed"),
        ([True, True], "passed"),
    ],
)
def test_the_outcome_of_a_repeated_step_is_the_gravest_of_its_repetitions(answers, outcome):
    text = lamp(more="scenarios: [{name: s, steps: [{assert: 'maybe()', repeat: 2}]}]\n")
    answer: list[object] = []
    for event in run_scenario(playbook(text), "s", system=Scripted({}, maybe=lambda: answer[0])):
        if event.kind == "step_started":
            answer[:] = [answers[event.repetition - 1]]
        elif event.kind == "step_finished":
            assert event.outcome == outcome


def test_a_step_is_told_its_first_failure():
    text = "{action: go}"
    events = end(
        text, invariants="{condition: 'no()', description: One}, {condition: 'no()', description: Two}"
    )
    assert '"One"' in only(events, "step_finished")[0].message


@pytest.fixture
def engine() -> Engine:
    return Engine(Program(playbook(lamp())), Scripted({}), Clock())


def test_a_step_with_a_failure_and_something_unknown_has_failed(engine):
    judge = Judge()
    judge.unsure("open", frozenset({"f()"}))
    judge.failed("wrong")
    assert judge.step_outcome(engine) == ("failed", "wrong")


def test_a_step_is_told_only_what_is_new(engine):
    judge = Judge()
    judge.unsure("open", frozenset())
    judge.unsure("also open", frozenset())
    assert judge.step_outcome(engine) == ("inconclusive", "open")
    assert judge.step_outcome(engine) == ("passed", "")
    judge.failed("wrong")
    assert judge.has_more(engine)
    assert judge.step_outcome(engine) == ("failed", "wrong")
    assert not judge.has_more(engine)
    assert judge.step_outcome(engine) == ("passed", "")


@pytest.mark.parametrize("kind", ["violations", "refusals", "failures"])
def test_what_the_engine_holds_against_the_run_is_new_until_it_was_told(engine, kind):
    judge = Judge()
    found = {
        "violations": violation("error", False),
        "refusals": ForbiddenTried(source="a", target="b", reason=""),
        "failures": asserted(False),
    }
    getattr(engine, kind).append(found[kind])
    assert judge.has_more(engine)
    assert judge.step_outcome(engine)[0] == "failed"
    assert not judge.has_more(engine)


def test_a_forbidden_pair_without_a_reason(engine):
    judge = Judge()
    engine.refusals.append(ForbiddenTried(source="a", target="b", reason=""))
    assert judge.step_outcome(engine) == ("failed", '"a" to "b" is forbidden')


def violation(severity: str, holds: bool | None) -> InvariantChecked:
    return InvariantChecked(
        path="/x", state="a", description="", condition="c()", severity=severity, holds=holds
    )


@pytest.mark.parametrize(("severity", "holds"), [("error", False), ("warning", True), ("warning", None)])
def test_only_a_warning_that_does_not_hold_is_noted(severity, holds):
    judge = Judge()
    judge.checked(violation(severity, holds))
    assert judge._notes == {}


def test_a_note_is_kept_once_for_what_it_is_about():
    judge = Judge()
    judge.note("/x", "first")
    judge.note("/x", "second")
    assert judge._notes == {"/x": "first"}


def asserted(holds: bool | None) -> Asserted:
    return Asserted(path="/s", condition="c", holds=holds, explanation="why")


def test_errors_and_failures_of_a_teardown_stand_behind_the_first_ones():
    judge = Judge()
    judge.error("first")
    judge.tearing_down = True
    judge.error("second")
    judge.failed("third")
    assert (judge._errors, judge._failures, judge._afterwards) == (["first"], [], ["second", "third"])


def test_an_error_of_the_steps_comes_before_their_failures_whichever_was_first(engine):
    judge = Judge()
    judge.failed("a failure")
    judge.error("an error")
    end = judge.finished(engine, engine.program)
    assert (end.verdict, end.reasons) == ("error", ("an error", "a failure"))


def test_a_failure_of_a_teardown_alone_is_a_failure():
    judge = Judge()
    judge.tearing_down = True
    judge.asserted(asserted(False), frozenset())
    assert judge._failures == ["why"]


def metric(**parts: object) -> Measured:
    return Measured(**{"path": "/m", "name": "m", "band": "met", "condition": "c", **parts})  # type: ignore[arg-type]


def test_a_breach_without_a_reason_says_no_more_than_it_knows():
    judge = Judge()
    judge.measured(metric(band="breached"), frozenset())
    assert judge._failures == ['performance assertion "m" breached']


@pytest.mark.parametrize("band", ["met", "degraded"])
def test_other_bands_are_no_failure(band):
    judge = Judge()
    judge.measured(metric(band=band), frozenset())
    assert judge._failures == []


def assertion(condition: str, critical: str = "") -> PerformanceAssertion:
    at = Span(4, 1, 4, 9, 30, 38)
    expressions = [Expression(text=text, at=at) for text in (condition, critical)]
    return PerformanceAssertion(
        name="m",
        condition=expressions[0],
        critical=expressions[1] if critical else None,
        failure_reason="slow",
        at=at,
        path=("p", 0),
    )


@pytest.mark.parametrize(
    ("condition", "critical", "band"),
    [
        ("n < 9", "", "met"),
        ("n < 9", "n < 5", "met"),
        ("n < 5", "n < 9", "degraded"),
        ("n < 5", "n < 6", "breached"),
        ("n < 5", "", "breached"),
        ("n < 'x'", "", "breached"),
        ("n < 'x'", "n < 9", "degraded"),
        ("n < 5", "n < 'x'", "breached"),
        ("unheard < 5", "n < 9", "unknown"),
        ("n < 5", "unheard < 9", "unknown"),
    ],
)
def test_the_band_of_an_assertion(condition, critical, band):
    event, missing = measure(assertion(condition, critical), Fixed(n=7), 40)
    assert (event.band, event.at_ms, event.line, event.path, event.reason) == (band, 40, 4, "/p/0", "slow")
    assert missing == (frozenset({"unheard"}) if band == "unknown" else frozenset())


def test_an_unknown_band_explains_the_threshold_that_is_unknown():
    event, _ = measure(assertion("n < 5", "unheard < 9"), Fixed(n=7), 0)
    assert event.explanation == "`unheard < 9` is unknown: nothing provides `unheard`"

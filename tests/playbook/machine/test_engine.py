"""The machine's rules of LANGUAGE.md section 4, one by one."""

from __future__ import annotations

import pytest

from playbook.machine.port import ActionError
from tests.playbook.machine.driving import engine, told
from tests.playbook.machine.scripted import Scripted, emitting, only, run

MACHINE = """\
  states: {a: {}, b: {}, c: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
    - {id: bc, from: b, to: c, event: go}
    - {id: any, from: "*", to: a, event: reset}
"""


def steps(*lines: str) -> str:
    return "scenarios:\n  - name: s\n    steps:\n" + "".join(f"      - {line}\n" for line in lines)


def last(events):
    return events[-1]


def test_an_event_takes_the_transition_of_the_current_state():
    events = run(MACHINE + steps("action: go", "assert: \"state == 'b'\""))
    assert [e.transition for e in only(events, "taken")] == ["ab"]
    assert last(events).verdict == "passed"


def test_events_are_handled_one_at_a_time_in_order():
    system = Scripted({"twice": emitting("go", "go")})
    events = run(MACHINE + steps("action: twice"), system)
    assert [e.target for e in only(events, "taken")] == ["b", "c"]
    assert system.entries == ["a", "b", "c"]


def test_an_event_that_nothing_waits_for_is_ignored_and_says_where():
    (ignored,) = only(run(MACHINE + steps("action: nobody"), Scripted({"nobody": emitting("no")})), "ignored")
    assert (ignored.state, ignored.reasons) == ("a", ('no transition for "no" leaves "a"',))


def test_a_guard_that_says_no_is_explained():
    text = MACHINE.replace("to: b, event: go", 'to: b, event: go, guard: "load() < 5"')
    (ignored,) = only(run(text + steps("action: go"), Scripted({"go": emitting("go")}, load=9)), "ignored")
    assert ignored.reasons == ("ab: `load() < 5` failed because `load()` was `9`",)


def test_the_first_transition_whose_guard_holds_is_taken():
    text = MACHINE.replace(
        "    - {id: bc",
        '    - {id: second, from: a, to: c, event: pick, guard: "yes()"}\n'
        '    - {id: third, from: a, to: b, event: pick, guard: "yes()"}\n    - {id: bc',
    ).replace(
        "    - {id: ab", '    - {id: first, from: a, to: b, event: pick, guard: "!yes()"}\n    - {id: ab'
    )
    events = run(text + steps("action: pick"), Scripted({"pick": emitting("pick")}, yes=True))
    assert [e.transition for e in only(events, "taken")] == ["second"]
    (ambiguous,) = only(events, "ambiguous")
    assert (ambiguous.chosen, ambiguous.others) == ("second", ("third",))


def test_a_specific_transition_beats_a_wildcard_that_stands_before_it():
    text = MACHINE.replace("    - {id: ab", '    - {id: wild, from: "*", to: c, event: go}\n    - {id: ab')
    assert [e.transition for e in only(run(text + steps("action: go")), "taken")] == ["ab"]


def test_a_wildcard_leaves_every_state_its_target_included():
    events = run(MACHINE + steps("action: reset"))
    assert [(e.source, e.target) for e in only(events, "taken")] == [("a", "a")]


def test_except_takes_states_from_a_wildcard():
    text = MACHINE.replace('from: "*"', 'from: "*", except: [a]')
    assert only(run(text + steps("action: reset")), "taken") == []


def test_a_forbidden_change_is_refused_and_fails_the_run():
    text = MACHINE + '  forbidden: [{from: a, to: b, reason: "never"}]\n'
    events = run(text + steps("action: go"), Scripted({"go": emitting("go")}))
    (tried,) = only(events, "forbidden")
    assert (tried.source, tried.target, tried.reason) == ("a", "b", "never")
    assert only(events, "taken") == []
    assert (last(events).verdict, last(events).state) == ("failed", "a")


INVARIANT = MACHINE.replace("b: {}", "b: {invariants: [{description: Low, condition: 'load() < 5'SEVERITY}]}")


def invariant(severity: str, load: int) -> str:
    text = INVARIANT.replace("SEVERITY", f", severity: {severity}" if severity else "")
    system = Scripted({"go": emitting("go")}, load=load)
    return last(run(text + steps("action: go", "assert: 'true'"), system))


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [("", "failed"), ("error", "failed"), ("critical", "failed"), ("warning", "passed")],
)
def test_a_violated_invariant_counts_by_its_severity(severity, verdict):
    assert invariant(severity, 9).verdict == verdict
    assert invariant(severity, 1).verdict == "passed"


def test_an_invariant_that_breaks_while_the_state_lasts_is_seen_when_the_step_has_settled():
    load = [1]
    system = Scripted(
        {"go": emitting("go"), "rise": lambda host: load.__setitem__(0, 9)}, load=lambda: load[0]
    )
    events = run(INVARIANT.replace("SEVERITY", "") + steps("action: go", "action: rise"), system)
    assert [e.holds for e in only(events, "invariant")] == [True, False]
    assert "was `9`" in last(events).reasons[0]


def test_no_invariant_is_checked_between_an_effect_and_the_event_that_it_emits():
    count = [0]
    text = MACHINE.replace("a: {}", "a: {invariants: [{description: None yet, condition: 'count() == 0'}]}")

    def register(host):
        count[0] = 1
        host.emit("go")

    events = run(text + steps("action: register"), Scripted({"register": register}, count=lambda: count[0]))
    assert last(events).verdict == "passed"


def test_an_unchanged_invariant_is_told_of_once():
    text = INVARIANT.replace("SEVERITY", "")
    system = Scripted({"go": emitting("go"), "rest": lambda host: None}, load=1)
    events = run(text + steps("action: go", "action: rest", "action: rest"), system)
    assert len(only(events, "invariant")) == 1


def test_timers_fire_in_the_order_of_their_time():
    def plan(host):
        host.after(50, lambda: host.emit("go"))
        host.after(20, lambda: host.emit("nothing"))

    events = run(
        MACHINE + steps("action: plan", "{action: wait, params: {ms: 100}}"), Scripted({"plan": plan})
    )
    assert [(e.at_ms, e.event) for e in only(events, "emitted")] == [(20, "nothing"), (50, "go")]
    assert last(events).at_ms == 100


def test_an_event_has_the_cause_that_the_system_gives():
    def plan(host):
        host.emit("one")
        host.emit("two", "because")

    events = run(MACHINE + steps("action: plan"), Scripted({"plan": plan}))
    assert [(e.event, e.cause) for e in only(events, "emitted")] == [("one", ""), ("two", "because")]


@pytest.mark.parametrize(
    "begin", [lambda made: made.step("go"), lambda made: (made.emit("go"), made.settle())]
)
def test_what_is_emitted_on_entry_waits_until_the_entry_is_done(begin):
    system, seen = Scripted({}), []

    def entered(state):
        if state == "b":
            made.emit("go")
            made.settle()
        seen.append((state, made.state))

    system.entered = entered
    made = engine(MACHINE, system)
    begin(made)
    assert (seen, made.state) == ([("b", "b"), ("c", "c")], "c")


def test_an_event_that_the_driver_steps_with_has_no_cause_unless_it_is_given():
    made = engine(MACHINE)
    made.step("go")
    made.step("go", "because")
    assert [event.cause for event in told(made, "emitted")] == ["", "because"]


def test_a_step_without_end_is_stopped_with_the_event_named():
    def forever(host):
        def again():
            host.emit("go")
            host.emit("reset")
            host.after(0, again)

        host.after(0, again)
        host.advance(1)

    events = run(MACHINE + steps("action: forever"), Scripted({"forever": forever}))
    assert last(events).verdict == "error"
    assert "more than 1000 events" in last(events).reasons[0]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("action: missing", 'no action "missing"'),
        ("{action: move, params: {}}", 'needs the parameter "to"'),
        ("{action: move, params: {to: 1, speed: 2}}", 'has no parameter "speed"'),
        ("{action: wait, params: {ms: -1}}", "must be 0 to"),
        ("action: wait", "needs \"duration_ms\""),
        ("action: refuse", "not today"),
        ("action: crash", "the system broke: ZeroDivisionError"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_the_run_with_an_error(step, said):
    def refuse(host):
        raise ActionError("not today")

    system = Scripted({"move": lambda host, to: None, "refuse": refuse, "crash": lambda host: 1 / 0})
    events = run(MACHINE + steps(step, "assert: 'true'"), system)
    assert last(events).verdict == "error"
    assert said in last(events).reasons[0]
    assert only(events, "problem")[0].path == "/scenarios/0/steps/0"
    assert [e.outcome for e in only(events, "step_finished")] == ["error", "skipped"]


def test_a_verdict_that_hangs_on_the_unknown_is_inconclusive_and_names_it():
    end = last(run(MACHINE + steps("assert: 'nobody() > 1'")))
    assert (end.verdict, end.missing) == ("inconclusive", ("nobody()",))


def test_a_failure_outweighs_the_unknown():
    assert last(run(MACHINE + steps("assert: 'nobody()'", "assert: 'false'"))).verdict == "failed"


def test_sections_can_be_read_by_expressions():
    text = MACHINE + "limits: {most: 3}\n" + steps("assert: 'limits.most == 3'")
    assert last(run(text)).verdict == "passed"


BUDGET = """performance_assertions:
  - {name: fast, condition: "ms() <= 10", critical: "ms() <= 50", failure_reason: too slow}
"""


@pytest.mark.parametrize(
    ("ms", "band", "verdict"), [(5, "met", "passed"), (20, "degraded", "passed"), (90, "breached", "failed")]
)
def test_a_performance_assertion_is_met_degraded_or_breached(ms, band, verdict):
    events = run(MACHINE + BUDGET + steps("assert: 'true'"), Scripted({}, ms=ms))
    assert only(events, "metric")[0].band == band
    assert last(events).verdict == verdict


def test_a_performance_assertion_over_the_unknown_is_inconclusive():
    assert last(run(MACHINE + BUDGET + steps("assert: 'true'"))).verdict == "inconclusive"

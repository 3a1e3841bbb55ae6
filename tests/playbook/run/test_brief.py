"""Runs that tell less: asked for in brief, or because most of their events are used."""

from __future__ import annotations

import tracemalloc

import pytest

from playbook.analysis import analyse
from playbook.machine.events import Asserted, InvariantChecked, PanelChanged, Taken
from playbook.run.brief import Sieve
from playbook.run.scenario import MOST_PROGRESS, run_scenario
from tests.playbook.machine.scripted import HEAD, Scripted, emitting, kinds, only

MACHINE = "  states: {a: {}, b: {invariants: [{condition: 'calm()', severity: warning}]}}\n  transitions:\n"
MACHINE += "    - {id: ab, from: a, to: b, event: go}\n    - {id: ba, from: b, to: a, event: back}\n"
PANEL = "tui: {panels: [{id: p, columns: [N]}], refresh_rate_ms: 100}\n"


class Counting(Scripted):
    """Counts what is done and how often its panels are asked for."""

    def __init__(self, *events: str, **functions: object) -> None:
        self.done = self.asked = 0
        super().__init__(
            {"go": lambda host: self._go(host), "rest": lambda host: host.advance(40)},
            done=lambda: self.done,
            **functions,
        )
        self.events = events

    def _go(self, host) -> None:
        self.done += 1
        for event in self.events:
            host.emit(event)

    def entered(self, state: str) -> None:
        """A list of a million states would be the test's own memory."""

    def panels(self):
        self.asked += 1
        return {"p": [{"N": self.done}]}


def running(system, steps: str, *, more: str = "", **options):
    playbook = analyse(f"{HEAD}{MACHINE}{more}scenarios: [{{name: s, steps: [{steps}]}}]\n").playbook
    return run_scenario(playbook, "s", system=system, **options)


def test_in_brief_only_steps_and_the_verdict_are_told():
    events = list(
        running(
            Counting("go", calm=True), "{action: go}, {assert: 'done() == 1'}", more=PANEL, detail="brief"
        )
    )
    steps = ["step_started", "step_finished"] * 2
    assert [event.kind for event in events] == ["run_started", *steps, "verdict"]
    assert (events[-1].verdict, events[-1].state) == ("passed", "b")


def test_in_brief_the_dashboard_is_never_asked():
    system = Counting()
    events = list(running(system, "{action: go, repeat: 5}, {action: rest}", more=PANEL, detail="brief"))
    assert (system.asked, events[-1].verdict, events[-1].at_ms) == (0, "passed", 40)


def test_in_brief_the_steps_keep_their_outcomes():
    events = list(running(Counting(), "{action: go}, {assert: 'done() == 2'}, {action: go}", detail="brief"))
    assert [event.outcome for event in only(events, "step_finished")] == ["passed", "failed", "skipped"]
    (assertion,) = only(events, "assertion")
    assert assertion.holds is False


def test_in_brief_an_error_is_told():
    events = list(running(Counting(), "{action: nothing}", detail="brief"))
    assert kinds(events, "problem", "verdict") == ["problem", "verdict"]
    assert events[-1].verdict == "error"


@pytest.mark.parametrize("condition", ["unheard() == 1", "done() == 1"])
def test_in_brief_the_verdict_is_what_it_is_in_full(condition):
    ends = [
        list(
            running(
                Counting("go", calm=True),
                f"{{action: go, repeat: 2}}, {{assert: '{condition}'}}",
                detail=detail,
            )
        )[-1]
        for detail in ("brief", "full")
    ]
    assert ends[0] == ends[1]


def test_in_brief_metrics_are_told():
    more = "performance_assertions: [{name: m, condition: 'done() < 9'}]\n"
    events = list(running(Counting(), "{action: go}", more=more, detail="brief"))
    assert [event.band for event in only(events, "metric")] == ["met"]


def test_an_invariant_that_warns_again_and_again_is_told_and_noted_once():
    steps = "{action: go, repeat: 50}"
    events = list(running(Counting("go", "back", calm=False), steps, detail="brief"))
    assert len(only(events, "invariant")) == 1
    assert events[-1].verdict == "passed"
    assert events[-1].notes == (
        'invariant "calm()" of state "b" does not hold (warning): `calm()` failed because `calm()` was `false`',
    )


@pytest.mark.parametrize("repeat", [999, 1000])
def test_how_far_a_long_step_is_is_told_now_and_then(repeat):
    events = list(running(Counting(), f"{{action: go, repeat: {repeat}}}", detail="brief"))
    told = [event.repetition for event in only(events, "step_started")]
    assert told == list(range(1, repeat + 1, repeat // MOST_PROGRESS))


def test_a_repetition_of_which_there_is_something_to_tell_is_not_told_for_that():
    events = list(running(Counting("go", "back", calm=False), "{action: go, repeat: 1000}", detail="brief"))
    assert len(only(events, "step_started")) == MOST_PROGRESS


def test_in_full_every_repetition_is_told():
    events = list(running(Counting(), "{action: go, repeat: 500}"))
    assert [event.repetition for event in only(events, "step_started")] == list(range(1, 501))


def test_what_the_initial_state_did_at_last_is_shown():
    system = Scripted({"boot": lambda host: (host.advance(40), system.rows.update(p=[{"N": 1}]))})
    system.rows = {"p": [{"N": 0}]}
    text = MACHINE.replace("a: {}", "a: {on_entry: [boot]}")
    playbook = analyse(f"{HEAD}{text}{PANEL}scenarios: [{{name: s, steps: [{{assert: 'true'}}]}}]\n").playbook
    events = list(run_scenario(playbook, "s", system=system))
    assert [event.rows for event in only(events, "panel")] == [(("0",),), (("1",),)]


def test_an_assertion_does_not_ask_the_dashboard():
    system = Counting()
    list(running(system, "{assert: 'done() == 0'}", more=PANEL))
    assert system.asked == 1


def test_a_run_of_hardly_any_events_shows_the_dashboard_once():
    events = list(running(Counting(), "{assert: 'done() == 0'}", more=PANEL, max_events=5))
    assert [event.kind for event in events] == [
        "run_started",
        "thinned",
        "step_started",
        "step_finished",
        "panel",
        "verdict",
    ]


def test_the_repetitions_of_a_short_step_are_told():
    events = list(running(Counting(), "{action: go, repeat: 3}", detail="brief"))
    assert [event.repetition for event in only(events, "step_started")] == [1, 2, 3]


def test_nothing_of_the_next_repetitions_happens_before_their_event_is_pulled():
    system = Counting()
    for event in running(system, "{action: go, repeat: 1000}", detail="brief"):
        if event.kind == "step_started" and event.repetition == 6:
            break
    assert system.done == 5


def test_a_repetition_that_fails_is_the_last_in_brief_too():
    system = Counting("go")
    more = "  forbidden: [{from: a, to: b, reason: never}]\n"
    events = list(running(system, "{action: go, repeat: 900}, {action: go}", more=more, detail="brief"))
    assert system.done == 1
    assert [event.outcome for event in only(events, "step_finished")] == ["failed", "skipped"]


def test_an_action_that_breaks_after_many_repetitions():
    def act(host) -> None:
        system.entries.append("done")
        if len(system.entries) == 500:
            raise KeyError("late")

    system = Scripted({"go": act})
    end = list(running(system, "{action: go, repeat: 1000}", detail="brief"))[-1]
    assert (end.verdict, len(system.entries)) == ("error", 500)


def test_a_critical_invariant_stops_a_repeated_step_in_brief():
    more = MACHINE.replace("severity: warning", "severity: critical")
    playbook = analyse(
        f"{HEAD}{more}scenarios: [{{name: s, steps: [{{action: go, repeat: 9}}, {{action: go}}]}}]\n"
    ).playbook
    system = Counting("go", calm=False)
    events = list(run_scenario(playbook, "s", system=system, detail="brief"))
    assert (system.done, events[-1].verdict) == (1, "failed")
    assert [event.outcome for event in only(events, "step_finished")] == ["failed", "skipped"]


def test_a_million_repetitions_run_in_bounded_memory():
    system = Counting("go", "back", calm=True)
    running_events = running(
        system, "{action: go, repeat: 1000000}, {assert: 'done() == 1000000'}", more=PANEL
    )
    counted, thinned = 0, []
    for event in running_events:
        counted += 1
        if event.kind == "thinned":
            thinned.append(event)
            tracemalloc.start()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (event.verdict, system.done, len(thinned)) == ("passed", 1_000_000, 1)
    assert counted < 50_000
    assert peak < 500_000


def test_a_run_that_has_used_most_of_its_events_says_so_and_goes_on_in_brief():
    events = list(running(Counting("go", "back", calm=True), "{action: go, repeat: 40}", max_events=100))
    names = [event.kind for event in events]
    place = names.index("thinned")
    assert place == 80
    assert "most of the 100 events" in events[place].message
    assert set(names[place + 1 :]) == {"step_started", "step_finished", "verdict"}


def test_a_run_within_its_events_is_not_thinned():
    assert "thinned" not in kinds(list(running(Counting(), "{action: go, repeat: 9}")), "thinned")


def test_a_thinned_run_shows_at_its_end_what_the_dashboard_shows():
    events = list(running(Counting(), "{action: go, repeat: 60}", more=PANEL, max_events=100))
    *_, last = only(events, "panel")
    assert last.rows == (("60",),)
    assert events.index(last) > [event.kind for event in events].index("thinned")


def test_a_step_of_too_many_events_is_thinned_within():
    system = Scripted({"wander": emitting(*["go", "back"] * 100)}, calm=True)
    events = list(running(system, "{action: wander}, {action: wander}", max_events=100))
    assert len(events) <= 100
    assert (events[-1].verdict, events[-1].state) == ("passed", "a")


def test_more_steps_than_events_end_the_run():
    steps = ", ".join(["{action: go}"] * 30)
    end = list(running(Counting(), steps, max_events=50))[-1]
    assert (end.verdict, end.reasons) == ("error", ("the run has more than 50 events",))


def test_progress_leaves_the_other_steps_their_events():
    steps = ", ".join(["{action: go, repeat: 200}"] * 10)
    events = list(running(Counting(), steps, max_events=300, detail="brief"))
    assert events[-1].verdict == "passed"
    assert len(only(events, "step_finished")) == 10


def test_panels_of_a_repeated_step_are_asked_for_when_they_are_due_and_at_its_end():
    system = Counting()
    events = list(running(system, "{action: go, repeat: 20}", more=PANEL))
    assert system.asked == 2
    assert [event.rows for event in only(events, "panel")] == [(("0",),), (("20",),)]


def test_panels_follow_the_virtual_time_of_a_repeated_step():
    system = Counting()
    list(running(system, "{action: rest, repeat: 10}", more=PANEL))
    assert system.asked == 1 + 10 * 40 // 120 + 1


def test_a_repeated_step_that_fails_shows_what_it_came_to():
    more = "  forbidden: [{from: a, to: b, reason: never}]\n" + PANEL
    events = list(running(Counting("go"), "{action: go, repeat: 20}", more=more))
    assert [event.rows for event in only(events, "panel")] == [(("0",),), (("1",),)]


def invariant(path: str, holds: bool | None) -> InvariantChecked:
    return InvariantChecked(path=path, state="a", description="", condition="", severity="error", holds=holds)


def test_what_counts_passes_once_for_each_thing_and_answer():
    sieve = Sieve()
    events = [invariant("/x", None), invariant("/x", None), invariant("/x", False), invariant("/y", None)]
    assert [sieve.passes(event) for event in events] == [True, False, True, True]


@pytest.mark.parametrize(
    "event",
    [
        invariant("/x", True),
        Asserted(condition="", holds=True),
        Taken(transition="t", event="e", source="a", target="b"),
        PanelChanged(panel="p", title="", type="table"),
    ],
)
def test_what_does_not_count_is_left_out(event):
    assert not Sieve().passes(event)

"""Setup, seed and expected bands of a scenario, as a run uses them (LANGUAGE.md section 7)."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.run.scenario import run_scenario
from tests.playbook.machine.scripted import HEAD, Scripted, emitting, only, run

MACHINE = "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n"
IN_B = "{assert: \"state == 'b'\"}"
SHARE = 'performance_assertions: [{name: share, condition: "part() > 9", critical: "part() > 4", failure_reason: few}]\n'


def system(part: int = 10) -> Scripted:
    return Scripted({"go": emitting("go"), "break_it": broken}, part=part)


def broken(host: object) -> None:
    raise KeyError("gone")


def scenario(keys: str, steps: str = IN_B, more: str = "") -> str:
    return f"{MACHINE}{more}scenarios: [{{name: s, steps: [{steps}]{keys}}}]\n"


def expecting(band: str, part: int):
    return run(scenario(f", performance: {{share: {band}}}", more=SHARE, steps="{action: go}"), system(part))[
        -1
    ]


def test_a_setup_runs_first():
    end = run(scenario(", setup: [{action: go}]"), system())[-1]
    assert (end.verdict, end.state) == ("passed", "b")


def test_the_events_of_a_setup_say_so():
    events = run(scenario(", setup: [{action: go}]"), system())
    assert events[0].steps == 2
    started = [(e.index, e.phase, e.path) for e in only(events, "step_started")]
    assert started == [(0, "setup", "/scenarios/0/setup/0"), (1, "step", "/scenarios/0/steps/0")]
    assert [e.phase for e in only(events, "step_finished")] == ["setup", "step"]
    assert [e.origin for e in only(events, "action")] == ["setup"]


def test_an_action_of_a_step_says_so():
    assert [e.origin for e in only(run(scenario("", "{action: go}"), system()), "action")] == ["step"]


@pytest.mark.parametrize(
    ("setup", "verdict"),
    [("{action: break_it}", "error"), ("{action: nothing}", "error"), ("{assert: 'part() == 0'}", "failed")],
)
def test_a_setup_that_does_not_come_off_ends_the_run(setup, verdict):
    events = run(scenario(f", setup: [{setup}]"), system())
    last = only(events, "step_finished")[-1]
    assert (events[-1].verdict, last.outcome) == (verdict, "skipped")
    assert last.message == "an earlier step ended the run"


@pytest.mark.parametrize(
    ("given", "own", "used"),
    [(None, ", seed: 7", 7), (3, ", seed: 7", 3), (0, ", seed: 7", 0), (None, "", 0)],
)
def test_the_seed_of_the_caller_counts_before_the_scenarios(given, own, used):
    playbook = analyse(HEAD + scenario(own)).playbook
    first = next(iter(run_scenario(playbook, "s", seed=given, system=system())))
    assert first.seed == used


def test_the_system_is_made_with_the_seed(monkeypatch):
    seeds: list[int] = []
    monkeypatch.setattr("playbook.run.scenario.choose", lambda playbook, seed: seeds.append(seed) or 1 / 0)
    list(run_scenario(analyse(HEAD + scenario(", seed: 7")).playbook, "s"))
    assert seeds == [7]


@pytest.mark.parametrize(("part", "band"), [(10, "met"), (5, "degraded"), (1, "breached")])
def test_the_band_that_a_scenario_expects_is_right(part, band):
    end = expecting(band, part)
    assert (end.verdict, end.reasons, end.notes) == ("passed", (), ())


@pytest.mark.parametrize(
    ("part", "expected", "band"),
    [
        (10, "breached", "met"),
        (10, "degraded", "met"),
        (5, "met", "degraded"),
        (5, "breached", "degraded"),
        (1, "met", "breached"),
    ],
)
def test_any_other_band_fails_the_run_and_says_both(part, expected, band):
    end = expecting(expected, part)
    assert end.verdict == "failed"
    (reason,) = end.reasons
    assert reason.startswith(
        f'performance assertion "share" is {band}, and the scenario expects {expected}: `part() > 9`'
    )


def test_what_is_expected_stands_in_the_event():
    text = scenario(", performance: {share: met}", more=SHARE + "")
    (event,) = only(run(text, system()), "metric")
    assert (event.band, event.expected, event.line) == ("met", "met", 8)
    (event,) = only(run(scenario("", more=SHARE), system()), "metric")
    assert event.expected == ""


def test_a_band_that_cannot_be_told_is_inconclusive_whatever_is_expected():
    text = scenario(", performance: {share: breached}", more=SHARE, steps="{action: go}")
    end = run(text, Scripted({"go": emitting("go")}))[-1]
    assert (end.verdict, end.missing) == ("inconclusive", ("part()",))


def test_an_expectation_of_an_assertion_that_there_is_not_is_an_error():
    end = run(scenario(", performance: {speed: met}", more=SHARE, steps="{action: go}"), system())[-1]
    assert end.verdict == "error"
    assert end.reasons == ('the scenario expects met of "speed", and there is no such performance assertion',)


def test_without_an_expectation_a_breach_fails_and_a_degradation_is_noted():
    text = scenario("", more=SHARE, steps="{action: go}")
    assert run(text, system(1))[-1].reasons == ('performance assertion "share" breached: few',)
    end = run(text, system(5))[-1]
    assert (end.verdict, end.notes) == ("passed", ('performance assertion "share" degraded: few',))

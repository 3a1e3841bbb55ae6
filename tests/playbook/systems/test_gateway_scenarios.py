"""The case study's scenarios pass because the gateway behaves so: change the world, and they change."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from playbook.api import PlaybookRunner, analyse

ROOT = Path(__file__).resolve().parents[3]
GATEWAY = (ROOT / "playbooks" / "federation-gateway.yaml").read_text()
FRAGMENTS = ROOT.parent / "shared" / "spec" / "federation-gateway.fragments.yaml"


def run(scenario: str, *changes: tuple[str, str]):
    text = GATEWAY
    for old, new in changes:
        assert old in text, f"{old!r} must stand in the playbook"
        text = text.replace(old, new, 1)
    analysis = analyse(text)
    assert analysis.playbook is not None
    return PlaybookRunner(analysis.playbook).run_scenario(scenario)


THE_CASE_STUDYS = ["happy_path", "retry_success", "circuit_breaker_trip"]
PLAYBOOK = analyse(GATEWAY).playbook
SCENARIOS = [scenario.name for scenario in PLAYBOOK.scenarios]


def test_the_case_studys_scenarios_come_first_and_at_least_twelve_of_ours_follow():
    assert SCENARIOS[:3] == THE_CASE_STUDYS
    assert len(SCENARIOS) >= 3 + 12


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_passes_whatever_the_seed(scenario):
    results = [PlaybookRunner(PLAYBOOK, seed).run_scenario(scenario) for seed in range(50)]
    assert [(result.verdict, result.error) for result in results] == [("passed", "")] * 50


def test_together_the_scenarios_take_every_transition_and_enter_every_state():
    taken = [
        event
        for scenario in SCENARIOS
        for event in PlaybookRunner(PLAYBOOK).run_scenario(scenario).events
        if event.kind == "taken"
    ]
    assert {event.transition for event in taken} == {t.id for t in PLAYBOOK.machine.transitions}
    assert {event.target for event in taken} == {s.id for s in PLAYBOOK.machine.states} - {"initializing"}


def test_the_seed_decides_how_long_a_request_takes():
    ends = {PlaybookRunner(PLAYBOOK, seed).run_scenario("happy_path").events[-1].at_ms for seed in range(10)}
    assert len(ends) > 5


def test_the_complete_playbook_has_no_errors():
    assert analyse(GATEWAY).ok


def test_the_happy_path_goes_through_every_stage():
    targets = [e.target for e in run("happy_path").events if e.kind == "taken"]
    assert targets == ["ready", "routing", "inferring", "streaming", "completed"]


def test_the_retry_goes_to_the_other_node():
    causes = [
        e.cause for e in run("retry_success").events if e.kind == "emitted" and e.event == "node_selected"
    ]
    assert [cause.split(":")[0] for cause in causes] == ["us-east-1", "eu-west-1"]


def test_with_the_other_node_failing_no_retry_is_needed():
    result = run("retry_success", ('params: { node: "us-east-1" }', 'params: { node: "eu-west-1" }'))
    assert result.verdict == "failed"
    assert "`retry_count()` was `0`" in result.error


def test_with_another_threshold_five_failures_open_nothing():
    result = run("circuit_breaker_trip", ("failure_threshold: 5", "failure_threshold: 6"))
    assert result.verdict == "failed"
    assert "was `'closed'`" in result.error


def test_with_a_lower_threshold_the_circuit_opens_earlier():
    opened = run("circuit_breaker_trip", ("failure_threshold: 5", "failure_threshold: 2"))
    steps = [e for e in opened.events if e.kind in ("step_started", "taken")]
    trip = next(i for i, e in enumerate(steps) if e.kind == "taken" and e.transition == "open_circuit")
    assert (steps[trip - 1].index, steps[trip - 1].repetition) == (1, 2)


def test_a_broken_guard_stalls_the_request():
    result = run("happy_path", ("has_candidates() && !all_circuits_open()", "!has_candidates()"))
    assert result.verdict == "failed"
    assert "`state` was `'routing'`" in result.error


def test_a_violated_invariant_fails_the_run():
    result = run("happy_path", ("tokens_generated() >= 0", "tokens_generated() > 1000"))
    assert result.verdict == "failed"
    assert "Tokens being generated" in result.error


def test_a_breached_performance_assertion_fails_the_run():
    result = run(
        "happy_path",
        ('condition: "routing_latency_ms() <= 10"', 'condition: "routing_latency_ms() < 0"'),
        ("routing_latency_ms() <= 50", "routing_latency_ms() < 0"),
    )
    assert result.verdict == "failed"
    assert "Routing decision too slow" in result.error


def test_the_same_seed_gives_the_same_events():
    assert run("retry_success").events == run("retry_success").events


def contains(whole, part) -> bool:
    """Whether every value of the fragments stands in the complete playbook, unchanged."""
    if isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in part.items())
    if isinstance(part, list):
        remaining = list(whole)
        for item in part:
            match = next((other for other in remaining if contains(other, item)), None)
            if match is None:
                return False
            remaining.remove(match)
        return True
    return whole == part


@pytest.mark.skipif(not FRAGMENTS.exists(), reason="the specification is not beside this checkout")
def test_the_complete_playbook_keeps_the_fragments_word_for_word():
    assert contains(yaml.safe_load(GATEWAY), yaml.safe_load(FRAGMENTS.read_text()))

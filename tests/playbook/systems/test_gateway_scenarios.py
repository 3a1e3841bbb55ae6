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
        assert text.count(old) == 1, f"{old!r} must stand in the playbook once"
        text = text.replace(old, new)
    analysis = analyse(text)
    assert analysis.playbook is not None
    return PlaybookRunner(analysis.playbook).run_scenario(scenario)


@pytest.mark.parametrize("scenario", ["happy_path", "retry_success", "circuit_breaker_trip"])
def test_the_three_scenarios_pass(scenario):
    assert run(scenario).verdict == "passed"


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

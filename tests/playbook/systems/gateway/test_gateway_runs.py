"""The gateway under the real machine of the complete playbook: what its states demand holds on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.api import PlaybookRunner, ScenarioResult, analyse

TEXT = (Path(__file__).resolve().parents[4] / "playbooks" / "federation-gateway.yaml").read_text()
# Some of these runs mean to fail requests; the budget for them is judged elsewhere.
LENIENT = TEXT.replace("success_rate() >= 0.99", "success_rate() >= 0").replace(
    "success_rate() >= 0.95", "success_rate() >= 0"
)

SEND = '{action: send_request, params: {capability: "embed"}}'


def register(node: str, capability: str = "embed") -> str:
    return f'{{action: register_model, params: {{model: "m", node: "{node}", capability: "{capability}"}}}}'


def trip(node: str) -> str:
    return f'{{action: record_failure, repeat: 5, params: {{node: "{node}"}}}}'


def fail(node: str) -> str:
    return f'{{action: fail_node, params: {{node: "{node}"}}}}'


def wait(duration_ms: int | str) -> str:
    return f"{{action: wait, params: {{duration_ms: {duration_ms}}}}}"


def run(*steps: str, text: str = LENIENT) -> ScenarioResult:
    lines = "".join(f"      - {step}\n" for step in steps)
    added = text.replace("scenarios:\n", f'scenarios:\n  - name: "x"\n    steps:\n{lines}', 1)
    analysis = analyse(added)
    assert analysis.playbook is not None
    return PlaybookRunner(analysis.playbook).run_scenario("x")


def path(result: ScenarioResult) -> list[str]:
    return [event.target for event in result.events if event.kind == "taken"]


def ignored(result: ScenarioResult) -> list[str]:
    return [event.event for event in result.events if event.kind == "ignored"]


def test_a_circuit_opens_rests_is_probed_and_closes():
    result = run(register("a"), trip("a"), wait(30_000), SEND, SEND, SEND, SEND)
    assert (result.verdict, result.error) == ("passed", "")
    assert path(result)[:4] == ["ready", "circuit_open", "circuit_half_open", "ready"]
    assert result.state == "completed"


def test_a_probe_that_fails_opens_the_circuit_once_more():
    result = run(register("a"), trip("a"), fail("a"), wait(30_000), SEND, wait(30_000))
    assert (result.verdict, result.error) == ("passed", "")
    assert path(result)[1:] == ["circuit_open", "circuit_half_open", "circuit_open", "circuit_half_open"]


def test_two_open_circuits_do_not_hold_the_gateway_for_ever():
    steps = [register("a"), register("b"), trip("a"), wait(1), trip("b"), wait(31_000)]
    result = run(*steps, SEND, SEND, SEND, SEND)
    assert (result.verdict, result.state, result.error) == ("passed", "completed", "")
    assert ignored(result) == ["reset_timeout_elapsed"]


def test_two_circuits_that_open_at_the_same_time_recover_too():
    result = run(register("a"), register("b"), trip("a"), trip("b"), wait(31_000), SEND, SEND, SEND, SEND)
    assert (result.verdict, result.state, result.error) == ("passed", "completed", "")


def test_a_failure_elsewhere_leaves_the_open_circuit_in_peace():
    one = '{action: record_failure, params: {node: "b"}}'
    result = run(register("a"), register("b"), trip("a"), one, '{assert: "circuit_is_open()"}')
    assert (result.verdict, result.state, result.error) == ("passed", "circuit_open", "")


def test_nothing_is_routed_through_an_open_circuit():
    result = run(register("a"), register("b"), trip("a"), SEND)
    assert (result.state, ignored(result)) == ("circuit_open", ["inference_requested"])


def test_where_the_only_node_for_it_rests_there_is_no_capacity():
    steps = [register("a"), register("b", "chat"), trip("a"), wait(15_000), trip("b"), wait(15_000)]
    chat = SEND.replace("embed", "chat")
    result = run(*steps, SEND, SEND, SEND, chat)
    assert (result.verdict, result.state, result.error) == ("passed", "failed", "")
    assert path(result)[-3:] == ["ready", "routing", "failed"]


def test_a_request_that_nobody_can_serve_fails_and_is_acknowledged():
    result = run(register("a"), SEND.replace("embed", "sing"), SEND)
    assert path(result) == ["ready", "failed", "ready", "routing", "inferring", "streaming", "completed"]
    assert (result.verdict, ignored(result)) == ("passed", [])


def test_a_request_before_the_first_model_is_ignored():
    result = run(SEND)
    assert (result.verdict, result.state, ignored(result)) == (
        "passed",
        "initializing",
        ["no_nodes_available"],
    )


def test_when_the_retries_are_used_up_the_request_fails():
    result = run(register("a"), fail("a"), SEND, '{assert: "retry_count() == 3"}')
    assert (result.verdict, result.state, result.error) == ("passed", "failed", "")
    assert path(result).count("inferring") == 4


def test_a_node_may_trip_in_the_middle_of_a_request():
    result = run(
        register("a"),
        register("b"),
        fail("a"),
        SEND,
        text=LENIENT.replace("failure_threshold: 5", "failure_threshold: 1"),
    )
    assert (result.verdict, result.state, result.error) == ("passed", "circuit_open", "")


def test_failed_requests_breach_the_budget():
    result = run(register("a"), fail("a"), SEND, text=TEXT)
    assert result.error == 'performance assertion "success_rate" breached: Success rate below threshold'


def test_when_the_last_node_is_found_unhealthy_the_invariant_says_so():
    result = run(register("a"), "{action: start_health_monitoring}", fail("a"), wait(15_000))
    assert result.verdict == "failed"
    assert '"At least one healthy node" of state "ready" violated' in result.error


def test_the_examples_of_the_case_studys_assertions_can_hold():
    fast = register("us-west").replace('capability: "embed"', 'capability: "embed", latency_ms: 20')
    result = run(
        register("us-east-1"),
        fast,
        SEND,
        "{assert: \"selected_node() == 'us-west'\"}",
        "{assert: \"routing_reason() contains 'latency'\"}",
    )
    assert (result.verdict, result.error) == ("passed", "")


@pytest.mark.parametrize("duration", [-1, ".inf", ".nan", "1e30", "9" * 30])
def test_an_impossible_wait_is_an_error_with_the_bounds(duration):
    result = run(register("a"), wait(duration))
    assert result.verdict == "error"
    assert '"duration_ms" must be 0 to 604,800,000' in result.error


@pytest.mark.parametrize(
    "key", ["failure_threshold: 5", "check_interval_ms: 5000", "max_retry_backoff_ms: 1000"]
)
@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan", '"five"', "null", "[1]", "1e400"])
def test_impossible_settings_never_break_the_analysis(key, number):
    name = key.split(":")[0]
    assert analyse(TEXT.replace(key, f"{name}: {number}")).playbook is not None


def test_monitoring_every_moment_ends_at_a_limit_and_not_in_a_hang():
    text = LENIENT.replace("check_interval_ms: 5000", "check_interval_ms: 1")
    result = run(register("a"), "{action: start_health_monitoring}", wait(604_800_000), text=text)
    assert result.verdict == "error"
    assert "one step let more than 50,000 timers fire" in result.error

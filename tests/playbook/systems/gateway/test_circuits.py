from __future__ import annotations

import pytest

from tests.playbook.systems.gateway.cast import bench


def tripped(**more):
    """One node, whose circuit has opened at time 0."""
    made = bench("a", **more)
    made.fail("a", 5)
    return made


def half_open(**more):
    made = tripped(**more)
    made.wait(30_000)
    return made


def test_the_event_is_emitted_when_the_circuit_opens_and_only_then():
    made = bench("a")
    made.fail("a", 7)
    assert made.emitted.count("failure_threshold_exceeded") == 1


def test_the_circuit_rests_for_the_playbooks_time():
    made = tripped(circuit_breaker={"reset_timeout_ms": 400})
    made.wait(399)
    assert (made.ask("circuit_state"), made.ask("reset_timeout_remaining")) == ("open", 1)
    made.wait(1)
    assert (made.ask("circuit_state"), made.emitted[-1]) == ("half_open", "reset_timeout_elapsed")


def test_a_half_open_circuit_allows_one_probe():
    assert tripped().ask("probe_requests_allowed") == 0
    assert half_open().ask("probe_requests_allowed") == 1


def test_three_probes_close_the_circuit():
    made = half_open()
    states = []
    for _ in range(3):
        made.send()
        states.append(made.ask("circuit_state"))
    assert states == ["half_open", "half_open", "closed"]
    assert made.emitted[-1] == "probe_succeeded"


def test_a_probe_is_over_before_the_gateway_is_ready_again():
    made = half_open(circuit_breaker={"half_open_successes": 1})
    seen = []
    made.host.entering = lambda: seen.append(made.ask("gateway_status"))
    made.send()
    assert (made.state, seen) == ("ready", ["ready"])


def test_a_probe_is_a_routing_decision():
    made = half_open()
    made.send()
    (decision,) = made.system.gateway.decisions
    assert (decision.node, decision.reason) == ("a", "probe: the circuit is half-open")
    assert made.ask("selected_node") == "a"


def test_a_probe_that_fails_opens_the_circuit_again():
    made = half_open()
    made.do("fail_node", node="a")
    made.send()
    assert (made.emitted[-1], made.ask("circuit_state")) == ("probe_failed", "open")
    assert made.ask("reset_timeout_remaining") == 30_000


def test_the_first_timer_does_not_cut_the_second_rest_short():
    made = half_open()
    made.do("fail_node", node="a")
    made.send()
    made.wait(29_999)
    assert made.ask("circuit_state") == "open"
    made.wait(1)
    assert made.ask("circuit_state") == "half_open"


def test_the_recovery_time_is_from_opening_to_closing():
    made = half_open(circuit_breaker={"half_open_successes": 1})
    made.send()
    assert made.ask("mean_recovery_time_ms") == made.host.time > 30_000


def test_a_relapse_counts_towards_the_recovery_time():
    made = half_open(circuit_breaker={"half_open_successes": 1})
    made.fail("a")
    made.wait(30_000)
    made.send()
    assert made.ask("mean_recovery_time_ms") == made.host.time > 60_000


def test_only_a_request_that_the_node_could_serve_is_a_probe():
    made = half_open()
    made.register("b", "chat")
    made.host.refused = {"inference_requested"}
    made.send("chat")
    assert (made.ask("request_error"), made.ask("circuit_state", "a")) == (
        "the gateway is not accepting requests",
        "half_open",
    )


def test_a_question_without_a_node_speaks_of_the_one_last_failed():
    made = bench("a", "b")
    made.fail("a", 2)
    made.fail("b", 1)
    assert made.ask("consecutive_failures") == 1


def test_a_question_without_a_node_speaks_of_the_one_last_selected():
    made = bench("a", "b")
    made.fail("b", 1)
    made.send()
    assert (made.ask("selected_node"), made.ask("consecutive_failures")) == ("a", 0)


def test_a_failure_elsewhere_does_not_hide_the_open_circuit():
    made = bench("a", "b")
    made.fail("a", 5)
    made.fail("b", 1)
    assert (made.ask("circuit_state"), made.ask("circuit_state", "b")) == ("open", "closed")


def test_of_two_open_circuits_the_later_one_is_spoken_of():
    made = bench("a", "b")
    made.fail("a", 5)
    made.wait(10)
    made.fail("b", 5)
    assert made.ask("reset_timeout_remaining") == 30_000


def test_each_circuit_has_its_own_time():
    made = bench("a", "b")
    made.fail("a", 5)
    made.wait(10_000)
    made.fail("b", 5)
    made.wait(20_000)
    assert [made.ask("circuit_state", node) for node in "ab"] == ["half_open", "open"]
    assert made.ask("circuit_state") == "half_open"


def test_a_second_half_open_circuit_waits_until_the_first_is_closed():
    made = bench("a", "b", circuit_breaker={"half_open_successes": 1})
    made.fail("a", 5)
    made.wait(10)
    made.fail("b", 5)
    made.wait(29_990)
    made.host.refused = {"reset_timeout_elapsed"}
    made.wait(10)
    made.send()
    assert [made.ask("circuit_state", node) for node in "ab"] == ["closed", "half_open"]


@pytest.mark.parametrize("function", ["all_circuits_open", "circuit_open_for_target"])
def test_before_the_first_request_no_circuit_is_open(function):
    assert bench("a").ask(function) is False


def test_all_circuits_are_open_only_when_the_last_one_is():
    made = bench("a", "b")
    made.fail("a", 5)
    assert made.ask("all_circuits_open") is False
    made.fail("b", 5)
    assert made.ask("all_circuits_open") is True


def test_no_node_means_no_open_circuit():
    assert bench().ask("all_circuits_open") is False


def test_a_timer_from_before_a_restore_changes_nothing():
    made = bench("a")
    whole = made.system.snapshot()
    made.fail("a", 5)
    made.system.restore(whole)
    made.wait(30_000)
    assert (made.ask("circuit_state"), made.emitted.count("reset_timeout_elapsed")) == ("closed", 0)


def test_a_recorded_failure_of_the_probed_node_is_a_failed_probe():
    made = half_open()
    made.fail("a")
    assert (made.emitted[-1], made.ask("circuit_state"), made.ask("reset_timeout_remaining")) == (
        "probe_failed",
        "open",
        30_000,
    )


def test_a_failure_of_a_resting_node_does_not_hide_the_half_open_one():
    made = bench("a", "b")
    made.fail("a", 5)
    made.wait(10_000)
    made.fail("b", 5)
    made.wait(20_000)
    made.fail("b")
    assert (made.ask("circuit_state"), made.ask("circuit_state", "b")) == ("half_open", "open")


def test_while_a_probe_is_under_way_no_other_is_allowed():
    made = half_open()
    allowed = []
    made.host.passing = lambda: allowed.append(made.ask("probe_requests_allowed"))
    made.send()
    assert allowed[0] == 0
    assert made.ask("probe_requests_allowed") == 1


def test_a_probe_that_takes_too_long_has_failed():
    made = half_open(performance={"max_total_latency_ms": 1_000})
    made.do("slow_node", node="a", factor=100)
    made.send()
    assert (made.emitted[-1], made.ask("request_error")) == (
        "probe_failed",
        "the probe failed: a gave no answer in time",
    )

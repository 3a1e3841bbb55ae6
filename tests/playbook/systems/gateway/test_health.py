from __future__ import annotations

import math

import pytest

from tests.playbook.systems.gateway.cast import Bench, bench


def monitored(**health: float) -> Bench:
    made = bench("a", "b", health=health)
    made.do("start_health_monitoring")
    return made


def test_a_failing_node_is_found_unhealthy_after_three_checks():
    made = monitored()
    made.do("fail_node", node="a")
    made.wait(14_999)
    assert (made.ask("node_is_healthy", "a"), made.ask("failed_checks", "a")) == (True, 2)
    made.wait(1)
    assert (made.ask("node_state", "a"), made.ask("healthy_node_count")) == ("unhealthy", 1)


def test_a_node_that_works_again_is_found_healthy():
    made = monitored(check_interval_ms=100, unhealthy_threshold=1, healthy_threshold=2)
    made.do("fail_node", node="a")
    made.wait(100)
    made.do("recover_node", node="a")
    made.wait(100)
    assert made.ask("node_is_healthy", "a") is False
    made.wait(100)
    assert (made.ask("node_is_healthy", "a"), made.ask("healthy_node_count")) == (True, 2)


def test_a_passed_check_between_failed_ones_starts_the_count_again():
    made = monitored(check_interval_ms=100, unhealthy_threshold=2)
    for action in ("fail_node", "recover_node", "fail_node"):
        made.do(action, node="a")
        made.wait(100)
    assert (made.ask("node_is_healthy", "a"), made.ask("failed_checks", "a")) == (True, 1)


def test_a_failed_check_between_passed_ones_starts_that_count_again():
    made = monitored(check_interval_ms=100, unhealthy_threshold=1, healthy_threshold=2)
    for action in ("fail_node", "recover_node", "fail_node", "recover_node"):
        made.do(action, node="a")
        made.wait(100)
    assert made.ask("node_is_healthy", "a") is False


# A check takes the time to the first token: half of 120 ms, give or take a fifth.
@pytest.mark.parametrize(("timeout_ms", "healthy"), [(40, False), (80, True)])
def test_a_check_that_takes_longer_than_the_timeout_has_failed(timeout_ms, healthy):
    made = monitored(timeout_ms=timeout_ms, unhealthy_threshold=1)
    made.wait(5_000)
    assert made.ask("node_is_healthy", "a") is healthy


def test_a_check_waits_in_the_queue_like_any_request():
    made = monitored(unhealthy_threshold=1)
    made.do("set_load", node="a", requests=100)
    made.wait(5_000)
    assert (made.ask("node_is_healthy", "a"), made.ask("node_is_healthy", "b")) == (False, True)


def test_a_check_shows_how_fast_a_node_is_now():
    made = monitored()
    made.do("slow_node", node="a", factor=5)
    made.wait(5_000)
    assert made.ask("expected_latency_ms", "a") > 200 > made.ask("expected_latency_ms", "b")


def test_without_monitoring_nobody_notices():
    made = bench("a")
    made.do("fail_node", node="a")
    made.wait(60_000)
    assert (made.ask("gateway_status"), made.ask("health_monitoring")) == ("ready", False)


def test_with_no_healthy_node_the_gateway_is_degraded():
    made = monitored(unhealthy_threshold=1)
    for node in "ab":
        made.do("fail_node", node=node)
    made.wait(5_000)
    assert made.ask("gateway_status") == "degraded"


def test_monitoring_that_is_started_twice_checks_once():
    made = monitored(unhealthy_threshold=2)
    made.do("start_health_monitoring")
    made.do("fail_node", node="a")
    made.wait(5_000)
    assert made.ask("failed_checks", "a") == 1


def test_a_node_that_is_registered_later_is_checked_too():
    made = monitored(unhealthy_threshold=1)
    made.register("c")
    made.do("fail_node", node="c")
    made.wait(5_000)
    assert (made.ask("node_is_healthy", "c"), made.ask("healthy_node_count")) == (False, 2)


@pytest.mark.parametrize("interval", [0, -5, math.nan, math.inf])
def test_an_impossible_interval_does_not_hold_time_still(interval):
    made = monitored(check_interval_ms=interval)
    made.wait(10)
    assert made.host.time == 10


def test_a_check_from_before_a_restore_is_not_made():
    made = bench("a", health={"unhealthy_threshold": 1})
    kept = made.system.snapshot()
    made.do("start_health_monitoring")
    made.system.restore(kept)
    made.do("fail_node", node="a")
    made.wait(20_000)
    assert made.ask("failed_checks", "a") == 0

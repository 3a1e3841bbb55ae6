from __future__ import annotations

import pytest

from tests.playbook.systems.gateway.cast import bench

SERVED = ["inference_requested", "node_selected", "stream_started", "stream_complete"]


def decisions(made) -> list[str]:
    return [decision.node for decision in reversed(made.system.gateway.decisions)]


def since(made, before: int) -> list[str]:
    return made.emitted[before:]


def test_a_request_goes_through_every_stage():
    made = bench("a")
    made.send()
    assert made.emitted[1:] == SERVED
    assert made.state == "completed"


def test_when_it_is_served_nothing_is_left_in_progress():
    made = bench("a")
    made.send()
    left = [
        made.ask("active_requests"),
        made.ask("active_streams"),
        made.ask("in_flight", "a"),
    ]
    assert left == [0, 0, 0]


def test_the_answer_is_made_of_tokens():
    made = bench("a")
    made.send()
    made.send()
    assert (made.ask("tokens_generated"), made.system.gateway.stats.tokens) == (32, 64)


@pytest.mark.parametrize("action", ["send", "wait"])
def test_the_response_is_sent_with_the_next_request_or_tick(action):
    made = bench("a")
    made.send()
    before = len(made.emitted)
    made.send() if action == "send" else made.wait(1)
    assert since(made, before)[0] == "response_sent"


def test_a_response_is_sent_once():
    made = bench("a")
    made.send()
    made.wait(1)
    made.wait(1)
    assert made.emitted.count("response_sent") == 1


def test_a_failing_node_is_tried_first_and_then_the_other():
    made = bench("a", "b")
    made.do("fail_node", node="a")
    made.send()
    assert (decisions(made), made.ask("retry_count"), made.state) == (["a", "b"], 1, "completed")


def test_failing_a_node_does_not_mark_it_unhealthy():
    made = bench("a", "b")
    made.do("fail_node", node="a")
    assert (made.ask("node_is_healthy", "a"), made.ask("healthy_node_count")) == (True, 2)


def test_the_retries_of_the_last_request_are_forgotten():
    made = bench("a", "b")
    made.do("fail_node", node="a")
    made.send()
    made.do("recover_node", node="a")
    made.send()
    assert (made.ask("retry_count"), made.system.gateway.stats.retries) == (0, 1)


def test_there_are_three_retries_at_most():
    made = bench("a")
    made.do("fail_node", node="a")
    made.send()
    assert (decisions(made), made.ask("retry_count")) == (["a"] * 4, 3)
    assert (made.emitted[-1], made.state, made.ask("request_error")) == (
        "inference_failed",
        "failed",
        "a failed",
    )


def test_all_nodes_are_tried_before_one_is_tried_again():
    made = bench("a", "b", "c")
    for node in "abc":
        made.do("fail_node", node=node)
    made.send()
    assert decisions(made) == ["a", "b", "c", "a"]


# Four calls of 50 ms that fail, four routing decisions of 1 ms, and the pauses between.
@pytest.mark.parametrize(
    ("most", "pauses"), [(1000, 300 + 600 + 1000), (9999, 300 + 600 + 1200), (400, 300 + 400 + 400), (0, 0)]
)
def test_the_pause_between_retries_doubles_up_to_the_budget(most, pauses):
    made = bench("a", performance={"max_retry_backoff_ms": most})
    made.do("fail_node", node="a")
    made.send()
    assert made.host.time == 4 * 50 + 4 * 1 + pauses == made.ask("total_latency_ms")
    assert made.ask("backoff_total_ms") == pauses


def test_a_failure_is_acknowledged_before_the_next_request():
    made = bench("a")
    made.do("fail_node", node="a")
    made.send()
    before = len(made.emitted)
    made.send()
    assert since(made, before)[:2] == ["failure_acknowledged", "inference_requested"]


def test_failed_calls_count_towards_the_circuit():
    made = bench("a")
    made.do("fail_node", node="a")
    made.send()
    assert made.ask("consecutive_failures", "a") == 4


def test_the_circuit_may_open_in_the_middle_of_a_request():
    made = bench("a", "b", circuit_breaker={"failure_threshold": 1})
    made.do("fail_node", node="a")
    made.send()
    assert (made.state, made.ask("active_requests"), made.ask("circuit_state")) == ("circuit_open", 0, "open")
    assert made.ask("request_error") == "the circuit of a opened"


def test_a_request_that_nobody_can_serve_is_refused_and_seen():
    made = bench("a")
    made.send("sing")
    assert (made.emitted[-1], made.state, made.ask("has_candidates")) == (
        "no_nodes_available",
        "failed",
        False,
    )
    assert made.ask("request_error") == "no node offers sing"


def test_a_node_of_a_lower_privacy_level_is_no_candidate():
    made = bench()
    made.register("a", privacy="public")
    made.send(privacy="confidential")
    assert (decisions(made), made.ask("stats_failed")) == ([], 1)
    assert made.ask("request_error") == "no node that offers embed has the privacy level confidential"


def test_a_gateway_that_does_not_follow_accepts_no_request():
    made = bench("a", "b")
    made.host.refused = {"inference_requested"}
    made.send()
    assert made.ask("request_error") == "the gateway is not accepting requests"
    assert (made.ask("active_requests"), made.ask("stats_failed")) == (0, 1)


@pytest.mark.parametrize(
    ("refused", "last"),
    [
        ("node_selected", "node_selected"),
        ("stream_started", "stream_started"),
        ("attempt_failed", "attempt_failed"),
    ],
)
def test_a_request_stalls_where_the_machine_does_not_follow(refused, last):
    made = bench("a", "b")
    if refused == "attempt_failed":
        made.do("fail_node", node="a")
    made.host.refused = {refused}
    made.send()
    assert (made.emitted[-1], made.ask("active_requests")) == (last, 1)


def test_no_response_is_sent_where_the_stream_was_not_completed():
    made = bench("a")
    made.host.refused = {"stream_complete"}
    made.send()
    made.wait(1)
    assert "response_sent" not in made.emitted


def test_an_open_circuit_is_passed_by():
    made = bench("a", "b")
    made.fail("a", 5)
    made.send()
    assert decisions(made) == ["b"]


def test_where_every_circuit_is_open_there_is_no_capacity():
    made = bench("a")
    made.fail("a", 5)
    made.send()
    assert (made.emitted[-1], made.state, made.ask("request_error")) == (
        "no_nodes_available",
        "failed",
        "no capacity",
    )


def test_the_region_of_a_request_draws_it_to_a_node():
    made = bench("eu-west-1", "us-west-1")
    made.send(region="us-west")
    assert (made.ask("selected_node"), made.ask("routing_reason")[:8]) == ("us-west-1", "locality")


def test_a_decision_takes_longer_among_many_candidates():
    made = bench(*(f"n{number}" for number in range(25)))
    made.send()
    assert made.ask("routing_latency_ms") == 3.0


def test_an_answer_that_would_come_too_late_is_not_waited_for():
    made = bench("a", performance={"max_total_latency_ms": 500})
    made.do("slow_node", node="a", factor=100)
    made.send()
    assert (made.host.time, made.emitted[-1], made.ask("retry_count")) == (500, "inference_failed", 0)
    assert made.ask("request_error") == "a gave no answer in time"


def test_no_retry_is_begun_that_has_no_time_left():
    made = bench("a", performance={"max_total_latency_ms": 800})
    made.do("fail_node", node="a")
    made.send()
    assert (made.ask("retry_count"), made.state, made.host.time < 800) == (1, "failed", True)


def test_the_stream_may_last_longer_than_the_budget():
    made = bench("a", performance={"max_total_latency_ms": 500})
    made.send(tokens=10_000)
    assert (made.state, made.ask("tokens_generated")) == ("completed", 10_000)
    assert made.ask("total_latency_ms") > 500


@pytest.mark.parametrize("tokens", [1, 2, 3, 32, 33])
def test_every_token_arrives_once(tokens):
    made = bench("a")
    made.send(tokens=tokens)
    assert (made.ask("tokens_generated"), made.ask("stats_tokens")) == (tokens, tokens)


def test_tokens_come_in_while_time_passes():
    made = bench("a")
    seen = []
    made.host.passing = lambda: seen.append(made.ask("tokens_generated"))
    made.send(tokens=41)
    assert seen == [0, 0, 1, 11, 21, 31]


def test_a_failure_counts_in_the_queue_no_longer_than_its_call():
    made = bench("a", "b")
    made.do("fail_node", node="a")
    seen: list[tuple[int, int]] = []
    made.host.entering = lambda: seen.append((made.ask("in_flight", "a"), made.ask("in_flight", "b")))
    made.send()
    assert seen == [(0, 0), (1, 0), (0, 0), (0, 1), (0, 1), (0, 1)]


def test_with_other_clients_before_it_a_request_waits():
    made = bench()
    made.register("a", capacity=2, latency_ms=100)
    made.do("set_load", node="a", requests=5)
    made.send()
    assert (made.ask("queue_wait_ms"), made.ask("queue_depth", "a")) == (200, 3)
    assert 200 + 80 <= made.ask("total_latency_ms") <= 200 + 121


def test_a_reason_for_the_retry_says_that_others_were_left_out():
    made = bench("a", "b")
    made.do("fail_node", node="a")
    made.send()
    assert made.ask("routing_reason") == "the only one left of 2 candidates"

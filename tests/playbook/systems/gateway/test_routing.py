from __future__ import annotations

import math

import pytest

from playbook.document.model import RoutingPolicy
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.routing import POLICIES, Request, Router, Seen

# The weights of the case study.
CASE_STUDY = (
    RoutingPolicy(name="health", weight=2.0),
    RoutingPolicy(name="latency", weight=1.0, extras={"max_latency_ms": 5000}),
    RoutingPolicy(name="privacy", weight=1.0, extras={"default_level": "internal"}),
    RoutingPolicy(name="locality", weight=1.0, extras={"same_region_boost": 0.3}),
    RoutingPolicy(name="cost", weight=1.0),
)


def choice(*nodes: Node | Seen, policies=CASE_STUDY, region: str = "", of: int = 0):
    seen = [node if isinstance(node, Seen) else Seen(node, node.latency_ms) for node in nodes]
    return Router(policies).decide(Request(7, "embed", region=region), seen, of)


def weighted(**weights: float) -> tuple[RoutingPolicy, ...]:
    return tuple(RoutingPolicy(name=name, weight=weights.get(name, 0.0)) for name in POLICIES)


def test_a_single_candidate_needs_no_reason():
    decision = choice(Node("a", "local"))
    assert (decision.request, decision.capability, decision.node) == (7, "embed", "a")
    assert decision.reason == "only candidate"


def test_the_last_one_of_several_is_called_that():
    assert choice(Node("a", "local"), of=3).reason == "the only one left of 3 candidates"


def test_the_first_registered_node_wins_a_tie():
    decision = choice(Node("z", "local"), Node("a", "local"))
    assert (decision.node, decision.reason) == ("z", "equal to a; registered first")


def test_the_faster_node_wins_and_the_reason_says_so():
    decision = choice(Node("slow", "local", latency_ms=900), Node("fast", "local", latency_ms=100))
    assert decision.node == "fast"
    assert decision.reason == "latency: +0.160 over slow (100 ms, not 900 ms)"


def test_what_is_expected_counts_and_not_what_was_registered():
    slowed = Seen(Node("a", "local", latency_ms=10), 800.0)
    assert choice(slowed, Node("b", "local", latency_ms=500)).node == "b"


def test_a_queue_counts_like_latency_and_is_named():
    waiting = Seen(Node("a", "local"), 100.0, wait_ms=400.0)
    decision = choice(waiting, Seen(Node("b", "local"), 300.0))
    assert decision.reason == "latency: +0.040 over a (300 ms, not 100 ms and 400 ms of queue)"


def test_the_better_protected_node_is_preferred():
    decision = choice(Node("a", "local"), Node("b", "local", privacy="confidential"))
    assert decision.reason == "privacy: +0.333 over a (confidential, not internal)"


def test_every_candidate_that_was_weighed_has_its_score():
    decision = choice(Node("a", "local", cost=3), Node("b", "local", cost=1))
    assert [name for name, _ in decision.scores] == ["a", "b"]
    assert dict(decision.scores)["a"] < dict(decision.scores)["b"] == pytest.approx(decision.score, abs=0.001)


def test_latencies_past_the_worst_are_equally_bad():
    slow, slower = Node("a", "local", latency_ms=5_000), Node("b", "local", latency_ms=9_000)
    assert choice(slower, slow).reason == "equal to a; registered first"


def test_an_unhealthy_node_loses_although_it_is_faster_and_cheaper():
    sick = Seen(Node("sick", "local", cost=0.1), 1.0, healthy=False)
    decision = choice(sick, Node("well", "local", latency_ms=2_000))
    assert (decision.node, decision.reason) == ("well", "health: +2.000 over sick (it is unhealthy)")


def test_a_half_open_circuit_counts_as_half_healthy():
    decision = choice(Seen(Node("a", "local"), 120.0, half_open=True), Node("b", "local"))
    assert decision.reason == "health: +1.000 over a (its circuit is half-open)"


def test_the_same_region_is_preferred():
    decision = choice(Node("a", "eu-west"), Node("b", "us-west"), region="us-west")
    assert decision.reason == "locality: +0.300 over a (in us-west, not eu-west)"


def test_without_a_region_no_node_is_nearer():
    assert choice(Node("a", "eu-west"), Node("b", "")).node == "a"


def test_the_cheaper_node_is_preferred():
    decision = choice(Node("a", "local", cost=3), Node("b", "local", cost=1))
    assert decision.reason == "cost: +0.250 over a (1, not 3)"


def test_weights_decide_which_policy_counts():
    fast = Node("fast", "local", latency_ms=100, cost=4)
    cheap = Node("cheap", "local", latency_ms=1100, cost=1)
    assert choice(fast, cheap, policies=weighted(latency=5, cost=1)).node == "fast"
    assert choice(fast, cheap, policies=weighted(latency=1, cost=5)).node == "cheap"


def test_the_score_is_between_0_and_1():
    best = Node("a", "us-west", latency_ms=0, cost=0, privacy="confidential")
    assert choice(best, region="us-west").score == 1.0


def test_without_weights_the_first_one_is_taken():
    assert choice(Node("a", "x"), Node("b", "x", latency_ms=0), policies=weighted()).score == 0.0


def test_a_policy_that_is_unknown_has_no_opinion():
    policies = (*CASE_STUDY, RoutingPolicy(name="astrology", weight=9.0))
    assert choice(Node("a", "x"), policies=policies) == choice(Node("a", "x"))


@pytest.mark.parametrize("nonsense", ["fast", None, 0, -5, True, math.nan])
def test_a_setting_that_makes_no_sense_keeps_its_default(nonsense):
    policies = (RoutingPolicy(name="latency", extras={"max_latency_ms": nonsense}),)
    assert choice(Node("a", "x", latency_ms=2_500), policies=policies).score == 0.5


@pytest.mark.parametrize(
    ("level", "request_level", "allowed"),
    [
        ("public", "public", True),
        ("public", "internal", False),
        ("internal", "public", True),
        ("confidential", "internal", True),
        ("internal", "confidential", False),
        ("public", "", False),
        ("internal", "", True),
        ("internal", "secret", False),
        ("secret", "secret", True),
    ],
)
def test_a_node_must_have_at_least_the_privacy_of_the_request(level, request_level, allowed):
    node = Node("a", "local", privacy=level)
    assert Router(CASE_STUDY).admits(node, Request(1, "embed", privacy=request_level)) is allowed


@pytest.mark.parametrize("policies", [(), (RoutingPolicy(name="privacy"),)])
def test_without_a_default_level_every_node_will_do(policies):
    assert Router(policies).admits(Node("a", "local", privacy="public"), Request(1, "embed"))


@pytest.mark.parametrize(
    ("privacy", "region", "allowed"),
    [
        ("confidential", "eu", True),
        ("confidential", "us", False),
        ("confidential", "", True),
        ("internal", "us", True),
    ],
)
def test_confidential_data_stays_in_its_region(privacy, region, allowed):
    node = Node("a", "eu", privacy="confidential")
    assert Router(CASE_STUDY).admits(node, Request(1, "embed", privacy, region)) is allowed


def test_a_boost_of_more_than_1_makes_no_score_negative():
    policies = (RoutingPolicy(name="locality", extras={"same_region_boost": 5}),)
    assert choice(Node("a", "eu"), policies=policies, region="us").score == 0.0

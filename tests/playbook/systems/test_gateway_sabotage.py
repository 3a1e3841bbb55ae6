"""Each behaviour of the gateway is watched by a scenario: take it away, and that scenario fails.

The scenarios alone are evidence only if a wrong gateway does not pass them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from playbook.api import PlaybookRunner, analyse
from playbook.systems.gateway import calls, requests, routing, state
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.circuits import Circuits
from playbook.systems.gateway.estimates import Estimates
from playbook.systems.gateway.health import Monitor
from playbook.systems.gateway.requests import Requests
from playbook.systems.gateway.routing import POLICIES, Router
from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.statistics import Statistics, Window
from playbook.systems.gateway.system import FederationGateway

PLAYBOOK = analyse(
    (Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml").read_text()
).playbook
Sabotage = Callable[[pytest.MonkeyPatch], None]


def put(owner: object, name: str, value: object) -> Sabotage:
    return lambda patch: patch.setattr(owner, name, value)


def made_with(owner: type, **values: object) -> Sabotage:
    """Objects of the class begin with other values than they should."""
    original = owner.__init__

    def begin(self, *args, **kwargs):
        original(self, *args, **kwargs)
        for name, value in values.items():
            setattr(self, name, value(getattr(self, name)) if callable(value) else value)

    return put(owner, "__init__", begin)


def changed(owner: type, name: str, change: Callable[..., object]) -> Sabotage:
    """What a method returns is changed; the change also gets the method's object."""
    original = getattr(owner, name)
    return put(owner, name, lambda self, *args, **kw: change(self, original(self, *args, **kw)))


def nothing(*args: object, **kwargs: object) -> None:
    pass


def without(policy: str) -> Sabotage:
    place = POLICIES.index(policy)
    return made_with(Router, _weights=lambda weights: (*weights[:place], 0.0, *weights[place + 1 :]))


def limits(**values: int) -> Sabotage:
    return made_with(Circuits, limits=lambda given: replace(given, **values))


def fail_and_mark(self: FederationGateway, node: str) -> None:
    self._change(node, failing=True)
    self.gateway.monitor.nodes.put(node, replace(self.gateway.monitor.nodes.rows[node], healthy=False))


def opens_too_eagerly(self: Breaker, now: int, settings: object) -> Breaker:
    return Breaker("open", self.failures + 1, 0, now, now, now)


SABOTAGE: dict[str, tuple[Sabotage, tuple[str, ...]]] = {
    "a circuit never opens": (
        limits(failure_threshold=10**9),
        ("circuit_breaker_trip", "circuit_opens_within_a_request", "all_circuits_open"),
    ),
    "a circuit opens one failure too early": (
        limits(failure_threshold=4),
        ("failures_in_a_row_only", "retries_exhausted"),
    ),
    "a circuit opens at the first failure": (put(Breaker, "failed", opens_too_eagerly), ("retry_success",)),
    "a circuit never becomes half-open": (
        put(Circuits, "_rested", nothing),
        (
            "recovery_after_30_seconds",
            "half_open_needs_three_successes",
            "failed_probe_reopens",
            "no_capacity",
        ),
    ),
    "a circuit rests too short": (limits(reset_timeout_ms=29_999), ("recovery_after_30_seconds",)),
    "a circuit rests too long": (limits(reset_timeout_ms=30_001), ("recovery_after_30_seconds",)),
    "one success closes a half-open circuit": (
        limits(half_open_successes=1),
        ("half_open_needs_three_successes", "no_capacity"),
    ),
    "successes do not count": (
        put(Breaker, "succeeded", lambda self, settings: self),
        ("half_open_needs_three_successes", "failures_in_a_row_only"),
    ),
    "a success does not clear the failures before it": (
        changed(Breaker, "succeeded", lambda before, after: before if before.state == "closed" else after),
        ("failures_in_a_row_only", "retries_exhausted"),
    ),
    "a failed probe is overlooked": (
        changed(Breaker, "failed", lambda before, after: before if before.state == "half_open" else after),
        ("failed_probe_reopens",),
    ),
    "successes before a relapse still count": (
        put(Breaker, "half_opened", lambda self: replace(self, state="half_open", successes=1)),
        ("failed_probe_reopens", "half_open_needs_three_successes"),
    ),
    "the recovery counts from the last opening only": (
        changed(Breaker, "failed", lambda before, after: replace(after, broken_ms=after.opened_ms)),
        ("failed_probe_reopens",),
    ),
    "open circuits are called": (
        put(Circuits, "is_open", lambda self, node: False),
        ("no_capacity",),
    ),
    "privacy is ignored": (
        put(Router, "admits", lambda self, node, request: True),
        ("privacy_refuses_a_level", "privacy_keeps_data_in_its_region"),
    ),
    "confidential data goes abroad": (
        put(routing, "SOVEREIGN", "none of the levels"),
        ("privacy_keeps_data_in_its_region",),
    ),
    "the default level is ignored": (made_with(Router, default_level="public"), ("privacy_refuses_a_level",)),
    "weights are ignored": (
        made_with(Router, _weights=(1.0,) * 5),
        ("health_checks_take_a_node_out_and_back",),
    ),
    "health has no say": (without("health"), ("health_checks_take_a_node_out_and_back",)),
    "latency has no say": (without("latency"), ("latency_routing", "slow_node_loses_traffic")),
    "privacy has no say": (without("privacy"), ("privacy_prefers_more_protection",)),
    "locality has no say": (without("locality"), ("locality_routing",)),
    "cost has no say": (without("cost"), ("cost_routing",)),
    "a decision has no reason": (
        changed(Router, "decide", lambda router, decision: decision._replace(reason="because")),
        ("latency_routing", "locality_routing", "cost_routing", "queue_turns_traffic_away"),
    ),
    "the worst node is chosen": (
        changed(Router, "decide", lambda router, it: it._replace(node=min(it.scores, key=lambda s: s[1])[0])),
        ("latency_routing", "locality_routing", "cost_routing"),
    ),
    "a retry goes to the same node": (
        put(Requests, "_route", lambda self, tried, route=Requests._route: route(self, set())),
        ("retry_success", "retries_spread_over_the_nodes"),
    ),
    "there is no retry": (put(requests, "MAX_RETRIES", 0), ("retry_success", "retries_exhausted")),
    "there is one retry too many": (put(requests, "MAX_RETRIES", 4), ("retries_exhausted",)),
    "the pauses do not grow": (
        put(Requests, "_backoff", lambda self: 300),
        ("backoff_respects_the_cap",),
    ),
    "the pauses have no cap": (made_with(GatewayState, max_backoff_ms=10**9), ("backoff_respects_the_cap",)),
    "a request has no budget of time": (
        made_with(GatewayState, max_latency_ms=10**9),
        ("no_answer_in_time",),
    ),
    "a failing node is known at once": (
        put(FederationGateway, "fail_node", fail_and_mark),
        ("retry_success",),
    ),
    "a failure is never acknowledged": (
        changed(
            GatewayState, "end_request", lambda gateway, done: setattr(gateway, "failure_pending", False)
        ),
        ("retries_exhausted", "no_capacity", "success_budget_degraded"),
    ),
    "a response is never sent": (
        put(GatewayState, "finish_previous", nothing),
        ("cost_routing", "statistics"),
    ),
    "nothing is learnt from calls": (put(Estimates, "measured", nothing), ("slow_node_loses_traffic",)),
    "queues take no time": (put(calls, "wait_ms", lambda node, now: 0.0), ("queue_turns_traffic_away",)),
    "queues do not matter to routing": (
        put(state, "wait_ms", lambda node, now: 0.0),
        ("queue_turns_traffic_away",),
    ),
    "a load never ends": (put(calls, "load", lambda node, now: node.load), ("queue_turns_traffic_away",)),
    "health checks have no timeout": (
        made_with(Monitor, timeout_ms=10**9),
        ("health_checks_that_take_too_long",),
    ),
    "one failed check is enough": (
        made_with(Monitor, unhealthy_after=1),
        ("health_checks_take_a_node_out_and_back",),
    ),
    "one passed check is enough": (
        made_with(Monitor, healthy_after=1),
        ("health_checks_take_a_node_out_and_back",),
    ),
    "checks come at another pace": (
        made_with(Monitor, interval_ms=4_000),
        ("health_checks_take_a_node_out_and_back",),
    ),
    "an unhealthy node stays so": (
        made_with(Monitor, healthy_after=10**9),
        ("health_checks_take_a_node_out_and_back", "health_checks_that_take_too_long"),
    ),
    "tokens are counted twice": (
        changed(
            GatewayState,
            "generate",
            lambda gateway, done: setattr(gateway.stats, "tokens", gateway.stats.tokens + 1),
        ),
        ("streaming_tokens", "statistics"),
    ),
    "a stream takes no time": (
        put(
            requests,
            "draw_call",
            lambda node, tokens, now, chance: calls.draw_call(node, 1, now, chance),
        ),
        ("streaming_tokens",),
    ),
    "every request counts as served": (
        put(
            GatewayState,
            "end_request",
            lambda self, why="", end=GatewayState.end_request: end(self),
        ),
        ("request_before_the_first_model", "success_budget_degraded", "retries_exhausted"),
    ),
    "the success rate is always 1": (
        put(Statistics, "success_rate", lambda self: 1.0),
        ("success_budget_degraded", "no_capacity"),
    ),
    "every percentile is the median": (
        put(
            Window,
            "percentile",
            lambda self, rank: sorted(self.recent)[len(self.recent) // 2] if self.recent else 0.0,
        ),
        ("statistics",),
    ),
    "all calls take the same time": (put(calls, "_factor", lambda node, chance: 1.0), ("statistics",)),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_a_wrong_gateway_fails(monkeypatch, what):
    sabotage, scenarios = SABOTAGE[what]
    sabotage(monkeypatch)
    results = {name: PlaybookRunner(PLAYBOOK).run_scenario(name).verdict for name in scenarios}
    assert results == dict.fromkeys(scenarios, "failed")


def test_every_scenario_of_ours_is_needed():
    watched = {name for _, names in SABOTAGE.values() for name in names}
    assert {scenario.name for scenario in PLAYBOOK.scenarios} - watched == {"happy_path"}

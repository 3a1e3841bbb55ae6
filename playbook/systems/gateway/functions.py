"""What expressions may ask of the gateway: every function that the case study names, and more."""

from __future__ import annotations

from collections.abc import Callable

from playbook.expr.values import ValueProblem
from playbook.machine.port import Function
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.statistics import Window
from playbook.values import Value

_STATUSES = ("initializing", "ready", "busy", "degraded")
_CIRCUIT_STATES = ("closed", "open", "half_open")
_NODE_STATES = ("healthy", "unhealthy")


def functions(gateway: GatewayState) -> dict[str, Function]:
    """The functions by name, bound to one gateway."""
    return {
        **_requests(gateway),
        **_decisions(gateway),
        **_streams(gateway),
        **_nodes(gateway),
        **_of_one_node(gateway),
        **_circuits(gateway),
        **_figures(gateway),
    }


def _plain(call: Callable[[], Value], help: str, returns: str, choices: tuple[str, ...] = ()) -> Function:
    return Function(call, 0, 0, help, returns, choices)


def _about(call: Callable[..., Value], help: str, returns: str, choices: tuple[str, ...] = ()) -> Function:
    """A function of one node."""
    return Function(call, 1, 1, help, returns, choices)


def _of_node(call: Callable[..., Value], help: str, returns: str, choices: tuple[str, ...] = ()) -> Function:
    """A function of one node, or without an argument of the node last failed or selected."""
    return Function(call, 0, 1, help, returns, choices)


def _requests(g: GatewayState) -> dict[str, Function]:
    return {
        "gateway_status": _plain(g.status, "ready, busy, degraded or initializing", "text", _STATUSES),
        "active_requests": _plain(lambda: g.active, "requests in progress", "count"),
        "has_candidates": _plain(lambda: bool(g.candidates()), "whether any node may serve it", "boolean"),
        "candidate_count": _plain(
            lambda: len(g.candidates()), "nodes that may serve it, open circuits included", "count"
        ),
        "has_selected_node": _plain(lambda: bool(g.target), "whether a node was chosen", "boolean"),
        "selected_node": _plain(lambda: g.target or None, "the chosen node, or null", "text"),
        "request_error": _plain(lambda: g.error, "why the last request failed, or nothing", "text"),
        "retry_count": _plain(lambda: g.retries, "retries of the current or last request", "count"),
        "backoff_total_ms": _plain(
            lambda: g.backoff_ms, "pauses before the retries of that request, in ms", "count"
        ),
        "last_backoff_ms": _plain(lambda: g.last_backoff_ms, "the last of these pauses, in ms", "count"),
        "total_latency_ms": _plain(
            lambda: g.total_ms, "time of the last request from its arrival to its end, in ms", "count"
        ),
    }


def _decisions(g: GatewayState) -> dict[str, Function]:
    def reason() -> str:
        return g.decisions[0].reason if g.decisions else ""

    def score(node: str) -> float:
        _node(g, node)
        return round(dict(g.decisions[0].scores).get(node, 0.0), 3) if g.decisions else 0.0

    def decision(n: Value = 1) -> Value:
        if not isinstance(n, int) or isinstance(n, bool) or n < 1:
            raise ValueProblem(f"decision(n) counts back from 1, the latest; {n!r} is no such number")
        if n > len(g.decisions):
            return None
        found = g.decisions[n - 1]
        return {
            "request": found.request,
            "capability": found.capability,
            "node": found.node,
            "score": found.score,
            "reason": found.reason,
        }

    return {
        "routing_reason": _plain(reason, "why the last node was chosen", "text"),
        "score_of": _about(
            score, "the node's score in the last decision, 0 to 1; 0 where it was not weighed", "number"
        ),
        "decision": Function(
            decision, 0, 1, "a decision, 1 the latest: request, capability, node, score, reason", "any"
        ),
    }


def _streams(g: GatewayState) -> dict[str, Function]:
    def rate() -> float:
        if g.call is None or g.request is None or not g.call.stream_ms:
            return 0.0
        return 1000 * (g.request.tokens - 1) / g.call.stream_ms

    return {
        "active_streams": _plain(lambda: g.streams, "streams that are open", "count"),
        "tokens_generated": _plain(lambda: g.tokens, "tokens of the current or last stream", "count"),
        "tokens_per_sec": _plain(rate, "rate of that stream after its first token", "number"),
        "first_token_ms": _plain(
            lambda: g.call.first_token_ms if g.call else 0,
            "time from the start of the last call to its first token, in ms",
            "count",
        ),
        "queue_wait_ms": _plain(
            lambda: g.call.wait_ms if g.call else 0,
            "how long the last call waited in a queue, in ms",
            "count",
        ),
    }


def _nodes(g: GatewayState) -> dict[str, Function]:
    def healthy() -> int:
        return g.monitor.healthy

    return {
        "catalog_count": _plain(lambda: len(g.catalog.entries), "models registered", "count"),
        "healthy_node_count": _plain(healthy, "nodes that are healthy", "count"),
        "healthy_nodes": _plain(healthy, "nodes that are healthy", "count"),
        "total_nodes": _plain(lambda: len(g.catalog.nodes.rows), "nodes registered", "count"),
        "health_monitoring": _plain(lambda: g.monitor.running, "whether health checks run", "boolean"),
    }


def _of_one_node(g: GatewayState) -> dict[str, Function]:
    def healthy(node: str) -> bool:
        return g.monitor.nodes.rows[_node(g, node).name].healthy

    def window(node: str) -> Window:
        return g.estimates.window(_node(g, node).name)

    return {
        "node_is_healthy": _about(healthy, "one node's health", "boolean"),
        "node_state": _about(
            lambda node: _NODE_STATES[not healthy(node)], "healthy or unhealthy", "text", _NODE_STATES
        ),
        "failed_checks": _about(
            lambda node: g.monitor.nodes.rows[_node(g, node).name].failed_checks,
            "the node's failed health checks in a row",
            "count",
        ),
        "in_flight": _about(lambda node: g.in_flight(_node(g, node)), "requests that the node has", "count"),
        "queue_depth": _about(
            lambda node: g.queue_depth(_node(g, node)), "requests that wait at the node", "count"
        ),
        "call_count": _about(
            lambda node: g.estimates.calls.rows.get(_node(g, node).name, 0), "calls sent to the node", "count"
        ),
        "expected_latency_ms": _about(
            lambda node: float(g.estimates.expected_ms(_node(g, node))),
            "time of a usual answer that the gateway expects of the node, in ms",
            "number",
        ),
        "node_p50_ms": _about(
            lambda node: window(node).percentile(50), "median time of the node's calls, in ms", "number"
        ),
        "node_p99_ms": _about(
            lambda node: window(node).percentile(99), "99th percentile of them, in ms", "number"
        ),
    }


def _circuits(g: GatewayState) -> dict[str, Function]:
    circuits = g.circuits

    def circuit(node: str | None = None) -> Breaker:
        return circuits.of() if node is None else circuits.of(_node(g, node).name)

    def of_target() -> bool:
        return bool(g.target) and circuits.is_open(g.target)

    def remaining(node: str | None = None) -> int:
        return circuit(node).remaining(g.host.now(), circuits.limits)

    def probes() -> int:
        return 1 if circuits.of().state == "half_open" and g.serving != circuits.focus else 0

    return {
        "circuit_state": _of_node(
            lambda node=None: circuit(node).state, "closed, open or half_open", "text", _CIRCUIT_STATES
        ),
        "circuit_is_open": _of_node(
            lambda node=None: circuit(node).state == "open", "whether open", "boolean"
        ),
        "circuit_open_for_target": _plain(of_target, "whether the chosen node's circuit is open", "boolean"),
        "all_circuits_open": _plain(g.all_circuits_open, "whether no candidate can be called", "boolean"),
        "consecutive_failures": _of_node(
            lambda node=None: circuit(node).failures, "failures in a row", "count"
        ),
        "probe_successes": _of_node(
            lambda node=None: circuit(node).successes, "successes of a half-open circuit so far", "count"
        ),
        "failure_threshold": _plain(
            lambda: circuits.limits.failure_threshold, "failures that open a circuit", "count"
        ),
        "reset_timeout_remaining": _of_node(remaining, "milliseconds until it is half-open", "count"),
        "probe_requests_allowed": _plain(probes, "requests that a half-open circuit lets through", "count"),
    }


def _figures(g: GatewayState) -> dict[str, Function]:
    s = g.stats

    def at(rank: Value) -> float:
        if isinstance(rank, bool) or not isinstance(rank, int | float) or not 0 <= rank <= 100:
            raise ValueProblem(f"a percentile's rank is a number from 0 to 100, not {rank!r}")
        return s.latencies.percentile(rank)

    return {
        "stats_total": _plain(lambda: s.total, "requests so far", "count"),
        "stats_succeeded": _plain(lambda: s.succeeded, "requests that were served", "count"),
        "stats_failed": _plain(lambda: s.failed, "requests that failed", "count"),
        "stats_retries": _plain(lambda: s.retries, "retries of all requests", "count"),
        "stats_tokens": _plain(lambda: s.tokens, "tokens of all streams", "count"),
        "success_rate": _plain(lambda: s.success_rate(), "share of requests that succeeded", "number"),
        "routing_latency_ms": _plain(lambda: s.routing_ms, "time of the last routing decision", "number"),
        "mean_recovery_time_ms": _plain(
            lambda: s.mean_recovery_ms(), "mean time from a circuit's opening to its closing, in ms", "number"
        ),
        "requests_per_sec": _plain(
            lambda: s.per_second(g.host.now()), "requests per second, over the last ten", "number"
        ),
        "latency_p50_ms": _plain(lambda: at(50), "the 50th percentile of served requests, in ms", "number"),
        "latency_p99_ms": _plain(lambda: at(99), "the 99th percentile of them, in ms", "number"),
        "latency_percentile_ms": _about(at, "any percentile of them, rank 0 to 100, in ms", "number"),
    }


def _node(g: GatewayState, name: Value) -> Node:
    node = g.catalog.nodes.rows.get(name) if isinstance(name, str) else None
    if node is None:
        known = ", ".join(g.catalog.nodes.rows) or "none yet"
        raise ValueProblem(f"no node {name!r} is registered; there are: {known}")
    return node

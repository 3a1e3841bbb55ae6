"""What expressions may ask of the gateway: every function that the case study names, and a few more."""

from __future__ import annotations

from collections.abc import Callable

from playbook.expr.values import ValueProblem
from playbook.machine.port import Function
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.statistics import percentile
from playbook.values import Value


def functions(gateway: GatewayState) -> dict[str, Function]:
    """The functions by name, bound to one gateway."""
    return {**_requests(gateway), **_nodes(gateway), **_circuits(gateway), **_figures(gateway)}


_STATUSES = ("initializing", "ready", "busy", "degraded")
_CIRCUIT_STATES = ("closed", "open", "half_open")


def _plain(call: Callable[[], Value], help: str, returns: str, choices: tuple[str, ...] = ()) -> Function:
    return Function(call, 0, 0, help, returns, choices)


def _of_node(call: Callable[..., Value], help: str, returns: str, choices: tuple[str, ...] = ()) -> Function:
    """A function of one node, or without an argument of the node last failed or selected."""
    return Function(call, 0, 1, help, returns, choices)


def _requests(g: GatewayState) -> dict[str, Function]:
    def reason() -> str:
        return g.decisions[-1].reason if g.decisions else ""

    return {
        "gateway_status": _plain(
            lambda: _status(g), "ready, busy, degraded or initializing", "text", _STATUSES
        ),
        "active_requests": _plain(lambda: g.active, "requests in progress", "count"),
        "has_candidates": _plain(lambda: bool(g.candidates()), "whether any node may serve it", "boolean"),
        "has_selected_node": _plain(lambda: bool(g.target), "whether a node was chosen", "boolean"),
        "selected_node": _plain(lambda: g.target or None, "the chosen node, or null", "text"),
        "routing_reason": _plain(reason, "why the last node was chosen", "text"),
        "request_error": _plain(lambda: g.error, "why the last request failed, or nothing", "text"),
        "retry_count": _plain(lambda: g.retries, "retries of the current or last request", "count"),
        "active_streams": _plain(lambda: g.streams, "streams that are open", "count"),
        "tokens_generated": _plain(lambda: g.tokens, "tokens of the current or last stream", "count"),
    }


def _status(g: GatewayState) -> str:
    if not g.catalog.entries:
        return "initializing"
    if not any(node.healthy for node in g.catalog.nodes.values()):
        return "degraded"
    return "busy" if g.active else "ready"


def _nodes(g: GatewayState) -> dict[str, Function]:
    def healthy() -> int:
        return sum(node.healthy for node in g.catalog.nodes.values())

    return {
        "catalog_count": _plain(lambda: len(g.catalog.entries), "models registered", "count"),
        "healthy_node_count": _plain(healthy, "nodes that are healthy", "count"),
        "healthy_nodes": _plain(healthy, "nodes that are healthy", "count"),
        "total_nodes": _plain(lambda: len(g.catalog.nodes), "nodes registered", "count"),
        "health_monitoring": _plain(lambda: g.monitoring, "whether health checks run", "boolean"),
        "node_is_healthy": Function(
            lambda node: _node(g, node).healthy, 1, 1, "one node's health", "boolean"
        ),
    }


def _circuits(g: GatewayState) -> dict[str, Function]:
    def circuit(node: str | None = None) -> Breaker:
        if node is None:
            return g.breakers.get(g.focus, Breaker())
        _node(g, node)
        return g.breakers[node]

    def of_target() -> bool:
        return bool(g.target) and g.breakers[g.target].state == "open"

    def remaining(node: str | None = None) -> int:
        return circuit(node).remaining(g.host.now(), g.limits)

    def probes() -> int:
        return 1 if circuit().state == "half_open" else 0

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
        "failure_threshold": _plain(
            lambda: g.limits.failure_threshold, "failures that open a circuit", "count"
        ),
        "reset_timeout_remaining": _of_node(remaining, "milliseconds until it is half-open", "count"),
        "probe_requests_allowed": _plain(probes, "requests that a half-open circuit lets through", "count"),
    }


def _figures(g: GatewayState) -> dict[str, Function]:
    s = g.stats

    def latency(rank: float) -> Function:
        help = f"the {rank:g}th percentile, in ms"
        return _plain(lambda: percentile(g.stats.latencies, rank), help, "number")

    return {
        "stats_total": _plain(lambda: s.total, "requests so far", "count"),
        "stats_failed": _plain(lambda: s.failed, "requests that failed", "count"),
        "success_rate": _plain(lambda: s.success_rate(), "share of requests that succeeded", "number"),
        "routing_latency_ms": _plain(lambda: s.routing_ms, "time of the last routing decision", "number"),
        "mean_recovery_time_ms": _plain(
            lambda: s.mean_recovery_ms(), "mean time a circuit was open", "number"
        ),
        "requests_per_sec": _plain(lambda: s.per_second(g.host.now()), "requests per second", "number"),
        "latency_p50_ms": latency(50),
        "latency_p99_ms": latency(99),
    }


def _node(g: GatewayState, name: Value) -> Node:
    if not isinstance(name, str) or name not in g.catalog.nodes:
        known = ", ".join(g.catalog.nodes) or "none yet"
        raise ValueProblem(f"no node {name!r} is registered; there are: {known}")
    return g.catalog.nodes[name]

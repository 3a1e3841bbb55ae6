"""What the dashboard shows of the gateway: four panels, the statistics, the status bar's values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.statistics import percentile
from playbook.values import Value

Rows = Sequence[Mapping[str, Value]]

COLUMNS = {
    "catalog": ("Model", "Node", "Region", "Capabilities", "Status"),
    "health": ("Node", "State", "Latency P50", "Latency P99", "Queue"),
    "routing": ("Request", "Capability", "Selected", "Score", "Reason"),
    "circuits": ("Node", "State", "Failures", "Last Failure", "Reset In"),
    "stats": ("Requests", "Succeeded", "Failed", "Retries", "Tokens", "Success rate", "P50", "P99"),
}


def panels(g: GatewayState) -> dict[str, Rows]:
    """Rows by panel id, keyed by the case study's column titles."""
    return {
        "catalog": _catalog(g),
        "health": _health(g),
        "routing": _routing(g),
        "circuits": _circuits(g),
        "stats": [_stats(g)],
    }


def placeholders(g: GatewayState) -> dict[str, Callable[[], Value]]:
    """Values as the status bar words them: the success rate stands before a percent sign there."""
    return {
        "healthy_nodes": lambda: sum(node.healthy for node in g.catalog.nodes.values()),
        "total_nodes": lambda: len(g.catalog.nodes),
        "requests_per_sec": lambda: round(g.stats.per_second(g.host.now()), 1),
        "success_rate": lambda: round(g.stats.success_rate() * 100, 1),
    }


def _catalog(g: GatewayState) -> Rows:
    found: dict[tuple[str, str], Mapping[str, Value]] = {}
    for entry in g.catalog.entries:
        node = g.catalog.nodes[entry.node]
        found[entry.model, entry.node] = {
            "Model": entry.model,
            "Node": entry.node,
            "Region": node.region,
            "Capabilities": ", ".join(g.catalog.capabilities(entry.node, entry.model)),
            "Status": "available" if node.healthy else "unhealthy",
        }
    return list(found.values())


def _health(g: GatewayState) -> Rows:
    return [
        {
            "Node": node.name,
            "State": "healthy" if node.healthy else "unhealthy",
            "Latency P50": f"{percentile(node.latencies, 50):.0f} ms" if node.latencies else None,
            "Latency P99": f"{percentile(node.latencies, 99):.0f} ms" if node.latencies else None,
            "Queue": node.queue,
        }
        for node in g.catalog.nodes.values()
    ]


def _routing(g: GatewayState) -> Rows:
    return [
        {
            "Request": f"#{decision.request}",
            "Capability": decision.capability,
            "Selected": decision.node,
            "Score": f"{decision.score:.3f}",
            "Reason": decision.reason,
        }
        for decision in reversed(g.decisions)
    ]


def _circuits(g: GatewayState) -> Rows:
    rows: list[Mapping[str, Value]] = []
    for name, circuit in g.breakers.items():
        remaining = circuit.remaining(g.host.now(), g.limits)
        last = circuit.last_failure_ms
        rows.append(
            {
                "Node": name,
                "State": circuit.state.replace("_", "-"),
                "Failures": circuit.failures,
                "Last Failure": None if last is None else f"at {last / 1000:.1f} s",
                "Reset In": f"{remaining / 1000:.1f} s" if remaining else None,
            }
        )
    return rows


def _stats(g: GatewayState) -> Mapping[str, Value]:
    return {
        "Requests": g.stats.total,
        "Succeeded": g.stats.succeeded,
        "Failed": g.stats.failed,
        "Retries": g.stats.retries,
        "Tokens": g.stats.tokens,
        "Success rate": f"{g.stats.success_rate():.1%}",
        "P50": f"{percentile(g.stats.latencies, 50):.0f} ms",
        "P99": f"{percentile(g.stats.latencies, 99):.0f} ms",
    }

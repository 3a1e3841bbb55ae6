"""What the dashboard shows of the gateway: four panels, the statistics, the status bar's values.

It is asked after every step, so a panel is made anew only where what it shows has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playbook.systems.gateway.routing import Decision
from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.statistics import EMPTY, Window
from playbook.values import Value

Cells = Mapping[str, Value]
Rows = Sequence[Cells]

COLUMNS = {
    "catalog": ("Model", "Node", "Region", "Capabilities", "Status"),
    "health": ("Node", "State", "Latency P50", "Latency P99", "Queue"),
    "routing": ("Request", "Capability", "Selected", "Score", "Reason"),
    "circuits": ("Node", "State", "Failures", "Last Failure", "Reset In"),
    "stats": ("Requests", "Succeeded", "Failed", "Retries", "Tokens", "Success rate", "P50", "P99"),
}


class Panels:
    """The panels of one gateway, and what each was made from."""

    def __init__(self, gateway: GatewayState) -> None:
        self.gateway = gateway
        self._made: dict[str, tuple[object, Rows]] = {}
        self._nodes: dict[str, tuple[object, Cells]] = {}
        # By identity, with the decision itself so that its identity stays taken.
        self._lines: dict[int, tuple[Decision, Cells]] = {}

    def rows(self) -> dict[str, Rows]:
        """Rows by panel id, keyed by the case study's column titles."""
        g = self.gateway
        catalog = (g.catalog.entries, g.catalog.nodes.version, g.monitor.nodes.version)
        # Where no other clients load a node, nothing waits there.
        queues = [g.queue_depth(node) for node in g.catalog.nodes.rows.values() if node.load]
        health = (g.monitor.nodes.version, g.estimates.windows.version, g.catalog.nodes.version, queues)
        circuits = (g.circuits.breakers.version, self._resting())
        return {
            "catalog": self._kept("catalog", catalog, self._catalog),
            "health": self._kept("health", health, self._health),
            "routing": self._kept("routing", g.decisions, self._routing),
            "circuits": self._kept("circuits", circuits, self._circuits),
            "stats": self._kept("stats", g.stats.counts(), self._stats),
        }

    def _kept(self, panel: str, source: object, make: Callable[[], Rows]) -> Rows:
        made = self._made.get(panel)
        if made is None or made[0] != source:
            made = self._made[panel] = (source, make())
        return made[1]

    def _resting(self) -> int:
        """The time where some circuit's rest runs out, else nothing that changes."""
        g = self.gateway
        made = self._made.get("circuits")
        shown = made[1] if made else ()
        return g.host.now() if any(row["Reset In"] for row in shown) else -1

    def _catalog(self) -> Rows:
        g = self.gateway
        capabilities: dict[tuple[str, str], list[str]] = {}
        for entry in g.catalog.entries:
            capabilities.setdefault((entry.model, entry.node), []).append(entry.capability)
        return [
            {
                "Model": model,
                "Node": node,
                "Region": g.catalog.nodes.rows[node].region,
                "Capabilities": ", ".join(names),
                "Status": "available" if g.monitor.nodes.rows[node].healthy else "unhealthy",
            }
            for (model, node), names in capabilities.items()
        ]

    def _health(self) -> Rows:
        """A row is made anew only for a node that something has happened to."""
        g = self.gateway
        health, windows, known = g.monitor.nodes.rows, g.estimates.windows.rows, self._nodes
        rows: list[Cells] = []
        for name, node in g.catalog.nodes.rows.items():
            source = (health[name].healthy, windows.get(name, EMPTY), g.queue_depth(node) if node.load else 0)
            made = known.get(name)
            if made is None or made[0] != source:
                made = known[name] = (source, _node(name, *source))
            rows.append(made[1])
        return rows

    def _routing(self) -> Rows:
        known = self._lines
        self._lines = {
            id(decision): known.get(id(decision)) or (decision, _line(decision))
            for decision in self.gateway.decisions
        }
        return [cells for _, cells in self._lines.values()]

    def _circuits(self) -> Rows:
        g = self.gateway
        rows: list[Cells] = []
        for name, circuit in g.circuits.breakers.rows.items():
            remaining = circuit.remaining(g.host.now(), g.circuits.limits) if circuit.state == "open" else 0
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

    def _stats(self) -> Rows:
        stats = self.gateway.stats
        return [
            {
                "Requests": stats.total,
                "Succeeded": stats.succeeded,
                "Failed": stats.failed,
                "Retries": stats.retries,
                "Tokens": stats.tokens,
                "Success rate": f"{stats.success_rate():.1%}",
                "P50": f"{stats.latencies.percentile(50):.0f} ms",
                "P99": f"{stats.latencies.percentile(99):.0f} ms",
            }
        ]


def _node(name: str, healthy: bool, window: Window, queue: int) -> Cells:
    return {
        "Node": name,
        "State": "healthy" if healthy else "unhealthy",
        "Latency P50": f"{window.percentile(50):.0f} ms" if window.recent else None,
        "Latency P99": f"{window.percentile(99):.0f} ms" if window.recent else None,
        "Queue": queue,
    }


def _line(decision: Decision) -> Cells:
    return {
        "Request": f"#{decision.request}",
        "Capability": decision.capability,
        "Selected": decision.node,
        "Score": f"{decision.score:.3f}",
        "Reason": decision.reason,
    }


def placeholders(g: GatewayState) -> dict[str, Callable[[], Value]]:
    """Values as the status bar words them: the success rate stands before a percent sign there."""
    return {
        "healthy_nodes": lambda: g.monitor.healthy,
        "total_nodes": lambda: len(g.catalog.nodes.rows),
        "requests_per_sec": lambda: round(g.stats.per_second(g.host.now()), 1),
        "success_rate": lambda: round(g.stats.success_rate() * 100, 1),
    }

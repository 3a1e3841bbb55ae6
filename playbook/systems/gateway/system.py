"""The federation gateway of the case study, as a system under test (LANGUAGE.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from playbook.document.model import Playbook
from playbook.limits import MAX_WAIT_MS
from playbook.machine.port import Action, ActionError, Function, Host
from playbook.systems.gateway.calls import USUAL_TOKENS
from playbook.systems.gateway.catalog import Entry, Node, region_of
from playbook.systems.gateway.functions import functions
from playbook.systems.gateway.offers import OFFERED, actions, check_level, check_name, check_range
from playbook.systems.gateway.panels import COLUMNS, Panels, placeholders
from playbook.systems.gateway.requests import Requests
from playbook.systems.gateway.state import GatewayState
from playbook.values import Value

MAX_COST = MAX_RATE = MAX_TOKENS = MAX_LOAD = 1_000_000
# Slower than that is failing.
MAX_SLOWNESS = 10_000


class FederationGateway:
    """Simulates the gateway: catalog, health, routing, retries, circuit breakers, queues, streams.

    It is driven by actions and follows the machine's transitions; it knows nothing of scenarios.
    """

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        self.gateway = GatewayState(playbook, seed)
        self.requests = Requests(self.gateway)
        self.functions: Mapping[str, Function] = functions(self.gateway)
        self.placeholders = placeholders(self.gateway)
        self.columns: Mapping[str, tuple[str, ...]] = COLUMNS
        self.actions: Mapping[str, Action] = actions({name: getattr(self, name) for name in OFFERED})
        self._panels = Panels(self.gateway)

    # The six actions of the case study.

    def register_model(
        self,
        model: str,
        node: str,
        capability: str,
        region: str | None = None,
        privacy: str | None = None,
        latency_ms: float | None = None,
        cost: float | None = None,
        p99_ms: float | None = None,
        first_token_ms: float | None = None,
        tokens_per_s: float | None = None,
        capacity: int | None = None,
    ) -> None:
        check_name("node", node)
        given = {
            "region": region or None,
            "privacy": privacy,
            "latency_ms": latency_ms,
            "cost": cost,
            "p99_ms": p99_ms,
            "first_token_ms": first_token_ms,
            "tokens_per_s": tokens_per_s,
            "capacity": capacity,
        }
        news: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        known = self.gateway.catalog.nodes.rows.get(node) or Node(node, region_of(node))
        registered = replace(known, **news)
        _check_node(registered)
        self.gateway.register(Entry(model, node, capability), registered)
        self.gateway.host.emit("model_registered", f"{model} on {node}")

    def start_health_monitoring(self) -> None:
        self.gateway.monitor.start()

    def send_request(
        self, capability: str, privacy: str = "", region: str = "", tokens: int = USUAL_TOKENS
    ) -> None:
        if privacy:
            check_level(privacy)
        check_range("tokens", tokens, MAX_TOKENS, 1)
        self.requests.send(capability, privacy, region, tokens)

    def fail_node(self, node: str) -> None:
        self._change(node, failing=True)

    def record_failure(self, node: str) -> None:
        gateway = self.gateway
        gateway.node(node)
        awaited = gateway.circuits.probed == node
        if gateway.circuits.failed(node):
            event = "probe_failed" if awaited else "failure_threshold_exceeded"
            gateway.host.emit(event, f"{node} failed" if awaited else f"{node} failed too often")

    def wait(self, duration_ms: float) -> None:
        check_range("duration_ms", duration_ms, MAX_WAIT_MS)
        self.gateway.finish_previous()
        self.gateway.host.advance(int(duration_ms))

    # What a test needs besides: trouble that comes and goes.

    def recover_node(self, node: str) -> None:
        self._change(node, failing=False, slowness=1.0)

    def slow_node(self, node: str, factor: float) -> None:
        check_range("factor", factor, MAX_SLOWNESS)
        self._change(node, slowness=factor)

    def set_load(self, node: str, requests: int, duration_ms: float | None = None) -> None:
        check_range("requests", requests, MAX_LOAD)
        until = 0
        if duration_ms is not None:
            check_range("duration_ms", duration_ms, MAX_WAIT_MS, 1)
            until = self.gateway.host.now() + int(duration_ms)
        self._change(node, load=requests, load_until_ms=until)

    def _change(self, node: str, **changes: Any) -> None:
        self.gateway.catalog.nodes.put(node, replace(self.gateway.node(node), **changes))

    # port.System

    def attach(self, host: Host) -> None:
        self.gateway.machine.host = host

    def entered(self, state: str) -> None:
        self.gateway.machine.entered(state)

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        return self._panels.rows()

    def snapshot(self) -> Any:
        """Immutable, and shares what does not change: it costs less than a copy, and may be kept."""
        return self.gateway.snapshot()

    def restore(self, snapshot: Any) -> None:
        self.gateway.restore(snapshot)


def _check_node(node: Node) -> None:
    """Raises ActionError for figures that no node can have."""
    check_level(node.privacy)
    check_range("latency_ms", node.latency_ms, MAX_WAIT_MS)
    check_range("cost", node.cost, MAX_COST)
    check_range("capacity", node.capacity, MAX_LOAD, 1)
    if node.first_token_ms is not None:
        check_range("first_token_ms", node.first_token_ms, MAX_WAIT_MS)
    if node.tokens_per_s:
        check_range("tokens_per_s", node.tokens_per_s, MAX_RATE, 0.1)
    if node.p99_ms:
        check_range("p99_ms", node.p99_ms, MAX_WAIT_MS)
        if not 1 <= node.latency_ms <= node.p99_ms:
            raise ActionError(f'"latency_ms" ({node.latency_ms:g}) must be 1 to "p99_ms" ({node.p99_ms:g})')

"""The federation gateway of the case study, as a system under test (LANGUAGE.md section 5)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from playbook.document.model import Playbook
from playbook.limits import MAX_WAIT_MS
from playbook.machine.port import Action, ActionError, Function, Host
from playbook.signatures import Parameter
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.catalog import LEVELS, Entry, Node, region_of
from playbook.systems.gateway.functions import functions
from playbook.systems.gateway.panels import COLUMNS, panels, placeholders
from playbook.systems.gateway.requests import Requests
from playbook.systems.gateway.routing import Decision, Request
from playbook.systems.gateway.state import GatewayState
from playbook.values import Value

MAX_COST = 1_000_000
_NODE = Parameter("node", "text", help="the node's name, such as us-west-1")


class FederationGateway:
    """Simulates the gateway: catalog, health, routing, retries, circuit breakers, streams.

    It is driven by actions and follows the machine's transitions; it knows nothing of scenarios.
    """

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        self.gateway = GatewayState(playbook, seed)
        self.requests = Requests(self.gateway)
        self.functions: Mapping[str, Function] = functions(self.gateway)
        self.placeholders = placeholders(self.gateway)
        self.columns: Mapping[str, tuple[str, ...]] = COLUMNS
        self.actions: Mapping[str, Action] = self._actions()

    def _actions(self) -> dict[str, Action]:
        text = Parameter
        return {
            "register_model": Action(
                self.register_model,
                (
                    text("model", "text", help="the model's name"),
                    _NODE,
                    text("capability", "text", help="what it can do"),
                    text("region", "text", False, "where the node is; else read from its name"),
                    text("privacy", "text", False, "public, internal or confidential"),
                    text("latency_ms", "number", False, "typical time of a call"),
                    text("cost", "number", False, "relative cost of a call"),
                ),
                "Register a model on a node.",
            ),
            "start_health_monitoring": Action(self.start_health_monitoring, (), "Start health checks."),
            "send_request": Action(
                self.send_request,
                (
                    text("capability", "text", help="what the request needs"),
                    text("privacy", "text", False, "the least privacy level of a node"),
                    text("region", "text", False, "where the request comes from"),
                ),
                "Send an inference request.",
            ),
            "fail_node": Action(self.fail_node, (_NODE,), "Calls to the node fail from now on."),
            "record_failure": Action(
                self.record_failure, (_NODE,), "Record a failure for the circuit breaker."
            ),
            "wait": Action(
                self.wait,
                (text("duration_ms", "number", help="milliseconds of virtual time"),),
                "Let virtual time pass.",
            ),
        }

    # The six actions.

    def register_model(
        self,
        model: str,
        node: str,
        capability: str,
        region: str = "",
        privacy: str = "internal",
        latency_ms: float = 120.0,
        cost: float = 1.0,
    ) -> None:
        gateway = self.gateway
        _check_level(privacy)
        _check_range("latency_ms", latency_ms, MAX_WAIT_MS)
        _check_range("cost", cost, MAX_COST)
        known = Node(node, region or region_of(node), privacy, latency_ms, cost)
        gateway.catalog.register(Entry(model, node, capability), known)
        gateway.breakers.setdefault(node, Breaker())
        gateway.host.emit("model_registered", f"{model} on {node}")

    def start_health_monitoring(self) -> None:
        self.gateway.start_monitoring()

    def send_request(self, capability: str, privacy: str = "", region: str = "") -> None:
        if privacy:
            _check_level(privacy)
        self.requests.send(capability, privacy, region)

    def fail_node(self, node: str) -> None:
        self.gateway.node(node).failing = True

    def record_failure(self, node: str) -> None:
        self.gateway.node(node)
        if self.gateway.record_failure(node):
            self.gateway.host.emit("failure_threshold_exceeded", f"{node} failed too often")

    def wait(self, duration_ms: float) -> None:
        _check_range("duration_ms", duration_ms, MAX_WAIT_MS)
        self.gateway.finish_previous()
        self.gateway.host.advance(int(duration_ms))

    # port.System

    def attach(self, host: Host) -> None:
        self.gateway.host = host

    def entered(self, state: str) -> None:
        self.gateway.entered(state)

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        return panels(self.gateway)

    def snapshot(self) -> Value:
        gateway = self.gateway
        data: dict[str, Any] = {name: getattr(gateway, name) for name in _PLAIN}
        data["request"] = asdict(gateway.request) if gateway.request else None
        data["catalog"] = gateway.catalog.snapshot()
        data["breakers"] = {name: asdict(circuit) for name, circuit in gateway.breakers.items()}
        data["stats"] = gateway.stats.snapshot()
        data["decisions"] = [asdict(decision) for decision in gateway.decisions]
        version, internal, gauss = gateway.random.getstate()
        data["random"] = [version, list(internal), gauss]
        return data

    def restore(self, snapshot: Value) -> None:
        assert isinstance(snapshot, dict)
        data: dict[str, Any] = snapshot
        gateway = self.gateway
        for name in _PLAIN:
            setattr(gateway, name, data[name])
        gateway.request = Request(**data["request"]) if data["request"] else None
        gateway.catalog.restore(data["catalog"])
        gateway.breakers = {name: Breaker(**circuit) for name, circuit in data["breakers"].items()}
        for name, value in data["stats"].items():
            setattr(gateway.stats, name, list(value) if isinstance(value, list) else value)
        gateway.decisions = [Decision(**decision) for decision in data["decisions"]]
        version, internal, gauss = data["random"]
        gateway.random.setstate((version, tuple(internal), gauss))


_PLAIN = (
    "active",
    "streams",
    "tokens",
    "retries",
    "target",
    "queued",
    "error",
    "focus",
    "state",
    "entries",
    "monitoring",
    "response_pending",
    "failure_pending",
    "probing",
)


def _check_level(privacy: str) -> None:
    if privacy not in LEVELS:
        raise ActionError(f'there is no privacy level "{privacy}"; there are: {", ".join(LEVELS)}')


def _check_range(name: str, value: float, most: int) -> None:
    if not (math.isfinite(value) and 0 <= value <= most):
        raise ActionError(f'"{name}" must be 0 to {most:,}, not {value}')

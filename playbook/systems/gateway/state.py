"""Everything that the gateway knows, and the small changes that its actions are made of."""

from __future__ import annotations

import math
import random

from playbook.document.model import Playbook, RoutingPolicy
from playbook.machine.port import ActionError, Host
from playbook.systems.gateway import breaker
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.catalog import Catalog, Node
from playbook.systems.gateway.routing import POLICIES, Decision, Request, admitted
from playbook.systems.gateway.statistics import Statistics
from playbook.values import Value

KEPT_DECISIONS = 20
KEPT_LATENCIES = 200


class GatewayState:
    """The gateway's memory; times in virtual milliseconds."""

    host: Host

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        sections = playbook.sections
        self.limits = breaker.settings(sections.get("circuit_breaker"))
        self.policies = playbook.routing_policies or tuple(RoutingPolicy(name=n) for n in POLICIES)
        self.max_backoff_ms = number(sections.get("performance"), "max_retry_backoff_ms", 1_000)
        health = sections.get("health")
        # Never 0: a check that follows the last one at once would hold virtual time still for ever.
        self.check_interval_ms = max(1, int(number(health, "check_interval_ms", 5_000)))
        self.unhealthy_after = int(number(health, "unhealthy_threshold", 3))
        self.healthy_after = int(number(health, "healthy_threshold", 2))
        self.random = random.Random(seed)
        self.catalog = Catalog()
        self.breakers: dict[str, Breaker] = {}
        self.stats = Statistics()
        self.decisions: list[Decision] = []
        self.request: Request | None = None
        self.active = 0
        self.streams = 0
        self.tokens = 0
        self.retries = 0
        self.target = ""
        # Where the current request waits or is served.
        self.queued = ""
        # Why the current or last request failed.
        self.error = ""
        # The node that a question without an argument speaks of: last failed or selected.
        self.focus = ""
        self.state = ""
        self.entries = 0
        self.monitoring = False
        self.response_pending = False
        self.failure_pending = False
        self.probing = False

    # Following the machine.

    def entered(self, state: str) -> None:
        self.state = state
        self.entries += 1

    def follow(self, event: str, cause: str = "") -> bool:
        """Emit an event and settle; whether the machine entered a state because of it."""
        before = self.entries
        self.host.emit(event, cause)
        self.host.settle()
        return self.entries != before

    def finish_previous(self) -> None:
        """What the last request left for the next one or for a tick to do."""
        if self.response_pending:
            self.response_pending = False
            self.follow("response_sent", "the client has the response")
        if self.failure_pending:
            self.failure_pending = False
            self.follow("failure_acknowledged", "the client has seen the failure")

    # A request.

    def begin_request(self, request: Request) -> None:
        self.request = request
        self.active += 1
        self.retries = 0
        self.tokens = 0
        self.target = self.error = ""
        self.stats.total += 1

    def candidates(self) -> list[Node]:
        """Nodes that may serve the current request, open circuits included."""
        if self.request is None:
            return []
        offering = self.catalog.offering(self.request.capability)
        return [node for node in offering if admitted(node, self.request, self.policies)]

    def routing_time(self) -> int:
        """A decision takes a millisecond and a little more for every ten candidates."""
        self.stats.routing_ms = 1.0 + len(self.candidates()) // 10
        return int(self.stats.routing_ms)

    def select(self, decision: Decision) -> None:
        self.target = self.focus = decision.node
        self.queued = decision.node
        self.catalog.nodes[decision.node].queue += 1
        self.decisions = [*self.decisions, decision][-KEPT_DECISIONS:]

    def leave_queue(self) -> None:
        """The selected node has answered, or failed to."""
        if self.queued:
            self.catalog.nodes[self.queued].queue -= 1
            self.queued = ""

    def call_time(self, node: Node) -> int:
        """The node's latency, give or take a fifth; seeded, so the same in every run."""
        return max(1, round(node.latency_ms * self.random.uniform(0.8, 1.2)))

    def count_retry(self) -> None:
        self.retries += 1
        self.stats.retries += 1

    def open_stream(self) -> None:
        self.streams += 1

    def generate(self, tokens: int) -> None:
        self.tokens += tokens
        self.stats.tokens += tokens

    def close_stream(self) -> None:
        self.streams -= 1

    def end_request(self, *, success: bool, why: str) -> None:
        self.active -= 1
        self.leave_queue()
        if success:
            self.stats.succeeded += 1
        else:
            self.stats.failed += 1
            self.error = why
            self.failure_pending = self.state == "failed"

    # Failure and recovery.

    def node(self, name: str) -> Node:
        """A registered node. Raises ActionError for any other."""
        if name not in self.catalog.nodes:
            known = ", ".join(self.catalog.nodes) or "none yet"
            raise ActionError(f'no node "{name}" is registered; there are: {known}')
        return self.catalog.nodes[name]

    def record_failure(self, name: str) -> bool:
        """Count a failed call; True where it opens the node's circuit.

        A node whose circuit stays closed does not take the focus from one that is open or half-open:
        the machine stands in a state that speaks of that one.
        """
        circuit = self.breakers[name]
        opened = circuit.fail(self.host.now(), self.limits)
        leading = self.breakers.get(self.focus)
        if circuit.state != "closed" or leading is None or leading.state == "closed":
            self.focus = name
        if opened:
            self.probing = False
            self.host.after(self.limits.reset_timeout_ms, lambda: self._half_open(name))
        return opened

    def record_success(self, node: Node, latency: int) -> bool:
        """Count a call that worked; True where it closes the node's circuit."""
        circuit = self.breakers[node.name]
        opened_ms = circuit.opened_ms
        node.latencies = [*node.latencies, float(latency)][-KEPT_LATENCIES:]
        self.stats.latencies = [*self.stats.latencies, float(latency)][-KEPT_LATENCIES:]
        closed = circuit.succeed(self.limits)
        if closed:
            self.probing = False
            self.stats.recoveries.append(float(self.host.now() - (opened_ms or 0)))
        return closed

    def _half_open(self, name: str) -> None:
        circuit = self.breakers[name]
        if circuit.state == "open" and circuit.remaining(self.host.now(), self.limits) == 0:
            circuit.half_open()
            before, self.focus = self.focus, name
            if self.follow("reset_timeout_elapsed", f"{name} may be tried again"):
                self.probing = True
            else:
                self.focus = before

    def probed_node(self) -> Node | None:
        """The half-open node that the machine waits for, if any: a request to it is a probe."""
        circuit = self.breakers.get(self.focus)
        if not self.probing or circuit is None or circuit.state != "half_open":
            return None
        return self.catalog.nodes[self.focus]

    def all_circuits_open(self) -> bool:
        """Whether no candidate (outside a request: no node) has a circuit that lets calls through."""
        nodes = self.candidates() if self.active else list(self.catalog.nodes.values())
        return bool(nodes) and all(self.breakers[node.name].state == "open" for node in nodes)

    # Health.

    def start_monitoring(self) -> None:
        if not self.monitoring:
            self.monitoring = True
            self.host.after(self.check_interval_ms, self._check_health)

    def _check_health(self) -> None:
        for node in self.catalog.nodes.values():
            if node.failing:
                node.failed_checks, node.passed_checks = node.failed_checks + 1, 0
                node.healthy = node.healthy and node.failed_checks < self.unhealthy_after
            else:
                node.failed_checks, node.passed_checks = 0, node.passed_checks + 1
                node.healthy = node.healthy or node.passed_checks >= self.healthy_after
        self.host.after(self.check_interval_ms, self._check_health)


def number(section: Value, name: str, default: float) -> float:
    """A finite number of a section, or the default."""
    value = section.get(name) if isinstance(section, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return default

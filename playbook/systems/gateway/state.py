"""Everything that the gateway knows, and the small changes that its actions are made of."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from playbook.document.model import Playbook, RoutingPolicy
from playbook.machine.port import ActionError, Host
from playbook.systems.gateway import breaker
from playbook.systems.gateway.calls import Call, load, wait_ms
from playbook.systems.gateway.catalog import Catalog, Entry, Node
from playbook.systems.gateway.chance import Chance
from playbook.systems.gateway.circuits import Circuits
from playbook.systems.gateway.estimates import Estimates
from playbook.systems.gateway.following import Follower
from playbook.systems.gateway.health import Monitor, number
from playbook.systems.gateway.routing import POLICIES, Decision, Request, Router, Seen
from playbook.systems.gateway.statistics import Statistics

KEPT_DECISIONS = 20


class GatewayState:
    """The gateway's memory; times in virtual milliseconds."""

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        sections = playbook.sections
        performance = sections.get("performance")
        self.max_backoff_ms = number(performance, "max_retry_backoff_ms", 1_000)
        self.max_latency_ms = number(performance, "max_total_latency_ms", 30_000)
        self.router = Router(
            playbook.routing_policies or tuple(RoutingPolicy(name=name) for name in POLICIES)
        )
        self.machine = Follower()
        self.follow = self.machine.follow
        self.chance = Chance(seed)
        self.catalog = Catalog()
        self.stats = Statistics()
        self.estimates = Estimates()
        limits = breaker.settings(sections.get("circuit_breaker"))
        self.circuits = Circuits(self.machine, limits, self.stats)
        self.monitor = Monitor(
            sections.get("health"), self.machine, self.catalog, self.chance, self.estimates
        )
        # Kept between requests, for questions about the last one.
        self.decisions: tuple[Decision, ...] = ()
        self.request: Request | None = None
        self.started_ms = 0
        self.active = 0
        self.streams = 0
        self.tokens = 0
        self.retries = 0
        self.backoff_ms = 0
        self.last_backoff_ms = 0
        self.total_ms = 0
        self.call: Call | None = None
        self.target = ""
        # The node that has the current request in hand.
        self.serving = ""
        # Why the current or last request failed.
        self.error = ""
        self.response_pending = False
        self.failure_pending = False
        self._forget_candidates()

    @property
    def host(self) -> Host:
        return self.machine.host

    # Nodes.

    def register(self, entry: Entry, node: Node) -> None:
        before = self.catalog.nodes.rows.get(node.name)
        self.catalog.register(entry, node)
        self.circuits.add(node.name)
        self.monitor.add(node.name)
        if before is not None and _speed(before) != _speed(node):
            self.estimates.forget(node.name)
        self._forget_candidates()

    def node(self, name: str) -> Node:
        """A registered node. Raises ActionError for any other."""
        node = self.catalog.nodes.rows.get(name)
        if node is None:
            known = ", ".join(self.catalog.nodes.rows) or "none yet"
            raise ActionError(f'no node "{name}" is registered; there are: {known}')
        return node

    def _forget_candidates(self) -> None:
        self._candidates: tuple[str, ...] | None = None
        # By capability, privacy and region, until another node is registered.
        self._admissions: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def candidates(self) -> tuple[str, ...]:
        """Names of the nodes that may serve the current or last request, open circuits included."""
        if self._candidates is None:
            self._candidates = self._admitted(self.request) if self.request else ()
        return self._candidates

    def _admitted(self, request: Request) -> tuple[str, ...]:
        kind = (request.capability, request.privacy, request.region)
        known = self._admissions.get(kind)
        if known is not None:
            return known
        nodes, admits = self.catalog.nodes.rows, self.router.admits
        found = tuple(
            [name for name in self.catalog.offering(request.capability) if admits(nodes[name], request)]
        )
        self._admissions[kind] = found
        return found

    def seen(self, names: Iterable[str]) -> list[Seen]:
        """Nodes as the router weighs them."""
        nodes, health = self.catalog.nodes.rows, self.monitor.nodes.rows
        breakers, expected_ms, now = self.circuits.breakers.rows, self.estimates.expected_ms, self.host.now()
        return [
            Seen(
                node := nodes[name],
                expected_ms(node),
                wait_ms(node, now) if node.load else 0.0,
                health[name].healthy,
                breakers[name].state == "half_open",
            )
            for name in names
        ]

    def in_flight(self, node: Node) -> int:
        """Requests that a node has in hand, those of other clients and ours."""
        own = 1 if self.serving == node.name else 0
        return own + (load(node, self.host.now()) if node.load else 0)

    def queue_depth(self, node: Node) -> int:
        """Requests that wait at a node."""
        return max(0, self.in_flight(node) - node.capacity)

    def all_circuits_open(self) -> bool:
        """Whether no candidate (outside a request: no node) has a circuit that lets calls through."""
        names = self.candidates() if self.active else self.catalog.nodes.rows
        rows = self.circuits.breakers.rows
        for name in names:
            if rows[name].state != "open":
                return False
        return bool(names)

    def status(self) -> str:
        """In one word, as `gateway_status()` says it."""
        if not self.catalog.entries:
            return "initializing"
        if not self.monitor.healthy:
            return "degraded"
        return "busy" if self.active else "ready"

    # A request.

    def finish_previous(self) -> None:
        """The last response is sent, or the last failure seen, when the next thing happens."""
        if self.response_pending:
            self.response_pending = False
            self.follow("response_sent", "the client has the whole answer")
        if self.failure_pending:
            self.failure_pending = False
            self.follow("failure_acknowledged", "the client has seen the failure")

    def begin_request(self, request: Request) -> None:
        self.request = request
        self._candidates = None
        self.started_ms = self.host.now()
        self.active += 1
        self.retries = self.tokens = self.backoff_ms = self.last_backoff_ms = self.total_ms = 0
        self.call = None
        self.target = self.error = ""
        self.stats.begun(self.started_ms)

    def routing_time(self) -> int:
        """A decision takes a millisecond and one more for every ten candidates."""
        time = 1 + len(self.candidates()) // 10
        self.stats.routing_ms = float(time)
        return time

    def select(self, decision: Decision) -> None:
        self.target = self.serving = self.circuits.focus = decision.node
        self.estimates.called(decision.node)
        self.decisions = (decision, *self.decisions[: KEPT_DECISIONS - 1])

    def generate(self, tokens: int) -> None:
        self.tokens += tokens
        self.stats.tokens += tokens

    def end_request(self, why: str = "") -> None:
        """The current request is over: served, or failed for the reason given."""
        self.active -= 1
        self.serving = ""
        self.total_ms = self.host.now() - self.started_ms
        if why:
            self.stats.failed += 1
            self.error = why
        else:
            self.stats.succeeded += 1
            self.stats.latencies = self.stats.latencies.add(float(self.total_ms))

    # Back and forth in time.

    def snapshot(self) -> tuple[Any, ...]:
        return (
            _PLAIN(self),
            (self.machine.entries, self.machine.state, self.chance.drawn),
            self.catalog.snapshot(),
            self.circuits.snapshot(),
            self.monitor.snapshot(),
            self.estimates.snapshot(),
            self.stats.snapshot(),
        )

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        plain, counters, catalog, circuits, monitor, estimates, stats = snapshot
        for name, value in zip(_NAMES, plain, strict=True):
            setattr(self, name, value)
        self.machine.entries, self.machine.state, self.chance.drawn = counters
        self.catalog.restore(catalog)
        self._admissions = {}
        self.circuits.restore(circuits)
        self.monitor.restore(monitor)
        self.estimates.restore(estimates)
        self.stats.restore(stats)


def _speed(node: Node) -> tuple[object, ...]:
    return node.latency_ms, node.p99_ms, node.first_token_ms, node.tokens_per_s


_NAMES = (
    "decisions",
    "request",
    "started_ms",
    "active",
    "streams",
    "tokens",
    "retries",
    "backoff_ms",
    "last_backoff_ms",
    "total_ms",
    "call",
    "target",
    "serving",
    "error",
    "response_pending",
    "failure_pending",
    "_candidates",
)
_PLAIN = attrgetter(*_NAMES)

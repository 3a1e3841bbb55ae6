"""One request through the gateway: routing, attempts with back-off, the stream of tokens.

Every stage emits its event and lets the machine settle; the gateway goes on only where the machine
followed. So the playbook decides what may happen, and a broken guard stalls the request.
"""

from __future__ import annotations

from dataclasses import replace

from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.routing import Decision, Request, decide
from playbook.systems.gateway.state import GatewayState

MAX_RETRIES = 3
FIRST_BACKOFF_MS = 100
FAILED_CALL_MS = 50
CHUNKS = 4


class Requests:
    """Carries out `send_request` on the gateway's state."""

    def __init__(self, gateway: GatewayState) -> None:
        self.gateway = gateway

    def send(self, capability: str, privacy: str, region: str) -> None:
        gateway = self.gateway
        gateway.finish_previous()
        gateway.begin_request(Request(gateway.stats.total + 1, capability, privacy, region))
        candidates = gateway.candidates()
        if not candidates:
            why = f"no node offers {capability} at this privacy level"
            gateway.follow("no_nodes_available", why)
            self._end(success=False, why=why)
            return
        probed = gateway.probed_node()
        if probed in candidates:
            self._probe(probed)
            return
        if not gateway.follow("inference_requested", f"{capability} requested"):
            self._end(success=False, why="the gateway is not accepting requests")
            return
        self._attempts()

    def _attempts(self) -> None:
        gateway = self.gateway
        tried: set[str] = set()
        while True:
            gateway.host.advance(gateway.routing_time())
            decision = self._route(tried)
            if decision is None:
                gateway.follow("no_nodes_available", "every circuit is open")
                self._end(success=False, why="no capacity")
                return
            gateway.select(decision)
            if not gateway.follow("node_selected", f"{decision.node}: {decision.reason}"):
                return
            node = gateway.catalog.nodes[decision.node]
            if not node.failing:
                self._stream(node)
                return
            tried.add(node.name)
            if not self._failed_attempt(node):
                return

    def _route(self, tried: set[str]) -> Decision | None:
        """The next node: one not yet tried where there is one, never through an open circuit."""
        gateway = self.gateway
        usable = [n for n in gateway.candidates() if gateway.breakers[n.name].state != "open"]
        fresh = [node for node in usable if node.name not in tried] or usable
        if not fresh or gateway.request is None:
            return None
        return decide(gateway.request, fresh, gateway.breakers, gateway.policies)

    def _failed_attempt(self, node: Node) -> bool:
        """A call failed; True where another attempt follows."""
        gateway = self.gateway
        gateway.host.advance(FAILED_CALL_MS)
        gateway.leave_queue()
        if gateway.record_failure(node.name):
            gateway.follow("failure_threshold_exceeded", f"{node.name} failed too often")
            self._end(success=False, why=f"the circuit of {node.name} opened")
            return False
        if gateway.retries >= MAX_RETRIES:
            gateway.follow("inference_failed", f"gave up after {MAX_RETRIES} retries")
            self._end(success=False, why=f"{node.name} failed")
            return False
        gateway.host.advance(self._backoff())
        gateway.count_retry()
        return gateway.follow("attempt_failed", f"{node.name} failed; retry {gateway.retries}")

    def _backoff(self) -> int:
        """Doubles with every retry, up to the playbook's `performance.max_retry_backoff_ms`."""
        wanted = FIRST_BACKOFF_MS * 2**self.gateway.retries
        return int(min(wanted, self.gateway.max_backoff_ms))

    def _stream(self, node: Node) -> None:
        gateway = self.gateway
        latency = gateway.call_time(node)
        gateway.host.advance(latency // 2)
        gateway.open_stream()
        if not gateway.follow("stream_started", f"first token from {node.name}"):
            return
        for _ in range(CHUNKS):
            gateway.host.advance(max(1, latency // (2 * CHUNKS)))
            gateway.generate(8)
        gateway.record_success(node, latency)
        gateway.close_stream()
        if gateway.follow("stream_complete", f"{gateway.tokens} tokens"):
            gateway.response_pending = True
        self._end(success=True)

    def _probe(self, node: Node) -> None:
        """A half-open circuit lets a single request through to see whether the node is back.

        The request is over before the machine hears of it: in `ready` none may be in progress.
        """
        gateway = self.gateway
        assert gateway.request is not None
        decision = decide(gateway.request, [node], gateway.breakers, gateway.policies)
        gateway.select(replace(decision, reason="probe: the circuit is half-open"))
        latency = gateway.call_time(node)
        gateway.host.advance(latency)
        if node.failing:
            gateway.record_failure(node.name)
            self._end(success=False, why=f"the probe of {node.name} failed")
            gateway.follow("probe_failed", f"{node.name} still fails")
            return
        closed = gateway.record_success(node, latency)
        self._end(success=True)
        if closed:
            gateway.follow("probe_succeeded", f"{node.name} is back")

    def _end(self, *, success: bool, why: str = "") -> None:
        self.gateway.end_request(success=success, why=why)

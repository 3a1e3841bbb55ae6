"""One request through the gateway: routing, attempts with back-off, the stream of tokens.

Every stage emits its event and lets the machine settle; the gateway goes on only where the machine
followed. So the playbook decides what may happen, and a broken guard stalls the request.
"""

from __future__ import annotations

from playbook.systems.gateway.calls import Call, draw_call
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.routing import Decision, Request
from playbook.systems.gateway.state import GatewayState

MAX_RETRIES = 3
FIRST_BACKOFF_MS = 300
FAILED_CALL_MS = 50
# In how many parts the tokens after the first arrive: time passes, and the dashboard follows, with each.
CHUNKS = 4


class Requests:
    """Carries out `send_request` on the gateway's state."""

    def __init__(self, gateway: GatewayState) -> None:
        self.gateway = gateway

    def send(self, capability: str, privacy: str, region: str, tokens: int) -> None:
        gateway = self.gateway
        gateway.finish_previous()
        gateway.begin_request(Request(gateway.stats.total + 1, capability, privacy, region, tokens))
        candidates = gateway.candidates()
        if not candidates:
            self._refuse()
            return
        probed = gateway.circuits.probed
        if probed in candidates and gateway.circuits.of(probed).state == "half_open":
            self._probe(probed)
            return
        if not gateway.follow("inference_requested", f"{capability} requested"):
            gateway.end_request("the gateway is not accepting requests")
            return
        self._attempts()

    def _refuse(self) -> None:
        """Nobody may serve it: a request that is never routed."""
        gateway = self.gateway
        why = self._nobody()
        gateway.failure_pending = gateway.follow("no_nodes_available", why)
        gateway.end_request(why)

    def _nobody(self) -> str:
        request = self.gateway.request
        assert request is not None
        if not self.gateway.catalog.offering(request.capability):
            return f"no node offers {request.capability}"
        where = f" in {request.region}" if request.region else ""
        level = self.gateway.router.level(request)
        return f"no node that offers {request.capability} has the privacy level {level}{where}"

    def _attempts(self) -> None:
        gateway = self.gateway
        tried: set[str] = set()
        while True:
            gateway.host.advance(gateway.routing_time())
            decision = self._route(tried)
            if decision is None:
                gateway.failure_pending = gateway.follow("no_nodes_available", "every circuit is open")
                gateway.end_request("no capacity")
                return
            gateway.select(decision)
            if not gateway.follow("node_selected", f"{decision.node}: {decision.reason}"):
                return
            node = gateway.catalog.nodes.rows[decision.node]
            fault = self._call(node)
            if not fault:
                self._stream(node)
                return
            tried.add(node.name)
            if not self._failed_attempt(node, fault):
                return

    def _route(self, tried: set[str]) -> Decision | None:
        """The next node: one not yet tried where there is one, never through an open circuit."""
        gateway = self.gateway
        candidates = gateway.candidates()
        is_open = gateway.circuits.is_open
        usable = [name for name in candidates if not is_open(name)]
        if tried:
            usable = [name for name in usable if name not in tried] or usable
        if not usable or gateway.request is None:
            return None
        return gateway.router.decide(gateway.request, gateway.seen(usable), len(candidates))

    def _call(self, node: Node) -> str:
        """Call the node and wait for its first token; what went wrong, or nothing."""
        gateway = self.gateway
        assert gateway.request is not None
        if node.failing:
            gateway.host.advance(FAILED_CALL_MS)
            return f"{node.name} failed"
        now = gateway.host.now()
        call = draw_call(node, gateway.request.tokens, now, gateway.chance)
        left = max(0, int(gateway.started_ms + gateway.max_latency_ms) - now)
        if call.answered_ms > left:
            gateway.host.advance(left)
            return f"{node.name} gave no answer in time"
        gateway.call = call
        gateway.host.advance(call.answered_ms)
        return ""

    def _failed_attempt(self, node: Node, fault: str) -> bool:
        """A call failed; True where another attempt follows."""
        gateway = self.gateway
        gateway.serving = ""
        if gateway.circuits.failed(node.name):
            gateway.follow("failure_threshold_exceeded", f"{node.name} failed too often")
            gateway.end_request(f"the circuit of {node.name} opened")
            return False
        pause = self._backoff()
        if gateway.retries >= MAX_RETRIES:
            self._give_up(f"gave up after {MAX_RETRIES} retries", fault)
            return False
        if gateway.host.now() + pause - gateway.started_ms >= gateway.max_latency_ms:
            self._give_up("no time is left for another attempt", fault)
            return False
        gateway.host.advance(pause)
        gateway.backoff_ms += pause
        gateway.last_backoff_ms = pause
        gateway.retries += 1
        gateway.stats.retries += 1
        return gateway.follow("attempt_failed", f"{fault}; retry {gateway.retries}")

    def _give_up(self, cause: str, fault: str) -> None:
        gateway = self.gateway
        gateway.failure_pending = gateway.follow("inference_failed", cause)
        gateway.end_request(fault)

    def _backoff(self) -> int:
        """Doubles with every retry, up to the playbook's `performance.max_retry_backoff_ms`."""
        wanted = FIRST_BACKOFF_MS * 2**self.gateway.retries
        return int(max(0, min(wanted, self.gateway.max_backoff_ms)))

    def _stream(self, node: Node) -> None:
        gateway = self.gateway
        call, request = gateway.call, gateway.request
        assert call is not None and request is not None
        gateway.streams += 1
        gateway.generate(1)
        if not gateway.follow("stream_started", f"first token from {node.name}"):
            return
        tokens = passed = 0
        for part in range(1, CHUNKS + 1):
            gateway.host.advance(call.stream_ms * part // CHUNKS - passed)
            passed = call.stream_ms * part // CHUNKS
            gateway.generate((request.tokens - 1) * part // CHUNKS - tokens)
            tokens = (request.tokens - 1) * part // CHUNKS
        self._served(node, call)
        gateway.streams -= 1
        gateway.response_pending = gateway.follow("stream_complete", f"{gateway.tokens} tokens")
        gateway.end_request()

    def _served(self, node: Node, call: Call) -> bool:
        """Note a call that worked; True where it closes the node's circuit."""
        gateway = self.gateway
        gateway.estimates.measured(node, call.usual_ms)
        gateway.estimates.served(node.name, call.total_ms)
        return gateway.circuits.succeeded(node.name)

    def _probe(self, name: str) -> None:
        """A half-open circuit lets a single request through to see whether the node is back.

        The request is over before the machine hears of it: in `ready` none may be in progress.
        """
        gateway = self.gateway
        assert gateway.request is not None
        decision = gateway.router.decide(gateway.request, gateway.seen([name]))
        gateway.select(decision._replace(reason="probe: the circuit is half-open"))
        node = gateway.catalog.nodes.rows[name]
        fault = self._call(node)
        if fault:
            gateway.circuits.failed(name)
            gateway.end_request(f"the probe failed: {fault}")
            gateway.follow("probe_failed", fault)
            return
        assert gateway.call is not None
        gateway.host.advance(gateway.call.stream_ms)
        gateway.generate(gateway.request.tokens)
        closed = self._served(node, gateway.call)
        gateway.end_request()
        if closed:
            gateway.follow("probe_succeeded", f"{name} is back")

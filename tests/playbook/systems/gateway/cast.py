"""The gateway alone: a host with virtual time, and a machine that follows every event unless told not to."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from typing import Any

from playbook.document.model import Playbook
from playbook.systems.gateway.system import FederationGateway

# Where the complete playbook's transitions lead.
TARGETS = {
    "model_registered": "ready",
    "inference_requested": "routing",
    "node_selected": "inferring",
    "stream_started": "streaming",
    "stream_complete": "completed",
    "response_sent": "ready",
    "attempt_failed": "routing",
    "inference_failed": "failed",
    "no_nodes_available": "failed",
    "failure_acknowledged": "ready",
    "failure_threshold_exceeded": "circuit_open",
    "reset_timeout_elapsed": "circuit_half_open",
    "probe_succeeded": "ready",
    "probe_failed": "circuit_open",
}


class FakeHost:
    """A host that remembers what was emitted; `refused` events change no state."""

    def __init__(self, system: FederationGateway, *refused: str) -> None:
        self.system, self.refused = system, set(refused)
        self.time = 0
        self.emitted: list[str] = []
        self._queue: list[str] = []
        self._timers: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        # Called when a state was entered, and when time has passed.
        self.entering: Callable[[], object] = lambda: None
        self.passing: Callable[[], object] = lambda: None

    def emit(self, event: str, cause: str = "") -> None:
        self._queue.append(event)

    def now(self) -> int:
        return self.time

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (self.time + delay_ms, next(self._order), callback))

    def advance(self, duration_ms: int) -> None:
        self.settle()
        until = self.time + duration_ms
        while self._timers and self._timers[0][0] <= until:
            self.time, _, callback = heapq.heappop(self._timers)
            callback()
            self.settle()
        self.time = until
        self.passing()

    def settle(self) -> None:
        while self._queue:
            event = self._queue.pop(0)
            self.emitted.append(event)
            if event not in self.refused:
                self.system.entered(TARGETS[event])
                self.entering()

    def moment(self) -> tuple[Any, ...]:
        return self.time, list(self._timers), len(self.emitted)

    def return_to(self, moment: tuple[Any, ...]) -> None:
        self.time, timers, emitted = moment
        self._timers = list(timers)
        del self.emitted[emitted:]


class Bench:
    """A gateway on a fake host, driven by the names that a scenario uses."""

    def __init__(self, *refused: str, seed: int = 0, **sections: Any) -> None:
        self.system = FederationGateway(Playbook(sections=sections), seed)
        self.host = FakeHost(self.system, *refused)
        self.system.attach(self.host)
        self.system.entered("initializing")

    def do(self, action: str, **params: Any) -> None:
        self.system.actions[action].run(**params)
        self.host.settle()

    def register(self, node: str, capability: str = "embed", **more: Any) -> None:
        self.do("register_model", model="m", node=node, capability=capability, **more)

    def send(self, capability: str = "embed", **more: Any) -> None:
        self.do("send_request", capability=capability, **more)

    def fail(self, node: str, times: int = 1) -> None:
        for _ in range(times):
            self.do("record_failure", node=node)

    def wait(self, duration_ms: int) -> None:
        self.do("wait", duration_ms=duration_ms)

    def ask(self, function: str, *args: Any) -> Any:
        return self.system.functions[function].call(*args)

    def moment(self) -> tuple[Any, ...]:
        """Where the gateway and its host stand now."""
        return self.system.snapshot(), self.host.moment()

    def return_to(self, moment: tuple[Any, ...]) -> None:
        self.system.restore(moment[0])
        self.host.return_to(moment[1])

    @property
    def state(self) -> str:
        return self.system.gateway.machine.state

    @property
    def emitted(self) -> list[str]:
        return self.host.emitted


def bench(*nodes: str, **more: Any) -> Bench:
    """A gateway that knows some nodes, each offering `embed`."""
    made = Bench(**more)
    for node in nodes:
        made.register(node)
    return made

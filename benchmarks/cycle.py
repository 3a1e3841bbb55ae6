"""The gateway's request cycle: five transitions, their guards, and the invariants of all states they pass.

The machine is the case study's, cut down to what a request passes. Whoever runs it gets the same things: an
object with the functions that the conditions call (`facts`), and events one by one. What it came to is
checked at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

EVENTS = ("inference_requested", "node_selected", "stream_started", "stream_complete", "response_sent")

PLAYBOOK = """\
version: "1.0"
name: Request cycle
machine:
  id: request_cycle
  initial: initializing
  states:
    initializing:
      invariants:
        - {description: No models registered, condition: "catalog_count() == 0"}
        - {description: No active requests, condition: "active_requests() == 0"}
    ready:
      invariants:
        - {description: At least one model registered, condition: "catalog_count() > 0"}
        - {description: At least one healthy node, condition: "healthy_node_count() > 0"}
        - {description: Gateway accepting requests, condition: "gateway_status() == 'ready'"}
    routing:
      invariants:
        - {description: Request in progress, condition: "active_requests() > 0"}
        - {description: Candidate evaluation active, condition: "has_candidates()"}
    inferring:
      invariants:
        - {description: Target node selected, condition: "has_selected_node()"}
        - {description: Circuit breaker allows request, condition: "!circuit_open_for_target()"}
    streaming:
      invariants:
        - {description: Stream active, condition: "active_streams() > 0"}
        - {description: Tokens being generated, condition: "tokens_generated() >= 0"}
    completed:
      invariants:
        - {description: No stream is left open, condition: "active_streams() == 0"}
        - {description: A node was selected for it, condition: "has_selected_node()"}
  transitions:
    - id: register_model
      from: initializing
      to: ready
      event: model_registered
      guard: "catalog_count() >= 1"
    - {id: receive_request, from: ready, to: routing, event: inference_requested}
    - id: select_node
      from: routing
      to: inferring
      event: node_selected
      guard: "has_candidates() && !all_circuits_open()"
    - {id: start_stream, from: inferring, to: streaming, event: stream_started}
    - {id: complete_stream, from: streaming, to: completed, event: stream_complete}
    - {id: return_to_ready, from: completed, to: ready, event: response_sent}
system: SYSTEM
circuit_breaker: {failure_threshold: 5, reset_timeout_ms: 30000, half_open_successes: 3}
"""


class Facts(Protocol):
    """What the conditions ask."""

    def catalog_count(self) -> int: ...
    def healthy_node_count(self) -> int: ...
    def gateway_status(self) -> str: ...
    def active_requests(self) -> int: ...
    def has_candidates(self) -> bool: ...
    def all_circuits_open(self) -> bool: ...
    def has_selected_node(self) -> bool: ...
    def circuit_open_for_target(self) -> bool: ...
    def active_streams(self) -> int: ...
    def tokens_generated(self) -> int: ...


NAMES = tuple(name for name in vars(Facts) if not name.startswith("_"))


class Light:
    """A system that is next to nothing: plain attributes. So what is measured is the machine."""

    def __init__(self) -> None:
        self.models, self.active, self.streams, self.tokens = 0, 0, 0, 0
        self.candidates, self.selected = True, True
        self.status = "ready"

    def catalog_count(self) -> int:
        return self.models

    def healthy_node_count(self) -> int:
        return self.models

    def gateway_status(self) -> str:
        return self.status

    def active_requests(self) -> int:
        return self.active

    def has_candidates(self) -> bool:
        return self.candidates

    def all_circuits_open(self) -> bool:
        return False

    def has_selected_node(self) -> bool:
        return self.selected

    def circuit_open_for_target(self) -> bool:
        return False

    def active_streams(self) -> int:
        return self.streams

    def tokens_generated(self) -> int:
        return self.tokens

    def register(self, send: Callable[[str], object]) -> None:
        self.models = 2
        send("model_registered")

    def request(self, send: Callable[[str], object]) -> None:
        """One cycle, its events one by one."""
        self.active = 1
        send("inference_requested")
        send("node_selected")
        self.streams = 1
        send("stream_started")
        self.tokens += 32
        self.streams = 0
        send("stream_complete")
        self.active = 0
        send("response_sent")


class ByHand:
    """What a programmer would write for this one machine, without any library.

    The invariants are checked when a state is entered (`take`) and when the step has settled (`check`).
    """

    def __init__(self, facts: Facts) -> None:
        self.facts, self.state, self.taken = facts, "initializing", 0

    def take(self, event: str) -> str | None:
        """The state that was entered, or None where the event is ignored."""
        state, facts = self.state, self.facts
        if state == "initializing" and event == "model_registered" and facts.catalog_count() >= 1:
            state = "ready"
        elif state == "ready" and event == "inference_requested":
            state = "routing"
        elif (
            state == "routing"
            and event == "node_selected"
            and facts.has_candidates()
            and not facts.all_circuits_open()
        ):
            state = "inferring"
        elif state == "inferring" and event == "stream_started":
            state = "streaming"
        elif state == "streaming" and event == "stream_complete":
            state = "completed"
        elif state == "completed" and event == "response_sent":
            state = "ready"
        else:
            return None
        self.state = state
        self.taken += 1
        return state

    def check(self) -> None:
        state, facts = self.state, self.facts
        if state == "ready":
            assert facts.catalog_count() > 0
            assert facts.healthy_node_count() > 0
            assert facts.gateway_status() == "ready"
        elif state == "routing":
            assert facts.active_requests() > 0
            assert facts.has_candidates()
        elif state == "inferring":
            assert facts.has_selected_node()
            assert not facts.circuit_open_for_target()
        elif state == "streaming":
            assert facts.active_streams() > 0
            assert facts.tokens_generated() >= 0
        elif state == "completed":
            assert facts.active_streams() == 0
            assert facts.has_selected_node()
        elif state == "initializing":
            assert facts.catalog_count() == 0
            assert facts.active_requests() == 0

    def step(self, event: str) -> None:
        if self.take(event) is not None:
            self.check()
        self.check()

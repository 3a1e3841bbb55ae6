"""The request cycle in three libraries of others, each as its documentation would have it written.

Each has `take(event)` (the state that was entered, or None), `check()` (the invariants when a step has
settled), `state` and `taken`. The invariants on entry are the library's affair: conditions of its own where
it has them (sismic's contracts), callbacks on entering a state where it has not.
"""

from __future__ import annotations

from sismic.interpreter import Interpreter
from sismic.io import import_from_yaml
from statemachine import State, StateMachine
from transitions import Machine

from benchmarks.cycle import NAMES, Facts

_CHART = """\
statechart:
  name: request cycle
  root state:
    name: gateway
    initial: initializing
    states:
      - name: initializing
        contract: [always: catalog_count() == 0, always: active_requests() == 0]
        transitions: [{event: model_registered, guard: catalog_count() >= 1, target: ready}]
      - name: ready
        contract:
          - always: catalog_count() > 0
          - always: healthy_node_count() > 0
          - always: gateway_status() == 'ready'
        transitions: [{event: inference_requested, target: routing}]
      - name: routing
        contract: [always: active_requests() > 0, always: has_candidates()]
        transitions:
          - event: node_selected
            guard: has_candidates() and not all_circuits_open()
            target: inferring
      - name: inferring
        contract: [always: has_selected_node(), always: not circuit_open_for_target()]
        transitions: [{event: stream_started, target: streaming}]
      - name: streaming
        contract: [always: active_streams() > 0, always: tokens_generated() >= 0]
        transitions: [{event: stream_complete, target: completed}]
      - name: completed
        contract: [always: active_streams() == 0, always: has_selected_node()]
        transitions: [{event: response_sent, target: ready}]
"""


class Sismic:
    """Guards and `always` contracts in the statechart; sismic itself checks contracts, after every step.

    It has no second check when a step has settled, so it is spared that work.
    """

    def __init__(self, facts: Facts) -> None:
        context = {name: getattr(facts, name) for name in NAMES}
        self.interpreter = Interpreter(import_from_yaml(_CHART), initial_context=context)
        self.interpreter.execute()
        self.taken = 0

    @property
    def state(self) -> str:
        return self.interpreter.configuration[-1]

    def take(self, event: str) -> str | None:
        step = self.interpreter.queue(event).execute_once()
        if step is None or not step.entered_states:
            return None
        self.taken += 1
        return step.entered_states[-1]

    def check(self) -> None:
        pass

    def step(self, event: str) -> None:
        self.take(event)


class _Invariants:
    """The invariants as methods: what the two libraries without contracts call on entering a state."""

    facts: Facts
    taken: int

    def on_enter_initializing(self) -> None:
        assert self.facts.catalog_count() == 0
        assert self.facts.active_requests() == 0

    def on_enter_ready(self) -> None:
        assert self.facts.catalog_count() > 0
        assert self.facts.healthy_node_count() > 0
        assert self.facts.gateway_status() == "ready"

    def on_enter_routing(self) -> None:
        assert self.facts.active_requests() > 0
        assert self.facts.has_candidates()

    def on_enter_inferring(self) -> None:
        assert self.facts.has_selected_node()
        assert not self.facts.circuit_open_for_target()

    def on_enter_streaming(self) -> None:
        assert self.facts.active_streams() > 0
        assert self.facts.tokens_generated() >= 0

    def on_enter_completed(self) -> None:
        assert self.facts.active_streams() == 0
        assert self.facts.has_selected_node()

    def has_models(self) -> bool:
        return self.facts.catalog_count() >= 1

    def has_candidates(self) -> bool:
        return self.facts.has_candidates()

    def all_circuits_open(self) -> bool:
        return self.facts.all_circuits_open()


class _Declared(_Invariants, StateMachine):
    """States and events are declared in a class, conditions are named in `cond` and `unless`."""

    allow_event_without_transition = True

    initializing = State(initial=True)
    ready = State()
    routing = State()
    inferring = State()
    streaming = State()
    completed = State()

    model_registered = initializing.to(ready, cond="has_models")
    inference_requested = ready.to(routing)
    node_selected = routing.to(inferring, cond="has_candidates", unless="all_circuits_open")
    stream_started = inferring.to(streaming)
    stream_complete = streaming.to(completed)
    response_sent = completed.to(ready)

    def __init__(self, facts: Facts) -> None:
        self.facts, self.taken = facts, 0
        super().__init__()

    def after_transition(self) -> None:
        self.taken += 1


class PythonStatemachine:
    """python-statemachine."""

    def __init__(self, facts: Facts) -> None:
        self.machine = _Declared(facts)
        self.checks = {
            state.id: getattr(self.machine, f"on_enter_{state.id}") for state in self.machine.states
        }

    @property
    def state(self) -> str:
        return str(next(iter(self.machine.configuration)).id)

    @property
    def taken(self) -> int:
        return self.machine.taken

    def take(self, event: str) -> str | None:
        before = self.machine.taken
        self.machine.send(event)
        return self.state if self.machine.taken != before else None

    def check(self) -> None:
        self.checks[self.state]()

    def step(self, event: str) -> None:
        self.machine.send(event)
        self.check()


class _Model(_Invariants):
    """transitions: a plain object that the machine gives a `state` and `on_enter_<state>` is called on."""

    state: str

    def __init__(self, facts: Facts) -> None:
        self.facts, self.taken = facts, 0

    def count(self) -> None:
        self.taken += 1


class Transitions:
    """transitions."""

    def __init__(self, facts: Facts) -> None:
        self.model = _Model(facts)
        states = ["initializing", "ready", "routing", "inferring", "streaming", "completed"]
        paths: list[dict[str, object]] = [
            {
                "trigger": "model_registered",
                "source": "initializing",
                "dest": "ready",
                "conditions": "has_models",
            },
            {"trigger": "inference_requested", "source": "ready", "dest": "routing"},
            {
                "trigger": "node_selected",
                "source": "routing",
                "dest": "inferring",
                "conditions": "has_candidates",
                "unless": "all_circuits_open",
            },
            {"trigger": "stream_started", "source": "inferring", "dest": "streaming"},
            {"trigger": "stream_complete", "source": "streaming", "dest": "completed"},
            {"trigger": "response_sent", "source": "completed", "dest": "ready"},
        ]
        self.machine = Machine(
            self.model,
            states=states,
            transitions=paths,
            initial="initializing",
            auto_transitions=False,
            ignore_invalid_triggers=True,
            after_state_change="count",
        )
        self.checks = {name: getattr(self.model, f"on_enter_{name}") for name in states}

    @property
    def state(self) -> str:
        return self.model.state

    @property
    def taken(self) -> int:
        return self.model.taken

    def take(self, event: str) -> str | None:
        return self.model.state if self.model.trigger(event) else None  # type: ignore[attr-defined]

    def check(self) -> None:
        self.checks[self.model.state]()

    def step(self, event: str) -> None:
        self.model.trigger(event)  # type: ignore[attr-defined]
        self.check()

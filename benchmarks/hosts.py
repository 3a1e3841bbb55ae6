"""The real federation gateway, with each machine as its host: one and the same system, five machines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Protocol, cast

from benchmarks.cycle import NAMES, PLAYBOOK, Facts, Light
from playbook.analysis import analyse
from playbook.document.model import Playbook
from playbook.machine.call import arguments
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine
from playbook.machine.port import Function
from playbook.machine.program import compiled
from playbook.systems.gateway.system import FederationGateway


def playbook(system: str) -> Playbook:
    found = analyse(PLAYBOOK.replace("SYSTEM", system)).playbook
    assert found is not None
    return found


class Machine(Protocol):
    """A machine of another kind: see `cycle.ByHand`."""

    @property
    def state(self) -> str: ...
    @property
    def taken(self) -> int: ...
    def take(self, event: str) -> str | None: ...
    def check(self) -> None: ...
    def step(self, event: str) -> None: ...


class Ours:
    """The engine around the light system, driven by events one by one."""

    def __init__(self, light: Light, *, recording: bool) -> None:
        self.functions = {name: Function(getattr(light, name)) for name in NAMES}
        self.actions: dict[str, object] = {}
        self.engine = Engine(compiled(playbook("bare")), self, Clock())  # type: ignore[arg-type]
        self.engine.recording = recording
        self.taken = self.events = 0
        self.step = self.engine.step

    def entered(self, state: str) -> None:
        self.taken += 1

    @property
    def state(self) -> str:
        return self.engine.state

    def drain(self) -> None:
        self.events += len(self.engine.drain())


class Host:
    """What the gateway needs of its host, around a machine of another kind; time is kept by our clock."""

    def __init__(self, make: Callable[[Facts], Machine]) -> None:
        self.gateway = FederationGateway(playbook("federation_gateway"), 0)
        self.gateway.attach(self)
        functions = self.gateway.functions
        facts = cast(Facts, SimpleNamespace(**{name: functions[name].call for name in NAMES}))
        self.machine = make(facts)
        self.clock = Clock()
        self.queue: deque[str] = deque()
        self.settling = False

    def emit(self, event: str, cause: str = "") -> None:
        self.queue.append(event)

    def now(self) -> int:
        return self.clock.now

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        self.clock.after(delay_ms, callback)

    def settle(self) -> None:
        if self.settling:
            return
        self.settling = True
        while self.queue:
            state = self.machine.take(self.queue.popleft())
            if state is not None:
                self.gateway.entered(state)
                self.machine.check()
        self.settling = False

    def advance(self, duration_ms: int) -> None:
        self.settle()
        until = self.clock.now + duration_ms
        while (callback := self.clock.next_due(until)) is not None:
            callback()
            self.settle()
        self.clock.now = until

    def act(self, name: str, **params: str) -> None:
        action = self.gateway.actions[name]
        action.run(**arguments(name, action, params))
        self.settle()
        self.machine.check()

    @property
    def state(self) -> str:
        return self.machine.state

    @property
    def taken(self) -> int:
        return self.machine.taken


class OurHost:
    """The engine as the gateway's host."""

    def __init__(self, *, recording: bool) -> None:
        made = playbook("federation_gateway")
        self.gateway = FederationGateway(made, 0)
        self.engine = Engine(compiled(made), self.gateway, Clock())
        self.engine.recording = recording
        self.gateway.attach(self.engine)
        self.events = 0
        # Counted only when there is recording: nothing is added to what is measured.
        self.taken = 0

    def act(self, name: str, **params: str) -> None:
        self.engine.begin_step()
        action = self.gateway.actions[name]
        action.run(**arguments(name, action, params))
        self.engine.end_step()
        events = self.engine.drain()
        if events:
            self.events += len(events)
            self.taken += sum(event.kind == "taken" for event in events)

    @property
    def state(self) -> str:
        return self.engine.state

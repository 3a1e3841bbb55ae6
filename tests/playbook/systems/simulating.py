"""The cast of the simulation's tests: a simulation on a host that remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playbook.analysis import analyse
from playbook.machine.clock import Clock
from playbook.systems.simulation import Simulation
from tests.playbook.texts import LAMP


class Bench:
    """A simulation of the lamp; `events` has what it emitted, as (virtual time, event, cause)."""

    def __init__(self, section: str, seed: int = 0, lamp: str = LAMP) -> None:
        analysis = analyse(lamp + "simulation:\n" + section)
        assert analysis.playbook is not None
        self.playbook = analysis.playbook
        self.system = Simulation(self.playbook, seed)
        self.clock = Clock()
        self.events: list[tuple[int, str, str]] = []
        self.system.attach(self)

    def emit(self, event: str, cause: str = "") -> None:
        self.events.append((self.clock.now, event, cause))

    def now(self) -> int:
        return self.clock.now

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        self.clock.after(delay_ms, callback)

    def settle(self) -> None:
        """Nobody takes the events."""

    def advance(self, duration_ms: int) -> None:
        until = self.clock.now + duration_ms
        while (callback := self.clock.next_due(until)) is not None:
            callback()
        self.clock.now = until

    def act(self, name: str, **given: Any) -> None:
        self.system.actions[name].run(**given)

    def ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self.system.functions[name].call(*args, **kwargs)

    @property
    def emitted(self) -> list[str]:
        return [event for _, event, _ in self.events]


def doing(body: str, variables: str = "{a: 1, b: 2, m: {}, l: [1, 2], t: x}", **more: Any) -> Bench:
    """A simulation with one action `act(p)`, whose statements are given as a flow list."""
    return Bench(f"  variables: {variables}\n  actions:\n    act(p): {body}\n", **more)

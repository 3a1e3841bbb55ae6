"""A system whose actions and functions a test writes down, and a playbook around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playbook.analysis import analyse
from playbook.machine.events import RunEvent
from playbook.machine.port import Action, Function
from playbook.run.scenario import run_scenario
from playbook.signatures import Parameter

HEAD = 'version: "1.0"\nname: Test\nmachine:\n  id: test\n  initial: a\n'


class Scripted:
    """Actions are functions of the host; functions are plain values or callables."""

    def __init__(self, actions: dict[str, Callable[..., None]], **functions: Any) -> None:
        self.entries: list[str] = []
        self.actions = {
            name: Action(lambda call=call, **params: call(self.host, **params), self._parameters(call))
            for name, call in actions.items()
        }
        self.functions = {name: self._function(value) for name, value in functions.items()}
        self.placeholders: dict[str, Callable[[], Any]] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def _parameters(self, call: Callable[..., None]) -> tuple[Parameter, ...]:
        names = call.__code__.co_varnames[1 : call.__code__.co_argcount]
        return tuple(Parameter(name, "any") for name in names)

    def _function(self, value: Any) -> Function:
        return Function(value if callable(value) else lambda: value)

    def attach(self, host: Any) -> None:
        self.host = host

    def entered(self, state: str) -> None:
        self.entries.append(state)

    def panels(self) -> dict[str, list[dict[str, Any]]]:
        return self.rows

    def snapshot(self) -> None:
        return None

    def restore(self, snapshot: object) -> None:
        pass


def emitting(*events: str) -> Callable[..., None]:
    """An action that emits events."""

    def act(host: Any) -> None:
        for event in events:
            host.emit(event)

    return act


def run(text: str, system: Scripted | None = None, scenario: str = "s") -> list[RunEvent]:
    """The events of a scenario of a playbook whose machine's insides are `text`."""
    playbook = analyse(text if text.startswith("version") else HEAD + text).playbook
    assert playbook is not None
    return list(run_scenario(playbook, scenario, system=system))


def kinds(events: list[RunEvent], *wanted: str) -> list[str]:
    return [event.kind for event in events if event.kind in wanted]


def only(events: list[RunEvent], kind: str) -> list[Any]:
    return [event for event in events if event.kind == kind]

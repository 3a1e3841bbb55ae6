"""The bare machine: an action named like an event or a transition fires it (LANGUAGE.md section 5).

Every function is unknown, so a verdict that hangs on one is inconclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playbook.document.model import Playbook
from playbook.machine.port import Action, Function, Host
from playbook.values import Value


class BareMachine:
    """A system without behaviour of its own."""

    def __init__(self, playbook: Playbook) -> None:
        self.functions: Mapping[str, Function] = {}
        self.placeholders: Mapping[str, Callable[[], Value]] = {}
        self.actions: Mapping[str, Action] = self._actions(playbook)
        self._host: Host | None = None

    def _actions(self, playbook: Playbook) -> dict[str, Action]:
        actions: dict[str, Action] = {}
        for transition in playbook.machine.transitions:
            if transition.id and transition.id not in actions:
                said = f'Fires "{transition.event}", the event of this transition.'
                actions[transition.id] = Action(self._firing(transition.event), help=said)
        for transition in playbook.machine.transitions:
            if transition.event:
                actions[transition.event] = Action(
                    self._firing(transition.event), help=f'Fires the event "{transition.event}".'
                )
        return actions

    def _firing(self, event: str) -> Callable[[], None]:
        def fire() -> None:
            assert self._host is not None
            self._host.emit(event)

        return fire

    def attach(self, host: Host) -> None:
        self._host = host

    def entered(self, state: str) -> None:
        pass

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        return {}

    def snapshot(self) -> Value:
        return None

    def restore(self, snapshot: Value) -> None:
        pass

"""The bare machine: an action named like an event or a transition fires it (LANGUAGE.md section 5).

Every function is unknown, so a verdict that hangs on one is inconclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playbook.document.model import Playbook
from playbook.machine.port import Action, Function, Host
from playbook.values import Value


def fired(playbook: Playbook) -> dict[str, str]:
    """What an action may be called, and the event that it fires: ids of transitions, then events."""
    found: dict[str, str] = {}
    for transition in playbook.machine.transitions:
        if transition.id:
            found.setdefault(transition.id, transition.event)
    found.update((t.event, t.event) for t in playbook.machine.transitions if t.event)
    return found


class BareMachine:
    """A system without behaviour of its own."""

    def __init__(self, playbook: Playbook) -> None:
        self.functions: Mapping[str, Function] = {}
        self.placeholders: Mapping[str, Callable[[], Value]] = {}
        self.actions: Mapping[str, Action] = self._actions(playbook)
        self._host: Host | None = None

    def _actions(self, playbook: Playbook) -> dict[str, Action]:
        return {
            name: Action(
                self._firing(event),
                help=f'Fires the event "{event}"{"." if name == event else ", of this transition."}',
            )
            for name, event in fired(playbook).items()
        }

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

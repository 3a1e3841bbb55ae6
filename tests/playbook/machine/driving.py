"""An engine around a scripted system, driven event by event."""

from __future__ import annotations

from typing import Any

from playbook.analysis import analyse
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine
from playbook.machine.program import Program
from tests.playbook.machine.scripted import HEAD, Scripted


class Remembering(Scripted):
    """A scripted system with a memory of plain values that can be put back."""

    def __init__(self, actions: dict[str, Any] | None = None, **functions: Any) -> None:
        super().__init__(actions or {}, **functions)
        self.memory: dict[str, Any] = {}

    def snapshot(self) -> dict[str, Any]:
        return dict(self.memory)

    def restore(self, snapshot: Any) -> None:
        self.memory = dict(snapshot)


def program(text: str) -> Program:
    playbook = analyse(text if text.startswith("version") else HEAD + text).playbook
    assert playbook is not None
    return Program(playbook)


def engine(text: str, system: Scripted | None = None) -> Engine:
    """An engine in the initial state, nothing checked yet; `text` has the machine's insides."""
    system = system or Scripted({})
    made = Engine(program(text), system, Clock())
    system.attach(made)
    return made


def told(made: Engine, *kinds: str) -> list[Any]:
    """The events since the last call, of some kinds."""
    return [event for event in made.drain() if not kinds or event.kind in kinds]

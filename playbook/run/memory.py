"""What a run of the older form remembers: the states that it visited, and what its steps captured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from playbook.document.model import Playbook
from playbook.expr.values import Result
from playbook.values import Value


class Memory(Mapping[str, Value]):
    """The sections of a playbook, and the captured variables before them, as expressions read them."""

    def __init__(self, sections: Mapping[str, Value]) -> None:
        self._sections = sections
        self._captured: dict[str, Result] = {}
        self._visited: dict[str, None] = {}

    def known_to(self, playbook: Playbook) -> Playbook:
        """The playbook whose expressions can read what is captured."""
        return replace(playbook, sections=self)

    def visit(self, state: str) -> None:
        self._visited[state] = None

    @property
    def visited(self) -> tuple[str, ...]:
        """The states, each once, in the order of the first visits."""
        return tuple(self._visited)

    def capture(self, name: str, value: Result) -> None:
        """Remember a value, or that it is unknown and why."""
        self._captured[name] = value

    def __getitem__(self, name: str) -> Value:
        if name in self._captured:
            # An unknown one is handed on as such: the scope takes it for what it is.
            return cast(Value, self._captured[name])
        return self._sections[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._captured, *self._sections]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

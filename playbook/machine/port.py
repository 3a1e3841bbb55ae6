"""What the engine asks of a system under test, and what a system may ask of the engine.

LANGUAGE.md section 5. A system is driven from one thread, never re-entered, and knows time only
through its host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from playbook.errors import PlaybookError
from playbook.signatures import FunctionSignature, Parameter
from playbook.values import Value


class SystemProblem(PlaybookError):
    """Root of what a system may raise on purpose."""


class ActionError(SystemProblem):
    """The action could not be carried out; the run ends with verdict `error` at this step."""


class CannotSnapshot(SystemProblem):
    """The system offers no snapshots; whoever explores it starts it anew and repeats what led there."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action that a scenario's step may name."""

    run: Callable[..., None]
    parameters: tuple[Parameter, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function that an expression may call; `minimum` to `maximum` arguments.

    `returns` and `choices` are what the validator may rely on: see `FunctionSignature`.
    """

    call: Callable[..., Value]
    minimum: int = 0
    maximum: int = 0
    help: str = ""
    returns: str = "any"
    choices: tuple[str, ...] = ()

    @property
    def signature(self) -> FunctionSignature:
        """What the validator knows of it."""
        return FunctionSignature(self.minimum, self.maximum, self.returns, self.choices, self.help)


class Host(Protocol):
    """The engine as a system sees it."""

    def emit(self, event: str, cause: str = "") -> None:
        """Queue an event for the machine; it is handled after the current action's effect."""

    def now(self) -> int:
        """Virtual time, in milliseconds since the run began."""

    def after(self, delay_ms: int, callback: Callable[[], None]) -> None:
        """Run the callback when `delay_ms` of virtual time have passed."""

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass within an action (a latency); due timers fire in order."""

    def settle(self) -> None:
        """Hand the queued events to the machine now: an action that goes through several states."""


class System(Protocol):
    """A system under test."""

    actions: Mapping[str, Action]
    # Which functions there are does not change once the system is attached, and to ask one changes nothing.
    functions: Mapping[str, Function]
    placeholders: Mapping[str, Callable[[], Value]]

    def attach(self, host: Host) -> None:
        """Bind to a host before the first action; called once."""

    def entered(self, state: str) -> None:
        """The machine has entered a state."""

    def panels(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        """Panel id to rows keyed by column title; `stats` and other field panels have one row."""

    def snapshot(self) -> Value:
        """Everything needed to continue from here, as plain values. May raise CannotSnapshot."""

    def restore(self, snapshot: Value) -> None:
        """Continue from what `snapshot` returned."""


@runtime_checkable
class TellsColumns(Protocol):
    """A system may also say which columns the rows of each panel have: the validator then knows them."""

    columns: Mapping[str, tuple[str, ...]]


@runtime_checkable
class ExecutesStatements(Protocol):
    """A system may also carry out the statements of a simulation that stand in the machine itself.

    They are `set`, `emit`, `when`, `after_ms` and `fail`, in `on_entry`, `on_exit` and the `actions` of a
    transition.
    """

    def execute(self, statement: Mapping[str, Value]) -> None:
        """Carry one statement out. Raises ActionError where it fails."""


@runtime_checkable
class Distant(Protocol):
    """A system may also say that what is asked of it goes a long way: it is explored with fewer actions."""

    distant: bool


@runtime_checkable
class Closes(Protocol):
    """A system may also hold something that must be given back: a connection, a session, a process."""

    def close(self) -> None:
        """Give it back; called once, when the system is not driven any more. Raises nothing."""

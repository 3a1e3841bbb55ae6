"""The one typed union of run events: what every consumer of a run reads, and nothing else.

Events carry addresses (JSON pointers into the revision that ran), never objects. `at_ms` is
virtual time. The sequence number is the log's business, not the event's. A consumer must ignore
kinds and keys that it does not know: that is how the format grows. LANGUAGE.md sections 4 and 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

from playbook.values import Value

VERSION = 1

Verdict = Literal["passed", "failed", "inconclusive", "error", "cancelled", "lost"]
Outcome = Literal["passed", "failed", "inconclusive", "error", "skipped"]
Band = Literal["met", "degraded", "breached", "unknown"]
Phase = Literal["setup", "step", "teardown"]
Origin = Literal["step", "on_exit", "transition", "on_entry", "setup", "teardown"]


_Class = TypeVar("_Class")
_new = object.__new__


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def fact(cls: type[_Class]) -> type[_Class]:
    """A frozen dataclass, held to that by the type checker only.

    Freezing at run time makes an event three times as slow to make, and a run makes tens of thousands.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)


@fact
class Event:
    """What all events share: `path` says which element of the playbook it speaks of.

    `line` is where that element stands in the text, counted from 1; 0 where it is of no element.
    """

    kind: ClassVar[str] = ""
    at_ms: int = 0
    path: str = ""
    line: int = 0


@fact
class RunStarted(Event):
    """The first event: the machine stands in its initial state."""

    kind: ClassVar[str] = "run_started"
    version: int = VERSION
    machine: str
    scenario: str
    system: str
    seed: int
    state: str
    steps: int


@fact
class StepStarted(Event):
    """A step begins; `repetition` counts from 1 to `repeat`. `label` is what to show.

    `index` counts on from 0 through the setup, the steps and the teardown.
    """

    kind: ClassVar[str] = "step_started"
    index: int
    label: str
    repetition: int = 1
    repeat: int = 1
    phase: Phase = "step"


@fact
class ActionCalled(Event):
    """An action is about to run; where the system has none of that name, `provided` is false."""

    kind: ClassVar[str] = "action"
    name: str
    params: Mapping[str, Value] = field(default_factory=dict)
    origin: Origin = "step"
    provided: bool = True


@fact
class Emitted(Event):
    """The system under test emitted an event."""

    kind: ClassVar[str] = "emitted"
    event: str
    cause: str = ""

    @staticmethod
    def at(at_ms: int, event: str, cause: str) -> Emitted:
        """What the constructor makes, three times as fast."""
        made = _new(Emitted)
        made.at_ms, made.path, made.line = at_ms, "", 0  # type: ignore[misc]
        made.event, made.cause = event, cause  # type: ignore[misc]
        return made


@fact
class Taken(Event):
    """A transition was taken. `guards` has the path of every guard that was looked at, and what it was."""

    kind: ClassVar[str] = "taken"
    transition: str
    event: str
    source: str
    target: str
    guards: tuple[tuple[str, bool | None], ...] = ()

    def at(self, at_ms: int) -> Taken:
        """The same at another time."""
        made = _new(Taken)
        made.at_ms, made.path, made.line = at_ms, self.path, self.line  # type: ignore[misc]
        made.transition, made.event, made.guards = self.transition, self.event, self.guards  # type: ignore[misc]
        made.source, made.target = self.source, self.target  # type: ignore[misc]
        return made


@fact
class Ignored(Event):
    """No transition was enabled; `reasons` explains each guard that said no, `guards` has what each was."""

    kind: ClassVar[str] = "ignored"
    event: str
    state: str
    reasons: tuple[str, ...] = ()
    guards: tuple[tuple[str, bool | None], ...] = ()


@fact
class Ambiguous(Event):
    """Several transitions were enabled; the first was taken, `others` are the rest (ids)."""

    kind: ClassVar[str] = "ambiguous"
    event: str
    state: str
    chosen: str
    others: tuple[str, ...]


@fact
class InvariantChecked(Event):
    """An invariant was evaluated; `holds` is None for unknown."""

    kind: ClassVar[str] = "invariant"
    state: str
    description: str
    condition: str
    severity: str
    holds: bool | None
    explanation: str = ""

    @staticmethod
    def all_at(at_ms: int, log: list[RunEvent], those: tuple[InvariantChecked, ...]) -> None:
        """Put the same at another time at the end of a log."""
        # A call and a constructor for each would take three times as long, and half of all events are these.
        for one in those:
            made = _new(InvariantChecked)
            made.at_ms, made.path, made.line = at_ms, one.path, one.line  # type: ignore[misc]
            made.state, made.description = one.state, one.description  # type: ignore[misc]
            made.condition, made.severity = one.condition, one.severity  # type: ignore[misc]
            made.holds, made.explanation = one.holds, one.explanation  # type: ignore[misc]
            log.append(made)


@fact
class ForbiddenTried(Event):
    """A state change was refused because its pair is forbidden; `path` is the pair."""

    kind: ClassVar[str] = "forbidden"
    source: str
    target: str
    reason: str
    transition: str = ""


@fact
class Asserted(Event):
    """An assertion was evaluated; `values` has the sub-expressions and what they were.

    A guard that cannot be evaluated is told in the same way, as one that does not hold.
    """

    kind: ClassVar[str] = "assertion"
    condition: str
    holds: bool | None
    explanation: str = ""
    values: tuple[tuple[str, str], ...] = ()


@fact
class StepFinished(Event):
    """A step (all its repetitions) is done."""

    kind: ClassVar[str] = "step_finished"
    index: int
    outcome: Outcome
    message: str = ""
    phase: Phase = "step"


@fact
class Captured(Event):
    """A step of the older form remembered something: `value` as it is shown, where it is `known`."""

    kind: ClassVar[str] = "captured"
    var: str
    source: str
    known: bool
    value: str = ""
    explanation: str = ""


@fact
class Thinned(Event):
    """From here on the run tells steps, what counts against it and its verdict, and nothing else."""

    kind: ClassVar[str] = "thinned"
    message: str


@fact
class ClockMoved(Event):
    """Virtual time passed; `at_ms` is the new time."""

    kind: ClassVar[str] = "clock"
    from_ms: int
    reason: str = ""


@fact
class PanelChanged(Event):
    """What a dashboard panel shows now, whole: the latest one wins."""

    kind: ClassVar[str] = "panel"
    panel: str
    title: str
    type: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@fact
class StatusChanged(Event):
    """What the status bar shows now."""

    kind: ClassVar[str] = "status"
    left: str = ""
    center: str = ""
    right: str = ""


@fact
class Measured(Event):
    """A performance assertion was judged at the end; `expected` is the band that the scenario asks for."""

    kind: ClassVar[str] = "metric"
    name: str
    band: Band
    condition: str
    explanation: str = ""
    reason: str = ""
    expected: str = ""


@fact
class Problem(Event):
    """The run cannot go on: an unknown action, bad parameters, the system broke, a limit."""

    kind: ClassVar[str] = "problem"
    message: str


@fact
class Finished(Event):
    """The last event: `missing` names what nothing provides, `notes` what does not count against the run."""

    kind: ClassVar[str] = "verdict"
    verdict: Verdict
    state: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


RunEvent = (
    RunStarted
    | StepStarted
    | ActionCalled
    | Emitted
    | Taken
    | Ignored
    | Ambiguous
    | InvariantChecked
    | ForbiddenTried
    | Asserted
    | StepFinished
    | Captured
    | Thinned
    | ClockMoved
    | PanelChanged
    | StatusChanged
    | Measured
    | Problem
    | Finished
)

KINDS: dict[str, type[Event]] = {cls.kind: cls for cls in RunEvent.__args__}
_NAMES = {kind: tuple(f.name for f in fields(cls)) for kind, cls in KINDS.items()}


def counts(event: RunEvent) -> bool:
    """Whether an event is, or may be, held against the run: what is kept of a run without recording.

    A violated or unknown invariant (also a `warning`), a forbidden pair, an assertion that does not hold,
    a problem.
    """
    if isinstance(event, InvariantChecked | Asserted):
        return event.holds is not True
    return isinstance(event, ForbiddenTried | Problem)


def to_json(event: RunEvent) -> dict[str, Any]:
    """The event as JSON-ready values, with its `kind`."""
    data: dict[str, Any] = {"kind": event.kind}
    for name in _NAMES[event.kind]:
        data[name] = getattr(event, name)
    return data


def from_json(data: Mapping[str, Any]) -> RunEvent:
    """The event that `to_json` wrote; unknown keys are dropped. Raises KeyError for a new kind."""
    cls = KINDS[data["kind"]]
    known = {f.name for f in fields(cls)}
    values = {key: _tuples(value) for key, value in data.items() if key in known}
    return cls(**values)  # type: ignore[return-value]


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value

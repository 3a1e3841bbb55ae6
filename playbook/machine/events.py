"""The one typed union of run events: what every consumer of a run reads, and nothing else.

Events carry addresses (JSON pointers into the revision that ran), never objects. `at_ms` is
virtual time. The sequence number is the log's business, not the event's. A consumer must ignore
kinds and keys that it does not know: that is how the format grows. LANGUAGE.md sections 4 and 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal

from playbook.values import Value

VERSION = 1

Verdict = Literal["passed", "failed", "inconclusive", "error", "cancelled", "lost"]
Outcome = Literal["passed", "failed", "inconclusive", "error", "skipped"]
Band = Literal["met", "degraded", "breached", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What all events share; `path` says which element of the playbook it speaks of."""

    kind: ClassVar[str] = ""
    at_ms: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Event):
    """A step begins; `repetition` counts from 1 to `repeat`. `label` is what to show."""

    kind: ClassVar[str] = "step_started"
    index: int
    label: str
    repetition: int = 1
    repeat: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCalled(Event):
    """An action of the system is about to run."""

    kind: ClassVar[str] = "action"
    name: str
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emitted(Event):
    """The system under test emitted an event."""

    kind: ClassVar[str] = "emitted"
    event: str
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Event):
    """A transition was taken."""

    kind: ClassVar[str] = "taken"
    transition: str
    event: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored(Event):
    """No transition was enabled; `reasons` explains each guard that said no."""

    kind: ClassVar[str] = "ignored"
    event: str
    state: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous(Event):
    """Several transitions were enabled; the first was taken, `others` are the rest (ids)."""

    kind: ClassVar[str] = "ambiguous"
    event: str
    state: str
    chosen: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvariantChecked(Event):
    """An invariant was evaluated; `holds` is None for unknown."""

    kind: ClassVar[str] = "invariant"
    state: str
    description: str
    condition: str
    severity: str
    holds: bool | None
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenTried(Event):
    """A state change was refused because its pair is forbidden; `path` is the pair."""

    kind: ClassVar[str] = "forbidden"
    source: str
    target: str
    reason: str
    transition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted(Event):
    """A step's assertion was evaluated; `values` has the sub-expressions and what they were."""

    kind: ClassVar[str] = "assertion"
    condition: str
    holds: bool | None
    explanation: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished(Event):
    """A step (all its repetitions) is done."""

    kind: ClassVar[str] = "step_finished"
    index: int
    outcome: Outcome
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMoved(Event):
    """Virtual time passed; `at_ms` is the new time."""

    kind: ClassVar[str] = "clock"
    from_ms: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelChanged(Event):
    """What a dashboard panel shows now, whole: the latest one wins."""

    kind: ClassVar[str] = "panel"
    panel: str
    title: str
    type: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """What the status bar shows now."""

    kind: ClassVar[str] = "status"
    left: str = ""
    center: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Event):
    """A performance assertion was judged at the end of the run."""

    kind: ClassVar[str] = "metric"
    name: str
    band: Band
    condition: str
    explanation: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Event):
    """The run cannot go on: an unknown action, bad parameters, the system broke, a limit."""

    kind: ClassVar[str] = "problem"
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Event):
    """The last event. `missing` names the functions that nothing provides."""

    kind: ClassVar[str] = "verdict"
    verdict: Verdict
    state: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


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
    | ClockMoved
    | PanelChanged
    | StatusChanged
    | Measured
    | Problem
    | Finished
)

KINDS: dict[str, type[Event]] = {cls.kind: cls for cls in RunEvent.__args__}


def to_json(event: RunEvent) -> dict[str, Any]:
    """The event as JSON-ready values, with its `kind`."""
    return {"kind": event.kind, **asdict(event)}


def from_json(data: Mapping[str, Any]) -> RunEvent:
    """The event that `to_json` wrote; unknown keys are dropped. Raises KeyError for a new kind."""
    cls = KINDS[data["kind"]]
    known = {f.name for f in fields(cls)}
    values = {key: _tuples(value) for key, value in data.items() if key in known}
    return cls(**values)  # type: ignore[return-value]


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value

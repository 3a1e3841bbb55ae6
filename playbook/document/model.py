"""What a playbook says, as plain frozen data without behaviour.

Expressions stay text. Every element has its `path` (which element), its `span` (where it stands in
the text) and `extras`: the keys that the vocabulary does not know, kept as values.
Sections: case-study.txt, LANGUAGE.md section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from playbook.spans import START, Path, Span
from playbook.values import Value

WILDCARD = "*"

InvariantSeverity = Literal["warning", "error", "critical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What all parts of a playbook share."""

    path: Path = ()
    span: Span = START
    extras: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Element):
    """A condition, guard, assertion or threshold; `span` is the YAML scalar, quotes included."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant(Element):
    """What must hold in a state; a violated `warning` is noted, `critical` stops the run at once."""

    description: str = ""
    condition: Expression
    severity: InvariantSeverity = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Element):
    """A state; its name is the key under `states` (`id`, where given, should say the same)."""

    id: str
    key_span: Span = START
    description: str = ""
    invariants: tuple[Invariant, ...] = ()
    final: bool = False
    on_entry: tuple[Value, ...] = ()
    on_exit: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRef(Element):
    """The use of a state's name somewhere: a transition's end, a forbidden pair, `initial`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Element):
    """A transition; `sources` is one state, several (`from: [a, b]`), or the wildcard `*`."""

    id: str
    sources: tuple[StateRef, ...]
    except_: tuple[StateRef, ...] = ()
    target: StateRef
    event: str
    guard: Expression | None = None
    description: str = ""
    actions: tuple[Value, ...] = ()
    assertions: tuple[Value, ...] = ()

    @property
    def wildcard(self) -> bool:
        """Whether it may be taken from any state (less `except_`)."""
        return any(source.name == WILDCARD for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden(Element):
    """A pair of states that no step may connect directly."""

    source: StateRef
    target: StateRef
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvariantViolation(Element):
    """The older `machine.invariant_violations`: a condition that indicates a bug in a state."""

    state: StateRef
    condition: Expression
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine(Element):
    """The state machine itself."""

    id: str = ""
    initial: StateRef | None = None
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    violations: tuple[InvariantViolation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPolicy(Element):
    """One of the weighted policies that score a candidate; its own settings are in `extras`."""

    name: str
    weight: float = 1.0
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceAssertion(Element):
    """*Met* when `condition` holds, *degraded* when only `critical` does, else *breached*."""

    name: str
    condition: Expression
    critical: Expression | None = None
    failure_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Element):
    """One step of a scenario: an action with parameters, or an assertion; exactly one of the two."""

    action: str | None = None
    params: Mapping[str, Value] = field(default_factory=dict)
    assertion: Expression | None = None
    repeat: int = 1
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Element):
    """An executable specification."""

    name: str
    description: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Element):
    """A dashboard panel; `type` is table, text, stats, ascii_plot or heatmap (LANGUAGE.md 8)."""

    id: str
    title: str = ""
    type: str = "table"
    columns: tuple[str, ...] = ()
    fields: tuple[Value, ...] = ()
    data_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusBar(Element):
    """Three texts with `{{name}}` placeholders."""

    left: str = ""
    center: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keybinding(Element):
    """A key and what pressing it does."""

    key: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tui(Element):
    """The dashboard; `refresh_rate_ms` bounds how often panels are sent."""

    refresh_rate_ms: int = 100
    panels: tuple[Panel, ...] = ()
    status_bar: StatusBar | None = None
    keybindings: tuple[Keybinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook(Element):
    """A whole playbook.

    `sections` has every top-level section as plain values, known or not: what an expression such
    as `performance.max_routing_ms` reads, and what a system under test is configured from.
    """

    version: str = "1.0"
    name: str = ""
    description: str = ""
    machine: Machine = field(default_factory=Machine)
    routing_policies: tuple[RoutingPolicy, ...] = ()
    performance_assertions: tuple[PerformanceAssertion, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    tui: Tui | None = None
    sections: Mapping[str, Value] = field(default_factory=dict)

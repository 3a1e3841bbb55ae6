"""What a playbook says, as plain frozen data without behaviour.

Expressions stay text. Every element has its `path` (which element), its `span` (where it stands in
the text) and `extras`: the keys that the vocabulary does not know, kept as values.
Sections: case-study.txt, LANGUAGE.md section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar, dataclass_transform

from playbook.spans import START, Path, Span
from playbook.values import Value

WILDCARD = "*"
# The extras of all elements that have none: one map instead of tens of thousands.
NOTHING: dict[str, Value] = {}

InvariantSeverity = Literal["warning", "error", "critical"]
ExpectedBand = Literal["met", "degraded", "breached"]


_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def element(cls: type[_Class]) -> type[_Class]:
    """A frozen dataclass, held to that by the type checker only.

    Freezing at run time doubles the time that it takes to make one, and a large playbook has 100,000.
    """
    return dataclass(slots=True, kw_only=True)(cls)


class Placed(Protocol):
    """What stands somewhere in the text: a span is, and so is a node that makes its span when it is asked."""

    @property
    def span(self) -> Span: ...


@element
class Element:
    """What all parts of a playbook share; `at` is where it stands."""

    path: Path = ()
    at: Placed = START
    extras: Mapping[str, Value] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return self.at.span


@element
class Expression(Element):
    """A condition, guard, assertion or threshold; `span` is the YAML scalar, quotes included."""

    text: str


@element
class Invariant(Element):
    """What must hold in a state; a violated `warning` is noted, `critical` stops the run at once."""

    description: str = ""
    condition: Expression
    severity: InvariantSeverity = "error"


@element
class State(Element):
    """A state; its name is the key under `states` (`id`, where given, should say the same)."""

    id: str
    key: Placed = START
    description: str = ""
    invariants: tuple[Invariant, ...] = ()
    final: bool = False
    on_entry: tuple[Value, ...] = ()
    on_exit: tuple[Value, ...] = ()

    @property
    def key_span(self) -> Span:
        return self.key.span


@element
class StateRef(Element):
    """The use of a state's name somewhere: a transition's end, a forbidden pair, `initial`."""

    name: str


@element
class Transition(Element):
    """A transition; `sources` is one state, several (`from: [a, b]`), or the wildcard `*`.

    `claims` are those of its `assertions` that are conditions.
    """

    id: str
    sources: tuple[StateRef, ...]
    except_: tuple[StateRef, ...] = ()
    target: StateRef
    event: str
    guard: Expression | None = None
    description: str = ""
    actions: tuple[Value, ...] = ()
    assertions: tuple[Value, ...] = ()
    claims: tuple[Expression, ...] = ()

    @property
    def wildcard(self) -> bool:
        """Whether it may be taken from any state (less `except_`)."""
        sources = self.sources
        if len(sources) == 1:
            return sources[0].name == WILDCARD
        return any(source.name == WILDCARD for source in sources)


@element
class Forbidden(Element):
    """A pair of states that no step may connect directly."""

    source: StateRef
    target: StateRef
    reason: str = ""


@element
class InvariantViolation(Element):
    """The older `machine.invariant_violations`: a condition that indicates a bug in a state."""

    state: StateRef
    condition: Expression
    reason: str = ""


@element
class Machine(Element):
    """The state machine itself."""

    id: str = ""
    initial: StateRef | None = None
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    violations: tuple[InvariantViolation, ...] = ()


@element
class RoutingPolicy(Element):
    """One of the weighted policies that score a candidate; its own settings are in `extras`."""

    name: str
    weight: float = 1.0
    description: str = ""


@element
class PerformanceAssertion(Element):
    """*Met* when `condition` holds, *degraded* when only `critical` does, else *breached*."""

    name: str
    condition: Expression
    critical: Expression | None = None
    failure_reason: str = ""


@element
class Step(Element):
    """One step of a scenario: an action with parameters, or an assertion; exactly one of the two."""

    action: str | None = None
    params: Mapping[str, Value] = field(default_factory=dict)
    assertion: Expression | None = None
    repeat: int = 1
    description: str = ""


@element
class Scenario(Element):
    """An executable specification: the setup runs first, then the steps.

    `seed` is for what the system draws by chance; `performance` has the bands that the scenario expects of
    performance assertions, by name.
    """

    name: str
    description: str = ""
    setup: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    seed: int | None = None
    performance: Mapping[str, ExpectedBand] = field(default_factory=dict)

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The setup, then the steps: what a run does, in order."""
        return (*self.setup, *self.steps) if self.setup else self.steps


@element
class Capture(Element):
    """Older form: what a step remembers as the variable `var`, and where it is found."""

    var: str
    source: str


@element
class Offer(Step):
    """Older form: an action before or after the steps, which a system need not have.

    With `until`, a wait for a condition.
    """

    until: Expression | None = None


@element
class Passage(Step):
    """Older form: a step that takes transitions, and then remembers something."""

    transitions: tuple[StateRef, ...] = ()
    captures: tuple[Capture, ...] = ()


@element
class Visits(Step):
    """Older form: the states that a run must have visited, must not have, or must end in."""

    rule: Literal["must_visit", "must_not_visit", "ends_at"]
    states: tuple[StateRef, ...] = ()


@element
class OlderScenario(Scenario):
    """The older sections `playbook` and `assertions`; the teardown runs whatever came before."""

    teardown: tuple[Step, ...] = ()


@element
class Panel(Element):
    """A dashboard panel; `type` is table, text, stats, ascii_plot or heatmap (LANGUAGE.md 8)."""

    id: str
    title: str = ""
    type: str = "table"
    columns: tuple[str, ...] = ()
    fields: tuple[Value, ...] = ()
    data_source: str = ""


@element
class StatusBar(Element):
    """Three texts with `{{name}}` placeholders."""

    left: str = ""
    center: str = ""
    right: str = ""


@element
class Keybinding(Element):
    """A key and what pressing it does."""

    key: str
    action: str


@element
class Tui(Element):
    """The dashboard; `refresh_rate_ms` bounds how often panels are sent."""

    refresh_rate_ms: int = 100
    panels: tuple[Panel, ...] = ()
    status_bar: StatusBar | None = None
    keybindings: tuple[Keybinding, ...] = ()


@element
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
    older: OlderScenario | None = None
    tui: Tui | None = None
    sections: Mapping[str, Value] = field(default_factory=dict)

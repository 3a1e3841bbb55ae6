"""What is shown of one element of a machine: a state, a transition, a forbidden pair, any state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.api import (
    WILDCARD,
    Analysis,
    Expression,
    Forbidden,
    Invariant,
    Machine,
    State,
    Transition,
    pointer,
)

Kind = Literal["state", "transition", "forbidden", "wildcard"]

STATES = ("machine", "states")
ANY_STATE = pointer((*STATES, WILDCARD))


@dataclass(frozen=True, slots=True)
class Link:
    """Another element: its name and its path as a JSON pointer."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition, seen from one of its states."""

    name: str
    path: str
    event: str
    guard: str
    sources: tuple[Link, ...]
    target: Link
    wildcard: bool
    description: str
    line: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states that nothing may connect, and why."""

    path: str
    source: Link
    target: Link
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Inspector:
    """All that the panel beside the diagram shows of the selected element.

    `facts` are the state's extra words (initial, final); `line` is where the element stands in the
    text, 0 for any state, which stands nowhere.
    """

    kind: Kind
    title: str
    path: str
    line: int
    description: str = ""
    facts: tuple[str, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    incoming: tuple[Arrow, ...] = ()
    outgoing: tuple[Arrow, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    arrow: Arrow | None = None
    pair: Pair | None = None


def inspect(analysis: Analysis, path: str) -> Inspector | None:
    """The element at a path (a JSON pointer), or None where there is none."""
    if analysis.playbook is None:
        return None
    machine = analysis.playbook.machine
    if path == ANY_STATE and any(transition.wildcard for transition in machine.transitions):
        return _any_state(machine)
    for state in machine.states:
        if pointer(state.path) == path:
            return _state(analysis, state)
    for transition in machine.transitions:
        if pointer(transition.path) == path:
            return _transition(transition)
    for forbidden in machine.forbidden:
        if pointer(forbidden.path) == path:
            return _forbidden(forbidden)
    return None


def arrows(machine: Machine) -> tuple[Arrow, ...]:
    """Every transition in document order."""
    return tuple(_arrow(transition) for transition in machine.transitions)


def pairs(machine: Machine) -> tuple[Pair, ...]:
    """Every forbidden pair in document order."""
    return tuple(_pair(forbidden) for forbidden in machine.forbidden)


def _state(analysis: Analysis, state: State) -> Inspector:
    assert analysis.playbook is not None
    assert analysis.index is not None
    machine, index = analysis.playbook.machine, analysis.index
    initial = machine.initial is not None and machine.initial.name == state.id
    facts = (*(["initial"] if initial else []), *(["final"] if state.final else []))
    return Inspector(
        kind="state",
        title=state.id,
        path=pointer(state.path),
        line=state.key_span.line,
        description=state.description,
        facts=facts,
        invariants=state.invariants,
        incoming=tuple(_arrow(transition) for transition in index.incoming(state.id)),
        outgoing=tuple(_arrow(transition) for transition in index.outgoing(state.id)),
        forbidden=tuple(_pair(f) for f in machine.forbidden if _concerns(f, state.id)),
    )


def _concerns(forbidden: Forbidden, state: str) -> bool:
    return not {state, WILDCARD}.isdisjoint((forbidden.source.name, forbidden.target.name))


def _any_state(machine: Machine) -> Inspector:
    return Inspector(
        kind="wildcard",
        title="any state",
        path=ANY_STATE,
        line=0,
        description="Stands for every state: the transitions that start here may be taken from each.",
        outgoing=tuple(_arrow(t) for t in machine.transitions if t.wildcard),
    )


def _transition(transition: Transition) -> Inspector:
    return Inspector(
        kind="transition",
        title=transition.id or transition.event,
        path=pointer(transition.path),
        line=transition.span.line,
        description=transition.description,
        arrow=_arrow(transition),
    )


def _forbidden(forbidden: Forbidden) -> Inspector:
    return Inspector(
        kind="forbidden",
        title=f"{forbidden.source.name} → {forbidden.target.name}",
        path=pointer(forbidden.path),
        line=forbidden.span.line,
        description=forbidden.reason,
        pair=_pair(forbidden),
    )


def _arrow(transition: Transition) -> Arrow:
    return Arrow(
        name=transition.id or transition.event,
        path=pointer(transition.path),
        event=transition.event,
        guard=_text(transition.guard),
        sources=tuple(_link(source.name) for source in transition.sources),
        target=_link(transition.target.name),
        wildcard=transition.wildcard,
        description=transition.description,
        line=transition.span.line,
    )


def _pair(forbidden: Forbidden) -> Pair:
    return Pair(
        path=pointer(forbidden.path),
        source=_link(forbidden.source.name),
        target=_link(forbidden.target.name),
        reason=forbidden.reason,
        line=forbidden.span.line,
    )


def _link(state: str) -> Link:
    return Link("any state" if state == WILDCARD else state, pointer((*STATES, state)))


def _text(expression: Expression | None) -> str:
    return "" if expression is None else expression.text


def outline(analysis: Analysis) -> list[dict[str, object]]:
    """Where each drawn element stands in the text: what joins the diagram and the text editor."""
    if analysis.playbook is None:
        return []
    machine = analysis.playbook.machine
    places = [(state.path, state.key_span.line, state.span.end_line) for state in machine.states]
    for element in (*machine.transitions, *machine.forbidden):
        places.append((element.path, element.span.line, element.span.end_line))
    return [{"path": pointer(path), "line": line, "end_line": end_line} for path, line, end_line in places]

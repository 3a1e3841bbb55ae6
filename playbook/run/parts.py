"""The parts of a playbook under the names that the case study's tests give them.

A view of the document's elements and nothing more: `element` leads to the whole of what the text says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playbook.document import model


@dataclass(frozen=True, slots=True, repr=False)
class Invariant:
    """What must hold in a state; `condition` is the expression's text."""

    element: model.Invariant

    @property
    def description(self) -> str:
        return self.element.description

    @property
    def condition(self) -> str:
        return self.element.condition.text

    @property
    def severity(self) -> str:
        """`warning` (only noted), `error`, or `critical` (ends a run at once)."""
        return self.element.severity

    def __repr__(self) -> str:
        return f"<Invariant {self.condition!r}>"

    @property
    def line(self) -> int:
        """Where it stands in the text, counted from 1."""
        return self.element.span.line


@dataclass(frozen=True, slots=True, repr=False)
class State:
    """A state of the machine."""

    element: model.State

    @property
    def id(self) -> str:
        return self.element.id

    @property
    def description(self) -> str:
        return self.element.description

    @property
    def final(self) -> bool:
        return self.element.final

    @property
    def line(self) -> int:
        """Where it stands in the text, counted from 1."""
        return self.element.key_span.line

    def invariants(self) -> tuple[Invariant, ...]:
        """What must hold while the machine stands here, in the text's order."""
        return tuple(map(Invariant, self.element.invariants))

    def __repr__(self) -> str:
        return f"<State {self.id}>"


@dataclass(frozen=True, slots=True, repr=False)
class Transition:
    """A transition; `from_` has every source that is written down, which may be the wildcard `*`."""

    element: model.Transition

    @property
    def id(self) -> str:
        return self.element.id

    @property
    def from_(self) -> tuple[str, ...]:
        return tuple(ref.name for ref in self.element.sources)

    @property
    def to(self) -> str:
        return self.element.target.name

    @property
    def event(self) -> str:
        return self.element.event

    @property
    def guard(self) -> str:
        """The guard's text; empty where there is none."""
        return self.element.guard.text if self.element.guard else ""

    def __repr__(self) -> str:
        return f"<Transition {self.id or self.event}: {', '.join(self.from_)} -> {self.to}>"

    @property
    def description(self) -> str:
        return self.element.description

    @property
    def line(self) -> int:
        """Where it stands in the text, counted from 1."""
        return self.element.span.line


@dataclass(frozen=True, slots=True, repr=False)
class Forbidden:
    """A pair of states that no step may connect directly; either may be the wildcard `*`."""

    element: model.Forbidden

    @property
    def from_(self) -> str:
        return self.element.source.name

    @property
    def to(self) -> str:
        return self.element.target.name

    @property
    def reason(self) -> str:
        return self.element.reason

    def __repr__(self) -> str:
        return f"<Forbidden {self.from_} -> {self.to}>"

    @property
    def line(self) -> int:
        """Where it stands in the text, counted from 1."""
        return self.element.span.line


def states(playbook: model.Playbook) -> Iterator[State]:
    """The machine's states, in the text's order."""
    return map(State, playbook.machine.states)


def transitions(playbook: model.Playbook) -> Iterator[Transition]:
    """The machine's transitions, in the text's order."""
    return map(Transition, playbook.machine.transitions)


def forbidden(playbook: model.Playbook) -> Iterator[Forbidden]:
    """The machine's forbidden pairs, in the text's order."""
    return map(Forbidden, playbook.machine.forbidden)

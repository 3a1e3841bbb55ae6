"""What is drawn of a playbook: boxes and arrows with paths, before any coordinate.

The wildcard is one `any state` box (expanding it makes large machines unreadable), forbidden pairs
are a layer of their own, and states that are used but not declared are drawn too: a draft must draw.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from playbook.document.model import WILDCARD, Playbook, Transition
from playbook.limits import MAX_LABEL_CHARS
from playbook.spans import Path

ANY_STATE = "any state"
STATES: Path = ("machine", "states")

EdgeKind = Literal["transition", "forbidden", "initial"]


@dataclass(frozen=True, slots=True)
class Box:
    """A state, the wildcard, or a name that nothing declares."""

    path: Path
    name: str
    label: str
    description: str = ""
    invariants: int = 0
    initial: bool = False
    final: bool = False
    wildcard: bool = False
    undeclared: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition from one source, or a forbidden pair; `source` and `target` index the boxes."""

    kind: EdgeKind
    path: Path
    source: int
    target: int
    name: str = ""
    event: str = ""
    guard: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that is drawn, in document order."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    initial: int | None = None


@dataclass(slots=True)
class _Names:
    """Boxes by the state's name; one that is not there yet is added as undeclared."""

    boxes: list[Box] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, box: Box) -> int:
        self.positions[name] = len(self.boxes)
        self.boxes.append(box)
        return self.positions[name]

    def of(self, name: str) -> int:
        if name in self.positions:
            return self.positions[name]
        path = (*STATES, name)
        if name == WILDCARD:
            return self.add(name, Box(path, name, ANY_STATE, wildcard=True))
        return self.add(name, Box(path, name, shortened(name), undeclared=True))


def build(playbook: Playbook) -> Graph:
    """The graph of a playbook's machine."""
    machine = playbook.machine
    initial = machine.initial.name if machine.initial is not None else ""
    names = _Names()
    for state in machine.states:
        names.add(
            state.id,
            Box(
                path=state.path,
                name=state.id,
                label=shortened(state.id),
                description=state.description,
                invariants=len(state.invariants),
                initial=state.id == initial,
                final=state.final,
            ),
        )
    start = names.of(initial) if initial else None
    arrows = [arrow for transition in machine.transitions for arrow in _transition(transition, names)]
    for pair in machine.forbidden:
        source, target = names.of(pair.source.name), names.of(pair.target.name)
        arrows.append(Arrow("forbidden", pair.path, source, target, note=pair.reason))
    title = playbook.name or machine.id or "State machine"
    return Graph(title, tuple(names.boxes), tuple(arrows), start)


def _transition(transition: Transition, names: _Names) -> list[Arrow]:
    guard = transition.guard.text if transition.guard else ""
    lines = [shortened(transition.event or transition.id)]
    if guard:
        lines.append(f"[{shortened(guard, MAX_LABEL_CHARS - 24)}]")
    excepted = ", ".join(ref.name for ref in transition.except_)
    note = transition.description
    if excepted:
        note = f"{note} (not from {excepted})" if note else f"not from {excepted}"
    return [
        Arrow(
            "transition",
            transition.path,
            names.of(source.name),
            names.of(transition.target.name),
            name=transition.id,
            event=transition.event,
            guard=guard,
            note=note,
            lines=tuple(lines),
        )
        for source in transition.sources
    ]


def shortened(text: str, most: int = MAX_LABEL_CHARS // 2) -> str:
    """A text as a label shows it: one line, no control characters, at most `most` characters."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    flat = " ".join(kept.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"

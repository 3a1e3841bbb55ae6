"""Every place of a playbook that names one of its things: a state, an event, a panel, a function, ...

What a text mentions without the language reading it as that name, a description or a comment, is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from playbook.dashboard.chrome import STATS
from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.document.model import Passage, Playbook, Visits
from playbook.document.simulation import SECTION, header, hooks
from playbook.editing.edits import EditRefused
from playbook.editing.opened import Opened
from playbook.editing.places import Place, entries, places
from playbook.expr import tree
from playbook.expr.parser import parse
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.spans import Path
from playbook.systems.choose import BARE, signatures

Kind = Literal[
    "state", "event", "transition", "scenario", "panel", "assertion", "variable", "function", "action"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_PANEL_VERB = re.compile(r"(?:toggle_(?P<toggle>.+)_panel|panel_(?P<panel>.+))\Z")
_CALLED = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*(?:\(.*\))?\s*\Z", re.DOTALL)
_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the value of a scalar, from `start` to `end`; `declares` where it is the name's own place."""

    path: Path
    node: Scalar
    start: int
    end: int
    declares: bool = False
    given: frozenset[str] = frozenset()


class Named:
    """The names of one text, by kind. Raises EditRefused for a text that cannot be read as a playbook."""

    def __init__(self, opened: Opened) -> None:
        playbook = decode(opened.root, opened.text).playbook
        if playbook is None or not isinstance(opened.root, Mapping):
            raise EditRefused("the text cannot be read as a playbook; `playbook validate` says why")
        self.opened, self.root, self.playbook = opened, opened.root, playbook
        self.index = Index(playbook)

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        return tuple(places(self.root, self.playbook))

    @cached_property
    def bare(self) -> bool:
        """Whether actions are named like events and transitions (LANGUAGE.md section 5)."""
        return signatures(self.playbook).system == f"the {BARE}"

    def declared(self, kind: Kind) -> set[str]:
        """All names of a kind."""
        return {m.node.text[m.start : m.end] for m in self._of(kind) if m.declares}

    def mentions(self, kind: Kind, name: str) -> list[Mention]:
        """Where a name stands, in the order of the text; what aliases repeat has a path for each."""
        found: dict[tuple[tuple[int, int], Path], Mention] = {}
        for mention in self._of(kind, name):
            if mention.node.text[mention.start : mention.end] == name or kind == "panel":
                place = (mention.node.span.start, mention.start)
                found.setdefault((place, mention.path), mention)
        return sorted(found.values(), key=lambda mention: (mention.node.span.start, mention.start))

    def _of(self, kind: Kind, name: str = "") -> Iterator[Mention]:
        match kind:
            case "state":
                yield from self._states()
            case "event":
                yield from self._events(name)
            case "transition":
                yield from self._transitions(name)
            case "scenario":
                yield from self._keyed([s.path for s in self.playbook.scenarios], "name")
            case "panel":
                yield from self._panels(name)
            case "assertion":
                yield from self._assertions()
            case "variable":
                yield from self._variables(name)
            case "function":
                yield from self._headers("functions")
                yield from self._read(name)
            case "action":
                yield from self._headers("actions")
                yield from self._deeds()

    def _whole(self, path: Path, *, declares: bool = False) -> Iterator[Mention]:
        node = find(self.root, path)
        if isinstance(node, Scalar):
            yield Mention(path, node, 0, len(node.text), declares)

    def _keyed(self, paths: list[Path], key: str) -> Iterator[Mention]:
        for path in paths:
            yield from self._whole((*path, key), declares=True)

    def _key(self, path: Path, *, declares: bool = False) -> Iterator[Mention]:
        parent = find(self.root, path[:-1])
        key = parent.key(str(path[-1])) if isinstance(parent, Mapping) else None
        if key is not None:
            yield Mention(path, key, 0, len(key.text), declares)

    def _states(self) -> Iterator[Mention]:
        for state in self.playbook.machine.states:
            yield from self._key(state.path, declares=True)
            if self.index.states.get(_text(find(self.root, (*state.path, "id")))) in (None, state):
                yield from self._whole((*state.path, "id"))
        for reference in self.index.references():
            yield from self._whole(reference.path)
        for step in self.playbook.older.steps if self.playbook.older is not None else ():
            for reference in step.states if isinstance(step, Visits) else ():
                yield from self._whole(reference.path)
        for place in self._places:
            root = parse(place.text).tree
            for node in tree.walk(root) if root is not None else ():
                for literal in _compared_with_state(node):
                    yield _inside(place, literal.start + 1, literal.end - 1)

    def _events(self, name: str) -> Iterator[Mention]:
        yield from self._keyed([t.path for t in self.playbook.machine.transitions], "event")
        for path in self._statements():
            yield from self._whole((*path, "emit"))
        if self.bare:
            yield from self._deeds()

    def _transitions(self, name: str) -> Iterator[Mention]:
        yield from self._keyed([t.path for t in self.playbook.machine.transitions], "id")
        for step in self.playbook.older.steps if self.playbook.older is not None else ():
            for reference in step.transitions if isinstance(step, Passage) else ():
                yield from self._whole(reference.path)
        # Where an event is called so too, the action fires that.
        if self.bare and name not in self.index.by_event:
            yield from self._deeds()

    def _statements(self) -> Iterator[Path]:
        section = self.root.get(SECTION)
        for _, value, path in entries(section, "actions") if isinstance(section, Mapping) else ():
            items = value.items if isinstance(value, Sequence) else ()
            yield from ((*path, position) for position in range(len(items)))
        yield from (path for path, _, _ in hooks(self.playbook))

    def _deeds(self) -> Iterator[Mention]:
        """What steps, states and transitions do by name."""
        for scenario in self.playbook.scenarios:
            for step in scenario.all_steps:
                yield from self._whole((*step.path, "action"))
        older = self.playbook.older
        paths = [step.path for step in (*older.setup, *older.teardown)] if older is not None else []
        for path in (*paths, *(path for path, _, _ in hooks(self.playbook))):
            node = find(self.root, path)
            if isinstance(node, Scalar) and (match := _CALLED.match(node.text)) is not None:
                yield Mention(path, node, *match.span(1))
            elif isinstance(node, Mapping):
                yield from self._whole((*path, "action" if "action" in node else "type"))

    def _panels(self, name: str) -> Iterator[Mention]:
        tui, section = self.playbook.tui, self.root.get(SECTION)
        for panel in tui.panels if tui is not None else ():
            if not name or panel.id == name:
                yield from self._whole((*panel.path, "id"), declares=True)
        for key, _, path in entries(section, "panels") if isinstance(section, Mapping) else ():
            if not name or key.text == name:
                yield Mention(path, key, 0, len(key.text), declares=not name)
        for binding in tui.keybindings if tui is not None else ():
            match = _PANEL_VERB.match(binding.action)
            node = find(self.root, binding.path)
            if match is None or not isinstance(node, Scalar) or not name:
                continue
            group = "toggle" if match["toggle"] else "panel"
            panel_ = self.index.panel(match[group])
            if (panel_.id if panel_ is not None else match[group]) == name and name != STATS:
                yield Mention(binding.path, node, *match.span(group))

    def _assertions(self) -> Iterator[Mention]:
        yield from self._keyed([a.path for a in self.playbook.performance_assertions], "name")
        for scenario in self.playbook.scenarios:
            for name in scenario.performance:
                yield from self._key((*scenario.path, "performance", name))

    def _variables(self, name: str) -> Iterator[Mention]:
        section = self.root.get(SECTION)
        for key, _, path in entries(section, "variables") if isinstance(section, Mapping) else ():
            yield Mention(path, key, 0, len(key.text), declares=True)
        yield from self._read(name)

    def _headers(self, part: str) -> Iterator[Mention]:
        section = self.root.get(SECTION)
        for key, _, path in entries(section, part) if isinstance(section, Mapping) else ():
            match = _NAME.match(key.text)
            if match is not None and not header(key.text).problem:
                yield Mention(path, key, *match.span(1), declares=True)

    def _read(self, name: str) -> Iterator[Mention]:
        """Reads of a name in expressions: a function without arguments is read like a variable."""
        for place in self._places:
            if not name or name not in place.text:
                continue
            root = parse(place.text).tree
            for node in tree.walk(root) if root is not None else ():
                called = isinstance(node, tree.Call) and node.name == name
                read = isinstance(node, tree.Variable) and node.name == name and name not in place.given
                if called or read:
                    yield _inside(place, node.start, node.start + len(name))

    def reads(self, path: Path) -> Iterator[Mention]:
        """Reads of a section or of an entry in it: `performance.max_routing_ms`."""
        names = tuple(str(part) for part in path)
        for place in self._places:
            root = parse(place.text).tree
            for node in tree.walk(root) if root is not None else ():
                if _dotted(node)[: len(names)] == names and names[0] not in place.given:
                    yield _inside(place, node.start, node.end)
                    break


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _inside(place: Place, start: int, end: int) -> Mention:
    return Mention(place.path, place.node, place.offset + start, place.offset + end, False, place.given)


def _dotted(node: tree.Node) -> tuple[str, ...]:
    names: list[str] = []
    while isinstance(node, tree.Attribute):
        names.append(node.name)
        node = node.receiver
    return (node.name, *reversed(names)) if isinstance(node, tree.Variable) else ()


def _compared_with_state(node: tree.Node) -> Iterator[tree.Literal]:
    """The texts that `state` is compared with, one by one or in a list."""
    if not isinstance(node, tree.Binary) or node.op not in ("==", "!=", "in"):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, tree.Variable) and one.name == "state":
            parts = other.items if isinstance(other, tree.ListOf) else (other,)
            yield from (p for p in parts if isinstance(p, tree.Literal) and isinstance(p.value, str))


def kind_of(playbook: Playbook, path: Path) -> Iterator[tuple[Kind, str]]:
    """The names that an element of a playbook declares."""
    machine = playbook.machine
    yield from (("state", state.id) for state in machine.states if state.path == path)
    for transition in machine.transitions:
        if transition.path == path:
            yield "transition", transition.id
            if sum(other.event == transition.event for other in machine.transitions) == 1:
                yield "event", transition.event
    yield from (("scenario", s.name) for s in playbook.scenarios if s.path == path)
    yield from (("panel", p.id) for p in (playbook.tui.panels if playbook.tui else ()) if p.path == path)
    yield from (("assertion", a.name) for a in playbook.performance_assertions if a.path == path)
    if len(path) == 3 and path[0] == SECTION:
        kinds: dict[str | int, Kind] = {"variables": "variable", "functions": "function", "actions": "action"}
        if path[1] in kinds:
            yield kinds[path[1]], header(str(path[2])).name

"""What changed from one playbook to another, in words and by element."""

from __future__ import annotations

from collections.abc import Sequence as Items

from playbook.changes import wording
from playbook.changes.align import stretches
from playbook.changes.canonical import Canon, Spec, spec_of
from playbook.changes.change import Change, Kind
from playbook.changes.matching import IDENTITY, matched, renamed_states, state_meaning
from playbook.changes.order import moved
from playbook.changes.wording import Place, code
from playbook.document.model import Playbook
from playbook.document.vocabulary import SHAPES
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, new_mapping
from playbook.spans import Path

Pair = tuple[Path, Path]
TOP: Pair = ((), ())


def changes(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """All that differs in meaning, in the order of the new text; nothing where the texts mean the same.

    Elements are recognised by identity (a state's name, an id, the two ends of a pair), so their position
    does not count, except that of transitions which wait for the same event in the same state (LANGUAGE.md
    section 4), of steps and of statements. Both playbooks must have been read from texts.
    """
    before, after = old.at, new.at
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        raise TypeError("only playbooks that were read from a text can be compared")
    machines = [_map(root.get("machine")) for root in (before, after)]
    comparison = _Comparison(renamed_states(machines[0], machines[1]))
    comparison.shaped("playbook", before, after, TOP, Place())
    return tuple(sorted(comparison.found, key=lambda change: change.new_line or change.old_line))


def _map(node: Node | None) -> Mapping | None:
    return node if isinstance(node, Mapping) else None


def _key_line(node: Node | None, name: str) -> int:
    key = node.key(name) if isinstance(node, Mapping) else None
    return key.span.line if key else 0


class _Comparison:
    """Walks both trees at once and gathers what differs."""

    def __init__(self, renames: dict[str, str]) -> None:
        self.renames = renames
        self.before, self.after = Canon(renames), Canon()
        self.found: list[Change] = []

    def tell(
        self,
        kind: Kind,
        paths: Pair,
        lines: tuple[int, int],
        short: str,
        *,
        more: str = "",
        noun: str = "",
        prose: bool = False,
    ) -> None:
        gone, fresh = kind == "removed", kind == "added"
        self.found.append(
            Change(
                kind,
                None if fresh else paths[0],
                None if gone else paths[1],
                short + more,
                short,
                noun,
                "text" if prose else "behaviour",
                0 if fresh else lines[0],
                0 if gone else lines[1],
            )
        )

    def shaped(
        self, shape: str, old: Mapping, new: Mapping, paths: Pair, place: Place, *, but: str = ""
    ) -> None:
        """Two maps of a shape (`""`: of the user's own keys); the key `but` is told elsewhere."""
        left, right = self.before.entries(old, shape), self.after.entries(new, shape)
        for name in dict.fromkeys([*new.by_key, *old.by_key]):
            if name == but or left.get(name) == right.get(name):
                continue
            inner = ((*paths[0], name), (*paths[1], name))
            lines = (_key_line(old, name), _key_line(new, name))
            values = (_said(old, name), _said(new, name))
            self.value(shape, name, values, inner, lines, place)

    def value(
        self,
        shape: str,
        name: str,
        values: tuple[Node | None, Node | None],
        paths: Pair,
        lines: tuple[int, int],
        place: Place,
    ) -> None:
        """The values of a key that differ; None for one that is absent."""
        old, new = values
        spec = spec_of(shape, name)
        if (shape, name) == ("machine", "states") and _all(values, Mapping):
            return self.states(_map(old), _map(new), paths)
        if _all(values, Sequence):
            left, right = _items(old), _items(new)
            if spec.each in IDENTITY:
                return self.elements(spec.each, left, right, paths, place)
            split = spec.each in SHAPES or (old is not None and new is not None and spec.kind != "states")
            if split and not all(isinstance(item, Scalar) for item in (*left, *right)):
                word = name if spec != Spec() else code(name)
                return self.sequence(word, spec, left, right, paths, place)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if spec.shape:
                return self.shaped(spec.shape, old, new, paths, _within(name, place))
            return self.entries((shape, name), spec, old, new, paths, place)
        self.leaf(shape, name, values, paths, lines, place)

    def leaf(
        self,
        shape: str,
        name: str,
        values: tuple[Node | None, Node | None],
        paths: Pair,
        lines: tuple[int, int],
        place: Place,
    ) -> None:
        old, new = values
        section = shape == "playbook" and not (isinstance(old, Scalar) or isinstance(new, Scalar))
        known = spec_of(shape, name) != Spec()
        word = wording.WORDS.get((shape, name), name if known else code(name))
        subject = f"section {code(name)}" if section else place.of(word)
        prose = name in wording.PROSE or (shape, name) in wording.HEADINGS or shape == "status_bar"
        noun = "section" if section else ""
        if old is None or new is None:
            value = new if old is None else old
            kind: Kind = "added" if old is None else "removed"
            more = "" if prose or not isinstance(value, Scalar) else f": {code(wording.text_of(value))}"
            return self.tell(kind, paths, lines, f"{subject} {kind}", more=more, noun=noun, prose=prose)
        left, right = wording.both(old, new)
        more = "" if name in wording.PROSE else f" from {left} to {right}"
        self.tell("changed", paths, lines, f"{subject} changed", more=more, prose=prose)

    def entries(
        self, owner: tuple[str, str], spec: Spec, old: Mapping, new: Mapping, paths: Pair, place: Place
    ) -> None:
        """Two maps whose keys are the user's own."""
        noun, part = wording.ENTRIES.get(owner, ""), spec.part
        where = (
            place if noun else _within(owner[1] if spec.each or spec.kind == "map" else code(owner[1]), place)
        )
        for name in dict.fromkeys([*new.by_key, *old.by_key]):
            ours, theirs = old.get(name), new.get(name)
            if name in old and name in new and self.before.of(ours, part) == self.after.of(theirs, part):
                continue
            inner = ((*paths[0], name), (*paths[1], name))
            lines = (_key_line(old, name), _key_line(new, name))
            subject = f"{noun} {code(name)}".lstrip()
            if name in old and name in new and ours is not None and theirs is not None:
                self.replaced(subject, part, ours, theirs, inner, lines, where)
            else:
                kind: Kind = "added" if name in new else "removed"
                self.tell(kind, inner, lines, f"{where.of(subject)} {kind}", noun=noun.removesuffix(" of"))

    def replaced(
        self,
        subject: str,
        spec: Spec,
        old: Node,
        new: Node,
        paths: Pair,
        lines: tuple[int, int],
        place: Place,
    ) -> None:
        """Two parts of a map or list that have the same place but not the same meaning."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            return self.shaped(spec.shape, old, new, paths, _within(subject, place))
        if isinstance(old, Sequence) and isinstance(new, Sequence):
            items = (*old.items, *new.items)
            if not all(isinstance(item, Scalar) for item in items):
                return self.sequence("", spec, old.items, new.items, paths, _within(subject, place))
        left, right = wording.both(old, new)
        self.tell("changed", paths, lines, f"{place.of(subject)} changed", more=f" from {left} to {right}")

    def states(self, old: Mapping | None, new: Mapping | None, paths: Pair) -> None:
        ours, theirs = (node.by_key if node else {} for node in (old, new))
        back = {new_name: old_name for old_name, new_name in self.renames.items()}
        for name, node in theirs.items():
            was = back.get(name, name)
            inner, lines = ((*paths[0], was), (*paths[1], name)), (_key_line(old, was), _key_line(new, name))
            if was != name:
                self.tell("renamed", inner, lines, f"state {code(was)} renamed to {code(name)}")
            elif was not in ours:
                self.tell("added", inner, lines, f"state {code(name)} added", noun="state")
            elif state_meaning(self.before, was, ours[was]) != state_meaning(self.after, name, node):
                self.state(name, ours[was], node, inner, lines)
        for name in ours:
            if name not in theirs and name not in self.renames:
                inner, lines = ((*paths[0], name), paths[1]), (_key_line(old, name), 0)
                self.tell("removed", inner, lines, f"state {code(name)} removed", noun="state")

    def state(self, name: str, old: Node, new: Node, paths: Pair, lines: tuple[int, int]) -> None:
        # A state that says nothing may be written as a null.
        if not _all((_some(old), _some(new)), Mapping):
            return self.replaced(f"state {code(name)}", Spec(), old, new, paths, lines, Place())
        ours, theirs = (_map(node) or _nothing(node) for node in (old, new))
        same = all(node.get("id") is None or wording.field(node, "id") == name for node in (ours, theirs))
        self.shaped("state", ours, theirs, paths, Place("", code(name)), but="id" if same else "")

    def elements(self, shape: str, old: Items[Node], new: Items[Node], paths: Pair, place: Place) -> None:
        """Two lists whose items have an identity; an absent list is an empty one."""
        found = matched(shape, old, new, self.before, self.after)
        if shape != "invariant":
            # They have names of their own: nobody asks which machine.
            place = Place(place.prefix)
        noun = shape if shape == "invariant" else wording.NOUNS.get(shape, "forbidden pair")
        noun = "invariant violation" if shape == "violation" else noun
        for i, j in found.pairs:
            self.element(shape, (i, old[i]), (j, new[j]), paths, place, renamed=(i, j) in found.renamed)
        for kind, items, indexes in (("removed", old, found.removed), ("added", new, found.added)):
            for index in indexes:
                subject = place.of(wording.element_name(shape, items[index], index + 1))
                inner, line = ((*paths[0], index), (*paths[1], index)), items[index].span.line
                self.tell(kind, inner, (line, line), f"{subject} {kind}", noun=noun)  # type: ignore[arg-type]
        if shape == "transition":
            for i, j, short, more in moved(old, new, found.pairs, self.before, self.after):
                inner = ((*paths[0], i), (*paths[1], j))
                lines = (old[i].span.line, new[j].span.line)
                self.tell("moved", inner, lines, short, more=more, noun="transition")

    def element(
        self,
        shape: str,
        left: tuple[int, Node],
        right: tuple[int, Node],
        paths: Pair,
        place: Place,
        *,
        renamed: bool,
    ) -> None:
        (i, old), (j, new) = left, right
        spec = Spec("map", shape)
        if self.before.of(old, spec) == self.after.of(new, spec):
            return
        inner, lines = ((*paths[0], i), (*paths[1], j)), (old.span.line, new.span.line)
        name = wording.element_name(shape, new, j + 1)
        if renamed:
            was = wording.element_name(shape, old, i + 1)
            self.tell("renamed", inner, lines, f"{was} renamed to {name[name.index('`') :]}")
            return
        # What is no map has no identity: it is either the same or another one.
        assert isinstance(old, Mapping) and isinstance(new, Mapping)
        self.shaped(shape, old, new, inner, wording.place_of(shape, name, place))

    def sequence(
        self, name: str, spec: Spec, old: Items[Node], new: Items[Node], paths: Pair, place: Place
    ) -> None:
        """Two lists in which the order counts: steps, statements, actions."""
        noun = "setup step" if name == "setup" else wording.NOUNS.get(spec.each, "item")
        owner = place if spec.each in wording.NOUNS or not name else _within(name, place)
        if place.label.startswith("scenario ") and spec.each == "step":
            owner = Place(f"{place.prefix}{place.label}: ")
        part = spec.part
        left, right = [self.before.of(n, part) for n in old], [self.after.of(n, part) for n in new]
        for gone, fresh in stretches(left, right):
            alike = [(i, j) for i, j in zip(gone, fresh, strict=False) if _alike(old[i], new[j])]
            for i, j in alike:
                inner, lines = ((*paths[0], i), (*paths[1], j)), (old[i].span.line, new[j].span.line)
                self.replaced(f"{noun} {j + 1}", part, old[i], new[j], inner, lines, owner)
            paired = ({i for i, _ in alike}, {j for _, j in alike})
            for kind, items, indexes, taken in (
                ("removed", old, gone, paired[0]),
                ("added", new, fresh, paired[1]),
            ):
                for index in indexes:
                    if index not in taken:
                        inner, line = ((*paths[0], index), (*paths[1], index)), items[index].span.line
                        short = f"{owner.of(f'{noun} {index + 1}')} {kind}"
                        self.tell(kind, inner, (line, line), short, noun=noun)  # type: ignore[arg-type]


def _some(node: Node) -> Node | None:
    """None for a null."""
    return None if isinstance(node, Scalar) and node.value is None else node


def _said(node: Mapping, name: str) -> Node | None:
    """The value of a key; None where a null or an empty list stands for an absent one."""
    value = node.get(name)
    empty = isinstance(value, Sequence) and not value.items
    return None if value is None or empty else _some(value)


def _nothing(node: Node) -> Mapping:
    return new_mapping(node._start, node._start, [])


def _all(values: tuple[Node | None, Node | None], kind: type[Node]) -> bool:
    """Whether both are of a kind, as far as they are there at all."""
    return all(value is None or isinstance(value, kind) for value in values)


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _within(name: str, place: Place) -> Place:
    label = "the machine" if name == "machine" and not place.label else name
    return Place(place.prefix, f"{label}{f' of {place.label}' if place.label else ''}")


def _alike(old: Node, new: Node) -> bool:
    """Whether an item may have become the other one: of maps, both do something or both ask something."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return bool(old.by_key.keys() & new.by_key.keys())
    return type(old) is type(new)

"""Which elements of two lists are the same one: by what identifies them, never by their position."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from playbook.changes.canonical import Canon, Spec
from playbook.source import nodes

# The keys by which the elements of a shape are recognised, one set after another.
IDENTITY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "transition": (("id",),),
    "forbidden": (("from", "to"),),
    "violation": (("state", "condition"), ("state", "reason")),
    "invariant": (("description",), ("condition",)),
    "policy": (("name",),),
    "assertion": (("name",),),
    "scenario": (("name",),),
    "panel": (("id",),),
}
# Elements with a name of their own can get another one.
NAMED = {"transition": "id", "policy": "name", "assertion": "name", "scenario": "name", "panel": "id"}


class Matched(NamedTuple):
    """Indexes: elements that are the same, those in one list only, and the pairs with another name."""

    pairs: list[tuple[int, int]]
    removed: list[int]
    added: list[int]
    renamed: set[tuple[int, int]]


def matched(
    shape: str, old: Sequence[nodes.Node], new: Sequence[nodes.Node], before: Canon, after: Canon
) -> Matched:
    """The elements of two lists of a shape that IDENTITY knows."""
    spec = Spec("map", shape)
    olds = [_entries(before, node, spec) for node in old]
    news = [_entries(after, node, spec) for node in new]
    found = Matched([], list(range(len(old))), list(range(len(new))), set())
    _pair(found, lambda entries: tuple(sorted(entries.items())), olds, news)
    for names in IDENTITY[shape]:
        _pair(found, lambda entries, names=names: _some(entries, names), olds, news)  # type: ignore[misc]
    name = NAMED.get(shape)
    if name:
        known = len(found.pairs)
        _pair(found, lambda entries: _others(entries, name), olds, news, unique=True)
        found.renamed.update(found.pairs[known:])
    found.pairs.sort(key=lambda pair: pair[1])
    return found


def _entries(canon: Canon, node: nodes.Node, spec: Spec) -> dict[str, Hashable]:
    if isinstance(node, nodes.Mapping):
        return canon.entries(node, spec.shape)
    return {"": canon.of(node, spec)}


def _some(entries: dict[str, Hashable], names: tuple[str, ...]) -> Hashable:
    found = tuple(entries.get(name) for name in names)
    return None if None in found else found


def _others(entries: dict[str, Hashable], name: str) -> Hashable:
    others = tuple(sorted((key, value) for key, value in entries.items() if key != name))
    return others if name in entries and others else None


def _pair(
    found: Matched,
    key: Callable[[dict[str, Hashable]], Hashable],
    olds: Sequence[dict[str, Hashable]],
    news: Sequence[dict[str, Hashable]],
    unique: bool = False,
) -> None:
    """Pair what has the same key, in order; with `unique`, only where there is one on either side."""
    left, right = _by_key(key, olds, found.removed), _by_key(key, news, found.added)
    for name, ours in left.items():
        theirs = right.get(name, [])
        if unique and (len(ours), len(theirs)) != (1, 1):
            continue
        found.pairs.extend(zip(ours, theirs, strict=False))
    paired_old, paired_new = {pair[0] for pair in found.pairs}, {pair[1] for pair in found.pairs}
    found.removed[:] = [index for index in found.removed if index not in paired_old]
    found.added[:] = [index for index in found.added if index not in paired_new]


def _by_key(
    key: Callable[[dict[str, Hashable]], Hashable], all: Sequence[dict[str, Hashable]], indexes: list[int]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for index in indexes:
        name = key(all[index])
        if name is not None:
            groups.setdefault(name, []).append(index)
    return groups


def renamed_states(old: nodes.Mapping | None, new: nodes.Mapping | None) -> dict[str, str]:
    """Old names to new ones of states of which everything else is the same, their transitions included."""
    left, right = _states(old), _states(new)
    before, after = Canon(), Canon()
    ours = _signatures(old, [name for name in left if name not in right], left, before)
    theirs = _signatures(new, [name for name in right if name not in left], right, after)
    return {
        names[0]: theirs[signature][0]
        for signature, names in ours.items()
        if len(names) == 1 and len(theirs.get(signature, ())) == 1
    }


def _states(machine: nodes.Mapping | None) -> dict[str, nodes.Node]:
    states = machine.get("states") if machine else None
    return states.by_key if isinstance(states, nodes.Mapping) else {}


def _signatures(
    machine: nodes.Mapping | None, names: list[str], states: dict[str, nodes.Node], canon: Canon
) -> dict[Hashable, list[str]]:
    uses: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for user, role, name in _uses(machine, canon) if names and machine else ():
        if name in uses:
            uses[name].append((user, role))
    groups: dict[Hashable, list[str]] = {}
    for name in names:
        signature = (state_meaning(canon, name, states[name]), tuple(sorted(uses[name])))
        groups.setdefault(signature, []).append(name)
    return groups


def state_meaning(canon: Canon, name: str, node: nodes.Node) -> Hashable:
    """What a state says, its name left out; its `id` says the name again."""
    if isinstance(node, nodes.Mapping):
        entries = canon.entries(node, "state")
        if entries.get("id") == name:
            del entries["id"]
        return tuple(sorted(entries.items()))
    return canon.of(node, Spec("map", "state")) or ()


def _uses(machine: nodes.Mapping, canon: Canon) -> list[tuple[str, str, str]]:
    """Who uses a state, as what, and which."""
    found = [("", "initial", str(canon.of(machine.get("initial"), Spec("state"))))]
    transitions = machine.get("transitions")
    for item in transitions.items if isinstance(transitions, nodes.Sequence) else ():
        if isinstance(item, nodes.Mapping):
            user = str(canon.of(item.get("id"), Spec("text")))
            for role in ("from", "except", "to"):
                names = canon.of(item.get(role), Spec("states"))
                found += [(user, role, str(name)) for name in names or ()]  # type: ignore[attr-defined]
    return found

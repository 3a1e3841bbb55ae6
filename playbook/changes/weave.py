"""Which entries of three versions of a map or list are the same one, and in which order they go."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from playbook.changes.align import stretches
from playbook.changes.canonical import Canon, Spec
from playbook.changes.regions import Parts, Region
from playbook.source.nodes import Mapping

Names = tuple[Hashable, ...]
# Where lists have elements with an identity: the last key of the path, and what identifies its elements.
_LISTS: dict[str, tuple[str, ...]] = {
    "transitions": ("id",),
    "forbidden": ("from", "to"),
    "routing_policies": ("name",),
    "performance_assertions": ("name",),
    "scenarios": ("name",),
    "panels": ("id",),
}


def named(base: Region, *three: Parts) -> tuple[Names, Names, Names] | None:
    """What each entry is called, the same in all versions; None where two of one version share a name."""
    if isinstance(base.node, Mapping):
        found: list[Names] = [part.names for part in three]
    else:
        identity = _LISTS.get(str(base.path[-1]) if base.path else "")
        if identity:
            found = [tuple(_identity(entry, identity) for entry in part.entries) for part in three]
        else:
            found = _aligned(*three)
            if _at_one_place(found[1], found[2]):
                return None
    if any(len(set(names)) < len(names) for names in found):
        return None
    return found[0], found[1], found[2]


def _identity(entry: Region, keys: tuple[str, ...]) -> Hashable:
    node, canon = entry.node, Canon()
    if not isinstance(node, Mapping):
        return ("", canon.of(node, Spec()))
    return tuple(canon.of(node.get(key), Spec("text")) for key in keys)


def _aligned(base: Parts, *sides: Parts) -> list[Names]:
    """Items without a name are called by their number in the base, new ones by what they say."""
    before = [_content(entry) for entry in base.entries]
    found: list[Names] = [tuple(range(len(before)))]
    for side in sides:
        after = [_content(entry) for entry in side.entries]
        names: list[Hashable] = []
        at = 0
        for gone, fresh in stretches(before, after):
            names += range(at, gone.start)
            if len(gone) == len(fresh):
                names += gone
            else:
                # Which of them became which, nobody can say.
                names += [(gone.start, index - fresh.start, after[index]) for index in fresh]
            at = gone.stop
        found.append((*names, *range(at, len(before))))
    return found


def _at_one_place(mine: Names, theirs: Names) -> bool:
    """Whether both sides have put other things at one place: which goes first, nobody can say."""
    places: list[dict[Hashable, list[Hashable]]] = [{}, {}]
    for names, found in zip((mine, theirs), places, strict=True):
        for name in names:
            if isinstance(name, tuple):
                found.setdefault(name[0], []).append(name)
    return any(places[1].get(place, new) != new for place, new in places[0].items())


def _content(entry: Region) -> Hashable:
    return Canon().of(entry.node, Spec())


def woven(base: Names, mine: Names, theirs: Names) -> list[Hashable] | None:
    """The names of all versions in an order that both sides agree with; None where there is none.

    What both have added at one place stands there in the order mine, theirs.
    """
    if _among(base, theirs) != _among(theirs, base):
        if _among(base, mine) != _among(mine, base):
            return None
        base, mine, theirs = base, theirs, mine
    order = list(mine)
    known = set(mine)
    after = [name for name in theirs if name not in known]
    for name in after:
        if name in base:
            # Removed by the one side: its place no longer matters.
            order.append(name)
            continue
        place = theirs.index(name)
        above = next((other for other in reversed(theirs[:place]) if other in order), None)
        order.insert(_below(order, above, base, name, set(theirs)), name)
    return order


def _among(names: Names, others: Names) -> list[Hashable]:
    kept = set(others)
    return [name for name in names if name in kept]


def _below(
    order: Sequence[Hashable], above: Hashable | None, base: Names, name: Hashable, theirs: set[Hashable]
) -> int:
    """The place after an entry and after what the other side has added there."""
    place = 0 if above is None else order.index(above) + 1
    while place < len(order) and order[place] not in base and order[place] not in theirs:
        place += 1
    return place

"""Transitions whose turn has changed: the first one whose guard is true is taken (LANGUAGE.md section 4)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from playbook.changes.align import out_of_order
from playbook.changes.canonical import Canon, Spec
from playbook.changes.wording import code, element_name, field
from playbook.source.nodes import Mapping, Node

Turn = tuple[Hashable, Hashable]


def moved(
    old: Sequence[Node],
    new: Sequence[Node],
    pairs: Sequence[tuple[int, int]],
    before: Canon,
    after: Canon,
) -> Iterator[tuple[int, int, str, str]]:
    """Of the transitions in both lists, those that take their turn at another place; each is told once.

    Gives the two indexes and the two halves of a sentence.
    """
    groups: dict[Turn, list[tuple[int, int]]] = {}
    for i, j in pairs:
        theirs = set(_turns(new[j], after))
        for turn in _turns(old[i], before):
            if turn in theirs:
                groups.setdefault(turn, []).append((i, j))
    told: set[int] = set()
    for (source, _), group in groups.items():
        for i in out_of_order([i for i, _ in group]):
            j = next(there for here, there in group if here == i)
            if j in told:
                continue
            told.add(j)
            other = next(there for here, there in group if (here < i) != (there < j))
            way = "before" if j < other else "after"
            short = f"{element_name('transition', new[j], j + 1)} moved {way} {code(field(new[other], 'id'))}"
            yield i, j, short, f": both wait for {code(field(new[j], 'event'))} in {code(str(source))}"


def _turns(node: Node, canon: Canon) -> Iterator[Turn]:
    if isinstance(node, Mapping):
        event = canon.of(node.get("event"), Spec("text"))
        for source in canon.of(node.get("from"), Spec("states")) or ():  # type: ignore[attr-defined]
            yield source, event

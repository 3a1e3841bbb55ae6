"""Which items of two lists belong together, where their order has a meaning."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# SequenceMatcher is quadratic at worst; past this many pairs the differing part counts as replaced.
MAX_PAIRS = 4_000_000

Stretch = tuple[range, range]


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """The stretches that differ, as indexes of either list; what is between them is equal."""
    head, least = 0, min(len(old), len(new))
    while head < least and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < least - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if not before and not after:
        return
    if len(before) * len(after) > MAX_PAIRS:
        yield range(head, head + len(before)), range(head, head + len(after))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield range(head + i1, head + i2), range(head + j1, head + j2)


def out_of_order(places: Sequence[int]) -> list[int]:
    """The fewest of the (different) numbers without which the rest ascends."""
    ends: list[int] = []
    length_at = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        length_at.append(at)
    kept, wanted = set(), len(ends) - 1
    for place, length in zip(reversed(places), reversed(length_at), strict=True):
        if length == wanted:
            kept.add(place)
            wanted -= 1
    return [place for place in places if place not in kept]

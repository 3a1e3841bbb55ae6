"""A text cut into the regions of its elements: every character belongs to exactly one of them.

The region of an entry begins with the comments and blank lines above it and ends where the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from playbook.source.nodes import Mapping, Node, Sequence
from playbook.spans import Path


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a text: from `start` what is above it (comments, indentation), from `body` it itself."""

    source: str
    start: int
    body: int
    end: int
    node: Node
    path: Path

    @property
    def lead(self) -> str:
        return self.source[self.start : self.body]

    @property
    def text(self) -> str:
        return self.source[self.body : self.end]

    @property
    def whole(self) -> str:
        return self.source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Parts:
    """A region cut into what stands before its first entry, and its entries."""

    head: str
    entries: tuple[Region, ...]
    names: tuple[str, ...]
    column: int
    flow: bool


def parts(region: Region) -> Parts | None:
    """The entries of a map or list; None where they cannot be told apart by where they stand."""
    node, source = region.node, region.source
    if not isinstance(node, Mapping | Sequence) or not region.body <= node.span.start < region.end:
        return None
    flow = source[node.span.start] in "{["
    if flow and isinstance(node, Sequence):
        return None
    found = list(_entries(node, source, region.body))
    if not found or any(place is None for _, place, _ in found):
        return None
    places = [place for _, place, _ in found if place is not None]
    starts = [place if flow else _start(source, place, floor) for place, floor in _floors(region, found)]
    if any(start is None for start in starts[1:]) or sorted(places) != places or places[-1] >= region.end:
        return None
    firsts = [place if start is None else start for start, place in zip(starts, places, strict=True)]
    columns = {place - _line_start(source, place) for place in places}
    if len(columns) > 1 and not flow:
        return None
    ends = [*firsts[1:], region.end]
    entries = tuple(
        Region(source, firsts[n], places[n], ends[n], value, (*region.path, name))
        for n, (name, _, value) in enumerate(found)
    )
    names = tuple(str(name) for name, _, _ in found)
    return Parts(source[region.body : firsts[0]], entries, names, 0 if flow else columns.pop(), flow)


def _entries(node: Mapping | Sequence, source: str, low: int) -> Iterator[tuple[str | int, int | None, Node]]:
    """Names, where the key or the dash stands (None: nobody knows), and values."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key.text, key.span.start, value
        return
    for index, item in enumerate(node.items):
        dash = source.rfind("-", low, item.span.start)
        fits = dash >= 0 and not source[dash + 1 : item.span.start].strip(" ")
        yield index, dash if fits else None, item


def _floors(region: Region, found: list[tuple[str | int, int | None, Node]]) -> Iterator[tuple[int, int]]:
    """The places, each with where the entry before it certainly has ended."""
    yield found[0][1] or 0, region.body
    for (_, before, value), (_, place, _) in pairwise(found):
        yield place or 0, max(before or 0, value.span.end if value.span.end <= (place or 0) else 0)


def _start(source: str, place: int, floor: int) -> int | None:
    """The start of the line, comments and blank lines above included; None where other things stand on it."""
    start = _line_start(source, place)
    if start < floor or source[start:place].strip(" "):
        return None
    while start > floor:
        above = _line_start(source, start - 1)
        line = source[above:start].strip()
        if above < floor or (line and not line.startswith("#")):
            break
        start = above
    return start


def _line_start(source: str, place: int) -> int:
    return max(source.rfind("\n", 0, place), source.rfind("\r", 0, max(0, place - 1))) + 1

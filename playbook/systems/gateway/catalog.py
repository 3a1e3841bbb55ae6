"""Which models run where: the gateway's catalog, in the order of registration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playbook.systems.gateway.table import Table

LEVELS = ("public", "internal", "confidential")
_REGION = re.compile(r"([a-z]+-[a-z]+)-\d+\Z")


def region_of(node: str) -> str:
    """The region in a node's name (`us-west-1` is in `us-west`), or `local`."""
    match = _REGION.match(node)
    return match[1] if match else "local"


@dataclass(frozen=True, slots=True)
class Node:
    """A node as it was registered, and the trouble that was made for it; times in virtual milliseconds.

    `latency_ms` is the median time of an answer of usual length. `p99_ms` is what one answer in a hundred
    exceeds; 0 means that every answer takes the median give or take a fifth. `first_token_ms` is the median
    time to the first token, None half of the answer's; `tokens_per_s` is the rate afterwards, 0 what fits
    `latency_ms`. `capacity` is how many requests it serves at once.
    """

    name: str
    region: str
    privacy: str = "internal"
    latency_ms: float = 120.0
    p99_ms: float = 0.0
    first_token_ms: float | None = None
    tokens_per_s: float = 0.0
    cost: float = 1.0
    capacity: int = 4
    failing: bool = False
    # Calls take so many times as long.
    slowness: float = 1.0
    # Requests of other clients that it has in hand, and until when; 0 is for ever.
    load: int = 0
    load_until_ms: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A model on a node, for a capability."""

    model: str
    node: str
    capability: str


class Catalog:
    """All registered models and their nodes."""

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()
        self.nodes: Table[Node] = Table()
        self._offering: dict[str, tuple[str, ...]] = {}

    def register(self, entry: Entry, node: Node) -> None:
        """Add an entry, and its node or what is new about it."""
        self.nodes.put(node.name, node)
        if entry not in self.entries:
            self.entries = (*self.entries, entry)
            self._offering = {}

    def offering(self, capability: str) -> tuple[str, ...]:
        """Names of the nodes with the capability, in the order of registration."""
        found = self._offering.get(capability)
        if found is None:
            found = tuple(dict.fromkeys(e.node for e in self.entries if e.capability == capability))
            self._offering[capability] = found
        return found

    def snapshot(self) -> tuple[Any, ...]:
        return self.entries, self.nodes.share()

    def restore(self, snapshot: tuple[Any, ...]) -> None:
        self.entries, nodes = snapshot
        self.nodes.adopt(nodes)
        self._offering = {}

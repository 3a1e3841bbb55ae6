"""Which models run where: the gateway's catalog, in the order of registration."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

LEVELS = ("public", "internal", "confidential")
_REGION = re.compile(r"([a-z]+-[a-z]+)-\d+\Z")


def region_of(node: str) -> str:
    """The region in a node's name (`us-west-1` is in `us-west`), or `local`."""
    match = _REGION.match(node)
    return match[1] if match else "local"


@dataclass
class Node:
    """A node and what it is known to be; latencies in milliseconds of virtual time."""

    name: str
    region: str
    privacy: str = "internal"
    latency_ms: float = 120.0
    cost: float = 1.0
    failing: bool = False
    healthy: bool = True
    failed_checks: int = 0
    passed_checks: int = 0
    queue: int = 0
    latencies: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A model on a node, for a capability."""

    model: str
    node: str
    capability: str


class Catalog:
    """All registered models and their nodes."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.nodes: dict[str, Node] = {}

    def register(self, entry: Entry, node: Node) -> None:
        """Add an entry; a node that is known already keeps its history."""
        self.nodes.setdefault(node.name, node)
        if entry not in self.entries:
            self.entries.append(entry)

    def offering(self, capability: str) -> list[Node]:
        """Nodes with the capability, in the order of registration."""
        names = dict.fromkeys(e.node for e in self.entries if e.capability == capability)
        return [self.nodes[name] for name in names]

    def capabilities(self, node: str, model: str) -> list[str]:
        """What a model on a node can do."""
        return [e.capability for e in self.entries if (e.node, e.model) == (node, model)]

    def snapshot(self) -> dict[str, Any]:
        return {
            "entries": [asdict(entry) for entry in self.entries],
            "nodes": [asdict(node) for node in self.nodes.values()],
        }

    def restore(self, data: dict[str, Any]) -> None:
        self.entries = [Entry(**entry) for entry in data["entries"]]
        self.nodes = {
            node["name"]: Node(**{**node, "latencies": list(node["latencies"])}) for node in data["nodes"]
        }

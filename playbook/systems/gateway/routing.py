"""Choosing a node: five weighted policies score every candidate, and the choice has a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from playbook.document.model import RoutingPolicy
from playbook.systems.gateway.catalog import LEVELS, Node
from playbook.values import Value

POLICIES = ("health", "latency", "privacy", "locality", "cost")
# Scores closer than this are a tie: then the node that was registered first is chosen.
TIE = 1e-9
# The level whose data may not leave the region that it comes from.
SOVEREIGN = LEVELS[-1]


class Request(NamedTuple):
    """What a routing decision is asked for; `tokens` is how long the answer is to be."""

    number: int
    capability: str
    privacy: str = ""
    region: str = ""
    tokens: int = 32


class Seen(NamedTuple):
    """A candidate as the gateway sees it at the moment of a decision; times in milliseconds."""

    node: Node
    expected_ms: float
    wait_ms: float = 0.0
    healthy: bool = True
    half_open: bool = False


class Decision(NamedTuple):
    """One line of the routing panel; `scores` are those of all candidates that were weighed, from 0 to 1."""

    request: int
    capability: str
    node: str
    score: float
    reason: str
    scores: tuple[tuple[str, float], ...] = ()


Opinions = tuple[float, float, float, float, float]


class Router:
    """The playbook's `routing_policies`, ready to weigh candidates; a policy that it lacks weighs nothing."""

    def __init__(self, policies: Sequence[RoutingPolicy]) -> None:
        known = {policy.name: policy for policy in policies if policy.name in POLICIES}
        self._weights = tuple(known[name].weight if name in known else 0.0 for name in POLICIES)
        self._total = sum(self._weights) or 1.0
        self._worst_ms = _number(_setting(known, "latency", "max_latency_ms"), 5_000)
        self._far = max(0.0, 1.0 - _number(_setting(known, "locality", "same_region_boost"), 0.3))
        self.default_level = str(_setting(known, "privacy", "default_level") or "public")

    def level(self, request: Request) -> str:
        """The privacy level that the request wants, or the one that the playbook gives to all."""
        return request.privacy or self.default_level

    def admits(self, node: Node, request: Request) -> bool:
        """Whether privacy allows the node at all: its level must be at least the request's, and
        confidential data stays in the region that the request says it comes from.

        A level of the playbook that is none of ours has no rank: only the very same one satisfies it.
        """
        wanted = self.level(request)
        if wanted not in LEVELS or node.privacy not in LEVELS:
            return node.privacy == wanted
        if wanted == SOVEREIGN and request.region and request.region != node.region:
            return False
        return LEVELS.index(node.privacy) >= LEVELS.index(wanted)

    def decide(self, request: Request, candidates: Sequence[Seen], of: int = 0) -> Decision:
        """The candidate with the greatest weighted score, the first registered of equals.

        `of` is how many candidates there were before those already tried or resting were left out.
        """
        opinions = [self._opinions(seen, request.region) for seen in candidates]
        sums = [sum(opinion) for opinion in opinions]
        best = 0
        for place, total in enumerate(sums):
            if total > sums[best] + TIE:
                best = place
        whole = self._total
        return Decision(
            request.number,
            request.capability,
            candidates[best].node.name,
            round(sums[best] / whole, 3),
            self._reason(candidates, opinions, sums, best, max(of, len(candidates))),
            tuple([(seen[0].name, total / whole) for seen, total in zip(candidates, sums, strict=True)]),
        )

    def _opinions(self, seen: Seen, region: str) -> Opinions:
        """What each policy thinks of a candidate: its weight times a score from 0 to 1."""
        node, expected, wait, healthy, half_open = seen
        health, latency, privacy, locality, cost = self._weights
        fast = 1.0 - (expected + wait) / self._worst_ms
        return (
            (health / 2 if half_open else health) if healthy else 0.0,
            latency * fast if fast > 0 else 0.0,
            privacy * _PROTECTION.get(node.privacy, 1.0),
            locality if region and region == node.region else locality * self._far,
            cost / (1.0 + node.cost),
        )

    def _reason(
        self, candidates: Sequence[Seen], opinions: list[Opinions], sums: list[float], best: int, of: int
    ) -> str:
        if len(candidates) == 1:
            return "only candidate" if of == 1 else f"the only one left of {of} candidates"
        second = max((place for place in range(len(sums)) if place != best), key=sums.__getitem__)
        gains = [mine - other for mine, other in zip(opinions[best], opinions[second], strict=True)]
        chosen, rival = candidates[best], candidates[second]
        gain = max(gains)
        if not gain > TIE:
            return f"equal to {rival.node.name}; registered first"
        policy = POLICIES[gains.index(gain)]
        return f"{policy}: +{gain:.3f} over {rival.node.name}{_evidence(policy, chosen, rival)}"


# Every level above the least adds a third.
_PROTECTION = {level: (rank + 1) / len(LEVELS) for rank, level in enumerate(LEVELS)}


def _setting(policies: Mapping[str, RoutingPolicy], policy: str, name: str) -> Value:
    return policies[policy].extras.get(name) if policy in policies else None


def _number(value: Value, default: float) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if number else default  # type: ignore[arg-type]


def _evidence(policy: str, best: Seen, rival: Seen) -> str:
    match policy:
        case "health":
            return f" ({_condition(rival)})"
        case "latency":
            return f" ({_time(best)}, not {_time(rival)})"
        case "locality":
            return f" (in {best.node.region}, not {rival.node.region})"
        case "cost":
            return f" ({best.node.cost:g}, not {rival.node.cost:g})"
        case _:
            return f" ({best.node.privacy}, not {rival.node.privacy})"


def _condition(seen: Seen) -> str:
    return "its circuit is half-open" if seen.healthy else "it is unhealthy"


def _time(seen: Seen) -> str:
    queue = f" and {seen.wait_ms:.0f} ms of queue" if seen.wait_ms else ""
    return f"{seen.expected_ms:.0f} ms{queue}"

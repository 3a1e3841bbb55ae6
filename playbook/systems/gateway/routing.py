"""Choosing a node: five weighted policies score every candidate, and the choice has a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playbook.document.model import RoutingPolicy
from playbook.systems.gateway.breaker import Breaker
from playbook.systems.gateway.catalog import LEVELS, Node
from playbook.systems.gateway.statistics import percentile
from playbook.values import Value

POLICIES = ("health", "latency", "privacy", "locality", "cost")
# Scores closer than this are a tie: then the node that was registered first is chosen.
TIE = 1e-9


@dataclass(frozen=True)
class Request:
    """What a routing decision is asked for."""

    number: int
    capability: str
    privacy: str = ""
    region: str = ""


@dataclass(frozen=True)
class Decision:
    """One line of the routing panel."""

    request: int
    capability: str
    node: str
    score: float
    reason: str


def admitted(node: Node, request: Request, policies: Sequence[RoutingPolicy]) -> bool:
    """Whether privacy allows the node at all: its level must be at least the request's.

    A level of the playbook that is none of ours has no rank: only the very same one satisfies it.
    """
    wanted = request.privacy or _default_level(policies)
    if wanted not in LEVELS or node.privacy not in LEVELS:
        return node.privacy == wanted
    return LEVELS.index(node.privacy) >= LEVELS.index(wanted)


def _default_level(policies: Sequence[RoutingPolicy]) -> str:
    for policy in policies:
        if policy.name == "privacy":
            return str(policy.extras.get("default_level", "public"))
    return "public"


def decide(
    request: Request,
    candidates: Sequence[Node],
    breakers: Mapping[str, Breaker],
    policies: Sequence[RoutingPolicy],
) -> Decision:
    """The candidate with the greatest weighted score, the first registered of equals."""
    scored = [(node, _scores(node, request, breakers, policies)) for node in candidates]
    best, best_scores = scored[0]
    for node, scores in scored[1:]:
        if sum(scores.values()) > sum(best_scores.values()) + TIE:
            best, best_scores = node, scores
    others = [(node, scores) for node, scores in scored if node is not best]
    total = sum(policy.weight for policy in policies) or 1.0
    return Decision(
        request=request.number,
        capability=request.capability,
        node=best.name,
        score=round(sum(best_scores.values()) / total, 3),
        reason=_reason(best, best_scores, others),
    )


def _scores(
    node: Node,
    request: Request,
    breakers: Mapping[str, Breaker],
    policies: Sequence[RoutingPolicy],
) -> dict[str, float]:
    return {policy.name: policy.weight * _score(policy, node, request, breakers) for policy in policies}


def _score(policy: RoutingPolicy, node: Node, request: Request, breakers: Mapping[str, Breaker]) -> float:
    """One policy's opinion of a node, from 0 to 1; a policy that we do not know has none."""
    match policy.name:
        case "health":
            if not node.healthy:
                return 0.0
            return 0.5 if breakers[node.name].state == "half_open" else 1.0
        case "latency":
            worst = _number(policy.extras.get("max_latency_ms"), 5_000)
            return max(0.0, 1.0 - expected_latency(node) / worst)
        case "privacy":
            return 1.0
        case "locality":
            boost = _number(policy.extras.get("same_region_boost"), 0.3)
            same = request.region and request.region == node.region
            return min(1.0, 1.0 - boost + (boost if same else 0.0))
        case "cost":
            return 1.0 / (1.0 + node.cost)
    return 0.0


def expected_latency(node: Node) -> float:
    """The median of the last calls, or what the node was registered with."""
    return percentile(node.latencies, 50) if node.latencies else node.latency_ms


def _number(value: Value, default: float) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if number else default  # type: ignore[arg-type]


def _reason(best: Node, scores: dict[str, float], others: list[tuple[Node, dict[str, float]]]) -> str:
    if not others:
        return "only candidate"
    rival, rival_scores = max(others, key=lambda other: sum(other[1].values()))
    gains = {name: score - rival_scores[name] for name, score in scores.items()}
    policy = max(gains, key=lambda name: gains[name], default="")
    if not policy or gains[policy] <= TIE:
        return f"equal to {rival.name}; registered first"
    return f"{policy}: +{gains[policy]:.3f} over {rival.name}{_evidence(policy, best, rival)}"


def _evidence(policy: str, best: Node, rival: Node) -> str:
    if policy == "latency":
        return f" ({expected_latency(best):.0f} ms, not {expected_latency(rival):.0f} ms)"
    if policy == "locality":
        return f" (in {best.region}, not {rival.region})"
    if policy == "cost":
        return f" ({best.cost:g}, not {rival.cost:g})"
    return ""

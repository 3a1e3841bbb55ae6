"""How long a call to a node takes: waiting in its queue, time to the first token, the stream of the rest."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from playbook.limits import MAX_WAIT_MS
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.chance import Chance

# The length of an answer that `latency_ms` speaks of.
USUAL_TOKENS = 32
# Without a `p99_ms`, a call takes the node's latency give or take this share.
SPREAD = 0.2
_NORMAL = NormalDist()
_Z99 = _NORMAL.inv_cdf(0.99)


class Call(NamedTuple):
    """One call's times in milliseconds; `usual_ms` is an answer's of usual length, without a queue."""

    wait_ms: int
    first_token_ms: int
    stream_ms: int
    usual_ms: float

    @property
    def answered_ms(self) -> int:
        """Until the first token has arrived."""
        return self.wait_ms + self.first_token_ms

    @property
    def total_ms(self) -> int:
        return self.wait_ms + self.first_token_ms + self.stream_ms


def draw_call(node: Node, tokens: int, now: int, chance: Chance) -> Call:
    """What a call for so many tokens takes from now on."""
    factor = _factor(node, chance.draw()) * node.slowness
    latency = node.latency_ms * factor
    first = latency / 2 if node.first_token_ms is None else node.first_token_ms * factor
    if node.tokens_per_s:
        each = 1000 / node.tokens_per_s * node.slowness
    else:
        each = max(0.0, latency - first) / (USUAL_TOKENS - 1)
    return Call(
        round(wait_ms(node, now)),
        max(1, round(first)),
        round(each * (tokens - 1)),
        first + each * (USUAL_TOKENS - 1),
    )


def _factor(node: Node, chance: float) -> float:
    """How a call's time compares with the median: log-normal through the 99th percentile, else uniform."""
    if not node.p99_ms:
        return 1 - SPREAD + 2 * SPREAD * chance
    spread = math.log(node.p99_ms / node.latency_ms) / _Z99
    # A longer call than the longest wait is none.
    return min(math.exp(spread * _NORMAL.inv_cdf(chance)), MAX_WAIT_MS / node.latency_ms)


def load(node: Node, now: int) -> int:
    """Requests of other clients that the node has in hand now."""
    return node.load if not node.load_until_ms or now < node.load_until_ms else 0


def wait_ms(node: Node, now: int) -> float:
    """How long one more request waits: until enough of those before it are served, or gone."""
    if not node.load:
        return 0.0
    ahead = load(node, now) - node.capacity + 1
    if ahead <= 0:
        return 0.0
    wait = min(MAX_WAIT_MS, ahead * node.latency_ms * node.slowness / node.capacity)
    return min(wait, node.load_until_ms - now) if node.load_until_ms else wait


def usual_ms(node: Node) -> float:
    """What the node was registered with: the median time of an answer of usual length."""
    first = node.latency_ms / 2 if node.first_token_ms is None else node.first_token_ms
    if node.tokens_per_s:
        return first + 1000 * (USUAL_TOKENS - 1) / node.tokens_per_s
    return max(first, node.latency_ms)

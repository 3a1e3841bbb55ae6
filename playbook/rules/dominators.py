"""Which transitions every way to a state must take: dominators of the machine's graph.

The graph has a node per state and per transition, so that a transition can dominate. Immediate
dominators by the iterative algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance
Algorithm", 2001), within a budget of steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from playbook.limits import MAX_GRAPH_STEPS
from playbook.rules.graph import Graph


@dataclass(frozen=True, slots=True)
class Tree:
    """The dominator tree of the nodes that are reached: parents come before their children in `order`.

    A node is a state's name or the position of a transition in the machine.
    """

    order: tuple[str | int, ...]
    parent: dict[str | int, str | int]

    def states_below(self, counted: set[str]) -> dict[str | int, int]:
        """For every node, how many of the counted states it dominates, itself included."""
        below = {node: int(node in counted) for node in self.order}
        for node in reversed(self.order[1:]):
            below[self.parent[node]] += below[node]
        return below

    def below(self, node: str | int) -> set[str | int]:
        """The nodes that every way to goes through this one, itself included."""
        found = {node}
        for other in self.order[1:]:
            if self.parent[other] in found:
                found.add(other)
        return found


def dominators(graph: Graph, start: str, *, wildcards: bool) -> Tree | None:
    """The dominator tree from a state, or None where the budget of steps was spent."""
    excepting = sum(graph.index.excepts(wildcard, start) for wildcard in graph.wildcards)
    if wildcards and excepting * len(graph.plain) > MAX_GRAPH_STEPS:
        return None
    successors = _successors(graph, start, wildcards=wildcards)
    order = _reverse_postorder(successors, start)
    number = {node: position for position, node in enumerate(order)}
    predecessors: list[list[int]] = [[] for _ in order]
    for node in order:
        for following in successors.get(node, ()):
            predecessors[number[following]].append(number[node])
    found = _idoms(predecessors)
    if found is None:
        return None
    return Tree(tuple(order), {order[i]: order[found[i]] for i in range(1, len(order))})


def _idoms(predecessors: list[list[int]]) -> list[int] | None:
    idom = [0] + [-1] * (len(predecessors) - 1)
    budget = MAX_GRAPH_STEPS
    changed = True
    while changed:
        changed = False
        for node in range(1, len(predecessors)):
            new = -1
            for one in predecessors[node]:
                if idom[one] < 0:
                    continue
                if new < 0:
                    new = one
                    continue
                other = one
                while new != other:
                    budget -= 1
                    if new > other:
                        new = idom[new]
                    else:
                        other = idom[other]
            budget -= len(predecessors[node])
            if budget < 0:
                return None
            if idom[node] != new:
                idom[node] = new
                changed = True
    return idom


def _successors(graph: Graph, start: str, *, wildcards: bool) -> dict[str | int, list[str | int]]:
    successors: dict[str | int, list[str | int]] = {}
    numbers = {id(t): i for i, t in enumerate(graph.index.playbook.machine.transitions)}
    for state, transitions in graph.plain.items():
        successors[state] = [numbers[id(t)] for t in transitions]
        for transition in transitions:
            successors[numbers[id(transition)]] = [transition.target.name]
    for wildcard in graph.wildcards if wildcards else ():
        position = numbers[id(wildcard)]
        successors[position] = [wildcard.target.name]
        # What may be taken at the start is dominated by nothing else, wherever else it may be taken.
        sources = [start] if not graph.index.excepts(wildcard, start) else graph.plain
        for state in sources:
            if not graph.index.excepts(wildcard, state):
                successors[state].append(position)
    return successors


def _reverse_postorder(successors: dict[str | int, list[str | int]], start: str) -> list[str | int]:
    seen: set[str | int] = {start}
    done: list[str | int] = []
    stack = [(start, iter(successors[start]))]
    while stack:
        node, following = stack[-1]
        for other in following:
            if other not in seen:
                seen.add(other)
                stack.append((other, iter(successors.get(other, ()))))  # type: ignore[arg-type]
                break
        else:
            done.append(node)
            stack.pop()
    return done[::-1]

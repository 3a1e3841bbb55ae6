"""The searches over a machine agree with networkx on thousands of random machines."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.rules.dominators import dominators
from playbook.rules.graph import Graph, shown
from playbook.source.reader import read

ROUNDS = 2_000


def machine(rng: random.Random) -> Index:
    """A random machine: up to nine states, plain transitions, wildcards with and without `except`."""
    states = [f"s{i}" for i in range(rng.randint(1, 9))]
    lines = [
        "machine:",
        "  id: m",
        "  initial: s0",
        "  states:",
        *(f"    {s}: {{}}" for s in states),
        "  transitions:",
    ]
    for i in range(rng.randint(1, 12)):
        source = rng.choice(states)
        if rng.random() < 0.2:
            excepted = ", ".join(rng.sample(states, rng.randint(0, min(3, len(states)))))
            source = f'"*", except: [{excepted}]'
        elif rng.random() < 0.2:
            source = f"[{source}, {rng.choice(states)}]"
        lines.append(f"    - {{id: t{i}, from: {source}, to: {rng.choice(states)}, event: e{i}}}")
    return index_of(lines)


def index_of(lines: list[str]) -> Index:
    playbook = decode(read("\n".join(lines)).root).playbook
    assert playbook is not None
    return Index(playbook)


def edges(index: Index, *, wildcards: bool = True):
    for state in index.states:
        for t in index.outgoing(state) if wildcards else index.own(state):
            yield state, index.playbook.machine.transitions.index(t), t.target.name


def machines(seed: int, count: int = ROUNDS):
    rng = random.Random(seed)
    return (machine(rng) for _ in range(count))


@pytest.mark.parametrize("wildcards", [True, False])
def test_what_is_reached_and_how_far_it_is(wildcards):
    for index in machines(1):
        graph = nx.DiGraph()
        graph.add_nodes_from(index.states)
        graph.add_edges_from((a, b) for a, _, b in edges(index, wildcards=wildcards))
        reached = Graph(index).reached("s0", wildcards=wildcards)
        lengths = {state: len(reached.path(state)) for state in reached.came}
        assert lengths == nx.single_source_shortest_path_length(graph, "s0")


def test_a_path_is_one_that_the_machine_allows():
    for index in machines(2, 500):
        graph = Graph(index)
        without = index.playbook.machine.transitions[0]
        reached = graph.reached_without("s0", without)
        for state in reached.came:
            at = "s0"
            for source, transition in reached.path(state):
                assert source == at and transition in index.outgoing(at) and transition is not without
                at = transition.target.name
            assert at == state


def test_which_states_can_reach_a_goal():
    for index in machines(3, 500):
        graph = nx.DiGraph()
        graph.add_nodes_from(index.states)
        graph.add_edges_from((a, b) for a, _, b in edges(index, wildcards=False))
        assert Graph(index).reaching({"s0"}) == nx.ancestors(graph, "s0") | {"s0"}


@pytest.mark.parametrize("wildcards", [True, False])
def test_what_dominates(wildcards):
    """Immediate dominators of states and transitions; a transition is a node between its two states."""
    for index in machines(4):
        graph = nx.DiGraph()
        graph.add_node("s0")
        for a, position, b in edges(index, wildcards=wildcards):
            graph.add_edge(a, position)
            graph.add_edge(position, b)
        expected = {
            n: d for n, d in nx.immediate_dominators(graph, "s0").items() if d is not None and n != "s0"
        }
        tree = dominators(Graph(index), "s0", wildcards=wildcards)
        assert tree is not None
        assert tree.parent == expected


def test_states_below_counts_what_a_node_dominates():
    for index in machines(5, 300):
        tree = dominators(Graph(index), "s0", wildcards=True)
        assert tree is not None
        states = set(index.states)
        for node, count in tree.states_below(states).items():
            assert count == len(tree.below(node) & states)


def test_a_long_path_is_shown_by_its_ends():
    lines = [
        "machine:",
        "  id: m",
        "  initial: s0",
        "  states:",
        *(f"    s{i}: {{}}" for i in range(20)),
        "  transitions:",
    ]
    lines += [f"    - {{id: t{i}, from: s{i}, to: s{i + 1}, event: e{i}}}" for i in range(19)]
    index = index_of(lines)
    text = shown(Graph(index).reached("s0").path("s19"))
    assert text.startswith('"s0" --e0--> "s1"') and text.endswith('--e18--> "s19"')
    assert "... 13 more ..." in text

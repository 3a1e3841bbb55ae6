from __future__ import annotations

import json

import pytest

from playbook.systems.gateway.catalog import Catalog, Entry, Node, region_of


def catalog(*entries: tuple[str, str, str]) -> Catalog:
    made = Catalog()
    for model, node, capability in entries:
        made.register(Entry(model, node, capability), Node(node, "local"))
    return made


@pytest.mark.parametrize(
    ("node", "region"),
    [
        ("us-west-1", "us-west"),
        ("eu-central-12", "eu-central"),
        ("node-1", "local"),
        ("us-west", "local"),
        ("us-west-1b", "local"),
        ("US-WEST-1", "local"),
        ("", "local"),
    ],
)
def test_the_region_is_read_from_a_nodes_name(node, region):
    assert region_of(node) == region


def test_nodes_with_a_capability_come_in_the_order_of_registration():
    found = catalog(("a", "n2", "embed"), ("b", "n1", "embed"), ("c", "n3", "chat"), ("d", "n2", "embed"))
    assert [node.name for node in found.offering("embed")] == ["n2", "n1"]


def test_nobody_offers_an_unknown_capability():
    assert catalog(("a", "n", "embed")).offering("sing") == []


def test_the_same_model_is_not_listed_twice():
    assert len(catalog(("a", "n", "embed"), ("a", "n", "embed")).entries) == 1


def test_a_node_that_is_known_keeps_its_history():
    found = catalog(("a", "n", "embed"))
    found.nodes["n"].failing = True
    found.register(Entry("b", "n", "chat"), Node("n", "elsewhere"))
    assert (found.nodes["n"].failing, found.nodes["n"].region) == (True, "local")


def test_a_model_may_have_several_capabilities_on_a_node():
    found = catalog(("a", "n", "embed"), ("a", "n", "chat"), ("b", "n", "see"), ("a", "m", "hear"))
    assert found.capabilities("n", "a") == ["embed", "chat"]


def test_a_snapshot_is_plain_and_independent():
    found = catalog(("a", "n", "embed"))
    kept = json.dumps(found.snapshot())
    found.nodes["n"].latencies.append(5.0)
    other = Catalog()
    other.restore(json.loads(kept))
    assert (other.entries, other.nodes["n"].latencies) == (found.entries, [])

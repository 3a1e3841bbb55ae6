from __future__ import annotations

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
    assert found.offering("embed") == ("n2", "n1")


def test_nobody_offers_an_unknown_capability():
    assert catalog(("a", "n", "embed")).offering("sing") == ()


def test_the_same_model_is_not_listed_twice():
    assert len(catalog(("a", "n", "embed"), ("a", "n", "embed")).entries) == 1


def test_a_later_registration_is_found_too():
    found = catalog(("a", "n", "embed"))
    assert found.offering("embed") == ("n",)
    found.register(Entry("b", "m", "embed"), Node("m", "local"))
    assert found.offering("embed") == ("n", "m")


def test_what_is_registered_after_a_snapshot_is_forgotten_by_a_restore():
    found = catalog(("a", "n", "embed"))
    kept = found.snapshot()
    found.register(Entry("b", "m", "embed"), Node("m", "local"))
    assert found.offering("embed") == ("n", "m")
    found.restore(kept)
    assert (found.offering("embed"), list(found.nodes.rows)) == (("n",), ["n"])

"""Which names are taken for slips of the hand, and which never are."""

import pytest

from playbook.rules.misspelt import misspelt


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("healty_node_count", "healthy_node_count"),
        ("helathy_node_count", "healthy_node_count"),
        ("catalgo_count", "catalog_count"),
        ("stoped_nodes", "stopped_nodes"),
        ("seperate_queues", "separate_queues"),
    ],
)
def test_slips_of_the_hand(name, other):
    assert misspelt(name, other) and misspelt(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("chunks_sent", "chunks_lost"),
        ("can_start_recording", "can_stop_recording"),
        ("first_operand", "second_operand"),
        ("f1", "f2"),
        ("ready_1", "ready_2"),
        ("ready_1x", "ready_x"),
        ("active_stream", "active_streams"),
        ("chunk_sent", "chunks_sent"),
        ("latency_p50", "latency_p99"),
        ("min_load", "max_load"),
        ("reader_count", "render_count"),
        ("locked", "unlocked"),
        ("same_name", "same_name"),
        ("sent", "snet"),
    ],
)
def test_names_that_differ_on_purpose(name, other):
    assert not misspelt(name, other) and not misspelt(other, name)


def test_texts_may_be_shorter_than_names():
    assert misspelt("opne", "open", shortest=4)

from __future__ import annotations

import pytest

from playbook.systems.gateway.calls import draw_call, load, usual_ms, wait_ms
from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.chance import Chance


def node(**figures) -> Node:
    return Node("a", "local", **{"latency_ms": 100.0, **figures})


def calls(count: int = 2_000, tokens: int = 32, **figures):
    chance = Chance(1)
    return [draw_call(node(**figures), tokens, 0, chance) for _ in range(count)]


def totals(**figures) -> list[int]:
    return sorted(call.total_ms for call in calls(**figures))


def test_without_more_said_a_call_takes_the_latency_give_or_take_a_fifth():
    found = totals()
    assert 80 <= found[0] < 84
    assert 98 < found[1000] < 102
    assert 116 < found[-1] <= 120


def test_a_99th_percentile_is_exceeded_by_one_call_in_a_hundred():
    found = totals(p99_ms=1_000)
    assert 92 < found[1000] < 108
    assert 10 <= sum(total > 1_000 for total in found) <= 30
    assert found[0] < 20


def test_a_99th_percentile_of_the_median_means_no_spread():
    assert set(totals(p99_ms=100)) == {100}


def test_half_of_the_time_is_that_to_the_first_token():
    call = calls(1)[0]
    assert call.first_token_ms == pytest.approx(call.total_ms / 2, abs=1)


def test_the_time_to_the_first_token_may_be_given():
    found = calls(first_token_ms=30)
    assert {call.first_token_ms for call in found} == set(range(24, 37))


def test_the_rate_of_tokens_may_be_given():
    assert {call.stream_ms for call in calls(tokens=101, tokens_per_s=50)} == {2_000}


def test_a_longer_answer_takes_longer_at_the_same_rate():
    short, long = calls(1)[0], calls(1, tokens=63)[0]
    assert long.stream_ms == pytest.approx(2 * short.stream_ms, abs=2)
    assert long.first_token_ms == short.first_token_ms


def test_an_answer_of_one_token_has_no_stream():
    assert calls(1, tokens=1)[0].stream_ms == 0


def test_a_slow_node_is_slow_in_everything():
    fast = calls(1, tokens_per_s=50)[0]
    slow = calls(1, tokens_per_s=50, slowness=10.0)[0]
    assert slow.first_token_ms == pytest.approx(10 * fast.first_token_ms, abs=6)
    assert slow.stream_ms == pytest.approx(10 * fast.stream_ms, abs=6)


def test_a_call_takes_time_in_any_case():
    assert totals(latency_ms=0.0)[0] == 1


@pytest.mark.parametrize(
    ("figures", "usual"),
    [
        ({}, 100),
        ({"first_token_ms": 30}, 100),
        ({"first_token_ms": 300}, 300),
        ({"tokens_per_s": 31}, 1_050),
        ({"first_token_ms": 10, "tokens_per_s": 31}, 1_010),
    ],
)
def test_what_a_usual_answer_takes(figures, usual):
    assert usual_ms(node(**figures)) == usual
    measured = [call.usual_ms for call in calls(**figures)]
    assert sum(measured) / len(measured) == pytest.approx(usual, rel=0.01)


@pytest.mark.parametrize(("in_hand", "wait"), [(0, 0), (1, 0), (2, 50), (3, 100), (6, 250)])
def test_a_request_waits_for_those_before_it(in_hand, wait):
    assert wait_ms(node(capacity=2, load=in_hand), 0) == wait


def test_a_slow_node_works_its_queue_off_slowly():
    assert wait_ms(node(capacity=2, load=2, slowness=4.0), 0) == 200


def test_nobody_waits_longer_than_the_load_lasts():
    busy = node(capacity=1, load=50, load_until_ms=1_000)
    assert [wait_ms(busy, now) for now in (0, 900, 1_000, 2_000)] == [1_000, 100, 0, 0]
    assert [load(busy, now) for now in (999, 1_000)] == [50, 0]

from __future__ import annotations

from playbook.systems.gateway.catalog import Node
from playbook.systems.gateway.estimates import Estimates

NODE = Node("a", "local", latency_ms=100.0)


def test_before_the_first_call_a_node_is_believed():
    assert Estimates().expected_ms(NODE) == 100


def test_a_slow_node_is_found_out_within_a_few_calls():
    estimates, expected = Estimates(), []
    for _ in range(4):
        estimates.measured(NODE, 1_100.0)
        expected.append(round(estimates.expected_ms(NODE)))
    assert expected == [400, 610, 757, 860]


def test_a_single_slow_call_is_soon_forgotten():
    estimates = Estimates()
    for usual in (1_100.0, *[100.0] * 6):
        estimates.measured(NODE, usual)
    assert 100 < estimates.expected_ms(NODE) < 140


def test_a_node_of_another_speed_is_believed_again():
    estimates = Estimates()
    estimates.measured(NODE, 900.0)
    estimates.forget("a")
    estimates.forget("unheard-of")
    assert estimates.expected_ms(NODE) == 100


def test_a_restore_takes_measurements_back():
    estimates = Estimates()
    estimates.served("a", 5)
    kept = estimates.snapshot()
    estimates.measured(NODE, 900.0)
    estimates.served("a", 7)
    estimates.called("a")
    estimates.restore(kept)
    assert (estimates.expected_ms(NODE), estimates.window("a").recent, estimates.calls.rows) == (
        100,
        (5.0,),
        {},
    )

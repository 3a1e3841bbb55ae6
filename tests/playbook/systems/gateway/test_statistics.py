from __future__ import annotations

import random

import pytest

from playbook.systems.gateway.statistics import EMPTY, KEPT_LATENCIES, Statistics, Window


def window(*values: float) -> Window:
    found = EMPTY
    for value in values:
        found = found.add(value)
    return found


@pytest.mark.parametrize(
    ("values", "rank", "found"),
    [
        ([], 50, 0.0),
        ([7.0], 0, 7.0),
        ([7.0], 99, 7.0),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([1.0, 2.0, 3.0, 4.0], 50, 2.0),
        ([float(n) for n in range(1, 101)], 99, 99.0),
        ([float(n) for n in range(1, 101)], 100, 100.0),
    ],
)
def test_percentiles_are_values_that_were_there(values, rank, found):
    assert window(*values).percentile(rank) == found


@pytest.mark.parametrize("rank", range(1, 101))
def test_of_a_hundred_values_each_rank_is_the_value_of_its_number(rank):
    assert window(*(float(n) for n in range(1, 101))).percentile(rank) == rank


def test_a_window_keeps_the_latest_values_in_order():
    drawn = [random.Random(5).choice([1.0, 2.0, 3.0, 4.0]) for _ in range(3 * KEPT_LATENCIES)]
    drawn += [float(n % 7) for n in range(KEPT_LATENCIES // 2)]
    found = window(*drawn)
    assert list(found.recent) == drawn[-KEPT_LATENCIES:]
    assert list(found.ordered) == sorted(drawn[-KEPT_LATENCIES:])


def test_adding_to_a_window_leaves_it_as_it_is():
    before = window(2.0, 1.0)
    before.add(3.0)
    assert (before.recent, list(before.ordered)) == ((2.0, 1.0), [1.0, 2.0])


def counted(**values: int) -> Statistics:
    stats = Statistics()
    for name, value in values.items():
        setattr(stats, name, value)
    return stats


def test_before_the_first_request_nothing_has_failed():
    assert Statistics().success_rate() == 1.0


def test_a_request_in_progress_is_neither_success_nor_failure():
    assert counted(total=1).success_rate() == 1.0


def test_the_success_rate_is_a_share_of_the_finished_requests():
    assert counted(total=5, succeeded=3, failed=1).success_rate() == 0.75


def test_the_mean_recovery_is_zero_before_the_first():
    assert Statistics().mean_recovery_ms() == 0.0


def test_the_mean_recovery_is_a_mean():
    stats = Statistics()
    stats.recovery(10)
    stats.recovery(20)
    assert stats.mean_recovery_ms() == 15.0


def begun(*times: int) -> Statistics:
    stats = Statistics()
    for time in times:
        stats.begun(time)
    return stats


@pytest.mark.parametrize(
    ("times", "now", "rate"),
    [
        ((), 0, 0.0),
        ((0,), 0, 0.0),
        ((0, 0, 0, 0), 500, 8.0),
        ((0, 700, 1400, 1900), 2000, 2.0),
        ((0, 5000, 9999), 9999, 3 / 9.999),
        # The first second is no longer looked at.
        ((0, 5000, 9999), 10_000, 2 / 9),
        ((0,), 3_600_000, 0.0),
    ],
)
def test_the_rate_is_of_the_last_ten_seconds(times, now, rate):
    assert begun(*times).per_second(now) == pytest.approx(rate)


def test_what_the_rate_needs_does_not_grow_without_end():
    stats = begun(*range(0, 100_000, 100))
    assert len(stats.snapshot()[0]) == 10
    assert stats.total == 1000


def test_restored_statistics_are_as_they_were():
    stats = begun(100)
    stats.latencies = window(5.0)
    kept = stats.snapshot()
    stats.begun(200)
    stats.recovery(7)
    stats.restore(kept)
    assert (stats.total, stats.recovered, stats.snapshot()) == (1, 0, kept)

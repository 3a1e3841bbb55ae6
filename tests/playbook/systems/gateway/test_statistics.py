from __future__ import annotations

import pytest

from playbook.systems.gateway.statistics import Statistics, percentile


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
    assert percentile(values, rank) == found


def test_before_the_first_request_nothing_has_failed():
    assert Statistics().success_rate() == 1.0


def test_a_request_in_progress_is_neither_success_nor_failure():
    assert Statistics(total=1).success_rate() == 1.0


def test_the_success_rate_is_a_share_of_the_finished_requests():
    assert Statistics(total=5, succeeded=3, failed=1).success_rate() == 0.75


def test_the_mean_recovery_is_zero_before_the_first():
    assert Statistics().mean_recovery_ms() == 0.0


def test_the_mean_recovery_is_a_mean():
    assert Statistics(recoveries=[10.0, 20.0]).mean_recovery_ms() == 15.0


@pytest.mark.parametrize(("now", "rate"), [(0, 0.0), (500, 8.0), (2000, 2.0)])
def test_requests_per_second_are_of_virtual_time(now, rate):
    assert Statistics(total=4).per_second(now) == rate

from __future__ import annotations

import math

import pytest

from playbook.systems.gateway.breaker import Breaker, Settings, settings

LIMITS = Settings(failure_threshold=3, reset_timeout_ms=1000, half_open_successes=2)


def broken(at: int = 0) -> Breaker:
    """A circuit that has just opened."""
    breaker = Breaker()
    for _ in range(3):
        breaker.fail(at, LIMITS)
    return breaker


def half_open() -> Breaker:
    breaker = broken()
    breaker.half_open()
    return breaker


def test_it_opens_at_the_threshold_and_not_before():
    breaker = Breaker()
    assert [breaker.fail(0, LIMITS) for _ in range(3)] == [False, False, True]
    assert breaker.state == "open"


def test_a_further_failure_does_not_open_it_again():
    breaker = broken()
    assert breaker.fail(5, LIMITS) is False
    assert (breaker.failures, breaker.last_failure_ms, breaker.opened_ms) == (4, 5, 0)


def test_only_failures_in_a_row_count():
    breaker = Breaker()
    breaker.fail(0, LIMITS)
    breaker.fail(0, LIMITS)
    assert breaker.succeed(LIMITS) is False
    assert (breaker.fail(0, LIMITS), breaker.state) == (False, "closed")


def test_enough_successes_close_a_half_open_circuit():
    breaker = half_open()
    assert [breaker.succeed(LIMITS) for _ in range(2)] == [False, True]
    assert (breaker.state, breaker.failures, breaker.opened_ms) == ("closed", 0, None)


def test_one_failure_opens_a_half_open_circuit_again():
    breaker = half_open()
    breaker.succeed(LIMITS)
    assert breaker.fail(1500, LIMITS) is True
    assert (breaker.state, breaker.opened_ms) == ("open", 1500)


def test_successes_before_a_relapse_do_not_count():
    breaker = half_open()
    breaker.succeed(LIMITS)
    breaker.fail(0, LIMITS)
    breaker.half_open()
    assert breaker.succeed(LIMITS) is False


def test_a_late_success_does_not_close_an_open_circuit():
    breaker = broken()
    assert [breaker.succeed(LIMITS) for _ in range(5)] == [False] * 5
    assert breaker.state == "open"


@pytest.mark.parametrize(("now", "left"), [(100, 1000), (600, 500), (1100, 0), (5000, 0)])
def test_the_remaining_time_counts_down_from_the_opening(now, left):
    assert broken(at=100).remaining(now, LIMITS) == left


@pytest.mark.parametrize("breaker", [Breaker(), half_open()])
def test_nothing_remains_unless_it_is_open(breaker):
    assert breaker.remaining(0, LIMITS) == 0


def test_the_settings_are_the_playbooks_numbers():
    section = {"failure_threshold": 2, "reset_timeout_ms": 50.0, "half_open_successes": 1, "other": 9}
    assert settings(section) == Settings(2, 50, 1)


@pytest.mark.parametrize("nonsense", ["5", True, None, [], math.inf, -math.inf, math.nan])
def test_a_setting_that_is_no_finite_number_keeps_its_default(nonsense):
    assert settings({"failure_threshold": nonsense}) == Settings()


@pytest.mark.parametrize("section", [None, "open", [1], 3])
def test_a_section_that_is_no_map_means_the_defaults(section):
    assert settings(section) == Settings(5, 30_000, 3)

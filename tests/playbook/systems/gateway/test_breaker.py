from __future__ import annotations

import math

import pytest

from playbook.systems.gateway.breaker import Breaker, Settings, settings

LIMITS = Settings(failure_threshold=3, reset_timeout_ms=1000, half_open_successes=2)


def after(*outcomes: str, at: int = 0, start: Breaker | None = None) -> Breaker:
    """A circuit after failures (f), successes (s) and the reset timeout (t)."""
    circuit = start or Breaker()
    for outcome in "".join(outcomes):
        if outcome == "t":
            circuit = circuit.half_opened()
        else:
            circuit = circuit.failed(at, LIMITS) if outcome == "f" else circuit.succeeded(LIMITS)
    return circuit


def broken(at: int = 0) -> Breaker:
    """A circuit that has just opened."""
    return after("fff", at=at)


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ("", "closed"),
        ("ff", "closed"),
        ("fff", "open"),
        ("ffsf", "closed"),
        ("ffsfff", "open"),
        ("fffsssss", "open"),
        ("ffft", "half_open"),
        ("fffts", "half_open"),
        ("ffftss", "closed"),
        ("ffftsf", "open"),
        ("ffftsfts", "half_open"),
        ("ffftssff", "closed"),
        ("ffftssfff", "open"),
    ],
)
def test_the_state_after_what_has_happened(outcomes, state):
    assert after(outcomes).state == state


def test_a_further_failure_does_not_open_it_again():
    circuit = after("f", at=5, start=broken())
    assert (circuit.failures, circuit.last_failure_ms, circuit.opened_ms) == (4, 5, 0)


def test_a_closed_circuit_has_forgotten_its_failures_but_for_the_last_ones_time():
    assert after("tss", start=broken(at=9)) == Breaker(last_failure_ms=9)


def test_one_failure_opens_a_half_open_circuit_again():
    circuit = after("f", at=1500, start=after("t", start=broken(at=200)))
    assert (circuit.state, circuit.opened_ms, circuit.broken_ms) == ("open", 1500, 200)


def test_a_success_without_a_failure_before_changes_nothing():
    circuit = Breaker()
    assert circuit.succeeded(LIMITS) is circuit


@pytest.mark.parametrize(("now", "left"), [(100, 1000), (600, 500), (1100, 0), (5000, 0)])
def test_the_remaining_time_counts_down_from_the_opening(now, left):
    assert broken(at=100).remaining(now, LIMITS) == left


@pytest.mark.parametrize("breaker", [Breaker(), after("ffft")])
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

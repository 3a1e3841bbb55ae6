import pytest

from runner import pacing
from runner.pacing import LONGEST_WAIT_MS, delay_ms

TAKEN = {"kind": "taken"}


def clock(passed: int) -> dict:
    return {"kind": "clock", "from_ms": 100, "at_ms": 100 + passed}


def test_instant_waits_for_nothing():
    assert delay_ms(TAKEN, 0) == 0
    assert delay_ms(clock(5_000), 0) == 0


@pytest.mark.parametrize("speed", [0.5, 1.0, 4.0])
def test_speed_divides_every_wait(speed):
    assert delay_ms(TAKEN, speed) == delay_ms(TAKEN, 1.0) / speed


def test_a_long_virtual_wait_is_cut():
    assert delay_ms(clock(60_000), 1.0) == LONGEST_WAIT_MS


def test_a_short_virtual_wait_takes_its_own_time():
    assert delay_ms(clock(40), 1.0) == 40


def test_repetitions_pass_quickly():
    first, second = ({"kind": "step_started", "repetition": n} for n in (1, 2))
    assert delay_ms(second, 1.0) < delay_ms(first, 1.0)


def test_what_is_not_worth_seeing_is_not_waited_for():
    assert delay_ms({"kind": "panel"}, 1.0) == 0


def started(repetition: int) -> dict:
    return {"kind": "step_started", "repetition": repetition}


@pytest.mark.parametrize(("repetition", "follows"), [(1, True), (20, True), (21, False), (1_000_000, False)])
def test_the_first_repetitions_of_a_step_are_watched(repetition, follows):
    assert pacing.watched(started(repetition), True) is follows


@pytest.mark.parametrize("before", [True, False])
def test_what_happens_in_a_repetition_is_watched_as_the_repetition_is(before):
    assert pacing.watched({"kind": "taken"}, before) is before


@pytest.mark.parametrize("kind", ["step_finished", "verdict"])
def test_the_end_of_a_step_is_watched_again(kind):
    assert pacing.watched({"kind": kind}, False)

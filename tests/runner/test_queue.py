"""Claims, fences and observers: who may write a run, and what becomes of one whose worker is gone."""

from __future__ import annotations

import pytest

from runner import log, queue
from runner.log import LeaseLost
from runner.models import Run
from tests.runner.cast import make_run

pytestmark = pytest.mark.django_db

EVENT = {"kind": "emitted", "event": "tick", "at_ms": 0, "path": "", "cause": ""}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def handed_out() -> list[int]:
    return []


@pytest.fixture
def observer(clock, handed_out) -> queue.Observer:
    return queue.Observer(handed_out.append, clock)


def test_a_run_is_claimed_once():
    run = make_run()
    assert queue.claim(run.pk, "one") is not None
    assert queue.claim(run.pk, "two") is None


def test_a_paused_run_is_not_claimed():
    run = make_run(wanted=Run.Wanted.PAUSE)
    assert queue.claim(run.pk, "one") is None


def test_one_more_step_takes_a_paused_run_out_of_the_queue():
    run = make_run(wanted=Run.Wanted.PAUSE, wanted_steps=1)
    assert queue.claim(run.pk, "one") is not None


@pytest.mark.parametrize(("steps", "handed"), [(0, False), (1, True)])
def test_a_paused_run_is_handed_out_only_while_a_step_is_wanted(observer, clock, handed_out, steps, handed):
    run = make_run(wanted=Run.Wanted.PAUSE, wanted_steps=steps)
    observer.look()
    clock.now += queue.FIRST_REMINDER_S
    observer.look()
    assert handed_out == ([run.pk] if handed else [])


def test_a_finished_run_is_neither_claimed_nor_watched(observer, clock, settings, handed_out):
    run = make_run(status=Run.Status.FINISHED)
    assert queue.claim(run.pk, "one") is None
    observer.look()
    clock.now += 3600
    observer.look()
    assert handed_out == []


def test_silence_counts_from_when_an_observer_first_looks(observer, clock, settings, handed_out):
    """An observer that starts late, or slept, has not heard the silence itself."""
    queue.claim(make_run().pk, "one")
    clock.now += 3600
    observer.look()
    assert handed_out == []


def test_a_lease_that_was_given_back_writes_nothing():
    run = make_run()
    lease = queue.claim(run.pk, "one")
    queue.release(lease)
    with pytest.raises(LeaseLost):
        log.append(lease, [EVENT])
    assert log.after(run.pk, 0) == []


def test_every_claim_raises_the_fence():
    run, fences = make_run(), []
    for _ in range(3):
        lease = queue.claim(run.pk, "one")
        fences.append(lease.fence)
        queue.release(lease)
    assert fences == [1, 2, 3]


def test_events_are_numbered_from_one_without_a_gap():
    lease = queue.claim(make_run().pk, "one")
    assert (log.append(lease, [EVENT, EVENT]), log.append(lease, [EVENT])) == (2, 3)
    assert [e["seq"] for e in log.after(lease.run_id, 0)] == [1, 2, 3]


def test_a_worker_whose_lease_was_taken_over_writes_nothing(observer, clock, settings):
    run = make_run()
    old = queue.claim(run.pk, "one")
    observer.look()
    clock.now += settings.RUN_LEASE_S
    observer.look()
    new = queue.claim(run.pk, "two")
    with pytest.raises(LeaseLost):
        log.append(old, [EVENT])
    assert not queue.beat(old)
    log.append(new, [EVENT])
    kinds = [e["kind"] for e in log.after(run.pk, 0)]
    assert kinds == ["worker", "emitted"]


def test_a_beating_worker_is_left_alone(observer, clock, settings, handed_out):
    lease = queue.claim(make_run().pk, "one")
    for _ in range(5):
        observer.look()
        queue.beat(lease)
        clock.now += settings.RUN_LEASE_S
    assert handed_out == []
    log.append(lease, [EVENT])


def test_a_silent_worker_loses_the_run_to_another(observer, clock, settings, handed_out):
    run = make_run()
    queue.claim(run.pk, "one")
    observer.look()
    clock.now += settings.RUN_LEASE_S
    observer.look()
    run.refresh_from_db()
    assert (run.status, handed_out) == (Run.Status.QUEUED, [run.pk])


def test_after_the_last_attempt_the_run_is_lost_and_says_why(observer, clock, settings):
    settings.RUN_MAX_ATTEMPTS = 1
    run = make_run()
    queue.claim(run.pk, "one")
    observer.look()
    clock.now += settings.RUN_LEASE_S
    observer.look()
    run.refresh_from_db()
    assert (run.status, run.verdict) == (Run.Status.FINISHED, "lost")
    assert log.after(run.pk, 0)[-1]["reasons"] == [run.verdict_reason]


def test_two_observers_settle_a_run_once(clock, settings, handed_out):
    observers = [queue.Observer(handed_out.append, clock) for _ in range(2)]
    run = make_run()
    queue.claim(run.pk, "one")
    for observer in observers:
        observer.look()
    clock.now += settings.RUN_LEASE_S
    for observer in observers:
        observer.look()
    assert handed_out == [run.pk]
    assert len(log.after(run.pk, 0)) == 1


def test_a_run_that_nobody_takes_is_handed_out_again_ever_more_rarely(observer, clock, handed_out):
    make_run()
    observer.look()
    for _ in range(100):
        clock.now += 1
        observer.look()
    assert len(handed_out) == 3


def test_a_released_run_does_not_cost_an_attempt():
    run = make_run()
    queue.release(queue.claim(run.pk, "one"))
    run.refresh_from_db()
    assert (run.status, run.attempts) == (Run.Status.QUEUED, 0)

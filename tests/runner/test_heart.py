"""The heartbeat thread: it beats while the work lasts, and is silent once the lease is gone."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import InterfaceError, OperationalError

from runner import heart, queue
from runner.heart import Heart
from runner.log import Lease

LEASE = Lease(run_id=1, fence=1)
PATIENCE_S = 10


@pytest.fixture
def beats(monkeypatch, settings):
    """Answers for `queue.beat`, one per beat; the last beat sets the event."""
    settings.RUN_LEASE_S = 0.003

    def answering(*answers):
        left, last = list(answers), Event()

        def beat(lease):
            answer = left.pop(0) if left else False
            if not left:
                last.set()
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(heart.queue, "beat", beat)
        return last

    return answering


def test_it_beats_again_and_again(beats):
    last = beats(True, True, True)
    with Heart(LEASE):
        assert last.wait(PATIENCE_S)


@pytest.mark.parametrize("problem", [OperationalError("database is locked"), InterfaceError("closed")])
def test_a_database_that_is_away_for_a_moment_costs_one_beat_only(beats, caplog, problem):
    last = beats(True, problem, True)
    with Heart(LEASE):
        assert last.wait(PATIENCE_S)
    assert "a heartbeat was missed" in caplog.text


def test_it_falls_silent_when_the_lease_is_lost(beats):
    beats(False)
    with Heart(LEASE) as beating:
        beating._thread.join(PATIENCE_S)
        assert not beating._thread.is_alive()


def test_it_ends_with_the_work(beats):
    beats(*[True] * 10_000)
    with Heart(LEASE) as beating:
        pass
    assert not beating._thread.is_alive()


@pytest.mark.django_db
def test_a_beat_of_an_old_fence_is_refused():
    assert not queue.beat(Lease(run_id=4711, fence=1))

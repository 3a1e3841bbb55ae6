"""The slots of a worker: how many runs at once, and what becomes of them when it stops."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from runner import slots as module
from runner.slots import Slots

PATIENCE_S = 10


class Work:
    """In place of `execute`: each run stands still until the test lets it end."""

    def __init__(self) -> None:
        self.started: dict[int, Event] = {number: Event() for number in range(10)}
        self.end = Event()

    def __call__(self, run_id: int, worker: str, stop: Event) -> bool:
        self.started[run_id].set()
        self.end.wait(PATIENCE_S)
        return stop.is_set()


@pytest.fixture
def work(monkeypatch) -> Work:
    found = Work()
    monkeypatch.setattr(module, "execute", found)
    return found


def test_runs_are_executed_at_once_as_many_as_there_are_slots(work):
    slots = Slots(2)
    slots.take(1)
    slots.take(2)
    assert work.started[1].wait(PATIENCE_S) and work.started[2].wait(PATIENCE_S)
    work.end.set()
    slots.stop()


def test_a_further_run_waits_for_a_free_slot(work):
    slots = Slots(1)
    slots.take(1)
    taking = Thread(target=slots.take, args=(2,))
    taking.start()
    assert work.started[1].wait(PATIENCE_S) and not work.started[2].is_set()
    work.end.set()
    assert work.started[2].wait(PATIENCE_S)
    taking.join(PATIENCE_S)
    slots.stop()


def test_what_is_unfinished_when_the_worker_stops_is_known_afterwards(work):
    slots = Slots(2)
    slots.take(1)
    assert work.started[1].wait(PATIENCE_S)
    slots.stopping.set()
    work.end.set()
    slots.stop()
    assert slots.unfinished == [1]


def test_a_run_that_waits_for_a_slot_when_the_worker_stops_is_not_forgotten(work):
    slots = Slots(1)
    slots.take(1)
    slots.stopping.set()
    slots.take(2)
    work.end.set()
    slots.stop()
    assert 2 in slots.unfinished


def test_a_run_that_breaks_frees_its_slot(monkeypatch, caplog):
    ended = Event()

    def broken(run_id: int, worker: str, stop: Event) -> bool:
        if run_id == 2:
            ended.set()
        raise RuntimeError("boom")

    monkeypatch.setattr(module, "execute", broken)
    slots = Slots(1)
    slots.take(1)
    slots.take(2)
    assert ended.wait(PATIENCE_S)
    slots.stop()
    assert "run 1 could not be executed" in caplog.text

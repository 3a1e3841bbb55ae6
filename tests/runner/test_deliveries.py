"""How tasks reach a worker: the database's queue, and Redis Queue without a main thread."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django_tasks_db.models import DBTaskResult
from rq.timeouts import JobTimeoutException

from runner import tasks
from runner.deliveries.database import FromDatabase
from runner.deliveries.redis import _InThread

PATIENCE_S = 10


@pytest.mark.django_db(transaction=True)
def test_a_task_of_the_database_is_carried_out_and_the_loop_ends_when_told(monkeypatch):
    delivery, taken = FromDatabase(), []

    class Taker:
        def take(self, run_id: int) -> None:
            taken.append(run_id)
            delivery.stop()

    monkeypatch.setattr(tasks, "slots", Taker())
    tasks.enqueue(7)
    delivery.run()
    assert taken == [7]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_redis_queue_limits_a_task_without_a_signal():
    """Signals belong to the main thread, and RQ's own time limit is one."""
    reached = Event()

    def work() -> None:
        with _InThread.death_penalty_class(30, JobTimeoutException, job_id="x"):
            reached.set()

    thread = Thread(target=work)
    thread.start()
    thread.join(PATIENCE_S)
    assert reached.is_set()

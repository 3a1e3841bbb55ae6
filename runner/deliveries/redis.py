"""Tasks from Redis Queue."""

from __future__ import annotations

import django_rq
from django_tasks_rq import Job
from rq import SimpleWorker
from rq.timeouts import TimerDeathPenalty


class _InThread(SimpleWorker):
    """RQ's worker without a fork per task, and without signals: those belong to the main thread."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        pass


class FromRedis:
    """Redis Queue, worked in this process: the task only hands the run to a slot."""

    def __init__(self) -> None:
        queue = django_rq.get_queue("default", job_class=Job)
        self._worker = _InThread([queue], connection=queue.connection, job_class=Job)

    def run(self) -> None:
        """Carry out tasks until stopped."""
        self._worker.work(logging_level="WARNING")

    def stop(self) -> None:
        """End the loop after the current task."""
        self._worker._stop_requested = True

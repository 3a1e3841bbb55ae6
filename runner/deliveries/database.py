"""Tasks from the database's own queue."""

from __future__ import annotations

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

POLL_S = 0.2


class FromDatabase:
    """django-tasks' database backend, polled by one thread."""

    def __init__(self) -> None:
        self._worker = Worker(
            queue_names=["default"],
            interval=POLL_S,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Carry out tasks until stopped."""
        self._worker.run()

    def stop(self) -> None:
        """End the loop after the current task."""
        self._worker.running = False

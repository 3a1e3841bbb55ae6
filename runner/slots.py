"""The runs that this worker process executes at once: a watched run mostly waits for its reader."""

from __future__ import annotations

import logging
import os
import socket
from threading import BoundedSemaphore, Event, Lock, Thread, current_thread

from django.conf import settings
from django.db import connection

from runner.execution import execute

logger = logging.getLogger(__name__)


class Slots:
    """Executes runs in threads, `RUN_SLOTS` at most; a further one waits for a free slot."""

    def __init__(self, count: int) -> None:
        self.worker = f"{socket.gethostname()}:{os.getpid()}"
        self.stopping = Event()
        self._free = BoundedSemaphore(count)
        self._lock = Lock()
        self._threads: set[Thread] = set()
        self.unfinished: list[int] = []

    def take(self, run_id: int) -> None:
        """Start a run as soon as a slot is free; returns when it has been started."""
        while not self._free.acquire(timeout=0.5):
            if self.stopping.is_set():
                self.unfinished.append(run_id)
                return
        thread = Thread(target=self._work, args=(run_id,), name=f"run-{run_id}")
        with self._lock:
            self._threads.add(thread)
        thread.start()

    def _work(self, run_id: int) -> None:
        try:
            if execute(run_id, self.worker, self.stopping):
                self.unfinished.append(run_id)
        except Exception:
            logger.exception("run %s could not be executed", run_id)
        finally:
            connection.close()
            with self._lock:
                self._threads.discard(current_thread())
            self._free.release()

    def stop(self) -> None:
        """Give all runs back to the queue and wait until that is done."""
        self.stopping.set()
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(10)


slots = Slots(settings.RUN_SLOTS)

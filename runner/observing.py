"""The watch that every worker and every web process keeps over all runs."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import connection

from runner.queue import Observer
from runner.tasks import enqueue

logger = logging.getLogger(__name__)

LOOK_S = 1.0


def watch(stop: Event) -> None:
    """Observe all runs until told to stop."""
    observer = Observer(enqueue)
    while not stop.wait(LOOK_S):
        try:
            observer.look()
        except Exception as problem:
            # The database or the queue may be away for a while; the watch must outlive both.
            logger.warning("the runs could not be looked at: %s: %s", type(problem).__name__, problem)
            connection.close()


def watch_in_background() -> None:
    """Observe in a thread that ends with the process: so a run is settled though no worker lives."""
    Thread(target=watch, args=(Event(),), name="observer", daemon=True).start()

"""The heartbeat of a leased run: a thread of its own, so that no long step can silence it."""

from __future__ import annotations

import logging
from threading import Event, Thread
from types import TracebackType

from django.conf import settings
from django.db import Error, connection

from runner import queue
from runner.log import Lease

logger = logging.getLogger(__name__)


class Heart:
    """Beats while the `with` block lasts; falls silent when the lease is lost."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._stop = Event()
        self._thread = Thread(target=self._beat, name=f"heart-{lease.run_id}", daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(settings.RUN_LEASE_S / 3):
                try:
                    if not queue.beat(self._lease):
                        return
                except Error as problem:
                    logger.warning("run %s: a heartbeat was missed: %s", self._lease.run_id, problem)
                    connection.close()
        finally:
            connection.close()

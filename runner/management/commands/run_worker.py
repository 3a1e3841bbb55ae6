"""The worker process: takes runs as they are delivered and executes several at once."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.module_loading import import_string

from runner.observing import watch
from runner.slots import slots
from runner.tasks import enqueue

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Execute runs until SIGTERM or SIGINT; unfinished ones go back to the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()

        def ask(number: int, frame: object) -> None:
            if stop.is_set():
                os._exit(130)
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask)
        delivery = import_string(settings.RUN_DELIVERY)()
        receiver = Thread(target=self._receive, args=(delivery, stop), name="deliveries", daemon=True)
        receiver.start()
        watch(stop)
        delivery.stop()
        slots.stop()
        receiver.join(5)
        for run_id in slots.unfinished:
            enqueue(run_id)

    def _receive(self, delivery: Any, stop: Event) -> None:
        """Take deliveries; a database or Redis that is away is tried again."""
        while not stop.is_set():
            try:
                delivery.run()
                return
            except Exception as problem:
                logger.error("deliveries stopped (%s: %s); trying again", type(problem).__name__, problem)
                connection.close()
                stop.wait(1.0)

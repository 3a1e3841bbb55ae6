"""Who works on which run: claims, heartbeats, and what becomes of a run whose worker is gone.

Everything is a conditional UPDATE whose row count says whether it was so. A lease is judged by the
observer's own monotonic clock watching the heartbeat stand still, never by comparing timestamps.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Now

from runner import log
from runner.log import Lease
from runner.models import Run

logger = logging.getLogger(__name__)

# A queued run that nobody takes is handed out again after this long, then after twice as long, ...
FIRST_REMINDER_S = 10.0
LAST_REMINDER_S = 600.0


def claim(run_id: int, worker: str) -> Lease | None:
    """Take a queued run; None where another worker was faster or it stands paused with no step to take."""
    with transaction.atomic():
        queued = Run.objects.filter(pk=run_id, status=Run.Status.QUEUED)
        taken = queued.exclude(wanted=Run.Wanted.PAUSE, wanted_steps=0).update(
            status=Run.Status.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            heartbeat=F("heartbeat") + 1,
            worker=worker[:100],
            started_at=Coalesce("started_at", Now()),
        )
        if not taken:
            return None
        return Lease(run_id, Run.objects.values_list("fence", flat=True).get(pk=run_id))


def beat(lease: Lease) -> bool:
    """Show that the worker is alive; False where the lease is gone."""
    held = Run.objects.filter(pk=lease.run_id, fence=lease.fence, status=Run.Status.RUNNING)
    return bool(held.update(heartbeat=F("heartbeat") + 1))


def release(lease: Lease) -> None:
    """Give a run back unfinished; the next worker goes on where the log ends."""
    held = Run.objects.filter(pk=lease.run_id, fence=lease.fence, status=Run.Status.RUNNING)
    held.update(status=Run.Status.QUEUED, attempts=Greatest(F("attempts") - 1, Value(0)))


@dataclass(slots=True)
class _Seen:
    mark: int
    since: float
    patience: float = FIRST_REMINDER_S


class Observer:
    """Watches all unfinished runs; any number of observers may watch the same ones."""

    def __init__(self, enqueue: Callable[[int], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._enqueue, self._clock = enqueue, clock
        self._running: dict[tuple[int, int], _Seen] = {}
        self._queued: dict[tuple[int, int], _Seen] = {}

    def look(self) -> None:
        """Look once: settle runs whose worker is gone, remind of runs that nobody takes."""
        now = self._clock()
        runs = list(Run.objects.exclude(status=Run.Status.FINISHED).order_by("pk")[:1000])
        running = [run for run in runs if run.status == Run.Status.RUNNING]
        queued = [run for run in runs if run.status == Run.Status.QUEUED]
        self._forget(runs)
        for run in running:
            seen = self._running.setdefault((run.pk, run.fence), _Seen(run.heartbeat, now))
            if seen.mark != run.heartbeat:
                seen.mark, seen.since = run.heartbeat, now
            elif now - seen.since >= settings.RUN_LEASE_S:
                self._settle(run)
        for run in queued:
            if run.wanted == Run.Wanted.PAUSE and not run.wanted_steps:
                continue
            seen = self._queued.setdefault((run.pk, run.fence), _Seen(0, now))
            if now - seen.since >= seen.patience:
                seen.since, seen.patience = now, min(2 * seen.patience, LAST_REMINDER_S)
                self._enqueue(run.pk)

    def _forget(self, runs: list[Run]) -> None:
        alive = {(run.pk, run.fence, run.status) for run in runs}
        for seen, status in ((self._running, Run.Status.RUNNING), (self._queued, Run.Status.QUEUED)):
            for key in [key for key in seen if (*key, status) not in alive]:
                del seen[key]

    def _settle(self, run: Run) -> None:
        """The worker is gone: another one, or the end."""
        unchanged = {"fence": run.fence, "heartbeat": run.heartbeat, "status": Run.Status.RUNNING}
        if run.attempts < settings.RUN_MAX_ATTEMPTS:
            said = log.note("lost", "The worker stopped answering. Another one takes the run over.")
            if log.append_unleased(run, [said], unchanged, status=Run.Status.QUEUED):
                logger.warning("run %s: worker %s is gone, queued again", run.pk, run.worker)
                self._enqueue(run.pk)
            return
        reason = f"{run.attempts} workers stopped answering while they worked on this run"
        ending = {
            "kind": "verdict",
            "at_ms": 0,
            "path": "",
            "verdict": "lost",
            "state": "",
            "reasons": [reason],
            "missing": [],
        }
        finished = {
            "status": Run.Status.FINISHED,
            "verdict": "lost",
            "verdict_reason": reason,
            "finished_at": Now(),
        }
        if log.append_unleased(run, [ending], unchanged, **finished):
            logger.error("run %s is lost: %s", run.pk, reason)

"""One run, from the claim to the verdict: pull events, pace them, obey, and write them in order.

The engine is deterministic, so a run that another worker began is *replayed*: the events that the
log has already are pulled again, compared and not written, and the run goes on where the log ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.db.models.functions import Now

from editor.analysis import examine
from playbook.api import PlaybookError, run_scenario, to_json
from runner import log, queue
from runner.heart import Heart
from runner.log import Lease, LeaseLost
from runner.models import Run
from runner.pacing import delay_ms, watched
from runner.sizes import bounded

logger = logging.getLogger(__name__)

BATCH_S = 0.05
BATCH_EVENTS = 200
GLANCE_S = 0.15
RELEASE_PAUSED_S = 60.0

Body = dict[str, Any]


class Released(Exception):
    """The run goes back to the queue: the worker stops, or a pause lasts."""


class Cancelled(Exception):
    """Somebody wants the run to end."""


@dataclass(slots=True)
class _Wishes:
    """What people want of the run, as its row says."""

    wanted: str
    steps: int
    pace: float


class Execution:
    """The work on one leased run; `stop` is set when the worker is to end."""

    def __init__(
        self, run: Run, lease: Lease, stop: Event, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.run, self.lease, self.stop, self.clock = run, lease, stop, clock
        self.batch: list[Body] = []
        self.batch_since = 0.0
        self.glanced = 0.0
        self.wishes = _Wishes(run.wanted, run.wanted_steps, run.pace)
        self.began = clock()
        self.state = ""
        self.at_ms = 0
        self.watched = True

    def work(self) -> None:
        """Carry the run to its verdict. Raises Released or LeaseLost."""
        try:
            for body in self._fresh(self._bodies()):
                self._before(body)
                self._add(body)
            self._finish(self.batch.pop())
        except Cancelled:
            self._end("cancelled", "cancelled by a person")

    def _bodies(self) -> Iterator[Body]:
        analysis = examine(self.run.revision.text)
        try:
            if analysis.playbook is None or not analysis.ok:
                raise PlaybookError("the revision has errors and cannot be run")
            for event in run_scenario(analysis.playbook, self.run.scenario, seed=self.run.seed):
                yield bounded(to_json(event))
        except PlaybookError as problem:
            yield {"kind": "problem", "at_ms": 0, "path": "", "message": str(problem)}
            yield self._ending("error", str(problem))

    def _fresh(self, bodies: Iterator[Body]) -> Iterator[Body]:
        """The events after those that the log has already."""
        known = [body for body in log.everything(self.run.pk) if body["kind"] != "worker"]
        for position, body in enumerate(bodies):
            self._follow(body)
            if position < len(known):
                if body != known[position]:
                    self._end("lost", f"the replay differs from the log at event {position + 1}")
                    raise LeaseLost(f"run {self.run.pk}: replay differs")
                continue
            if position == len(known) and self.run.attempts > 1:
                self._add(log.note("resumed", f"Goes on after event {position} on {self.run.worker}."))
            yield body

    def _follow(self, body: Body) -> None:
        self.at_ms = max(self.at_ms, body.get("at_ms", 0))
        if body["kind"] == "run_started":
            self.state = body["state"]
        elif body["kind"] == "taken":
            self.state = body["target"]

    def _before(self, body: Body) -> None:
        """Wait as long as a reader needs, and do what people want in the meantime."""
        self._look()
        if body["kind"] == "step_started":
            self._pause()
        self.watched = watched(body, self.watched)
        wait = delay_ms(body, self.wishes.pace) / 1000 if self.watched else 0.0
        if wait:
            self._flush()
            until = self.clock() + wait
            while (left := until - self.clock()) > 0 and self.wishes.pace:
                self._rest(min(left, GLANCE_S))
        if self.clock() - self.began > settings.RUN_MAX_S:
            self._end("error", f"the run took longer than {settings.RUN_MAX_S} seconds")
            raise LeaseLost(f"run {self.run.pk}: out of time")

    def _pause(self) -> None:
        """Stand still before a step while a pause is wanted; released when it lasts."""
        if self.wishes.wanted != Run.Wanted.PAUSE:
            return
        if self._step_granted():
            return
        self._add(log.note("paused", "Paused before the next step."))
        self._flush()
        since = self.clock()
        while self.wishes.wanted == Run.Wanted.PAUSE:
            if self._step_granted():
                return
            if self.clock() - since > RELEASE_PAUSED_S:
                raise Released
            self._rest(GLANCE_S)
        self._add(log.note("continued", "Going on."))

    def _step_granted(self) -> bool:
        if self.wishes.steps <= 0:
            return False
        self.wishes.steps -= 1
        held = Run.objects.filter(pk=self.run.pk, wanted_steps__gt=0)
        return bool(held.update(wanted_steps=F("wanted_steps") - 1))

    def _rest(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise Released
        self._look()

    def _look(self) -> None:
        """Read what is wanted, no more often than `GLANCE_S`."""
        if self.stop.is_set():
            raise Released
        now = self.clock()
        if now - self.glanced < GLANCE_S:
            return
        self.glanced = now
        row = Run.objects.filter(pk=self.run.pk, fence=self.lease.fence, status=Run.Status.RUNNING)
        found = row.values_list("wanted", "wanted_steps", "pace").first()
        if found is None:
            raise LeaseLost(f"run {self.run.pk}")
        self.wishes = _Wishes(*found)
        if self.wishes.wanted == Run.Wanted.CANCEL:
            raise Cancelled

    def _add(self, body: Body) -> None:
        if not self.batch:
            self.batch_since = self.clock()
        self.batch.append(body)
        # The verdict stays behind: it is written together with the end of the run.
        full = len(self.batch) >= BATCH_EVENTS or self.clock() - self.batch_since >= BATCH_S
        if full and body["kind"] != "verdict":
            self._flush()

    def _flush(self) -> None:
        if self.batch:
            log.append(self.lease, self.batch)
            self.batch = []

    def _ending(self, verdict: str, reason: str) -> Body:
        common = {"kind": "verdict", "at_ms": self.at_ms, "path": "", "state": self.state}
        return {**common, "verdict": verdict, "reasons": [reason], "missing": []}

    def _end(self, verdict: str, reason: str) -> None:
        self._finish(self._ending(verdict, reason))

    def hand_back(self) -> None:
        """Write what is known and give the run back to the queue."""
        try:
            self._flush()
        except LeaseLost:
            return
        queue.release(self.lease)

    def broken(self, problem: Exception) -> None:
        """Our own fault: the run ends with verdict `error`, and says so."""
        try:
            self._end("error", f"the worker broke: {type(problem).__name__}: {problem}")
        except LeaseLost:
            logger.warning("run %s: the lease is gone, the error is not recorded", self.run.pk)

    def _finish(self, ending: Body) -> None:
        log.append(
            self.lease,
            [*self.batch, ending],
            status=Run.Status.FINISHED,
            verdict=ending["verdict"],
            verdict_reason="\n".join(ending["reasons"]),
            virtual_ms=self.at_ms,
            finished_at=Now(),
        )
        self.batch = []


def execute(run_id: int, worker: str, stop: Event, clock: Callable[[], float] = time.monotonic) -> bool:
    """Claim and carry out a run; True where it went back to the queue and should be handed out."""
    lease = queue.claim(run_id, worker)
    if lease is None:
        return False
    run = Run.objects.select_related("revision").get(pk=run_id)
    execution = Execution(run, lease, stop, clock)
    with Heart(lease):
        try:
            execution.work()
        except LeaseLost as gone:
            logger.warning("%s: nothing more is written", gone)
        except Released:
            execution.hand_back()
            return stop.is_set()
        except (OperationalError, InterfaceError):
            # The database failed, not the run: as if this worker had died, the next one goes on.
            logger.exception("run %s: the database is away", run_id)
        except Exception as problem:
            logger.exception("run %s broke", run_id)
            execution.broken(problem)
    return False

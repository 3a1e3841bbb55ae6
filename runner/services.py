"""What people may want of a run. Everything here only writes rows; workers look at them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from editor.analysis import examine
from editor.models import Playbook
from playbook.api import PlaybookError, scenario_named
from runner import log
from runner.models import Run
from runner.tasks import enqueue

PACES = {"0.5": 0.5, "1": 1.0, "4": 4.0, "0": 0.0}


class CannotStart(Exception):
    """The run cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; `key` makes a repeated request the same run. Without `seed` it is the scenario's."""

    scenario: str
    seed: int | None = None
    pace: float = 1.0
    key: str = ""


def start(playbook: Playbook, request: Request, user: AbstractBaseUser | None = None) -> Run:
    """Queue a run of the newest revision. Raises CannotStart."""
    revision = playbook.head
    if revision is None:
        raise CannotStart("the playbook has no revision yet")
    analysis = examine(revision.text)
    if analysis.playbook is None or not analysis.ok:
        raise CannotStart("the newest revision has errors; mend them first")
    try:
        scenario = scenario_named(analysis.playbook, request.scenario)
    except PlaybookError as problem:
        raise CannotStart(str(problem)) from None
    seed = request.seed if request.seed is not None else scenario.seed or 0
    run = Run(
        playbook=playbook,
        revision=revision,
        scenario=request.scenario,
        seed=seed,
        pace=request.pace,
        requested_by=user,  # type: ignore[misc]
    )
    return _queue(run, request.key, f"start of {request.scenario}, seed {seed}")


def again(run: Run, key: str, user: AbstractBaseUser | None = None) -> Run:
    """The same request once more, on the revision that the run ran on."""
    copy = Run(
        playbook=run.playbook,
        revision=run.revision,
        scenario=run.scenario,
        seed=run.seed,
        pace=run.pace,
        requested_by=user,  # type: ignore[misc]
    )
    return _queue(copy, key, f"run {run.pk} again")


def _queue(run: Run, key: str, wish: str) -> Run:
    """Save the run and hand it out; the same key for the same wish gives the run that it gave before.

    A page that the browser brings back still has its old key, so the wish is part of what is kept.
    """
    if key:
        run.request_key = hashlib.sha256(f"{run.playbook_id}\n{wish}\n{key}".encode()).hexdigest()
        if known := Run.objects.filter(request_key=run.request_key).first():
            return known
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        return Run.objects.get(request_key=run.request_key)
    _hand_out(run)
    return run


def pause(run: Run) -> None:
    """Stand still before the next step."""
    _unfinished(run).update(wanted=Run.Wanted.PAUSE, wanted_steps=0)


def resume(run: Run) -> None:
    """Go on after a pause."""
    _unfinished(run).filter(wanted=Run.Wanted.PAUSE).update(wanted=Run.Wanted.RUN, wanted_steps=0)
    _hand_out_again(run)


def step(run: Run) -> None:
    """One step more, then stand still again."""
    _unfinished(run).update(wanted=Run.Wanted.PAUSE, wanted_steps=F("wanted_steps") + 1)
    _hand_out_again(run)


def set_pace(run: Run, pace: float) -> None:
    """Change the speed of a run that is under way."""
    _unfinished(run).update(pace=pace)


def cancel(run: Run) -> None:
    """End the run; one that no worker has ends here and now."""
    reason = "cancelled by a person"
    ending = {"kind": "verdict", "at_ms": 0, "path": "", "verdict": "cancelled", "state": ""}
    finished = {
        "status": Run.Status.FINISHED,
        "verdict": "cancelled",
        "verdict_reason": reason,
        "finished_at": Now(),
    }
    body = {**ending, "reasons": [reason], "missing": []}
    if not log.append_unleased(run, [body], {"status": Run.Status.QUEUED}, **finished):
        _unfinished(run).update(wanted=Run.Wanted.CANCEL)


def _unfinished(run: Run):  # type: ignore[no-untyped-def]
    return Run.objects.filter(pk=run.pk).exclude(status=Run.Status.FINISHED).exclude(wanted=Run.Wanted.CANCEL)


def _hand_out_again(run: Run) -> None:
    """A run whose pause lasted has gone back to the queue: a worker must be told."""
    if Run.objects.filter(pk=run.pk, status=Run.Status.QUEUED).exists():
        _hand_out(run)


def _hand_out(run: Run) -> None:
    """Tell a worker. Where the queue is away the run waits, and an observer hands it out later."""
    transaction.on_commit(lambda: enqueue(run.pk), robust=True)

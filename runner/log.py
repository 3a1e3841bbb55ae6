"""A run's log: appended to under the lease only, read in order by sequence number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from runner.models import Run, RunEvent
from runner.notify import ring

PAGE = 500
Body = Mapping[str, Any]


class LeaseLost(Exception):
    """Another worker has the run now, or it has ended: nothing of ours may be written any more."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write a run, until somebody raises the fence or takes the run away."""

    run_id: int
    fence: int


def append(lease: Lease, bodies: Sequence[Body], **changes: Any) -> int:
    """Add events, and change the run's row with them, in one transaction; the new last number.

    Raises LeaseLost, and writes nothing, where the lease is no longer valid.
    """
    with transaction.atomic():
        held = Run.objects.filter(pk=lease.run_id, fence=lease.fence, status=Run.Status.RUNNING)
        if not held.update(last_seq=F("last_seq") + len(bodies), **changes):
            raise LeaseLost(f"run {lease.run_id}, fence {lease.fence}")
        last = _number(lease.run_id, bodies)
    ring(lease.run_id, last)
    return last


def append_unleased(run: Run, bodies: Sequence[Body], conditions: Mapping[str, Any], **changes: Any) -> bool:
    """Add events to a run that nobody holds, if its row still meets the conditions."""
    with transaction.atomic():
        matching = Run.objects.filter(pk=run.pk, **conditions)
        if not matching.update(last_seq=F("last_seq") + len(bodies), **changes):
            return False
        last = _number(run.pk, bodies)
    ring(run.pk, last)
    return True


def _number(run_id: int, bodies: Sequence[Body]) -> int:
    last: int = Run.objects.values_list("last_seq", flat=True).get(pk=run_id)
    first = last - len(bodies) + 1
    RunEvent.objects.bulk_create(
        RunEvent(run_id=run_id, seq=first + position, body=dict(body)) for position, body in enumerate(bodies)
    )
    return last


def after(run_id: int, seq: int, limit: int = PAGE) -> list[dict[str, Any]]:
    """The events that follow a number, each with its `seq`, at most `limit`."""
    rows = RunEvent.objects.filter(run_id=run_id, seq__gt=seq).order_by("seq")
    return [{"seq": number, **body} for number, body in rows.values_list("seq", "body")[:limit]]


def everything(run_id: int) -> Iterable[dict[str, Any]]:
    """All events of a run, in order."""
    rows = RunEvent.objects.filter(run_id=run_id).order_by("seq")
    return rows.values_list("body", flat=True).iterator(chunk_size=PAGE)


def note(what: str, message: str) -> dict[str, Any]:
    """An event that the runner itself writes, not the engine."""
    return {"kind": "worker", "what": what, "message": message}

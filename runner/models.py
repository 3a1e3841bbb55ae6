"""A run: one request to execute a scenario of a revision, and the log of what happened.

The log is the truth: state, panels and verdict are folds of it. Only a worker that holds the run's
lease may write, and `fence` says which lease: every write carries it (RELIABILITY.md decisions 1, 4).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from editor.models import Playbook, Revision, new_public_id


class Run(models.Model):
    """A run belongs to one revision and stores the whole request, so it can be repeated exactly."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        FINISHED = "finished"

    class Wanted(models.TextChoices):
        RUN = "run"
        PAUSE = "pause"
        CANCEL = "cancel"

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    playbook = models.ForeignKey(Playbook, on_delete=models.PROTECT, related_name="runs")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="runs")
    scenario = models.CharField(max_length=200)
    seed = models.BigIntegerField(default=0)
    # Virtual milliseconds per real millisecond; 0 is as fast as it goes.
    pace = models.FloatField(default=1.0)
    request_key = models.CharField(max_length=64, unique=True, default=new_public_id)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    wanted = models.CharField(max_length=10, choices=Wanted, default=Wanted.RUN)
    # How many single steps a paused run may still take.
    wanted_steps = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=15, blank=True, default="")
    verdict_reason = models.TextField(blank=True, default="")
    # Virtual milliseconds that the run took; known when it has ended.
    virtual_ms = models.PositiveBigIntegerField(null=True)
    last_seq = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    attempts = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    heartbeat = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["playbook", "-id"]),
            models.Index(fields=["status"]),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} #{self.public_id}"


class RunEvent(models.Model):
    """One line of a run's log: `body` is a run event as JSON (playbook.machine.events)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    body = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="one_event_per_seq")]

    def __str__(self) -> str:
        return f"{self.run} {self.seq}"

"""What is kept of a playbook: its revisions, whole and unchanged, and the drafts not yet saved."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models


def new_public_id() -> str:
    """What stands in an address: 16 random characters, so that no object can be guessed."""
    return secrets.token_urlsafe(12)


class Playbook(models.Model):
    """A playbook of the library; its text lives in its revisions."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    # Which bundled demo this came from, so that a later start adds it only once.
    demo = models.CharField(max_length=100, null=True, unique=True, blank=True)
    # The hash of the demo's text as it was last loaded: a head with another one is a user's.
    demo_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    # The wish that made this playbook: a request that is sent twice makes one (RELIABILITY.md 3.7).
    request_key = models.CharField(max_length=64, null=True, unique=True, blank=True, editable=False)
    head = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One saved text of a playbook: numbered from 1, never changed, free of error-level findings."""

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    message = models.CharField(max_length=300, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # What lists show, counted once when the text was saved.
    state_count = models.PositiveIntegerField(default=0)
    transition_count = models.PositiveIntegerField(default=0)
    scenario_count = models.PositiveIntegerField(default=0)
    lines_added = models.PositiveIntegerField(default=0)
    lines_removed = models.PositiveIntegerField(default=0)
    # What changed since the revision before, in words.
    summary = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["playbook", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.playbook} r{self.number}"

"""Who may see which playbook: the one door. Every view's first line fetches through it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from editor.models import Playbook, Revision

Actor = User | AnonymousUser


def visible_to(actor: Actor) -> QuerySet[Playbook]:
    """The playbooks that an actor may see; in production a stranger sees none."""
    if settings.PRODUCTION and not actor.is_authenticated:
        return Playbook.objects.none()
    return Playbook.objects.exclude(head=None).select_related("head")


def playbook_or_404(request: HttpRequest, public_id: str) -> Playbook:
    """The playbook with its head; one that may not be seen is as absent as one that is not there."""
    playbook = visible_to(request.user).filter(public_id=public_id).first()
    if playbook is None:
        raise Http404("no such playbook")
    return playbook


def revision_or_404(playbook: Playbook, number: int) -> Revision:
    """A revision of this very playbook, its author at hand."""
    revision = playbook.revisions.select_related("author").filter(number=number).first()
    if revision is None:
        raise Http404("no such revision")
    return revision


def number_or_404(text: str) -> int:
    """A revision's number out of an address."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Http404("not the number of a revision")
    return int(text)


def author_of(request: HttpRequest) -> User | None:
    """Who a revision is signed with: nobody in particular where there are no accounts."""
    return request.user if request.user.is_authenticated else None


def demand_author(request: HttpRequest) -> None:
    """For what belongs to no playbook yet: in production a stranger may neither check nor create.

    Raises PermissionDenied.
    """
    if settings.PRODUCTION and not request.user.is_authenticated:
        raise PermissionDenied("log in first")

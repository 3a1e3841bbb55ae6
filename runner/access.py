"""Who may see which run: whoever may see its playbook."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from editor.access import Actor, visible_to
from runner.models import Run


def runs_visible_to(actor: Actor) -> QuerySet[Run]:
    """The runs of the playbooks that an actor may see."""
    runs = Run.objects.filter(playbook__in=visible_to(actor))
    return runs.select_related("playbook", "playbook__head", "revision")


def run_or_404(request: HttpRequest, public_id: str) -> Run:
    """The run; one that may not be seen is as absent as one that is not there."""
    run = runs_visible_to(request.user).filter(public_id=public_id).first()
    if run is None:
        raise Http404("no such run")
    return run

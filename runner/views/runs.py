"""The pages of runs: the list of a playbook's, and one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from editor.access import playbook_or_404
from runner import contexts, log
from runner.access import run_or_404, runs_visible_to

PER_PAGE = 25


@require_safe
def runs(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every run of a playbook, the newest first."""
    playbook = playbook_or_404(request, public_id)
    return runs_response(request, playbook)


def runs_response(request, playbook, *, problem="", chosen="", status=200) -> HttpResponse:  # type: ignore[no-untyped-def]
    """The list, or with `HX-Request` only its table."""
    listed = runs_visible_to(request.user).filter(playbook=playbook).defer("revision__text")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    chosen = chosen or request.GET.get("scenario", "")
    context = contexts.runs_page(playbook, page, chosen=chosen, problem=problem)
    template = "runner/runs_table.html" if request.headers.get("HX-Request") else "runner/runs.html"
    return render(request, template, {"page": context}, status=status)


@require_safe
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """One run: live while it lasts, and afterwards as it was."""
    found = run_or_404(request, public_id)
    urls = {
        "events": reverse("runner:events", args=[found.public_id]),
        "control": reverse("runner:control", args=[found.public_id]),
        "socket": f"/ws/runs/{found.public_id}/",
        "runs": reverse("runner:runs", args=[found.playbook.public_id]),
    }
    return render(request, "runner/run.html", {"page": contexts.run_page(found, urls)})


@require_safe
def events(request: HttpRequest, public_id: str) -> HttpResponse:
    """The events after a number, for a page whose websocket does not come about."""
    found = run_or_404(request, public_id)
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) <= 9):
        return JsonResponse({"message": "after must be a sequence number"}, status=400)
    return JsonResponse({"events": log.after(found.pk, int(after)), "run": contexts.standing(found)})

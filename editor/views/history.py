"""The revisions of a playbook: the list, one of them, the difference of two."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from editor import contexts
from editor.access import number_or_404, playbook_or_404, revision_or_404

PAGE_LENGTH = 100


@require_safe
def revisions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list, newest first; `?old=&new=` leads to the difference of the two."""
    found = playbook_or_404(request, public_id)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old or new:
        return redirect("editor:diff", public_id, number_or_404(old), number_or_404(new))
    pages = Paginator(found.revisions.select_related("author").defer("text"), PAGE_LENGTH)
    page = contexts.RevisionsPage(found, pages.get_page(request.GET.get("page")))
    return render(request, "editor/revisions.html", {"page": page})


@require_safe
def revision(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One revision as it was saved: its diagram and its text."""
    found = playbook_or_404(request, public_id)
    page = contexts.revision_page(found, revision_or_404(found, number), request.GET.get("path", ""))
    return render(request, "editor/revision.html", {"page": page})


@require_safe
def diff(request: HttpRequest, public_id: str, old: int, new: int) -> HttpResponse:
    """What changed from one revision to another, line by line."""
    found = playbook_or_404(request, public_id)
    page = contexts.diff_page(found, revision_or_404(found, old), revision_or_404(found, new))
    return render(request, "editor/diff.html", {"page": page})

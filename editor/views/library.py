"""The library: all playbooks, and making a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from editor import contexts, services
from editor.access import author_of, demand_author, visible_to
from editor.answers import refused
from editor.forms import Submission, submission, wants_json
from editor.models import new_public_id
from editor.skeleton import SKELETON

PAGE_LENGTH = 100


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The list of playbooks."""
    pages = Paginator(visible_to(request.user), PAGE_LENGTH)
    page = contexts.LibraryPage(playbooks=pages.get_page(request.GET.get("page")))
    return render(request, "editor/library.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new playbook: from a small valid one, a pasted text or a file."""
    demand_author(request)
    if request.method != "POST":
        return render(
            request,
            "editor/edit.html",
            {"page": contexts.edit_page(None, None, SKELETON, key=new_public_id())},
        )
    sent = submission(request)
    try:
        playbook = services.create(sent.source, author=author_of(request), message=sent.message, key=sent.key)
    except services.Refused as refusal:
        return _refused(request, sent, refusal)
    where = reverse("editor:playbook", args=[playbook.public_id])
    if wants_json(request):
        return JsonResponse({"message": f"{playbook.name} is in the library.", "url": where}, status=201)
    messages.success(request, f"{playbook.name} is in the library.")
    return redirect(where)


def _refused(request: HttpRequest, sent: Submission, refusal: services.Refused) -> HttpResponse:
    if wants_json(request):
        return refused(refusal.analysis)
    page = contexts.edit_page(
        None,
        None,
        sent.text,
        refusal=contexts.NOT_SAVED,
        message=sent.message,
        source=sent.source,
        key=sent.key,
    )
    return render(request, "editor/edit.html", {"page": page}, status=422)

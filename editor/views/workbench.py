"""A playbook's own page, one element of it, and editing: check while typing, save."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from editor import analysis, answers, contexts, forms, services
from editor.access import (
    author_of,
    demand_author,
    number_or_404,
    playbook_or_404,
    revision_or_404,
)
from editor.models import Playbook


@require_safe
def playbook(request: HttpRequest, public_id: str) -> HttpResponse:
    """The diagram, what it consists of, and the scenarios."""
    found = playbook_or_404(request, public_id)
    page = contexts.playbook_page(found, request.GET.get("path", ""))
    return render(request, "editor/playbook.html", {"page": page})


@require_safe
def element(request: HttpRequest, public_id: str) -> HttpResponse:
    """The panel's content for `?path=`, of the newest revision or of `?revision=`."""
    found = playbook_or_404(request, public_id)
    number = request.GET.get("revision", "")
    revision = revision_or_404(found, number_or_404(number)) if number else found.head
    assert revision is not None
    inspector = contexts.element(revision, request.GET.get("path", ""))
    if inspector is None:
        raise Http404("no such element")
    return render(
        request,
        "components/inspector.html",
        {"inspector": inspector, "playbook": found, "editable": revision == found.head},
    )


@require_safe
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text editor with the newest revision's text."""
    found = playbook_or_404(request, public_id)
    assert found.head is not None
    page = contexts.edit_page(found, found.head, found.head.text)
    return render(request, "editor/edit.html", {"page": page})


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The findings of a text and which picture it has; keeps nothing, and draws nothing."""
    demand_author(request)
    try:
        source = forms.text_to_check(request)
    except forms.TooLarge:
        return answers.too_large()
    return answers.checked(analysis.check(source))


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """The picture of a text; keeps nothing."""
    demand_author(request)
    try:
        source = forms.text_to_check(request)
    except forms.TooLarge:
        return answers.too_large()
    return answers.drawn(analysis.examine_and_draw(source))


@require_POST
def save(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next revision; 422 with the findings or 409 with both texts when it cannot be."""
    found = playbook_or_404(request, public_id)
    assert found.head is not None
    try:
        sent = forms.submission(request, found.head.text)
    except forms.TooLarge:
        return answers.too_large()
    try:
        saved = services.save(
            found, sent.text, base=sent.base, author=author_of(request), message=sent.message
        )
    except services.Refused as refusal:
        if forms.wants_json(request):
            return answers.refused(refusal.analysis)
        return _shown_again(request, found, sent, contexts.NOT_SAVED, status=422)
    except services.EditConflict as conflict:
        if forms.wants_json(request):
            return answers.conflict(conflict.head, sent.text)
        return _shown_again(request, found, sent, contexts.OVERTAKEN, conflict=conflict, status=409)
    return _saved(request, found, saved)


def _saved(request: HttpRequest, found: Playbook, saved: services.Saved) -> HttpResponse:
    number = saved.revision.number
    if saved.changed:
        message = f"Saved as revision {number}."
    else:
        message = f"Nothing changed: revision {number} already has this text."
    if forms.wants_json(request):
        url = reverse("editor:revision", args=[found.public_id, number])
        return JsonResponse(
            {
                "message": message,
                "revision": number,
                "changed": saved.changed,
                "name": found.name,
                "url": url,
            }
        )
    messages.success(request, message)
    return redirect("editor:edit", found.public_id)


def _shown_again(
    request: HttpRequest,
    found: Playbook,
    sent: forms.Submission,
    refusal: str,
    *,
    status: int,
    conflict: services.EditConflict | None = None,
) -> HttpResponse:
    """The form again with the text as it was sent; after a conflict it starts from the new head."""
    base = conflict.head if conflict else revision_or_404(found, sent.base)
    page = contexts.edit_page(
        found,
        base,
        sent.text,
        refusal=refusal,
        message=sent.message,
        conflict=conflict.head if conflict else None,
    )
    return render(request, "editor/edit.html", {"page": page}, status=status)

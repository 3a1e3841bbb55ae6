"""What scripts are answered with: the findings, the picture, a refusal."""

from __future__ import annotations

from django.http import JsonResponse
from django.template.loader import render_to_string

from editor.analysis import Checked, Examined
from editor.contexts import NOT_SAVED, Conflict
from editor.differences import compare
from editor.inspector import outline
from editor.models import Revision
from playbook.api import MAX_TEXT_BYTES, Analysis


def checked(found: Checked) -> JsonResponse:
    """The findings, where the machine's parts stand, and the name of its picture.

    A page that shows another picture than this one asks for it in a second request: findings never
    wait for a layout.
    """
    return JsonResponse(
        {
            "problems": problems(found.analysis),
            "picture": found.picture,
            "recovered": found.recovered,
            "outline": outline(found.analysis),
        }
    )


def drawn(examined: Examined) -> JsonResponse:
    """The picture by its name; `svg` is None where there is no machine to draw."""
    drawing = examined.drawing
    return JsonResponse(
        {
            "picture": examined.picture,
            "svg": drawing.svg if drawing else None,
            "notice": drawing.notice if drawing else "",
        }
    )


def problems(analysis: Analysis) -> list[dict[str, object]]:
    """The findings as `playbook validate --format json` has them."""
    return [finding.as_json() for finding in analysis.diagnostics]


def refused(analysis: Analysis) -> JsonResponse:
    """Not saved: the text has errors."""
    return JsonResponse({"message": NOT_SAVED, "problems": problems(analysis)}, status=422)


def conflict(head: Revision, text: str) -> JsonResponse:
    """Not saved: another revision was; both texts' difference is shown before anything is decided."""
    found = Conflict(head, compare(head.text, text))
    return JsonResponse(
        {
            "message": f"Revision {head.number} was saved meanwhile. Your text is kept here, unsaved.",
            "head": head.number,
            "text": head.text,
            "panel": render_to_string("components/conflict.html", {"conflict": found}),
        },
        status=409,
    )


def too_large() -> JsonResponse:
    """The body was not read; a page that sends a text of this size says where the limit is passed."""
    message = f"The text is larger than {MAX_TEXT_BYTES:,} bytes, the limit of a playbook."
    return JsonResponse({"message": message}, status=413)

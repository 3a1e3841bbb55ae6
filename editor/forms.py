"""What a browser sends: read into values, or refused in a sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest

from playbook.api import MAX_TEXT_BYTES

KEY_MAX = 64
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Submission:
    """A text to be saved: where it started from, and what its author says about it."""

    source: str | bytes
    base: int
    message: str
    # Names the wish for a new playbook: the same key twice makes one playbook.
    key: str = ""

    @property
    def text(self) -> str:
        """The text, for showing it again; bytes that are not UTF-8 are replaced."""
        return self.source if isinstance(self.source, str) else self.source.decode("utf-8", "replace")


class TooLarge(Exception):
    """The request's body is larger than this server reads."""


def wants_json(request: HttpRequest) -> bool:
    """Whether a script sent this: it is answered with JSON, a form with a page."""
    return request.content_type in ("application/json", "text/plain")


def text_to_check(request: HttpRequest) -> str | bytes:
    """The body of a check: JSON `{"text": ...}`, or the text's own bytes as text/plain.

    Raises BadRequest, TooLarge.
    """
    if request.content_type == "text/plain":
        return _body(request)
    return _text(_object(request))


def submission(request: HttpRequest, original: str = "") -> Submission:
    """A save. JSON carries the text exactly; a form's line breaks, which browsers turn into CR LF,
    are put back to the convention of `original`.

    Raises BadRequest, TooLarge.
    """
    if request.content_type == "application/json":
        data = _object(request)
        return Submission(
            _text(data),
            _number(data.get("base", 0)),
            str(data.get("message", "")),
            _key(data.get("key", "")),
        )
    base = _number(request.POST.get("base", "0"))
    message = request.POST.get("message", "")
    key = _key(request.POST.get("key", ""))
    upload = request.FILES.get("file")
    if upload is not None:
        # One byte more than allowed is enough for the analysis to say that it is too large.
        return Submission(upload.read(MAX_TEXT_BYTES + 1), base, message, key)
    if "text" not in request.POST:
        raise BadRequest("The form has no text.")
    text = _BREAK.sub(line_break_of(original), request.POST["text"])
    return Submission(text, base, message, key)


def line_break_of(text: str) -> str:
    """What ends most lines of a text."""
    pairs = text.count("\r\n")
    return "\r\n" if pairs * 2 > text.count("\n") else "\n"


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise TooLarge from None


def _object(request: HttpRequest) -> dict[str, object]:
    try:
        data = json.loads(_body(request))
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(data, dict):
        raise BadRequest("The body is not a JSON object.")
    return data


def _text(data: dict[str, object]) -> str:
    text = data.get("text")
    if not isinstance(text, str):
        raise BadRequest('"text" is missing or is not a text.')
    return text


def _key(value: object) -> str:
    """What names a wish; a page of ours never sends a longer one."""
    text = str(value)
    if len(text) > KEY_MAX or not text.isascii() or "\0" in text:
        raise BadRequest("The key of the request is not one that this page was given.")
    return text


def _number(value: object) -> int:
    """A revision's number; 0 where there is none yet."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadRequest("The number of the base revision is not a number.")
    return int(text)

"""Every write of the editor: checked first, then done in one short transaction.

A revision is the whole text and is never changed. A save names the revision that it started from,
and is refused when that is no longer the newest: nobody's text is overwritten unseen.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from editor.analysis import digest, examine
from editor.differences import compare
from editor.history import changed
from editor.models import Playbook, Revision
from playbook.api import Analysis, summary_of_changes
from playbook.api import Document as Content

UNNAMED = "Unnamed playbook"
NAME_MAX = 200
MESSAGE_MAX = 300


class Refused(Exception):
    """The text has error-level findings; `analysis` says which."""

    def __init__(self, analysis: Analysis) -> None:
        super().__init__("the text has errors")
        self.analysis = analysis


class EditConflict(Exception):
    """Another revision was saved since; `head` is the newest one now."""

    def __init__(self, head: Revision) -> None:
        super().__init__(f"revision {head.number} was saved meanwhile")
        self.head = head


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text without error-level findings, exactly as it was sent, and what it means."""

    text: str
    content: Content


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that now holds the text; `changed` is False when the newest one already did."""

    revision: Revision
    changed: bool


def create(
    source: str | bytes,
    *,
    author: User | None = None,
    message: str = "",
    demo: str | None = None,
    key: str = "",
) -> Playbook:
    """Keep a new playbook with its first revision; the same `key` again gives the same playbook.

    Raises Refused when the text has error-level findings.
    """
    accepted = _accepted(source)
    try:
        return _created(accepted, author=author, message=message, demo=demo, key=key)
    except IntegrityError:
        made = Playbook.objects.filter(request_key=key).exclude(request_key="").first()
        if made is None:
            raise
        return made


def _created(
    accepted: Accepted, *, author: User | None, message: str, demo: str | None, key: str
) -> Playbook:
    with transaction.atomic():
        playbook = Playbook.objects.create(
            demo=demo,
            demo_sha256=digest(accepted.text) if demo else "",
            request_key=key or None,
            **_described(accepted.content),
        )
        playbook.head = _revision(playbook, accepted, number=1, old="", author=author, message=message)
        playbook.save(update_fields=["head"])
    return playbook


def save(
    playbook: Playbook,
    text: str,
    *,
    base: int,
    author: User | None = None,
    message: str = "",
) -> Saved:
    """Make the next revision from revision number `base`.

    The newest revision's own text is not saved again, so a repeated request is harmless. Raises
    Refused for a text with error-level findings, EditConflict when `base` is not the newest.
    """
    head = _head(playbook)
    if head.text == text:
        return Saved(head, changed=False)
    if head.number != base:
        raise EditConflict(head)
    accepted = _accepted(text)
    try:
        with transaction.atomic():
            revision = _revision(
                playbook, accepted, number=base + 1, old=head.text, author=author, message=message
            )
            moved = Playbook.objects.filter(pk=playbook.pk, head=head).update(
                head=revision, updated_at=timezone.now(), **_described(accepted.content)
            )
            if not moved:
                raise IntegrityError("the head has moved")
    except IntegrityError:
        raise EditConflict(_head(playbook)) from None
    playbook.refresh_from_db()
    return Saved(revision, changed=True)


def load_demo(name: str, source: bytes) -> str:
    """Bring a bundled playbook into the library; says what that did: added, updated or kept.

    A demo that nobody has changed follows its file; a user's own text is never touched. Raises
    Refused when the file has error-level findings.
    """
    playbook = Playbook.objects.filter(demo=name).select_related("head").first()
    if playbook is None:
        create(source, message="Bundled with this product", demo=name)
        return "added"
    assert playbook.head is not None
    sha256 = digest(source)
    if sha256 == playbook.demo_sha256 or playbook.head.sha256 != playbook.demo_sha256:
        return "kept"
    with transaction.atomic():
        text = _accepted(source).text
        save(playbook, text, base=playbook.head.number, message="Newer text of the bundled playbook")
        Playbook.objects.filter(pk=playbook.pk).update(demo_sha256=sha256)
    return "updated"


def _head(playbook: Playbook) -> Revision:
    return Revision.objects.select_related("author").get(
        pk=Playbook.objects.values_list("head", flat=True).get(pk=playbook.pk)
    )


def _accepted(source: str | bytes) -> Accepted:
    analysis = examine(source)
    if not analysis.ok or analysis.playbook is None:
        raise Refused(analysis)
    # Not the analysis's text: that has lost a byte order mark.
    text = source if isinstance(source, str) else source.decode("utf-8")
    return Accepted(text, analysis.playbook)


def _described(content: Content) -> dict[str, str]:
    name = content.name.strip() or content.machine.id.strip() or UNNAMED
    return {"name": name[:NAME_MAX], "description": content.description.strip()}


def _revision(
    playbook: Playbook,
    accepted: Accepted,
    *,
    number: int,
    old: str,
    author: User | None,
    message: str,
) -> Revision:
    difference = compare(old, accepted.text)
    content = accepted.content
    return Revision.objects.create(
        playbook=playbook,
        number=number,
        text=accepted.text,
        sha256=digest(accepted.text),
        message=message.strip()[:MESSAGE_MAX],
        author=author,
        state_count=len(content.machine.states),
        transition_count=len(content.machine.transitions),
        scenario_count=len(content.scenarios),
        lines_added=difference.added,
        lines_removed=difference.removed,
        summary=summary_of_changes(changed(old, accepted.text)) if number > 1 else "",
    )

"""`system: {http: ...}`: what cannot be used of it, and what does not belong into a playbook (PB719)."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.http import CREDENTIALS, section
from playbook.rules.places import key_span
from playbook.rules.registry import Subject, error, warning
from playbook.source.nodes import find

SECTION = ("system", "http")


def unusable(subject: Subject) -> Iterator[Diagnostic]:
    """PB719: a url, a header or a declaration that no run could use; a credential in plain text.

    An error, as no other machine could use it either. Nothing is looked up or connected to.
    """
    found = section(subject.playbook.sections.get("system"))
    if found is None:
        return
    for inside, problem in found.problems:
        path = (*SECTION, *inside)
        node = find(subject.root, path)
        # That there is no url at all is a missing key (PB101).
        if node is not None:
            yield error("PB719", problem, node.span, path)
    for name, value in found.headers.items():
        if isinstance(value, str) and CREDENTIALS.search(name):
            path = (*SECTION, "headers", name)
            said = f'"{name}" is readable by everyone who sees the playbook; write {{env: NAME}} instead'
            yield warning("PB719", said, key_span(subject, path), path)


RULES = (unusable,)

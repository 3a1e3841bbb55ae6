"""Transitions that contradict the forbidden pairs (PB33x)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related
from playbook.document.model import WILDCARD
from playbook.rules.registry import Subject, error


def declared_but_forbidden(subject: Subject) -> Iterator[Diagnostic]:
    """PB331: a transition is a forbidden pair; PB332: a wildcard includes one."""
    for transition in subject.playbook.machine.transitions:
        excepted = {ref.name for ref in transition.except_}
        for source in transition.sources:
            if source.name == WILDCARD:
                names, id = [name for name in subject.index.states if name not in excepted], "PB332"
            else:
                names, id = [source.name], "PB331"
            for name in names:
                pair = subject.index.forbidden(name, transition.target.name)
                if pair is None:
                    continue
                verb = "allows" if id == "PB332" else "is"
                reason = f": {pair.reason}" if pair.reason else ""
                message = (
                    f'transition "{transition.id}" {verb} "{name}" to "{transition.target.name}", '
                    f"which is forbidden{reason}"
                )
                found = error(id, message, transition.span, transition.path)
                yield changed(found, related=(Related("forbidden here", pair.span),))


RULES = (declared_but_forbidden,)

"""Transitions that contradict the forbidden pairs (PB33x)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related
from playbook.document.model import WILDCARD, Forbidden, Transition
from playbook.rules.registry import Subject, error


def declared_but_forbidden(subject: Subject) -> Iterator[Diagnostic]:
    """PB331: a transition is a forbidden pair; PB332: a wildcard includes one."""
    arriving: dict[str, dict[str, Forbidden]] = {}
    for pair in subject.playbook.machine.forbidden:
        arriving.setdefault(pair.target.name, {}).setdefault(pair.source.name, pair)
    for transition in subject.playbook.machine.transitions:
        target = transition.target.name
        for source in dict.fromkeys(ref.name for ref in transition.sources):
            if source != WILDCARD:
                found = subject.index.forbidden(source, target)
                if found is not None:
                    yield _contradiction("PB331", transition, f'is "{source}"', found)
        if transition.wildcard:
            for pair in (*arriving.get(target, {}).values(), *arriving.get(WILDCARD, {}).values()):
                yield from _covered(subject, transition, pair)


def _covered(subject: Subject, transition: Transition, pair: Forbidden) -> Iterator[Diagnostic]:
    source = pair.source.name
    if source == WILDCARD:
        yield _contradiction("PB332", transition, "allows any state", pair)
    elif source in subject.index.states and not subject.index.excepts(transition, source):
        yield _contradiction("PB332", transition, f'allows "{source}"', pair)


def _contradiction(id: str, transition: Transition, what: str, pair: Forbidden) -> Diagnostic:
    reason = f": {pair.reason}" if pair.reason else ""
    target = transition.target.name
    message = f'transition "{transition.id}" {what} to "{target}", which is forbidden{reason}'
    found = error(id, message, transition.span, transition.path)
    return changed(found, related=(Related("forbidden here", pair.span),))


RULES = (declared_but_forbidden,)

"""States that nothing reaches or leaves (PB3xx)."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.index import Index
from playbook.rules.registry import Subject, info, warning


def reached(index: Index, start: str, *, wildcards: bool = True) -> set[str]:
    """All declared states that transitions lead to from a state, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for transition in index.outgoing(state) if wildcards else index.own(state):
            target = transition.target.name
            if target in index.states and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def unreachable(subject: Subject) -> Iterator[Diagnostic]:
    """PB301: no path from the initial state; PB302: only through a wildcard."""
    initial = subject.playbook.machine.initial
    if initial is None or initial.name not in subject.index.states:
        return
    anyhow = reached(subject.index, initial.name)
    plainly = reached(subject.index, initial.name, wildcards=False)
    for state in subject.playbook.machine.states:
        if state.id not in anyhow:
            message = f'the state "{state.id}" cannot be reached from "{initial.name}"'
            yield warning("PB301", message, state.key_span, state.path)
        elif state.id not in plainly:
            message = f'the state "{state.id}" can be reached only through a wildcard transition'
            yield info("PB302", message, state.key_span, state.path)


def dead_ends(subject: Subject) -> Iterator[Diagnostic]:
    """PB303: no way out and not final; PB304: only wildcards lead out."""
    for state in subject.playbook.machine.states:
        others = [t for t in subject.index.outgoing(state.id) if t.target.name != state.id]
        if state.final or not subject.playbook.machine.transitions:
            continue
        if not others:
            message = f'the state "{state.id}" has no way out and is not a final_state'
            yield warning("PB303", message, state.key_span, state.path)
        elif all(t.wildcard for t in others):
            message = f'only wildcard transitions lead out of the state "{state.id}"'
            yield warning("PB304", message, state.key_span, state.path)


RULES = (unreachable, dead_ends)

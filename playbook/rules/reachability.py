"""States that nothing reaches or leaves (PB3xx)."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.index import Index
from playbook.document.model import State, Transition
from playbook.rules.registry import Subject, info, warning


def reached(index: Index, start: str, *, wildcards: bool = True) -> set[str]:
    """All declared states that transitions lead to from a state, itself included."""
    found, waiting = {start}, [start]
    # A wildcard that has been taken once leads nowhere new, whatever else it may be taken from.
    pending = index.wildcards if wildcards else []
    while waiting:
        state = waiting.pop()
        taken = [t for t in pending if not index.excepts(t, state)]
        pending = [t for t in pending if index.excepts(t, state)]
        for transition in (*index.own(state), *taken):
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
    if not subject.playbook.machine.transitions:
        return
    for state in subject.playbook.machine.states:
        if state.final or any(_leaves(t, state) for t in subject.index.own(state.id)):
            continue
        if not any(_leaves(t, state) for t in subject.index.covering(state.id)):
            message = f'the state "{state.id}" has no way out and is not a final_state'
            yield warning("PB303", message, state.key_span, state.path)
        else:
            message = f'only wildcard transitions lead out of the state "{state.id}"'
            yield warning("PB304", message, state.key_span, state.path)


def _leaves(transition: Transition, state: State) -> bool:
    return transition.target.name != state.id


RULES = (unreachable, dead_ends)

"""What a playbook leaves unsaid, and what it says in vain (PB109, PB112)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playbook.diagnostics import Diagnostic, Fix
from playbook.document.model import Element, State
from playbook.rules.edits import remove_key
from playbook.rules.hints import listed
from playbook.rules.places import key_span
from playbook.rules.registry import Subject, info, warning
from playbook.spans import Path

# Fewer are seen at a glance, and are hardly the work of somebody who wants to be told.
_WORTH_SAYING = 3


def undescribed(subject: Subject) -> Iterator[Diagnostic]:
    """PB109: what people who are no engineers are shown, and would have to guess."""
    playbook, machine = subject.playbook, subject.playbook.machine
    states = [state for state in machine.states if not state.description]
    yield from _unsaid(subject, "states", "description", len(machine.states), states)
    invariants = [i for state in machine.states for i in state.invariants]
    lacking = [invariant for invariant in invariants if not invariant.description]
    yield from _unsaid(subject, "invariants", "description", len(invariants), lacking)
    pairs = [pair for pair in machine.forbidden if not pair.reason]
    yield from _unsaid(subject, "forbidden pairs", "reason", len(machine.forbidden), pairs)
    assertions = playbook.performance_assertions
    blank = [assertion for assertion in assertions if not assertion.failure_reason]
    yield from _unsaid(subject, "performance assertions", "failure_reason", len(assertions), blank)
    scenarios = [scenario for scenario in playbook.scenarios if not scenario.description]
    yield from _unsaid(subject, "scenarios", "description", len(playbook.scenarios), scenarios)


def _unsaid(
    subject: Subject, what: str, key: str, of: int, lacking: Sequence[Element]
) -> Iterator[Diagnostic]:
    """One finding for all of a kind, at the first of them."""
    if len(lacking) < _WORTH_SAYING:
        return
    first = lacking[0]
    names = [name for element in lacking[:4] if (name := _name(element))]
    rest = f" and {len(lacking) - len(names)} more" if names and len(lacking) > len(names) else ""
    shown = f": {', '.join(names)}{rest}" if names else ""
    count = f"all {of} {what}" if len(lacking) == of else f"{len(lacking)} of {of} {what}"
    span = first.key_span if isinstance(first, State) else first.span
    yield info("PB109", f'{count} have no "{key}"{shown}', span, first.path)


def _name(element: Element) -> str:
    return str(getattr(element, "id", "") or getattr(element, "name", ""))


def without_effect(subject: Subject) -> Iterator[Diagnostic]:
    """PB112: `except` beside states that are named, `params` beside an assertion."""
    for transition in subject.playbook.machine.transitions:
        if transition.except_ and not transition.wildcard:
            sources = listed([source.name for source in transition.sources], 3)
            message = f'"except" narrows the wildcard "*" only; this transition leaves {sources}'
            path = (*transition.path, "except")
            yield warning("PB112", message, key_span(subject, path), path, *_left_out(subject, path))
    for scenario in subject.playbook.scenarios:
        for step in scenario.all_steps:
            if step.params and step.action is None and step.assertion is not None:
                path = (*step.path, "params")
                message = '"params" are an action\'s; an assertion has none'
                yield warning("PB112", message, key_span(subject, path), path, *_left_out(subject, path))


def _left_out(subject: Subject, path: Path) -> tuple[Fix, ...]:
    edit = remove_key(subject, path)
    return (Fix("Leave it out", (edit,), safe=True),) if edit is not None else ()


RULES = (undescribed, without_effect)

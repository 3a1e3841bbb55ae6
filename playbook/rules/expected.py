"""What scenarios expect of performance assertions, and what older sections name (PB716 to PB718)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.model import Passage, StateRef, Visits
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.places import key_span
from playbook.rules.registry import Subject, error, warning
from playbook.source.nodes import find


def unknown_expectations(subject: Subject) -> Iterator[Diagnostic]:
    """PB716: a scenario expects a band of a performance assertion that there is not."""
    known = [assertion.name for assertion in subject.playbook.performance_assertions]
    for scenario in subject.playbook.scenarios:
        for name in scenario.performance:
            if name in known:
                continue
            path = (*scenario.path, "performance", name)
            span = key_span(subject, path)
            close = subject.hints.nearest(name, [n for n in known if n not in scenario.performance])
            there = meant(close) or (f"; there are: {listed(known)}" if known else "; there are none")
            message = f'there is no performance assertion "{name}"{there}'
            yield error("PB716", message, span, path, *replacement(close, span))


def impossible_expectations(subject: Subject) -> Iterator[Diagnostic]:
    """PB717: `degraded` is expected of an assertion that has no `critical`: it is met or breached."""
    graded = {a.name for a in subject.playbook.performance_assertions if a.critical is not None}
    ungraded = {a.name for a in subject.playbook.performance_assertions} - graded
    for scenario in subject.playbook.scenarios:
        for name, band in scenario.performance.items():
            if band != "degraded" or name not in ungraded:
                continue
            path = (*scenario.path, "performance", name)
            node = find(subject.root, path)
            span = node.span if node is not None else scenario.span
            message = f'"{name}" is never degraded: without "critical" it is met or breached'
            yield warning("PB717", message, span, path, *replacement("breached", span))


def older_names(subject: Subject) -> Iterator[Diagnostic]:
    """PB718: an older section names a transition or a state that the machine has not: its run must fail."""
    older = subject.playbook.older
    transitions = list(dict.fromkeys(t.id for t in subject.playbook.machine.transitions))
    for step in older.steps if older is not None else ():
        if isinstance(step, Passage):
            yield from _unknown(subject, step.transitions, transitions, "transition")
        elif isinstance(step, Visits):
            yield from _unknown(subject, step.states, subject.index.states, "state")


def _unknown(
    subject: Subject, refs: Collection[StateRef], known: Collection[str], what: str
) -> Iterator[Diagnostic]:
    names = set(known)
    for ref in refs:
        if ref.name not in names:
            close = subject.hints.nearest(ref.name, known)
            message = f'there is no {what} "{ref.name}"{meant(close)}'
            fixes = replacement(close, ref.span, '"')
            yield warning("PB718", message, ref.span, ref.path, *fixes)


RULES = (unknown_expectations, impossible_expectations, older_names)

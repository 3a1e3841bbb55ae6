"""Names that nothing declares, and names that are declared twice (PB2xx)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, TextEdit
from playbook.document.model import WILDCARD, Element, Forbidden, StateRef
from playbook.rules.edits import remove_item
from playbook.rules.hints import meant, replacement
from playbook.rules.registry import Subject, error, first_defined, warning
from playbook.source.nodes import Mapping, find
from playbook.spans import Span

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LONGEST_DECLARED = 100


def undeclared_states(subject: Subject) -> Iterator[Diagnostic]:
    """PB201 to PB203: every use of a state's name must name a declared state."""
    machine = subject.playbook.machine
    if not machine.states:
        return
    if machine.initial is not None:
        yield from _undeclared(subject, machine.initial, "PB203", "the initial state is")
    for transition in machine.transitions:
        name = f'transition "{transition.id}"'
        for source in transition.sources:
            if source.name != WILDCARD:
                yield from _undeclared(subject, source, "PB201", f"{name} leaves")
        for excepted in transition.except_:
            yield from _undeclared(subject, excepted, "PB201", f"{name} excepts")
        yield from _undeclared(subject, transition.target, "PB201", f"{name} goes to")
    for pair in machine.forbidden:
        for ref in (pair.source, pair.target):
            if ref.name != WILDCARD:
                yield from _undeclared(subject, ref, "PB202", "the forbidden pair names")
    for violation in machine.violations:
        yield from _undeclared(subject, violation.state, "PB201", "the invariant violation names")


def _undeclared(subject: Subject, ref: StateRef, id: str, what: str) -> Iterator[Diagnostic]:
    states = subject.index.states
    if ref.name in states:
        return
    close = subject.hints.nearest(ref.name, states)
    message = f'{what} undeclared state "{ref.name}"{meant(close)}'
    fixes = (*replacement(close, ref.span, '"'), *_declare(subject, ref.name))
    yield error(id, message, ref.span, ref.path, *fixes)


def _declare(subject: Subject, name: str) -> tuple[Fix, ...]:
    """The fix that adds an empty state after the last one, indented as the states are."""
    states = find(subject.root, ("machine", "states"))
    if not isinstance(states, Mapping) or not states.entries or not _NAME.match(name):
        return ()
    if len(name) > _LONGEST_DECLARED:
        return ()
    last = states.entries[-1]
    # A flow map cannot take a block entry; a fix that breaks the text is worse than none.
    if subject.text[states.span.start] == "{":
        return ()
    end = subject.text.find("\n", last[1].span.end)
    place = subject.lines.span(len(subject.text) if end < 0 else end, len(subject.text) if end < 0 else end)
    indent = " " * (states.entries[0][0].span.column - 1)
    added = f'\n{indent}{name}:\n{indent}  id: "{name}"\n{indent}  invariants: []'
    return (Fix(f'Declare the state "{name}"', (TextEdit(place, added),)),)


def duplicates(subject: Subject) -> Iterator[Diagnostic]:
    """PB204, PB205: identifiers are unique within their kind."""
    playbook = subject.playbook
    yield from _twice(subject, playbook.machine.transitions, "PB204", "transition", "id")
    yield from _twice(subject, playbook.scenarios, "PB205", "scenario", "name")
    yield from _twice(subject, playbook.routing_policies, "PB205", "routing policy", "name")
    yield from _twice(subject, playbook.performance_assertions, "PB205", "assertion", "name")
    if playbook.tui is not None:
        yield from _twice(subject, playbook.tui.panels, "PB205", "panel", "id")


def _twice(
    subject: Subject, elements: Iterable[Element], id: str, what: str, key: str
) -> Iterator[Diagnostic]:
    seen: dict[str, Element] = {}
    for element in elements:
        written: str = getattr(element, key)
        first = seen.setdefault(written, element)
        if first is not element and written:
            node = find(subject.root, (*element.path, key))
            span = node.span if node is not None else element.span
            message = f'{what} "{written}" is already defined at line {first.span.line}'
            fixes = _rename(written, seen, span) if subject.plain_name(written) else ()
            found = error(id, message, span, (*element.path, key), *fixes)
            yield changed(found, related=first_defined(first.span))


def _rename(name: str, taken: Collection[str], span: Span) -> tuple[Fix, ...]:
    fresh = next(f"{name}_{n}" for n in range(2, len(taken) + 3) if f"{name}_{n}" not in taken)
    return (Fix(f'Rename to "{fresh}"', (TextEdit(span, f'"{fresh}"'),)),)


def same_transitions(subject: Subject) -> Iterator[Diagnostic]:
    """PB206: two transitions with the same sources, event, target and guard."""
    seen: dict[object, Element] = {}
    for transition in subject.playbook.machine.transitions:
        guard = transition.guard.text if transition.guard else ""
        key = (
            _set(transition.sources),
            _set(transition.except_),
            transition.target.name,
            transition.event,
            guard,
        )
        first = seen.setdefault(key, transition)
        if first is not transition:
            message = f'transition "{transition.id}" repeats the one at line {first.span.line}'
            fixes = delete(subject, transition, "the repetition")
            found = warning("PB206", message, transition.span, transition.path, *fixes)
            yield changed(found, related=first_defined(first.span))


def _set(refs: tuple[StateRef, ...]) -> object:
    """The names in no order."""
    return refs[0].name if len(refs) == 1 else frozenset(ref.name for ref in refs)


def delete(subject: Subject, element: Element, what: str) -> tuple[Fix, ...]:
    """The fix that takes an entry out of its list, where it is not the only one."""
    edit = remove_item(subject, element.path)
    return (Fix(f"Delete {what}", (edit,)),) if edit is not None else ()


def forbidden_twice(subject: Subject) -> Iterator[Diagnostic]:
    """PB208: a pair forbidden twice, or within what a `*` forbids already."""
    seen: dict[tuple[str, str], Forbidden] = {}
    pairs = subject.playbook.machine.forbidden
    for pair in pairs:
        seen.setdefault((pair.source.name, pair.target.name), pair)
    for pair in pairs:
        source, target = pair.source.name, pair.target.name
        first = next(
            (
                found
                for key in ((source, target), (WILDCARD, target), (source, WILDCARD))
                if (found := seen.get(key)) is not None and found is not pair
            ),
            None,
        )
        # Of two same pairs the later one is told; a narrower one is told wherever it stands.
        same = first is not None and (first.source.name, first.target.name) == (source, target)
        if first is None or (same and first.span.start > pair.span.start):
            continue
        message = f'"{source}" to "{target}" is already forbidden at line {first.span.line}'
        if not same:
            message += f' by "{first.source.name}" to "{first.target.name}"'
        twice = warning("PB208", message, pair.span, pair.path, *delete(subject, pair, "this pair"))
        yield changed(twice, related=first_defined(first.span))


RULES = (undeclared_states, duplicates, same_transitions, forbidden_twice)

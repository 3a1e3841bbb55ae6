"""What a wildcard includes without saying so (PB322, PB323, PB326), loops and gaps (PB324, PB327)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related
from playbook.document.model import State, Transition
from playbook.rules.hints import listed
from playbook.rules.reachability import except_fix
from playbook.rules.registry import Subject, info, warning

# An event that so many states handle is probably meant for all of them.
_COMMON = 3


def hidden(subject: Subject) -> Iterator[Diagnostic]:
    """PB322: transitions of a state that come before a wildcard for the same event."""
    for wildcard in subject.index.wildcards:
        own = [
            (source.name, t)
            for t in subject.index.by_event.get(wildcard.event, ())
            if not t.wildcard
            for source in t.sources
            if not subject.index.excepts(wildcard, source.name)
        ]
        if own and wildcard.event:
            names = list(dict.fromkeys(name for name, _ in own))
            always = all(t.guard is None for _, t in own)
            how = "never reaches" if always else "comes second in"
            message = (
                f'the wildcard "{wildcard.id}" {how} {_states(names)}: a transition of its own is taken there'
            )
            found = info("PB322", message, wildcard.span, wildcard.path)
            yield changed(found, related=tuple(Related(f'"{t.id}"', t.span) for _, t in own[:4]))


def _states(names: list[str]) -> str:
    return f'the state "{names[0]}"' if len(names) == 1 else f"the states {listed(names, 4)}"


def own_target(subject: Subject) -> Iterator[Diagnostic]:
    """PB323: `*` includes the wildcard's own target (LANGUAGE.md section 4)."""
    for wildcard in subject.index.wildcards:
        target = wildcard.target.name
        if target in subject.index.states and not subject.index.excepts(wildcard, target):
            if any(source.name == target for source in wildcard.sources):
                continue
            message = (
                f'"*" includes the target itself: "{wildcard.id}" may be taken from "{target}" to "{target}"'
            )
            fixes = except_fix(subject, wildcard, target)
            yield info("PB323", message, wildcard.span, wildcard.path, *fixes)


def from_final(subject: Subject) -> Iterator[Diagnostic]:
    """PB326: a wildcard leaves a final state that nothing else leaves."""
    finals = [s.id for s in subject.playbook.machine.states if s.final]
    finals = [name for name in finals if not any(t.target.name != name for t in subject.index.own(name))]
    if not finals:
        return
    for wildcard in subject.index.wildcards:
        left = [
            name
            for name in finals
            if name != wildcard.target.name and not subject.index.excepts(wildcard, name)
        ]
        if left:
            which = f'the final state "{left[0]}"' + (f" and {len(left) - 1} more" if len(left) > 1 else "")
            message = f'the wildcard "{wildcard.id}" leaves {which}, which nothing else leaves'
            fixes = except_fix(subject, wildcard, left[0]) if len(left) == 1 else ()
            yield warning("PB326", message, wildcard.span, wildcard.path, *fixes)


def unguarded_loops(subject: Subject) -> Iterator[Diagnostic]:
    """PB324: transitions from a state to itself without a guard, an action or a word of explanation."""
    loops = [t for t in subject.playbook.machine.transitions if _is_silent_loop(t)]
    if loops:
        first = loops[0]
        many = f"{len(loops)} transitions" if len(loops) > 1 else f'the transition "{first.id}"'
        names = f" ({listed([t.id for t in loops], 4)})" if len(loops) > 1 else ""
        verb = "lead" if len(loops) > 1 else "leads"
        message = (
            f"{many}{names} {verb} back to the same state without a guard, an action or a description; "
            "say what it is for"
        )
        found = info("PB324", message, first.span, first.path)
        yield changed(found, related=tuple(Related(f'"{t.id}"', t.span) for t in loops[1:5]))


def _is_silent_loop(t: Transition) -> bool:
    return (
        len(t.sources) == 1
        and t.sources[0].name == t.target.name
        and t.guard is None
        and not (t.actions or t.description or t.assertions)
    )


def almost_everywhere(subject: Subject) -> Iterator[Diagnostic]:
    """PB327: an event that all states but one handle, final states and the event's targets aside."""
    index = subject.index
    candidates = [s for s in index.states.values() if not s.final and index.own(s.id)]
    if len(candidates) <= _COMMON:
        return
    for event, transitions in subject.index.by_event.items():
        if not event or any(t.wildcard for t in transitions):
            continue
        handled = {source.name for t in transitions for source in t.sources}
        if len(handled) < _COMMON:
            continue
        # Where the event leads it need not be handled again.
        targets = {t.target.name for t in transitions}
        asked = [state for state in candidates if state.id not in targets]
        missing = _missing(asked, handled)
        if missing is not None and len(asked) > _COMMON:
            message = (
                f'the event "{event}" is handled in {len(handled)} states, but "{missing.id}" ignores it'
            )
            found = info("PB327", message, missing.key_span, missing.path)
            yield changed(found, related=(Related("handled here", transitions[0].span),))


def _missing(candidates: list[State], handled: set[str]) -> State | None:
    """The only candidate that does not handle it; None where there are none or several."""
    found = None
    for state in candidates:
        if state.id not in handled:
            if found is not None:
                return None
            found = state
    return found


RULES = (hidden, own_target, from_final, unguarded_loops, almost_everywhere)

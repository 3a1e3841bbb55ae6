"""Transitions against the forbidden pairs (PB209, PB331 to PB333), twins and idle events (PB309, PB310)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related
from playbook.document.model import WILDCARD, Forbidden, State, Transition
from playbook.limits import MAX_GRAPH_STEPS
from playbook.rules.graph import Reached, shown
from playbook.rules.hints import listed
from playbook.rules.reachability import except_fix, initial
from playbook.rules.references import delete
from playbook.rules.registry import Subject, error, info

# Of states with the same ways out, how many are told apart by their invariants.
_MOST_ALIKE = 50


def declared_but_forbidden(subject: Subject) -> Iterator[Diagnostic]:
    """PB331: a transition is a forbidden pair; PB332: a wildcard includes one; PB209: `*` forbids it."""
    arriving: dict[str, dict[str, Forbidden]] = {}
    for pair in subject.playbook.machine.forbidden:
        arriving.setdefault(pair.target.name, {}).setdefault(pair.source.name, pair)
    if not arriving:
        return
    for transition in subject.playbook.machine.transitions:
        target = transition.target.name
        if target not in arriving and WILDCARD not in arriving:
            continue
        for source in dict.fromkeys(ref.name for ref in transition.sources):
            if source != WILDCARD:
                found = subject.index.forbidden(source, target)
                if found is not None:
                    yield _contradiction(subject, "PB331", transition, f'is "{source}"', found)
        if transition.wildcard:
            for pair in (*arriving.get(target, {}).values(), *arriving.get(WILDCARD, {}).values()):
                yield from _covered(subject, transition, pair)


def _covered(subject: Subject, transition: Transition, pair: Forbidden) -> Iterator[Diagnostic]:
    source = pair.source.name
    if source == WILDCARD:
        yield _contradiction(subject, "PB332", transition, "allows any state", pair)
    elif source in subject.index.states and not subject.index.excepts(transition, source):
        fixes = except_fix(subject, transition, source)
        yield _contradiction(subject, "PB332", transition, f'allows "{source}"', pair, *fixes)


def _contradiction(
    subject: Subject, id: str, transition: Transition, what: str, pair: Forbidden, *fixes: Fix
) -> Diagnostic:
    reason = f": {pair.reason}" if pair.reason else ""
    target = transition.target.name
    if WILDCARD in (pair.source.name, pair.target.name):
        message = (
            f'"{pair.source.name}" to "{pair.target.name}" is forbidden{reason}; '
            f'but the transition "{transition.id}" {what} to "{target}"'
        )
        found = error(
            "PB209",
            message,
            pair.span,
            pair.path,
            *delete(subject, transition, f'the transition "{transition.id}"'),
        )
        return changed(found, related=(Related("declared here", transition.span),))
    message = f'transition "{transition.id}" {what} to "{target}", which is forbidden{reason}'
    fixes = (*fixes, *delete(subject, transition, f'the transition "{transition.id}"'))
    found = error(id, message, transition.span, transition.path, *fixes)
    return changed(found, related=(Related("forbidden here", pair.span),))


def forbidden_by_path(subject: Subject) -> Iterator[Diagnostic]:
    """PB333: what a forbidden pair refuses directly is possible in several steps.

    Where plain transitions lead there, that is mostly meant: one note for all such pairs. A way that only
    a wildcard opens is told for itself.
    """
    machine = subject.playbook.machine
    plain: dict[str, Reached] = {}
    anyhow: dict[str, Reached] = {}
    roundabout: list[tuple[Forbidden, int]] = []
    budget = MAX_GRAPH_STEPS
    cost = len(machine.transitions) + len(subject.index.states)
    for pair in machine.forbidden:
        source, target = pair.source.name, pair.target.name
        if source not in subject.index.states or target not in subject.index.states:
            continue
        if source not in plain:
            budget -= 2 * cost
            if budget < 0:
                message = "too many forbidden pairs to look for a way to each of them"
                yield info("PB992", message, pair.span, pair.path)
                break
            plain[source] = subject.graph.reached(source, wildcards=False)
            anyhow[source] = subject.graph.reached(source)
        steps = len(plain[source].path(target)) if target in plain[source] else 0
        short = len(anyhow[source].path(target)) if target in anyhow[source] else 0
        if steps and steps <= short:
            roundabout.append((pair, steps))
        elif short > 1:
            yield _through_wildcard(pair, anyhow[source])
    if roundabout:
        yield _roundabout(roundabout, plain)


def _through_wildcard(pair: Forbidden, reached: Reached) -> Diagnostic:
    way = reached.path(pair.target.name)
    wildcard = next(t for _, t in way if t.wildcard)
    message = (
        f'"{pair.source.name}" to "{pair.target.name}" is forbidden, but a wildcard leads there '
        f"in {len(way)} events: {shown(way)}"
    )
    found = info("PB333", message, pair.span, pair.path)
    return changed(found, related=(Related("the wildcard", wildcard.span),))


def _roundabout(pairs: list[tuple[Forbidden, int]], plain: dict[str, Reached]) -> Diagnostic:
    pair, steps = pairs[0]
    way = plain[pair.source.name].path(pair.target.name)
    others = f", and so it is for {len(pairs) - 1} more forbidden pairs" if len(pairs) > 2 else ""
    others = others or (", and so it is for one more forbidden pair" if len(pairs) == 2 else "")
    message = (
        f'"{pair.source.name}" to "{pair.target.name}" is refused as one step only; '
        f"{steps} events lead there: {shown(way)}{others}"
    )
    found = info("PB333", message, pair.span, pair.path)
    return changed(found, related=tuple(Related("the same here", p.span) for p, _ in pairs[1:5]))


def untried_pairs(subject: Subject) -> Iterator[Diagnostic]:
    """PB334: forbidden pairs that no step of a scenario can be seen to try.

    On the bare machine the scenarios are followed, and PB711 tells which pairs they try. Elsewhere the system
    decides, and no declared transition makes it attempt what is forbidden (PB331 sees to that).
    """
    pairs = subject.playbook.machine.forbidden
    if not pairs or subject.bare or not subject.playbook.scenarios:
        return
    names = [f"{pair.source.name} to {pair.target.name}" for pair in pairs]
    which = (
        f"the forbidden pair {names[0]}"
        if len(pairs) == 1
        else f"{len(pairs)} forbidden pairs ({listed(names, 4)})"
    )
    message = f"no transition leads a scenario to try {which}; only tests that force the state will"
    yield info("PB334", message, pairs[0].span, pairs[0].path)


def twins(subject: Subject) -> Iterator[Diagnostic]:
    """PB309: two states with the same ways out and the same invariants."""
    start = initial(subject)
    seen: dict[object, list[State]] = {}
    for state in subject.playbook.machine.states:
        own = subject.index.own(state.id)
        if not own or state.id == start or state.on_entry or state.on_exit:
            continue
        alike = seen.setdefault(_exits(own), [])
        first = next((other for other in alike if _same_within(other, state)), None)
        if first is None and len(alike) < _MOST_ALIKE:
            alike.append(state)
        if first is not None:
            message = (
                f'the states "{first.id}" and "{state.id}" have the same ways out and the same invariants; '
                "are they one?"
            )
            found = info("PB309", message, state.key_span, state.path)
            yield changed(found, related=(Related("the other one", first.key_span),))


def _same_within(one: State, other: State) -> bool:
    """Whether nothing but the name tells two states apart once the machine is there."""
    return one.final is other.final and (
        sorted(i.condition.text for i in one.invariants) == sorted(i.condition.text for i in other.invariants)
    )


def _exits(own: list[Transition]) -> object:
    """What leads out, in no order."""
    exits = [(t.event, t.target.name, t.guard.text if t.guard else "") for t in own]
    return exits[0] if len(exits) == 1 else frozenset(exits)


def idle_events(subject: Subject) -> Iterator[Diagnostic]:
    """PB310: events that no step of any scenario fires by name."""
    playbook = subject.playbook
    # Which events a simulation emits is known, and told of the simulation.
    if not playbook.scenarios or subject.simulated:
        return
    actions = {step.action for scenario in playbook.scenarios for step in scenario.all_steps}
    bare = subject.signatures.functions is None
    idle = [
        event
        for event, transitions in subject.index.by_event.items()
        if event and event not in actions and not (bare and any(t.id in actions for t in transitions))
    ]
    if not idle:
        return
    first = subject.index.by_event[idle[0]][0]
    how = "fires" if bare else "names"
    what = f"the event {listed(idle)}" if len(idle) == 1 else f"{len(idle)} events ({listed(idle, 4)})"
    tail = "" if bare else "; whether its actions lead to them only a run can tell"
    yield info("PB310", f"no scenario {how} {what}{tail}", first.span, first.path)


RULES = (declared_but_forbidden, forbidden_by_path, untried_pairs, twins, idle_events)

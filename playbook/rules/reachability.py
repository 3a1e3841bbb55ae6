"""States that nothing reaches or leaves, and ways that a wildcard opens (PB301 to PB308)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import State, Transition
from playbook.rules.dominators import Tree, dominators
from playbook.rules.edits import add_key
from playbook.rules.graph import Step, shown
from playbook.rules.hints import listed
from playbook.rules.registry import Subject, info, warning
from playbook.spans import Path, Span

# States that people mean to end in, by the words that they use for it.
_ENDS = re.compile(
    r"(?:^|_)(?:completed?|done|finished|succeeded|success|closed|delivered|resolved|cancell?ed|rejected|"
    r"terminated|ended|end|expired|archived|stopped|exited?)(?:$|_)"
)
_MOST_BYPASSED = 8


def initial(subject: Subject) -> str | None:
    """The initial state, where it is declared."""
    ref = subject.playbook.machine.initial
    return ref.name if ref is not None and ref.name in subject.index.states else None


def unreachable(subject: Subject) -> Iterator[Diagnostic]:
    """PB301: no path from the initial state; PB302: only through a wildcard."""
    start = initial(subject)
    if start is None or not subject.playbook.machine.transitions:
        return
    plainly = subject.graph.reached(start, wildcards=False)
    if len(plainly.came) == len(subject.index.states):
        return
    anyhow = subject.graph.reached(start)
    for state in subject.playbook.machine.states:
        if state.id not in anyhow:
            message = f'the state "{state.id}" cannot be reached from "{start}"'
            yield warning("PB301", message, state.key_span, state.path)
        elif state.id not in plainly:
            way = anyhow.path(state.id)
            by = next(t for _, t in way if t.wildcard)
            message = (
                f'the state "{state.id}" can be reached only through the wildcard "{by.id}"'
                f"{_except_clause(by)}: {shown(way)}"
            )
            found = info("PB302", message, state.key_span, state.path)
            yield changed(found, related=(Related("the wildcard", by.span),))


def _except_clause(wildcard: Transition) -> str:
    if not wildcard.except_:
        return " (from any state)"
    return f" (from any state except {listed([ref.name for ref in wildcard.except_])})"


def dead_ends(subject: Subject) -> Iterator[Diagnostic]:
    """PB303: no way out and not final; PB304: only wildcards lead out."""
    if not subject.playbook.machine.transitions:
        return
    for state in subject.playbook.machine.states:
        if state.final or any(t.target.name != state.id for t in subject.index.own(state.id)):
            continue
        leaving = next((t for t in subject.index.covering(state.id) if t.target.name != state.id), None)
        final = _final_fix(subject, state)
        if leaving is None:
            message = f'the state "{state.id}" has no way out and is not a final_state'
            yield warning("PB303", message, state.key_span, state.path, *final)
        else:
            message = f'only wildcard transitions lead out of the state "{state.id}", such as "{leaving.id}"'
            found = warning("PB304", message, state.key_span, state.path, *final)
            yield changed(found, related=(Related("the wildcard", leaving.span),))


def _final_fix(subject: Subject, state: State) -> tuple[Fix, ...]:
    title = "Mark it as final"
    for key in ("id", "description"):
        edit = add_key(subject, state.path, key, "final_state: true")
        if edit is not None:
            return (Fix(title, (edit,)),)
    bare = subject.text[state.key_span.end : state.span.end].strip()
    if bare in (": {}", ""):
        end = state.span.end if bare else state.key_span.end
        if subject.text[end : end + 1] == ":":
            end += 1
        place = subject.lines.span(state.key_span.end, end)
        return (Fix(title, (TextEdit(place, ": { final_state: true }"),)),)
    return ()


def goals(subject: Subject) -> list[str]:
    """The final states; where none is marked, those whose name says that something is over."""
    states = subject.playbook.machine.states
    return [s.id for s in states if s.final] or [s.id for s in states if _ENDS.search(s.id)]


def no_way_to_the_end(subject: Subject) -> Iterator[Diagnostic]:
    """PB305: states from which only a wildcard leads on to where the machine ends."""
    ends = goals(subject)
    start = initial(subject)
    if not ends or start is None:
        return
    able = subject.graph.reaching(set(ends))
    if start not in able:
        return
    for state in subject.playbook.machine.states:
        if state.id in able or not subject.index.outgoing(state.id):
            continue
        message = (
            f'from the state "{state.id}" no transition but a wildcard leads to an end of the machine '
            f"({listed(ends, 3)})"
        )
        if not any(subject.index.covering(state.id)):
            message = (
                f'from the state "{state.id}" nothing leads to an end of the machine ({listed(ends, 3)})'
            )
        yield warning("PB305", message, state.key_span, state.path)


def final_states(subject: Subject) -> Iterator[Diagnostic]:
    """PB306: no state is final; PB307: a final state can be left; PB326 is `wildcards.from_final`."""
    machine = subject.playbook.machine
    if not machine.states or not machine.transitions:
        return
    finals = [state for state in machine.states if state.final]
    if not finals:
        start = initial(subject)
        likely = [subject.index.states[name] for name in goals(subject) if name != start]
        span, path = _place_of_states(subject)
        if likely:
            names = listed([state.id for state in likely], 4)
            message = f"no state is marked final_state; by their names it could be: {names}"
            # What plain transitions leave is no place to rest, whatever it is called.
            resting = next((state for state in likely if not subject.index.own(state.id)), None)
            fixes = _final_fix(subject, resting) if resting is not None else ()
            yield info("PB306", message, span, path, *fixes)
        else:
            message = "no state is marked final_state: the machine never ends; mark one if it should"
            yield info("PB306", message, span, path)
    for state in finals:
        out = next((t for t in subject.index.own(state.id) if t.target.name != state.id), None)
        if out is not None:
            message = (
                f'the final state "{state.id}" can be left by "{out.id}": a run may end there, but need not'
            )
            found = info("PB307", message, state.key_span, state.path)
            yield changed(found, related=(Related("it is left here", out.span),))


def _place_of_states(subject: Subject) -> tuple[Span, Path]:
    first = subject.playbook.machine.states[0]
    return first.key_span, ("machine", "states")


def bypassed(subject: Subject) -> Iterator[Diagnostic]:
    """PB308: a transition that every plain way to a state takes, and a wildcard that goes past it."""
    start = initial(subject)
    if start is None or not _rejoining(subject, start):
        return
    plain = dominators(subject.graph, start, wildcards=False)
    full = dominators(subject.graph, start, wildcards=True)
    if plain is None or full is None:
        message = "the machine is too entangled to look for transitions that a wildcard bypasses"
        yield info("PB992", message, *_place_of_states(subject))
        return
    # An end may be reached without what a full course takes: that is what aborting means.
    ends = {state.id for state in subject.playbook.machine.states if state.final}
    states = {node for node in plain.order if isinstance(node, str) and node not in ends}
    needed, still = plain.states_below(states), full.states_below(states)
    lost = [node for node in needed if isinstance(node, int) and needed[node] > still.get(node, 0)]
    told: set[int] = set()
    for position in sorted(lost, key=lambda node: (-(needed[node] - still.get(node, 0)), node)):
        if len(told) >= _MOST_BYPASSED:
            return
        yield from _bypass(subject, start, position, plain, full, told, states)


def _rejoining(subject: Subject, start: str) -> bool:
    """Whether any wildcard leads, at once or later, to where plain transitions lead too.

    Most wildcards end somewhere apart, and then there is no need to look for what dominates what.
    """
    targets = {t.target.name for t in subject.graph.wildcards}
    if not targets:
        return False
    plainly = subject.graph.reached(start, wildcards=False)
    return not subject.graph.led_to(targets).isdisjoint(plainly.came)


def _bypass(
    subject: Subject, start: str, position: int, plain: Tree, full: Tree, told: set[int], counted: set[str]
) -> Iterator[Diagnostic]:
    """The finding for one bypassed transition, at the wildcard that goes past it; one per wildcard."""
    transition = subject.playbook.machine.transitions[position]
    kept = full.below(position) if position in full.parent else set()
    below = plain.below(position) - kept
    states = [node for node in plain.order if node in counted and node in below]
    forbidden = {pair.target.name for pair in subject.playbook.machine.forbidden if pair.source.name == start}
    shows = next((state for state in states if state in forbidden), states[-1])
    way = subject.graph.reached_without(start, transition).path(shows)
    wildcard = next(t for _, t in way if t.wildcard)
    if id(wildcard) in told:
        return
    told.add(id(wildcard))
    yield _bypass_finding(subject, transition, wildcard, [shows, *(s for s in states if s != shows)], way)


def _bypass_finding(
    subject: Subject, transition: Transition, wildcard: Transition, states: list[str], way: list[Step]
) -> Diagnostic:
    others = f" and {len(states) - 1} more" if len(states) > 1 else ""
    message = (
        f'the wildcard "{wildcard.id}" bypasses "{transition.id}", which every other way to "{states[0]}"'
        f"{others} takes: {shown(way)} ({len(way)} events)"
    )
    entered = next(state for state, t in way if t is wildcard)
    found = warning("PB308", message, wildcard.span, wildcard.path, *except_fix(subject, wildcard, entered))
    return changed(found, related=(Related("bypassed", transition.span),))


def except_fix(subject: Subject, wildcard: Transition, state: str) -> tuple[Fix, ...]:
    """The fix that takes a state out of what a wildcard stands for."""
    if not subject.plain_name(state):
        return ()
    title = f'Except "{state}" from the wildcard'
    if wildcard.except_:
        last = wildcard.except_[-1]
        end = subject.lines.span(last.span.end, last.span.end)
        if isinstance(last.path[-1], int):
            return (Fix(title, (TextEdit(end, f', "{state}"'),)),) if _in_flow(subject, wildcard) else ()
        return (Fix(title, (TextEdit(last.span, f'["{last.name}", "{state}"]'),)),)
    if "except" in wildcard.extras:
        return ()
    edit = add_key(subject, wildcard.path, "from", f'except: ["{state}"]')
    return (Fix(title, (edit,)),) if edit is not None else ()


def _in_flow(subject: Subject, wildcard: Transition) -> bool:
    last = wildcard.except_[-1].span.end
    return subject.text[last : last + 40].lstrip(" \t\r\n")[:1] in (",", "]")


RULES = (unreachable, dead_ends, no_way_to_the_end, final_states, bypassed)

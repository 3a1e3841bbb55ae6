"""What guards and the invariants on both sides of a transition say together (PB411 to PB417)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related, Severity
from playbook.document.model import WILDCARD, Transition
from playbook.expr import tree
from playbook.logic.condition import Condition
from playbook.logic.known import Known
from playbook.rules.conflicts import blamed, clash, listed_facts, place, quoted, related
from playbook.rules.hints import listed
from playbook.rules.knowledge import Fact, Knowledge, said
from playbook.rules.reachability import except_fix
from playbook.rules.registry import Subject, info, warning

# What is told one by one; the rest is counted.
_SHOWN = 10
# How many pairs of conditions can be passed over in the time of one step of the solver.
_PAIRS_A_STEP = 10


def broken_first(subject: Subject) -> Iterator[Diagnostic]:
    """PB411: a guard that can be true only once the source's invariants are broken.

    Such a transition can be taken: an action's effect comes before its event, and invariants are not
    checked between the two (LANGUAGE.md section 4). But then the invariant does not say what it seems to.
    """
    knowledge = subject.knowledge
    for transition, guard, source in knowledge.meetings:
        if knowledge.solver.exhausted:
            return
        excluding, part = _excluded(knowledge, guard, source)
        if excluding and part is not None:
            message = (
                f'{quoted(guard, part)} is false as long as {listed_facts(excluding)} of "{source}" holds: '
                f'"{transition.id}" needs an action that breaks this invariant first (a run allows it: '
                "invariants are not checked between an action and its event)"
            )
            found = info("PB411", message, place(subject, guard, part), guard.expression.path)
            yield changed(found, related=related(subject, excluding, f'an invariant of "{source}"'))


def _excluded(knowledge: Knowledge, guard: Fact, state: str) -> tuple[list[Fact], tree.Node | None]:
    """The invariants of a state that exclude a guard, and the part of it that they exclude."""
    facts, solver = knowledge.invariants[state], knowledge.solver
    known = knowledge.at(state, knowledge.known, [guard], facts)
    if guard.condition is None:
        return [], None
    excluding = clash(solver, [guard.condition], facts, known)
    if not excluding or _alone(knowledge, guard, facts, known):
        return [], None
    true = [fact.condition for fact in excluding if fact.condition is not None]
    part = blamed(guard.condition.root, lambda part: solver.impossible([*true, part], (), known))
    return excluding, part


def _alone(knowledge: Knowledge, guard: Fact, facts: Sequence[Fact], known: Known) -> bool:
    """Whether the guard, or the invariants, are impossible by themselves: that is another finding."""
    true = [fact.condition for fact in facts if fact.condition is not None]
    assert guard.condition is not None
    return knowledge.solver.impossible([guard.condition], (), known) or knowledge.solver.impossible(
        true, (), known
    )


def dead_branches(subject: Subject) -> Iterator[Diagnostic]:
    """PB412: one of the alternatives in a guard is excluded by the source's invariants, the whole is not."""
    knowledge = subject.knowledge
    for transition, guard, source in knowledge.meetings:
        if knowledge.solver.exhausted:
            return
        if "||" not in guard.text and "or" not in guard.text:
            continue
        root = guard.condition.root if guard.condition is not None else None
        if root is None or _excluded(knowledge, guard, source)[0]:
            continue
        known = knowledge.at(source, knowledge.known, [guard], knowledge.invariants[source])
        for branch in _branches(root):
            yield from _dead(subject, transition, guard, source, branch, known)


def _branches(root: tree.Node) -> Iterator[tree.Node]:
    """The alternatives of a guard that make it true, those in a conjunction included."""
    if isinstance(root, tree.Logic):
        for part in root.operands:
            if root.op == "||":
                yield part
            yield from _branches(part)


def _dead(
    subject: Subject, transition: Transition, guard: Fact, source: str, branch: tree.Node, known: Known
) -> Iterator[Diagnostic]:
    knowledge = subject.knowledge
    facts = knowledge.invariants[source]
    condition = Condition(branch)
    excluding = clash(knowledge.solver, [condition], facts, known)
    if excluding and not knowledge.solver.impossible([condition], (), known):
        message = (
            f'{quoted(guard, branch)} in the guard of "{transition.id}" is false '
            f'as long as {listed_facts(excluding)} of "{source}" holds'
        )
        found = info("PB412", message, place(subject, guard, branch), guard.expression.path)
        yield changed(found, related=related(subject, excluding, f'an invariant of "{source}"'))


def handed_over(subject: Subject) -> Iterator[Diagnostic]:
    """PB414: invariants before and after a transition exclude each other; the way must change something."""
    knowledge, count = subject.knowledge, 0
    first: Transition | None = None
    for transition in subject.playbook.machine.transitions:
        for source in dict.fromkeys(ref.name for ref in transition.sources):
            pair = _handed(knowledge, source, transition.target.name) if source != WILDCARD else None
            if pair is None:
                continue
            count += 1
            if count <= _SHOWN:
                yield _hand_over(subject, transition, source, *pair)
            first = first or transition
    if first is not None and count > _SHOWN:
        message = f"{count - _SHOWN} more transitions lead between invariants that exclude each other"
        yield info("PB414", message, first.span, first.path)


def _handed(knowledge: Knowledge, source: str, target: str) -> tuple[Fact, Fact] | None:
    """An invariant of each state that exclude each other; `state` itself may of course change."""
    names, solver, known = knowledge.names, knowledge.solver, knowledge.known
    if (
        source == target
        or source not in names
        or target not in names
        or names[source].isdisjoint(names[target])
    ):
        return None
    before, after = knowledge.invariants[source], knowledge.invariants[target]
    solver.spend(len(before) * len(after) // _PAIRS_A_STEP)
    for one in () if solver.exhausted else before:
        for other in after:
            shared = one.names & other.names
            if shared and "state" not in shared and _exclude(knowledge, one, other, known):
                return one, other
    return None


def _exclude(knowledge: Knowledge, one: Fact, other: Fact, known: Known) -> bool:
    """Whether two invariants exclude each other, though each can be true."""
    if one.side and one.side == other.side:
        return False
    if one.condition is None or other.condition is None:
        return False
    return knowledge.solver.impossible([one.condition, other.condition], (), known) and not _alone(
        knowledge, one, [other], known
    )


def _hand_over(
    subject: Subject, transition: Transition, source: str, before: Fact, after: Fact
) -> Diagnostic:
    target = transition.target.name
    message = (
        f'"{transition.id}" leads from {said(before.text)} of "{source}" to {said(after.text)} '
        f'of "{target}": what happens on the way must change it'
    )
    found = info("PB414", message, transition.span, transition.path)
    return changed(
        found,
        related=(
            *related(subject, [before], f'an invariant of "{source}"'),
            *related(subject, [after], f'an invariant of "{target}"'),
        ),
    )


def dead_wildcards(subject: Subject) -> Iterator[Diagnostic]:
    """PB415: a wildcard's guard is excluded by the invariants of some of the states that it stands for."""
    knowledge, index = subject.knowledge, subject.index
    for wildcard in index.wildcards:
        guard = knowledge.guard(wildcard)
        if guard is None or guard.condition is None:
            continue
        dead: list[tuple[str, list[Fact]]] = []
        for state in _speaking(knowledge, guard):
            if knowledge.solver.exhausted:
                return
            if not index.excepts(wildcard, state):
                excluding, _ = _excluded(knowledge, guard, state)
                if excluding:
                    dead.append((state, excluding))
        if dead:
            yield _dead_wildcard(subject, wildcard, guard, dead)


def _speaking(knowledge: Knowledge, guard: Fact) -> Iterator[str]:
    """The states whose invariants share a name with a guard."""
    seen: set[str] = set()
    for name in sorted(guard.names):
        for state in knowledge.states_by_name.get(name, ()):
            if state not in seen:
                seen.add(state)
                yield state


def _dead_wildcard(
    subject: Subject, wildcard: Transition, guard: Fact, dead: list[tuple[str, list[Fact]]]
) -> Diagnostic:
    state, excluding = dead[0]
    also = f"; neither from {listed([name for name, _ in dead[1:]], 4)}" if len(dead) > 1 else ""
    message = (
        f'the wildcard "{wildcard.id}" cannot be taken from "{state}" as long as '
        f"{listed_facts(excluding)} holds there{also}"
    )
    fixes = except_fix(subject, wildcard, state) if len(dead) == 1 else ()
    found = warning("PB415", message, guard.expression.span, guard.expression.path, *fixes)
    places = tuple(Related(f'an invariant of "{name}"', facts[0].expression.span) for name, facts in dead[:4])
    return changed(found, related=places)


def never_on_entry(subject: Subject) -> Iterator[Diagnostic]:
    """PB416: every guard that leads into a state excludes one of its invariants, and nothing in between
    changes anything. Where only one leads in, that may well be the system's part: a hint."""
    knowledge, machine = subject.knowledge, subject.playbook.machine
    exits = any(state.on_exit for state in machine.states)
    entries: dict[str, list[Transition]] = {}
    spared = {machine.initial.name} if machine.initial is not None else set()
    for transition in machine.transitions:
        target = transition.target.name
        names = knowledge.names.get(target)
        if names is None or target in spared:
            continue
        guard = knowledge.guard(transition)
        if guard is None or guard.names.isdisjoint(names) or _acts(subject, transition, exits):
            spared.add(target)
        entries.setdefault(target, []).append(transition)
    for state, incoming in entries.items():
        if state in spared or subject.index.states[state].on_entry:
            continue
        guards = [guard for transition in incoming if (guard := knowledge.guard(transition)) is not None]
        for fact in knowledge.invariants[state]:
            if _excluded_by_all(knowledge, guards, fact):
                yield _never(subject, state, fact, incoming)


def _acts(subject: Subject, transition: Transition, exits: bool) -> bool:
    """Whether the playbook does something between the guard and the target's invariants."""
    states = subject.index.states
    if transition.actions or (transition.wildcard and exits):
        return True
    return any(states[ref.name].on_exit for ref in transition.sources if ref.name in states)


def _excluded_by_all(knowledge: Knowledge, guards: list[Fact], fact: Fact) -> bool:
    if "state" in fact.names or any(guard.names.isdisjoint(fact.names) for guard in guards):
        return False
    condition, solver, known = fact.condition, knowledge.solver, knowledge.known
    return condition is not None and all(
        guard.condition is not None
        and solver.impossible([guard.condition, condition], (), known)
        and not _alone(knowledge, guard, [fact], known)
        for guard in guards
    )


def _never(subject: Subject, state: str, fact: Fact, incoming: list[Transition]) -> Diagnostic:
    if len(incoming) > 1:
        who = f"every guard that leads there ({listed([t.id for t in incoming], 4)})"
    else:
        who = f'the guard of "{incoming[0].id}", the only way in,'
    message = f'{said(fact.text)} is false whenever "{state}" is entered: {who} excludes it'
    severity = Severity.WARNING if len(incoming) > 1 else Severity.INFO
    guards = [t.guard.span for t in incoming if t.guard is not None]
    places = tuple(Related("this guard excludes it", span) for span in guards[:4])
    return Diagnostic("PB416", severity, message, fact.expression.span, fact.expression.path, places)


_REMAINS = re.compile(r"(?:(.+)_(?:remaining|left)|(?:remaining|left)_(.+))\Z")
_STOPS = re.compile(r"(.+)_(?:elapsed|expired|over|ended|passed|exhausted|up|used_up|ran_out)\Z")


def stops_with_its_exit(subject: Subject) -> Iterator[Diagnostic]:
    """PB417: `x_remaining() > 0` must hold in a state that `x_elapsed` leaves: it has just stopped then."""
    for state, facts in subject.knowledge.invariants.items():
        for fact in facts:
            if not any(_REMAINS.match(name) for name in fact.names):
                continue
            stem = _remaining(fact)
            leaving = (t for t in subject.index.own(state) if _stopped(t.event) == stem)
            found = next(leaving, None) if stem else None
            if found is not None:
                yield _stopping(subject, state, fact, found)


def _remaining(fact: Fact) -> str:
    """What must have something left: `reset_timeout` of `reset_timeout_remaining() > 0`."""
    root = fact.condition.root if fact.condition is not None else None
    if not isinstance(root, tree.Binary) or root.op not in (">", ">=", "<", "<=", "!="):
        return ""
    for side, other in ((root.left, root.right), (root.right, root.left)):
        if isinstance(side, tree.Call | tree.Variable) and isinstance(other, tree.Literal):
            match = _REMAINS.match(side.name)
            # Whatever must be left, nothing must not do: `x_left() <= 10` is another matter.
            if match is not None and _wants_some(root, side):
                return match[1] or match[2]
    return ""


def _wants_some(root: tree.Binary, side: tree.Node) -> bool:
    return root.op == "!=" or (root.op in (">", ">=")) is (side is root.left)


def _stopped(event: str) -> str:
    match = _STOPS.match(event)
    return match[1] if match else ""


def _stopping(subject: Subject, state: str, fact: Fact, leaving: Transition) -> Diagnostic:
    message = (
        f'{said(fact.text)} of "{state}" stops being true just when "{leaving.event}" arrives '
        "and the machine leaves: it says something of the entry only"
    )
    found = info("PB417", message, fact.expression.span, fact.expression.path)
    return changed(found, related=(Related("this leaves the state", leaving.span),))


def incomplete(subject: Subject) -> Iterator[Diagnostic]:
    """PB992: the solver has done as much as one check may cost."""
    if subject.knowledge.solver.exhausted and subject.playbook.machine.states:
        message = (
            "the conditions are too many or too intricate to find out all that they say together: "
            "contradictions, overlaps and gaps may be left untold"
        )
        yield info("PB992", message, subject.playbook.machine.states[0].key_span, ("machine", "states"))


RULES = (
    broken_first,
    dead_branches,
    handed_over,
    dead_wildcards,
    never_on_entry,
    stops_with_its_exit,
    # Last, when all have asked.
    incomplete,
)

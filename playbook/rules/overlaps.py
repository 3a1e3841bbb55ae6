"""Transitions that compete for one event: which can never be taken, which both can, which none (PB32x)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from itertools import islice

from playbook.diagnostics import Diagnostic, Fix, Related, Severity
from playbook.document.model import Transition
from playbook.expr.values import show
from playbook.logic.condition import Condition
from playbook.logic.solver import Possible
from playbook.rules.knowledge import Fact, Knowledge, said
from playbook.rules.registry import Subject, warning
from playbook.rules.reorder import moved_before
from playbook.spans import Span
from playbook.values import Value

# Of the transitions for one state and event so many are compared with one another.
_MOST_COMPARED = 12


@dataclass(frozen=True, slots=True)
class Rival:
    """A transition with its guard, as one of several for an event."""

    transition: Transition
    guard: Fact | None

    @property
    def condition(self) -> Condition | None:
        return self.guard.condition if self.guard is not None else None

    @property
    def span(self) -> Span:
        """Where it is told of: the guard, if there is one."""
        return self.guard.expression.span if self.guard is not None else self.transition.span

    @property
    def name(self) -> str:
        return f'"{self.transition.id}"'


def competing(subject: Subject) -> Iterator[Diagnostic]:
    """PB321: of the transitions for a state and event one hides another, or two can both be taken."""
    told: set[tuple[int, int]] = set()
    everywhere: Everywhere = {}
    for state, event, rivals in _groups(subject):
        where = f'on "{event}" in "{state}"'
        for earlier, later, how in _conflicts(subject.knowledge, state, rivals, everywhere):
            pair = (id(earlier.transition), id(later.transition))
            if pair not in told:
                told.add(pair)
                yield _competition(subject, "PB321", earlier, later, how, where)


def _groups(subject: Subject) -> Iterator[tuple[str, str, list[Rival]]]:
    """The transitions that name a state, by event, where there are several."""
    guard = subject.knowledge.guard
    for state in subject.index.states:
        own = subject.index.own(state)
        if len(own) < 2:
            continue
        by_event: dict[str, list[Transition]] = {}
        for transition in own:
            by_event.setdefault(transition.event, []).append(transition)
        if len(by_event) == len(own):
            continue
        for event, some in by_event.items():
            if len(some) > 1 and event:
                yield state, event, [Rival(transition, guard(transition)) for transition in some]


@dataclass(frozen=True, slots=True)
class How:
    """`hidden`: the later one can never be taken, `twin` if for the same guard; else an example of both."""

    hidden: bool = False
    twin: bool = False
    witness: str = ""


# What was found of two transitions, where it hangs on no state.
Everywhere = dict[tuple[int, int], How | None]


def _conflicts(
    knowledge: Knowledge, state: str, rivals: Sequence[Rival], everywhere: Everywhere
) -> Iterator[tuple[Rival, Rival, How]]:
    live: list[Rival] = []
    always: Rival | None = None
    by_text: dict[str, Rival] = {}
    for later in rivals:
        first = always or (by_text.get(_squeezed(later.guard.text)) if later.guard is not None else None)
        if first is not None:
            twin = later.guard is None or first.guard is not None
            if not _repeats(first.transition, later.transition):
                yield first, later, How(hidden=True, twin=twin)
            continue
        if later.guard is None:
            always = later
            continue
        by_text[_squeezed(later.guard.text)] = later
        hidden = False
        for earlier in live:
            how = _asked(knowledge, state, earlier, later, everywhere)
            if how is not None:
                yield earlier, later, how
                hidden = how.hidden
            if hidden:
                break
        if not hidden and len(live) < _MOST_COMPARED:
            live.append(later)


def _asked(
    knowledge: Knowledge, state: str, earlier: Rival, later: Rival, everywhere: Everywhere
) -> How | None:
    """The same as `_compared`, once for all states to which it is one."""
    pair = (id(earlier.transition), id(later.transition))
    if pair in everywhere:
        return everywhere[pair]
    if earlier.condition is None or later.condition is None:
        return None
    assert earlier.guard is not None and later.guard is not None
    how = _compared(knowledge, state, earlier, later, knowledge.invariants.get(state, ()))
    names = earlier.guard.names | later.guard.names
    if "state" not in names and names.isdisjoint(knowledge.names.get(state, ())):
        everywhere[pair] = how
    return how


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _repeats(one: Transition, other: Transition) -> bool:
    """Whether one is word for word the other (PB206)."""
    return _key(one) == _key(other)


def _key(t: Transition) -> tuple[object, ...]:
    sources = tuple(sorted(ref.name for ref in t.sources))
    excepted = tuple(sorted(ref.name for ref in t.except_))
    return sources, excepted, t.target.name, t.event, t.guard.text if t.guard is not None else ""


def _compared(
    knowledge: Knowledge, state: str | None, earlier: Rival, later: Rival, invariants: Sequence[Fact]
) -> How | None:
    """What a guard before another one means for it; None for a cascade, or where they exclude each other."""
    one, other = earlier.condition, later.condition
    assert one is not None and other is not None and earlier.guard is not None and later.guard is not None
    solver = knowledge.solver
    if solver.exhausted:
        return None
    guards = [earlier.guard, later.guard]
    if not earlier.guard.names.isdisjoint(later.guard.names):
        known = knowledge.at(state, knowledge.known, guards)
        if solver.impossible([one, other], (), known):
            return None
        if solver.implies([other], one, known):
            return How(hidden=True, twin=solver.implies([one], other, known))
        if solver.implies([one], other, known):
            return None
    if earlier.transition.target.name == later.transition.target.name:
        return None
    witness = _example(knowledge, state, [one, other], [], guards, invariants)
    return How(witness=_in_words(witness)) if witness else None


def _example(
    knowledge: Knowledge,
    state: str | None,
    true: list[Condition],
    false: list[Condition],
    guards: Sequence[Fact],
    invariants: Sequence[Fact],
) -> dict[str, Value]:
    """Likely values, by atom, that suit the state's invariants; empty where none are found."""
    names = frozenset[str]().union(*(guard.names for guard in guards))
    around = [fact for fact in invariants if not fact.names.isdisjoint(names) and fact.condition is not None]
    known = knowledge.at(state, knowledge.likely_among([*guards, *around]), guards, around)
    given = [fact.condition for fact in around if fact.condition is not None]
    answer = knowledge.solver.solve([*true, *given], false, known)
    if not isinstance(answer, Possible):
        return {}
    spoken = {atom for condition in (*true, *false) for atom in condition.atoms}
    values = {a: v for a, v in answer.witness.items() if a in spoken and a not in known.fixed}
    if known.whole and any(isinstance(value, float) for value in values.values()):
        return {}
    return values


def _in_words(values: dict[str, Value]) -> str:
    told = [f"{atom} is {show(value)}" for atom, value in list(values.items())[:4]]
    return " and ".join(told) + (f" and {len(values) - 4} more" if len(values) > 4 else "")


def _competition(subject: Subject, id: str, earlier: Rival, later: Rival, how: How, where: str) -> Diagnostic:
    severity = Severity.WARNING
    if not how.hidden:
        message = (
            f"{earlier.name} and {later.name} can both be taken {where}, for example when {how.witness}: "
            "the first in the text is taken, and a run calls it ambiguous"
        )
    elif earlier.guard is None:
        message = f"{later.name} can never be taken {where}: {earlier.name} before it has no guard"
    elif how.twin:
        message = f"{later.name} can never be taken {where}: {earlier.name} before it has the same guard"
    else:
        message = (
            f"{later.name} can never be taken {where}: whenever its guard is true, "
            f"so is {said(earlier.guard.text)} of {earlier.name} before it"
        )
    if how.hidden and how.twin and id == "PB321" and _both_meant(earlier.transition, later.transition):
        severity = Severity.ERROR
    found = Diagnostic(id, severity, message, later.span, later.transition.path)
    first = Related(f"{earlier.name} comes first", earlier.span)
    return changed(found, related=(first,), fixes=_moved(subject, earlier, later, how))


def _moved(subject: Subject, earlier: Rival, later: Rival, how: How) -> tuple[Fix, ...]:
    """The special case before the general one, which is hidden no more."""
    if not how.hidden or how.twin:
        return ()
    edits = moved_before(subject, later.transition.path, earlier.transition.path)
    return (Fix(f"Put {later.name} before {earlier.name}", edits),) if edits else ()


def _both_meant(earlier: Transition, later: Transition) -> bool:
    """Whether there is no place where the later one is taken, and it would lead elsewhere."""
    sources = {ref.name for ref in earlier.sources}
    return earlier.target.name != later.target.name and all(ref.name in sources for ref in later.sources)


def competing_wildcards(subject: Subject) -> Iterator[Diagnostic]:
    """PB325: two wildcards for one event stand for the same states, and both can be taken there."""
    guard = subject.knowledge.guard
    by_event: dict[str, list[Rival]] = {}
    for wildcard in subject.index.wildcards:
        if wildcard.event:
            by_event.setdefault(wildcard.event, []).append(Rival(wildcard, guard(wildcard)))
    for event, rivals in by_event.items():
        where = f'on "{event}"'
        for earlier, later, how in _wildcard_conflicts(subject, rivals):
            yield _competition(subject, "PB325", earlier, later, how, where)


def _wildcard_conflicts(subject: Subject, rivals: list[Rival]) -> Iterator[tuple[Rival, Rival, How]]:
    for position, later in enumerate(rivals[: 2 * _MOST_COMPARED]):
        for earlier in rivals[:position]:
            if _repeats(earlier.transition, later.transition):
                break
            how = _wildcards_compared(subject, earlier, later)
            if how is not None:
                yield earlier, later, how
                break


def _wildcards_compared(subject: Subject, earlier: Rival, later: Rival) -> How | None:
    excepted, also = (frozenset(r.name for r in t.transition.except_) for t in (earlier, later))
    states = subject.index.states
    if len((excepted | also) & states.keys()) == len(states):
        return None
    # Where the later one stands for more states, the earlier one is the special case before the general.
    covered = all(state in also for state in excepted if state in states)
    if earlier.guard is None:
        return How(hidden=True, twin=later.guard is None) if covered else None
    if later.guard is None or earlier.condition is None or later.condition is None:
        return None
    how = _compared(subject.knowledge, None, earlier, later, ())
    return how if how is None or covered or not how.hidden else None


def gaps(subject: Subject) -> Iterator[Diagnostic]:
    """PB328: several guards for one state and event ask the same question, and leave an answer out."""
    knowledge = subject.knowledge
    told: set[tuple[int, ...]] = set()
    wildcards: dict[str, list[Transition]] = {}
    for wildcard in subject.index.wildcards:
        wildcards.setdefault(wildcard.event, []).append(wildcard)
    for state, event, rivals in _groups(subject):
        key = tuple(id(rival.transition) for rival in rivals)
        if key in told or len({rival.transition.target.name for rival in rivals}) < 2:
            continue
        others = (t for t in wildcards.get(event, ()) if not subject.index.excepts(t, state))
        every = [*rivals, *(Rival(t, knowledge.guard(t)) for t in islice(others, _MOST_COMPARED))]
        witness = _left_out(knowledge, state, every) if len(every) <= _MOST_COMPARED else {}
        if witness:
            told.add(key)
            yield _gap(rivals, event, state, _in_words(witness))


def _left_out(knowledge: Knowledge, state: str, rivals: Sequence[Rival]) -> dict[str, Value]:
    """Values for which no guard is true, where the guards are several answers to one question."""
    guards = [rival.guard for rival in rivals if rival.guard is not None]
    asked = [guard.condition for guard in guards if guard.condition is not None]
    if len(asked) < len(rivals) or not _one_question(guards):
        return {}
    witness = _example(knowledge, state, [], asked, guards, knowledge.invariants.get(state, ()))
    return witness if witness and _sure(witness, guards) and not _nested(knowledge, state, guards) else {}


def _one_question(guards: Sequence[Fact]) -> bool:
    """Whether every guard speaks of something that another one speaks of too."""
    return all(any(not one.names.isdisjoint(two.names) for two in guards if two is not one) for one in guards)


def _nested(knowledge: Knowledge, state: str, guards: Sequence[Fact]) -> bool:
    """Whether one of the guards is the widest, and what it leaves out is left to none on purpose."""
    known = knowledge.at(state, knowledge.known, guards)
    asked = [guard.condition for guard in guards if guard.condition is not None]
    return any(
        all(other is wide or knowledge.solver.implies([other], wide, known) for other in asked)
        for wide in asked
    )


def _sure(witness: dict[str, Value], guards: Sequence[Fact]) -> bool:
    """Numbers that are only ever compared with `==` may be names, all of which are listed."""
    if any("<" in guard.text or ">" in guard.text for guard in guards):
        return True
    return all(isinstance(value, bool | str) for value in witness.values())


def _gap(rivals: Sequence[Rival], event: str, state: str, witness: str) -> Diagnostic:
    *others, last = rivals
    message = (
        f'no guard for "{event}" in "{state}" is true when {witness}: the event is ignored then; '
        "cover the case, or add a last transition without a guard"
    )
    found = warning("PB328", message, last.span, last.transition.path)
    return changed(
        found, related=tuple(Related(f"{rival.name} asks too", rival.span) for rival in others[:4])
    )


RULES = (competing, competing_wildcards, gaps)

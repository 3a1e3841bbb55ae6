"""What the invariants of one state say together (PB401 to PB404)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, Severity
from playbook.document.model import Invariant, State
from playbook.expr.values import show
from playbook.logic.condition import Condition
from playbook.logic.known import Known, called
from playbook.logic.solver import Solver
from playbook.logic.terms import written
from playbook.rules.conflicts import clash, listed_facts, related
from playbook.rules.edits import remove_item
from playbook.rules.knowledge import Fact, Knowledge, said
from playbook.rules.registry import Subject, info, warning

_RANK = {"warning": 0, "error": 1, "critical": 2}
_MOST_COMPARED = 40


def together(subject: Subject) -> Iterator[Diagnostic]:
    """PB401: the invariants of a state cannot all be true; else PB402: one of them says nothing new."""
    knowledge = subject.knowledge
    for state, facts in knowledge.invariants.items():
        if not _may_clash(knowledge, facts):
            continue
        known = knowledge.at(state, knowledge.known, facts)
        excluding = clash(knowledge.solver, (), facts, known)
        if not excluding:
            yield from _implied(subject, facts[:_MOST_COMPARED], known)
        elif any(_atoms(fact) for fact in excluding):
            yield _contradiction(subject, subject.index.states[state], excluding, known)


def _may_clash(knowledge: Knowledge, facts: Sequence[Fact]) -> bool:
    """Whether it is worth asking: a name stands there twice, or something is known of one."""
    if any(fact.repeats for fact in facts):
        return True
    known = knowledge.known
    seen: set[str] = set()
    for fact in facts:
        if not seen.isdisjoint(fact.names) or "state" in fact.names:
            return True
        seen |= fact.names
    return not (seen.isdisjoint(known.kinds) and _no_section(seen, known))


def _no_section(names: set[str], known: Known) -> bool:
    return not known.fixed or names.isdisjoint(name.partition(".")[0] for name in known.fixed)


def _contradiction(subject: Subject, state: State, facts: list[Fact], known: Known) -> Diagnostic:
    *others, last = facts
    if others:
        said_so = f'{listed_facts(facts)} contradict each other: the state "{state.id}" can never be legal'
    else:
        said_so = f'{said(last.text)} can never be true in the state "{state.id}"{_values(facts, known)}'
    settled = all(atom in known.fixed for fact in facts for atom in _atoms(fact))
    noted = any(_severity(fact) == "warning" for fact in facts)
    severity = Severity.WARNING if settled or noted else Severity.ERROR
    span, path = last.expression.span, last.expression.path
    return Diagnostic(
        "PB401", severity, said_so, span, path, related(subject, others, "it contradicts this one")
    )


def _values(facts: Sequence[Fact], known: Known) -> str:
    """What the playbook itself fixes of a condition: `: limits.days is 14`."""
    atoms = dict.fromkeys(atom for fact in facts for atom in _atoms(fact) if atom in known.fixed)
    told = [f"{atom} is {show(known.fixed[atom])}" for atom in list(atoms)[:3]]
    return f": {' and '.join(told)}" if told else ""


def _atoms(fact: Fact) -> Sequence[str]:
    return () if fact.condition is None else tuple(fact.condition.atoms)


def _severity(fact: Fact) -> str:
    assert isinstance(fact.owner, Invariant)
    return fact.owner.severity


def _implied(subject: Subject, facts: Sequence[Fact], known: Known) -> Iterator[Diagnostic]:
    """PB402, pair by pair."""
    needless: set[int] = set()
    for position, later in enumerate(facts):
        for earlier in facts[:position]:
            if id(earlier) in needless or later.names.isdisjoint(earlier.names):
                continue
            weak = _weaker(subject.knowledge, later, earlier, known)
            if weak is not None:
                needless.add(id(weak))
                yield _needless(subject, weak, earlier if weak is later else later)
                if weak is later:
                    break


def _weaker(knowledge: Knowledge, later: Fact, earlier: Fact, known: Known) -> Fact | None:
    """The one of two that the other makes needless: it is not checked more severely, and says no more."""
    solver = knowledge.solver
    for weak, strong in ((later, earlier), (earlier, later)):
        says, said_already = weak.condition, strong.condition
        if says is None or said_already is None or _RANK[_severity(weak)] > _RANK[_severity(strong)]:
            continue
        # What is true whatever the values follows from anything, and is another finding.
        always = any(solver.impossible((), [says], by) for by in (known, knowledge.likely))
        if not always and solver.implies([said_already], says, known):
            return weak
    return None


def _needless(subject: Subject, weak: Fact, strong: Fact) -> Diagnostic:
    same = _same(weak, strong)
    how = "repeats" if same else "follows from"
    message = f"the invariant {said(weak.text)} {how} {said(strong.text)}"
    edit = remove_item(subject, weak.owner.path)
    safe = same and _words_of(weak) == _words_of(strong)
    fixes = (Fix(f"Delete {said(weak.text)}", (edit,), safe),) if edit is not None else ()
    found = warning("PB402", message, weak.expression.span, weak.expression.path, *fixes)
    return changed(found, related=related(subject, [strong], "this says it already"))


def _same(one: Fact, other: Fact) -> bool:
    assert one.condition is not None and other.condition is not None
    return written(one.condition.root) == written(other.condition.root)


def _words_of(fact: Fact) -> tuple[object, ...]:
    """All but the condition: what a run tells of an invariant."""
    assert isinstance(fact.owner, Invariant)
    return fact.owner.description, fact.owner.severity, fact.owner.extras


def vacuous(subject: Subject) -> Iterator[Diagnostic]:
    """PB403: an invariant that cannot be false, most often because a count is never negative."""
    knowledge = subject.knowledge
    likely = knowledge.likely
    for facts in knowledge.invariants.values():
        for fact in facts:
            if not (fact.repeats or any(likely.kinds.get(name) for name in fact.names)):
                continue
            condition = fact.condition
            if condition is not None and _always(knowledge.solver, condition, likely):
                message = f"the invariant {said(fact.text)} is always true{_why(condition, knowledge)}"
                yield info("PB403", message, fact.expression.span, fact.expression.path)


def _always(solver: Solver, condition: Condition, known: Known) -> bool:
    """Whether it can be true and not false, and that is not by the playbook's own numbers alone."""
    if not solver.impossible((), [condition], known) or solver.impossible([condition], (), known):
        return False
    return any(atom not in known.fixed for atom in condition.atoms)


def _why(condition: Condition, knowledge: Knowledge) -> str:
    kinds = {atom: knowledge.likely.kinds.get(called(atom)) for atom in condition.atoms}
    named = next((atom for atom, kind in kinds.items() if kind in ("count", "amount")), "")
    if not named or knowledge.solver.impossible((), [condition], Known(knowledge.known.fixed)):
        return ", whatever the values: it checks nothing"
    return f": {named} is {'a count' if kinds[named] == 'count' else 'an amount'} and never negative"


def at_start(subject: Subject) -> Iterator[Diagnostic]:
    """PB404: an invariant of the initial state is false of a fresh system."""
    knowledge, initial = subject.knowledge, subject.playbook.machine.initial
    values = subject.signatures.at_start
    if initial is None or not values:
        return
    facts = knowledge.invariants.get(initial.name, ())
    known = knowledge.at(initial.name, knowledge.known, facts)
    fresh = Known(
        {**known.fixed, **values, **{f"{name}()": value for name, value in values.items()}}, known.kinds
    )
    solver = knowledge.solver
    for fact in facts:
        condition = fact.condition
        if condition is None or solver.impossible([condition], (), known):
            continue
        if not solver.impossible([condition], (), fresh):
            continue
        told = _values([fact], fresh).removeprefix(": ")
        message = (
            f'{said(fact.text)} is false when a run starts in "{initial.name}": {told} of a fresh system'
        )
        found = warning("PB404", message, fact.expression.span, fact.expression.path)
        yield changed(found, related=(Related("the run starts here", initial.span),))


RULES = (together, vacuous, at_start)

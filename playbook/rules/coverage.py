"""What the scenarios reach, assert and use, and what they do not (PB706, PB709 to PB711, PB713)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related
from playbook.document.model import WILDCARD, Forbidden, Scenario, Step
from playbook.document.simulation import action_of, hooks
from playbook.expr import tree
from playbook.expr.names import used
from playbook.rules.hints import listed
from playbook.rules.places import key_span
from playbook.rules.proposals import scenario_through
from playbook.rules.registry import Subject, info, warning

_MOST_SEARCHED = 30_000
_MOST_NAMED = 4
_FAILURE = re.compile(
    r"(?:^|_)(?:fail|failed|failing|failure|error|errors|errored|faulted|fault|broken|crashed|rejected|refused|"
    r"denied|aborted|cancell?ed|expired|timed_out|timeout|unavailable|invalid|lost|degraded|outage)(?:_|$)"
)


def asserted_states(subject: Subject, step: Step) -> list[tree.Literal]:
    """The state that an assertion demands: `state == 'x'`, alone or joined to more by `&&`."""
    root = subject.tree(step.assertion) if step.assertion is not None else None
    parts = root.operands if isinstance(root, tree.Logic) and root.op == "&&" else (root,)
    found = []
    for part in parts:
        if isinstance(part, tree.Binary) and part.op == "==":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(one, tree.Variable) and one.name == "state" and isinstance(other, tree.Literal):
                    found.append(other)
    return found


def unreachable_ends(subject: Subject) -> Iterator[Diagnostic]:
    """PB706: a scenario asserts a state that the machine cannot be in by then; one per scenario.

    On the bare machine the steps say which state it is in; elsewhere only what no path leads to is certain.
    """
    initial = subject.playbook.machine.initial
    if initial is None or initial.name not in subject.index.states:
        return
    search = _Search(subject)
    for position, scenario in enumerate(subject.playbook.scenarios):
        after = subject.walks[position].after if subject.walks else []
        finding = _first_impossible(subject, search, scenario, after, initial.name)
        if finding is not None:
            yield finding


def _first_impossible(
    subject: Subject, search: _Search, scenario: Scenario, after: list[str | None], start: str
) -> Diagnostic | None:
    before, moved = start, False
    for index, step in enumerate(scenario.all_steps):
        moved = moved or step.action is not None
        for literal in asserted_states(subject, step):
            name, known = literal.value, after[index] if after else None
            if not isinstance(name, str) or name not in subject.index.states or step.assertion is None:
                continue
            if known is not None:
                problem = f'the machine is in "{known}" here, not in "{name}"' if known != name else ""
            elif search.leads(before, name):
                problem = ""
            else:
                problem = f'no path leads from "{before}" to "{name}", which is asserted here'
            if problem:
                span = subject.place(step.assertion, literal.start, literal.end)
                found = warning("PB706", problem, span, step.assertion.path)
                return changed(found, related=(Related("the state", subject.index.states[name].key_span),))
            before = name
    return None


class _Search:
    """Which states lead to which, within a bound on the work for one playbook."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.left = _MOST_SEARCHED
        self.known: dict[str, set[str]] = {}

    def leads(self, source: str, target: str) -> bool:
        """Whether a path leads there; also where it would take too long to tell."""
        if source == target:
            return True
        if source not in self.known:
            if self.left <= 0:
                return True
            found = set(self.subject.graph.reached(source).came)
            self.left -= len(found) + len(self.subject.index.wildcards)
            self.known[source] = found
        return target in self.known[source]


def unused_actions(subject: Subject) -> Iterator[Diagnostic]:
    """PB709: what the bound system offers and neither scenario nor machine uses; one note for all of it."""
    actions, scenarios = subject.signatures.actions, subject.playbook.scenarios
    if actions is None or subject.bare or not scenarios:
        return
    given: dict[str, set[str]] = {}
    for scenario in scenarios:
        for step in scenario.all_steps:
            if step.action is not None:
                given.setdefault(step.action, set()).update(step.params)
    for _, _, item in hooks(subject.playbook):
        params = item.get("params") if isinstance(item, dict) else None
        given.setdefault(action_of(item)[0], set()).update(params if isinstance(params, dict) else ())
    # A wait that demands nothing is not the system's: every run has it.
    unused = [
        name
        for name, takes in actions.items()
        if name not in given and (name != "wait" or any(parameter.required for parameter in takes))
    ]
    silent = []
    for name in [name for name in actions if name in given]:
        if name == "wait":
            # Its parameters are two names of one thing.
            continue
        optional = [p.name for p in actions[name] if not p.required and p.name not in given[name]]
        if optional:
            silent.append(f"{name}({', '.join(optional)})")
    if not unused and not silent:
        return
    parts = [f"the action{_s(unused)} {listed(unused)}"] if unused else []
    parts += [f"the parameters {listed(silent)}"] if silent else []
    message = f"no scenario uses {' or '.join(parts)} of {subject.signatures.system}"
    yield info("PB709", message, key_span(subject, ("scenarios",)), ("scenarios",))


def idle(subject: Subject) -> Iterator[Diagnostic]:
    """PB710: every event of the scenario is ignored, and it does not assert that nothing happens."""
    for scenario, walk in zip(subject.playbook.scenarios, subject.walks, strict=False):
        if (
            not walk.fired
            or walk.taken
            or walk.end is None
            or any(_speaks_of_state(subject, step) for step in scenario.all_steps)
        ):
            continue
        message = (
            f'the scenario "{scenario.name}" changes nothing: in "{walk.end}" all its events are ignored'
        )
        step = next(step for step in scenario.all_steps if step.action is not None)
        yield warning("PB710", message, step.span, scenario.path)


def _speaks_of_state(subject: Subject, step: Step) -> bool:
    root = subject.tree(step.assertion) if step.assertion is not None else None
    return root is not None and any(variable.name == "state" for variable in used(root).variables)


def coverage(subject: Subject) -> Iterator[Diagnostic]:
    """PB711: how much of the machine the scenarios cover, as far as can be known without a run.

    On the bare machine they are followed step by step. Elsewhere a state counts when an assertion
    demands it, and a transition when its target does.
    """
    machine, scenarios = subject.playbook.machine, subject.playbook.scenarios
    if not scenarios or not machine.states or not machine.transitions:
        return
    steps = (step for scenario in scenarios for step in scenario.all_steps)
    asserted = {literal.value for step in steps for literal in asserted_states(subject, step)}
    followed = [walk for walk in subject.walks if walk.fired]
    visited = asserted.union(*(walk.visited for walk in followed))
    taken = {key for walk in followed for key in walk.taken}
    states = [state.id for state in machine.states if state.id not in visited]
    transitions = [
        t for t in machine.transitions if (id(t) not in taken if followed else t.target.name not in asserted)
    ]
    parts = _uncovered("state", states, len(machine.states))
    parts += _uncovered("transition", [t.id for t in transitions], len(machine.transitions))
    if followed:
        tried = {pair for walk in followed for pair in walk.tried}
        pairs = [
            f"{pair.source.name} to {pair.target.name}"
            for pair in machine.forbidden
            if not any(_meets(pair, *one) for one in tried)
        ]
        parts += _uncovered("forbidden pair", pairs, len(machine.forbidden))
    if parts:
        said = (
            "the scenarios are not seen to cover"
            if followed
            else "no scenario asserts, by the state it ends in"
        )
        message = f"{said}: {'; '.join(parts)}"
        fixes = scenario_through(subject, transitions if followed else [])
        yield info("PB711", message, key_span(subject, ("scenarios",)), ("scenarios",), *fixes)


def _meets(pair: Forbidden, source: str, target: str) -> bool:
    return pair.source.name in (source, WILDCARD) and pair.target.name in (target, WILDCARD)


def _uncovered(what: str, names: list[str], total: int) -> list[str]:
    if not names:
        return []
    return [f"{len(names)} of {total} {what}{'' if total == 1 else 's'} ({listed(names, _MOST_NAMED)})"]


def no_failure(subject: Subject) -> Iterator[Diagnostic]:
    """PB713: the machine can fail, by the names of its states, and no scenario asserts that it does."""
    scenarios, machine = subject.playbook.scenarios, subject.playbook.machine
    if not scenarios:
        return
    names = dict.fromkeys([*(s.id for s in machine.states), *(t.target.name for t in machine.transitions)])
    failures = [name for name in names if _FAILURE.search(name[:200].lower())]
    if not failures:
        return
    spoken = {
        node.value
        for scenario in scenarios
        for step in scenario.all_steps
        if step.assertion is not None and (root := subject.tree(step.assertion)) is not None
        for node in tree.walk(root)
        if isinstance(node, tree.Literal) and isinstance(node.value, str)
    }
    visited = {state for walk in subject.walks for state in walk.visited}
    known = set(failures)
    if not spoken.union(visited) & known:
        message = f"no scenario ends in a failure, though the machine has: {listed(failures, _MOST_NAMED)}"
        fixes = scenario_through(subject, [t for t in machine.transitions if t.target.name in known])
        yield info("PB713", message, key_span(subject, ("scenarios",)), ("scenarios",), *fixes)


def _s(names: list[str]) -> str:
    return "" if len(names) == 1 else "s"


RULES = (unreachable_ends, unused_actions, idle, coverage, no_failure)

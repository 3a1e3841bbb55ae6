"""The circuit breaker's numbers and the policies' weights against the rest (PB607, PB901 to PB904)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from functools import lru_cache

from playbook.diagnostics import Diagnostic, Fix, Related
from playbook.document.index import Index
from playbook.document.model import State, Step, Transition
from playbook.expr.names import used
from playbook.rules.budgets import budgets
from playbook.rules.edits import add_entry, add_item, add_key
from playbook.rules.hints import listed
from playbook.rules.performance import Pair, contradictions, no_comparison, no_critical, thresholds
from playbook.rules.places import key_span
from playbook.rules.quantities import MILLISECONDS, quantity
from playbook.rules.registry import Subject, info, warning
from playbook.source.nodes import Mapping, Scalar, find
from playbook.values import Value

_SECTION = "circuit_breaker"
_FAILING = ("fail", "error", "timeout", "time_out")
_REOPENING = (*_FAILING, "reopen", "reject", "refuse", "open_again", "trip")
_CIRCUIT = re.compile(r"circuit|breaker", re.IGNORECASE)
_MOST_SHOWN = 4
_NEW = ("open_circuit", "half_open_circuit", "close_circuit", "reopen_circuit")


def assertions(subject: Subject) -> Iterator[Diagnostic]:
    """PB601 to PB606 and PB903: all that is said of performance assertions, which are read once for it."""
    pairs = list(thresholds(subject))
    yield from no_critical(subject, pairs)
    yield from budgets(subject, pairs)
    yield from no_comparison(subject, pairs)
    yield from contradictions(subject, pairs)
    yield from recovery(subject, pairs)


def weights(subject: Subject) -> Iterator[Diagnostic]:
    """PB607: no policy counts, so every candidate scores alike."""
    policies = subject.playbook.routing_policies
    if policies and all(policy.weight == 0 for policy in policies):
        names = listed([policy.name for policy in policies], 5)
        message = f"the weights of all routing policies are 0 ({names}): none counts"
        yield warning("PB607", message, policies[0].span, ("routing_policies",))


@dataclass(frozen=True, slots=True)
class _Circuit:
    """The states of the machine whose names speak of an open and of a half-open circuit."""

    open: tuple[State, ...]
    half_open: tuple[State, ...]


def _circuit(subject: Subject) -> _Circuit:
    states = subject.playbook.machine.states
    half = tuple(state for state in states if _half_open(state.id))
    found = tuple(state for state in states if _open(state.id))
    # A door that is open is no circuit.
    circuit = half or _CIRCUIT.search(subject.playbook.machine.id)
    return _Circuit(found if circuit else tuple(s for s in found if _CIRCUIT.search(s.id)), half)


def _half_open(name: str) -> bool:
    return "half_open" in _plain(name) or "halfopen" in _plain(name)


def _open(name: str) -> bool:
    return not _half_open(name) and bool({"open", "opened", "tripped"} & set(_plain(name).split("_")))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return name[:200].lower().replace("-", "_")


def _number(subject: Subject, name: str) -> tuple[float, Scalar] | None:
    """A number of the `circuit_breaker` section, and where it stands."""
    node = find(subject.root, (_SECTION, name))
    if isinstance(node, Scalar) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return node.value, node
    return None


def successes(subject: Subject) -> Iterator[Diagnostic]:
    """PB901: several successes are configured, but the first one leaves the half-open state.

    A bound system may count them before it emits the event, as the federation gateway does; the
    machine still does not say so, and a hint remains.
    """
    wanted = _number(subject, "half_open_successes")
    if wanted is None or wanted[0] <= 1:
        return
    bare = subject.signatures.functions is None
    for state in _circuit(subject).half_open:
        for transition in subject.index.own(state.id):
            target = transition.target.name
            if transition.guard is not None or _open(target) or _half_open(target) or _reopens(transition):
                continue
            message = (
                f'half_open_successes is {wanted[0]:g}, but "{transition.id}" leaves "{state.id}" '
                f'on the first "{transition.event}"'
            )
            message += "" if bare else f": only {subject.signatures.system} can be counting them"
            report = warning if bare else info
            fixes = _counting(subject, transition) if bare else ()
            found = report("PB901", message, transition.span, transition.path, *fixes)
            yield changed(found, related=(Related("configured here", wanted[1].span),))


def _reopens(transition: Transition) -> bool:
    return any(word in _plain(transition.event) for word in _REOPENING)


def _counting(subject: Subject, transition: Transition) -> tuple[Fix, ...]:
    guard = f"probe_successes() >= {_SECTION}.half_open_successes"
    edit = add_key(subject, transition.path, "event", f"guard: {json.dumps(guard)}")
    return (Fix(f"Add the guard {guard}", (edit,)),) if edit is not None else ()


def copied_threshold(subject: Subject) -> Iterator[Diagnostic]:
    """PB902: a scenario fails something exactly as often as `failure_threshold` says; one note for all.

    A hint only: `repeat` takes a number, so the copy cannot be avoided, only remembered.
    """
    threshold = _number(subject, "failure_threshold")
    if threshold is None or threshold[0] <= 1:
        return
    copies = [
        (scenario, step)
        for scenario in subject.playbook.scenarios
        for step in scenario.all_steps
        if step.repeat == threshold[0] and _fails(step)
    ]
    if not copies:
        return
    names = listed(list(dict.fromkeys(f'"{scenario.name}"' for scenario, _ in copies)), _MOST_SHOWN)
    message = (
        f"repeat: {threshold[0]:g} of {names} copies {_SECTION}.failure_threshold; "
        "when one changes, the other must"
    )
    node = find(subject.root, (*copies[0][1].path, "repeat"))
    span = node.span if node is not None else copies[0][1].span
    found = info("PB902", message, span, (*copies[0][1].path, "repeat"))
    yield changed(found, related=(Related("the threshold", threshold[1].span),))


def _fails(step: Step) -> bool:
    return step.action is not None and any(word in _plain(step.action) for word in _FAILING)


def recovery(subject: Subject, pairs: list[Pair]) -> Iterator[Diagnostic]:
    """PB903: a circuit stays open for longer than the assertion about recovery allows in all."""
    timeout = _number(subject, "reset_timeout_ms")
    if timeout is None:
        return
    for condition, _ in pairs:
        for bound in condition.bounds:
            said = quantity(bound.name)
            limit = bound.number * MILLISECONDS.get(said.unit, 0)
            if not bound.upper or not said.words & {"recovery", "recover"} or not 0 < limit < timeout[0]:
                continue
            message = (
                f'"{condition.assertion.name}" allows {limit:g} ms, but a circuit stays open for '
                f"reset_timeout_ms = {timeout[0]:g}: it cannot be met"
            )
            span = subject.place(condition.expression, bound.place.start, bound.place.end)
            found = warning("PB903", message, span, condition.expression.path)
            yield changed(found, related=(Related("the timeout", timeout[1].span),))


def incomplete(subject: Subject) -> Iterator[Diagnostic]:
    """PB904: a circuit breaker is configured, and the machine has it in part, or nothing uses it.

    Where the machine says nothing of circuits, a bound system or an expression may use the section.
    """
    section = find(subject.root, (_SECTION,))
    if not isinstance(section, Mapping) or not section.entries or not subject.playbook.machine.states:
        return
    span = key_span(subject, (_SECTION,))
    circuit = _circuit(subject)
    if not circuit.open and not circuit.half_open:
        if subject.signatures.functions is None and not subject.signatures.problem and not _is_read(subject):
            message = (
                "a circuit breaker is configured, but no state speaks of an open or half-open circuit, "
                "no expression reads the section, and no system is bound"
            )
            yield warning("PB904", message, span, (_SECTION,), *_scaffold(subject))
        return
    missing = _missing(subject.index, circuit)
    if missing:
        message = f"the machine's circuit breaker is incomplete: {' and '.join(missing)}"
        yield warning("PB904", message, span, (_SECTION,))


def _missing(index: Index, circuit: _Circuit) -> list[str]:
    if not circuit.half_open:
        return [f'beside "{circuit.open[0].id}" there is no half-open state']
    if not circuit.open:
        return [f'beside "{circuit.half_open[0].id}" there is no open state']
    half = {state.id for state in circuit.half_open}
    missing = []
    if not any(t.target.name in half for state in circuit.open for t in index.outgoing(state.id)):
        missing.append(f'nothing leads from "{circuit.open[0].id}" to "{circuit.half_open[0].id}"')
    targets = {t.target.name for state in circuit.half_open for t in index.own(state.id)} - half
    if not any(not _open(target) for target in targets):
        missing.append(f'nothing closes the circuit again from "{circuit.half_open[0].id}"')
    # A wildcard that opens the circuit reopens it as well.
    reopening = {t.target.name for state in circuit.half_open for t in index.outgoing(state.id)}
    if not any(_open(target) for target in reopening):
        missing.append(f'nothing opens it again from "{circuit.half_open[0].id}"')
    return missing


def _is_read(subject: Subject) -> bool:
    return any(
        variable.name == _SECTION
        for site in subject.sites
        if _SECTION in site.expression.text and site.parsed.tree is not None
        for variable in used(site.parsed.tree).variables
    )


def _scaffold(subject: Subject) -> tuple[Fix, ...]:
    """The states and transitions of the case study's circuit breaker, into an empty field only."""
    initial = subject.playbook.machine.initial
    taken = {t.id for t in subject.playbook.machine.transitions}
    if initial is None or not subject.plain_name(initial.name) or not taken or taken & set(_NEW):
        return ()
    section = subject.playbook.sections.get(_SECTION)
    written = [
        ["from: '*'", "except: [circuit_open]", "to: circuit_open", "event: failure_threshold_exceeded"],
        ["from: circuit_open", "to: circuit_half_open", "event: reset_timeout_elapsed"],
        ["from: circuit_half_open", f"to: {json.dumps(initial.name)}", "event: probe_succeeded"],
        ["from: circuit_half_open", "to: circuit_open", "event: probe_failed"],
    ]
    written[0] += _guard("consecutive_failures()", "failure_threshold", section)
    written[2] += _guard("probe_successes()", "half_open_successes", section)
    states = add_entry(subject, ("machine", "states"), ["circuit_open: {}", "circuit_half_open: {}"])
    path = ("machine", "transitions")
    items = [add_item(subject, path, [f"id: {id}", *item]) for id, item in zip(_NEW, written, strict=True)]
    edits = [edit for edit in items if edit is not None]
    if states is None or not edits:
        return ()
    joined = changed(edits[0], text="".join(edit.text for edit in edits))
    return (Fix("Add the states and transitions of a circuit breaker", (states, joined)),)


def _guard(function: str, key: str, section: Value) -> list[str]:
    known = isinstance(section, dict) and key in section
    return [f'guard: "{function} >= {_SECTION}.{key}"'] if known else []


RULES = (assertions, weights, successes, copied_threshold, incomplete)

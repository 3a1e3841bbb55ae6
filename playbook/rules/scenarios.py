"""Steps of scenarios against the system under test (PB703 to PB705, PB707, PB712, PB715)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import Scenario, Step
from playbook.limits import MAX_WAIT_MS
from playbook.rules import alike, coverage, expected
from playbook.rules.edits import add_entry, add_item, add_key, remove_key
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.places import key_span, value_span
from playbook.rules.registry import Subject, error, info, warning
from playbook.signatures import Parameter, fits
from playbook.source.nodes import Mapping, Scalar, find
from playbook.spans import Path
from playbook.values import Value

WAIT = "wait"
_DURATIONS = ("duration_ms", "ms")
_SAMPLES = {"integer": "1", "number": "1", "boolean": "true"}


def missing_system(subject: Subject) -> Iterator[Diagnostic]:
    """PB715: the system that the playbook asks for cannot be had here; its runs end with an error.

    A warning, not an error: another machine may have it, and the playbook can be written before it.
    """
    problem, sections = subject.signatures.problem, subject.playbook.sections
    # What is wrong with a simulation is said of its parts.
    if not problem or (sections.get("simulation") is not None and sections.get("system") is None):
        return
    # A system that nobody names is found by the machine's id.
    path: Path = ("system",) if sections.get("system") is not None else ("machine", "id")
    yield warning("PB715", f"runs will refuse: {problem}", key_span(subject, path), path)


def unknown_actions(subject: Subject) -> Iterator[Diagnostic]:
    """PB703: an action that the bound system does not offer; PB704: its parameters."""
    actions = subject.signatures.actions
    if actions is None:
        return
    for scenario in subject.playbook.scenarios:
        for step in scenario.all_steps:
            if step.action is None:
                continue
            if step.action not in actions:
                span = value_span(subject, step, "action")
                close = subject.hints.nearest(step.action, actions)
                hint = meant(close) or f"; it offers: {listed(actions)}"
                message = f'{subject.signatures.system} has no action "{step.action}"{hint}'
                fixes = replacement(close, span, '"')
                yield error("PB703", message, span, (*step.path, "action"), *fixes)
            else:
                yield from parameters(subject, step, actions[step.action])


def parameters(subject: Subject, step: Step, declared: tuple[Parameter, ...]) -> Iterator[Diagnostic]:
    """PB704: the parameters that an action lacks, does not have, or that are of another kind."""
    yield from _missing(subject, step, declared)
    yield from _unfitting(subject, step, declared)


def _given(subject: Subject, name: str) -> Value:
    """The first value that a scenario gives a parameter of that name: what a remedy may propose."""
    steps = (step for scenario in subject.playbook.scenarios for step in scenario.all_steps)
    return next((step.params[name] for step in steps if name in step.params), None)


def _missing(subject: Subject, step: Step, declared: tuple[Parameter, ...]) -> Iterator[Diagnostic]:
    lacking = [p for p in declared if p.required and p.name not in step.params]
    if not lacking:
        return
    names = [parameter.name for parameter in declared]
    misspelt = {subject.hints.nearest(name, names) for name in step.params if name not in names}
    for parameter in lacking:
        if parameter.name in misspelt:
            # The one that is misspelt is told as that.
            continue
        message = f'the action "{step.action}" needs the parameter "{parameter.name}": {parameter.wanted}'
        span, fixes = value_span(subject, step, "action"), _insert(subject, step, parameter)
        if parameter.name in step.extras:
            message += '; it stands beside "params", not in it'
            span, fixes = key_span(subject, (*step.path, parameter.name)), ()
        yield error("PB704", message, span, step.path, *fixes)


def _insert(subject: Subject, step: Step, parameter: Parameter) -> tuple[Fix, ...]:
    value = _given(subject, parameter.name)
    if not isinstance(value, str | int | float) or not fits(value, parameter.kind):
        written = _SAMPLES.get(parameter.kind, json.dumps(f"<{parameter.name}>"))
    else:
        written = json.dumps(value, ensure_ascii=False)
    entry = f"{parameter.name}: {written}"
    params = find(subject.root, (*step.path, "params"))
    if isinstance(params, Mapping):
        edit = add_entry(subject, (*step.path, "params"), [entry])
    elif params is None:
        edit = add_key(subject, step.path, "action", f"params: {{ {entry} }}")
    else:
        return ()
    return (Fix(f"Add {entry}", (edit,)),) if edit is not None else ()


def _unfitting(subject: Subject, step: Step, declared: tuple[Parameter, ...]) -> Iterator[Diagnostic]:
    known = {parameter.name: parameter for parameter in declared}
    for name, value in step.params.items():
        path = (*step.path, "params", name)
        node = find(subject.root, path)
        span = node.span if node is not None else step.span
        if name not in known:
            params = find(subject.root, (*step.path, "params"))
            key = params.key(name) if isinstance(params, Mapping) else None
            span = key.span if key is not None else span
            close = subject.hints.nearest(name, [n for n in known if n not in step.params])
            message = f'the action "{step.action}" has no parameter "{name}"{meant(close) or _known(known)}'
            fixes = replacement(close, span) if key is not None else ()
            yield error("PB704", message, span, path, *fixes)
        elif not fits(value, known[name].kind):
            seen = _seen(value)
            message = f'"{name}" must be {known[name].wanted}, not {seen}'
            fixes = _converted(node, known[name].kind) if isinstance(node, Scalar) else ()
            yield error("PB704", message, span, path, *fixes)


def _known(known: dict[str, Parameter]) -> str:
    return f"; it takes: {listed(known)}" if known else "; it takes none"


def _seen(value: Value) -> str:
    if isinstance(value, dict | list):
        return "a map" if isinstance(value, dict) else "a list"
    return json.dumps(value, ensure_ascii=False)[:60]


def _converted(node: Scalar, kind: str) -> tuple[Fix, ...]:
    """The same characters as the wanted kind: quoted, or out of their quotes."""
    if kind == "text" and not node.style and node.text:
        written = json.dumps(node.text, ensure_ascii=False)
    elif kind in ("integer", "number") and node.style in ("'", '"') and node.text.isascii():
        if not node.text.isdigit():
            return ()
        written = node.text
    else:
        return ()
    return (Fix(f"Write {written}", (TextEdit(node.span, written),)),)


def unasserted(subject: Subject) -> Iterator[Diagnostic]:
    """PB705: a scenario that asserts nothing, or nothing after its last action."""
    for position, scenario in enumerate(subject.playbook.scenarios):
        asserts = [i for i, step in enumerate(scenario.all_steps) if step.assertion is not None]
        actions = [i for i, step in enumerate(scenario.all_steps) if step.action is not None]
        # What is expected of performance is asserted at the end.
        if scenario.performance or (asserts and not (actions and asserts[-1] < actions[-1])):
            continue
        fixes = _assert_the_end(subject, position, scenario)
        if not asserts:
            message = f'the scenario "{scenario.name}" asserts nothing'
            first = scenario.all_steps[0] if scenario.all_steps else scenario
            yield warning("PB705", message, first.span, scenario.path, *fixes)
        else:
            message = f'nothing is asserted after the last action of "{scenario.name}"'
            step = scenario.all_steps[actions[-1]]
            yield warning("PB705", message, step.span, step.path, *fixes)


def _assert_the_end(subject: Subject, position: int, scenario: Scenario) -> tuple[Fix, ...]:
    """The state that the scenario ends in, where the bare machine shows it without a run."""
    state = subject.walks[position].end if subject.walks else None
    if state is None or not subject.plain_name(state):
        return ()
    condition = f"state == '{state}'"
    edit = add_item(subject, (*scenario.path, "steps"), [f'assert: "{condition}"'])
    return (Fix(f"Assert that {condition}", (edit,)),) if edit is not None else ()


def repeats(subject: Subject) -> Iterator[Diagnostic]:
    """PB707: `repeat` where it does nothing."""
    for scenario in subject.playbook.scenarios:
        for step in scenario.all_steps:
            path = (*step.path, "repeat")
            if step.repeat == 1:
                # Most steps have none; only one that is written out is looked up.
                if isinstance(node := find(subject.root, path), Scalar) and node.value == 1:
                    message = '"repeat: 1" says nothing: a step is done once anyway'
                    yield info("PB707", message, node.span, path, *_without(subject, path, safe=True))
                continue
            span = value_span(subject, step, "repeat")
            if step.assertion is not None:
                message = "an assertion is repeated, though nothing happens between; repeat the action"
                yield warning("PB707", message, span, path, *_without(subject, path, safe=False))


def _without(subject: Subject, path: Path, *, safe: bool) -> tuple[Fix, ...]:
    edit = remove_key(subject, path)
    return (Fix("Remove repeat", (edit,), safe=safe),) if edit is not None else ()


def waits(subject: Subject) -> Iterator[Diagnostic]:
    """PB712: a wait that no run can carry out: for ever, for less than nothing, or for no time given."""
    for scenario in subject.playbook.scenarios:
        for step in scenario.all_steps:
            if step.action == WAIT:
                yield from _wait(subject, step)


def _wait(subject: Subject, step: Step) -> Iterator[Diagnostic]:
    declared = (subject.signatures.actions or {}).get(WAIT)
    if declared is not None and not {parameter.name for parameter in declared} & set(_DURATIONS):
        # The machine has an event of that name, or the system another meaning for it.
        return
    name = next((name for name in _DURATIONS if name in step.params), None)
    if name is None:
        # A misspelt parameter is told as that.
        if not step.params and not any(parameter.required for parameter in declared or ()):
            message = 'this wait does not say for how long; "duration_ms" is milliseconds of virtual time'
            edit = add_key(subject, step.path, "action", "params: { duration_ms: 1000 }")
            fixes = (Fix("Wait for a second", (edit,)),) if edit is not None else ()
            yield warning("PB712", message, value_span(subject, step, "action"), step.path, *fixes)
        return
    value, path = step.params[name], (*step.path, "params", name)
    if isinstance(value, bool) or not isinstance(value, int | float) or 0 <= value <= MAX_WAIT_MS:
        return
    node = find(subject.root, path)
    span = node.span if node is not None else step.span
    if value > MAX_WAIT_MS:
        days = MAX_WAIT_MS // 86_400_000
        message = f"a wait of {value:,} ms is longer than a run allows ({MAX_WAIT_MS:,} ms, {days} days)"
        fixes = (Fix(f"Wait for {days} days", (TextEdit(span, str(MAX_WAIT_MS)),)),)
    else:
        what = "not a number" if math.isnan(value) else f"{value:,} ms: time does not go back"
        message, fixes = f"a wait cannot be {what}", ()
    found = warning("PB712", message, span, path, *fixes)
    yield changed(found, related=(Related("the step", step.span),))


RULES = (
    missing_system,
    unknown_actions,
    unasserted,
    repeats,
    waits,
    *coverage.RULES,
    *alike.RULES,
    *expected.RULES,
)

"""Scenarios that are alike: the same twice, and different ends of the same steps (PB708, PB714)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related
from playbook.document.model import Expression, Scenario, Step
from playbook.expr import tree
from playbook.expr.values import equal, show
from playbook.rules.bounds import written
from playbook.rules.edits import remove_item
from playbook.rules.places import value_span
from playbook.rules.registry import Subject, first_defined, warning
from playbook.values import Value


class _Ways:
    """Numbers ways through steps, so that two are the same where their numbers are."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, object], int] = {}

    def further(self, way: int, step: object) -> int:
        return self._known.setdefault((way, step), len(self._known) + 1)


def _done(step: Step) -> tuple[object, ...]:
    params = json.dumps(step.params, sort_keys=True, default=str) if step.params else ""
    return (step.action, params, step.repeat)


def _start(ways: _Ways, scenario: Scenario) -> int:
    """Where the way of a scenario starts: another seed may draw something else by chance."""
    return ways.further(0, scenario.seed) if scenario.seed else 0


def same(subject: Subject) -> Iterator[Diagnostic]:
    """PB708: two scenarios have the same steps, and the same seed and expectations."""
    ways = _Ways()
    seen: dict[int, Scenario] = {}
    for scenario in subject.playbook.scenarios:
        way = _start(ways, scenario)
        if scenario.performance:
            way = ways.further(way, tuple(sorted(scenario.performance.items())))
        for step in scenario.all_steps:
            asserted = " ".join(step.assertion.text.split()) if step.assertion is not None else None
            way = ways.further(way, (_done(step), asserted))
        first = seen.setdefault(way, scenario) if scenario.all_steps else scenario
        if first is not scenario:
            message = f'the scenario "{scenario.name}" has the same steps as "{first.name}"'
            edit = remove_item(subject, scenario.path)
            fixes = (Fix(f'Delete "{scenario.name}"', (edit,)),) if edit is not None else ()
            found = warning("PB708", message, value_span(subject, scenario, "name"), scenario.path, *fixes)
            yield changed(found, related=first_defined(first.span))


def different(subject: Subject) -> Iterator[Diagnostic]:
    """PB714: after the same actions two scenarios assert two values of the same thing."""
    ways = _Ways()
    seen: dict[tuple[int, str], tuple[Value, Scenario, Expression]] = {}
    for scenario in subject.playbook.scenarios:
        way = _start(ways, scenario)
        for step in scenario.all_steps:
            if step.assertion is None:
                way = ways.further(way, _done(step))
                continue
            for term, value in _claims(subject, step.assertion):
                first = seen.setdefault((way, term), (value, scenario, step.assertion))
                if first[1] is not scenario and not equal(first[0], value):
                    yield _contradiction(subject, scenario, step.assertion, term, value, first)


def _contradiction(
    subject: Subject,
    scenario: Scenario,
    assertion: Expression,
    term: str,
    value: Value,
    first: tuple[Value, Scenario, Expression],
) -> Diagnostic:
    message = (
        f'"{scenario.name}" expects {term} to be {show(value)}, but "{first[1].name}" does the same '
        f"until here and expects {show(first[0])}"
    )
    found = warning("PB714", message, assertion.span, assertion.path)
    return changed(found, related=(Related(f'"{first[1].name}" asserts', first[2].span),))


def _claims(subject: Subject, assertion: Expression) -> Iterator[tuple[str, Value]]:
    """What an assertion demands for certain: `a == 1`, `f()`, `!f()`, alone or joined by `&&`."""
    root = subject.tree(assertion)
    for part in root.operands if isinstance(root, tree.Logic) and root.op == "&&" else (root,):
        match part:
            case tree.Binary(op="==", left=left, right=tree.Literal(value=value)):
                term = written(left)
            case tree.Binary(op="==", left=tree.Literal(value=value), right=right):
                term = written(right)
            case tree.Unary(op="!", operand=tree.Call() as call):
                term, value = written(call), False
            case tree.Call() as call:
                term, value = written(call), True
            case _:
                continue
        if term is not None:
            yield term, value


RULES = (same, different)

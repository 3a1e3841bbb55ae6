"""Actions that states and transitions do on the way, against the system under test (PB704, PB730)."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.diagnostics import Diagnostic
from playbook.document.model import Step
from playbook.document.simulation import action_of, hooks
from playbook.rules.hints import meant, replacement
from playbook.rules.places import value_span
from playbook.rules.registry import Subject, info, warning
from playbook.rules.scenarios import WAIT, parameters
from playbook.source.nodes import find
from playbook.spans import Path
from playbook.values import Value


def actions_on_the_way(subject: Subject) -> Iterator[Diagnostic]:
    """PB730: what the system does not do on entering, leaving or passing; PB704: wrong parameters."""
    known = subject.signatures.actions
    if known is None:
        return
    for path, whose, item in hooks(subject.playbook):
        step, between = _step(subject, path, item)
        if step is None or step.action is None or step.action == WAIT:
            continue
        if step.action not in known:
            yield from _unknown(subject, step, whose)
        elif between:
            message = (
                f'"{item}" ({whose}) is not executed: an action with parameters is written as a map, '
                f"{{ action: {step.action}, params: {{ ... }} }}"
            )
            yield warning("PB730", message, step.span, path)
        else:
            yield from parameters(subject, step, known[step.action])


def _step(subject: Subject, path: Path, item: Value) -> tuple[Step | None, str]:
    """An item that names an action, as a step would, and what stands between its parentheses.

    Statements are a simulation's own, and the older `{type: click}` may mean what only a browser has.
    """
    node, (name, between) = find(subject.root, path), action_of(item)
    if node is None or not name:
        return None, ""
    if not isinstance(item, dict):
        return Step(path=path, at=node, action=name), between
    params = item.get("params")
    given = params if isinstance(params, dict) else {}
    extras = {key: value for key, value in item.items() if key not in ("action", "params")}
    return Step(path=path, at=node, extras=extras, action=name, params=given), ""


def _unknown(subject: Subject, step: Step, whose: str) -> Iterator[Diagnostic]:
    assert step.action is not None
    close = subject.hints.nearest(step.action, subject.signatures.actions or ())
    if close is None and subject.bare:
        # It has none but the machine's own words, and machines are written before their systems.
        return
    span = value_span(subject, step, "action")
    message = f'{subject.signatures.system} has no action "{step.action}" ({whose}), and does nothing there'
    if close is None:
        yield info("PB730", message, span, step.path)
        return
    alone = subject.text[span.start : span.end].strip("\"'") == step.action
    fixes = replacement(close, span, '"') if alone else ()
    yield warning("PB730", message + meant(close), span, step.path, *fixes)


RULES = (actions_on_the_way,)

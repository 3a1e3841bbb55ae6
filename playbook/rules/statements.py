"""The statements of a simulation: in its actions, and where states and transitions have them (PB72x)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from playbook.diagnostics import Diagnostic
from playbook.document.simulation import EFFECTS, hooks, target_of
from playbook.document.vocabulary import keys
from playbook.expr import tree
from playbook.expr.compile import Scope, compile_tree
from playbook.expr.kinds import NUMBER, kinds, named
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result, is_number, show
from playbook.limits import MAX_STATEMENTS, MAX_WAIT_MS
from playbook.rules.hints import meant, replacement
from playbook.rules.registry import error, warning
from playbook.rules.simulated import Here, Simulated, unknown_keys
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.source.positions import span_in_scalar
from playbook.spans import Path


def action(
    seen: Simulated, name: str, parameters: tuple[str, ...], value: Node, path: Path
) -> Iterator[Diagnostic]:
    """The body of an action: a list of statements, or nothing."""
    if isinstance(value, Scalar) and value.value is None:
        return
    if not isinstance(value, Sequence):
        message = f'the action "{name}" must be a list of statements: {", ".join(keys("statement"))}'
        yield error("PB720", message, value.span, path)
        return
    if len(value.items) > MAX_STATEMENTS:
        message = f'the action "{name}" has more than {MAX_STATEMENTS:,} statements'
        yield error("PB720", message, value.span, path)
        return
    for position, item in enumerate(value.items):
        if isinstance(item, Mapping):
            yield from _statement(seen, parameters, item, (*path, position))
        else:
            message = 'a statement is a map such as "emit: model_registered"'
            yield error("PB720", message, item.span, (*path, position))


def in_hooks(seen: Simulated) -> Iterator[Diagnostic]:
    """Statements in `on_entry` and `on_exit` of states and in `actions` of transitions."""
    known = keys("statement")
    for path, _, value in hooks(seen.subject.playbook):
        node = find(seen.subject.root, path)
        if not isinstance(value, dict) or not isinstance(node, Mapping):
            continue
        if isinstance(value.get("action"), str):
            continue
        if any(name in known for name in value):
            yield from _statement(seen, (), node, path)


def _statement(
    seen: Simulated, parameters: tuple[str, ...], node: Mapping, path: Path
) -> Iterator[Diagnostic]:
    here = Here(parameters, chance=True)
    yield from unknown_keys(seen.subject, node, path, "statement", "PB722")
    yield from _effects(node, path)
    for key in ("emit", "fail", "when", "after_ms"):
        value = node.get(key)
        if value is not None and (not isinstance(value, Scalar) or value.value is None or not value.text):
            yield error("PB720", f'"{key}" must be a text', value.span, (*path, key))
    when, after, emit, sets = (node.get(key) for key in ("when", "after_ms", "emit", "set"))
    if isinstance(when, Scalar) and when.value is not None:
        yield from _condition(seen, when, (*path, "when"), here)
    if isinstance(after, Scalar) and after.value is not None:
        yield from _delay(seen, after, (*path, "after_ms"), here)
    if isinstance(emit, Scalar) and emit.value is not None and emit.text:
        yield from _emitted(seen, emit, (*path, "emit"))
    if isinstance(sets, Mapping):
        for target, value in sets.entries:
            yield from _set(seen, target, value, (*path, "set", target.text), here)
    elif sets is not None:
        message = '"set" must be a map of variables and their new values'
        yield error("PB720", message, sets.span, (*path, "set"))


def _effects(node: Mapping, path: Path) -> Iterator[Diagnostic]:
    """PB722: a statement without effect, and one that fails and so undoes its own."""
    found = [effect for effect in EFFECTS if effect in node]
    if not found:
        message = f"this statement does nothing: it has none of {', '.join(EFFECTS)}"
        span = node.entries[0][0].span if node.entries else node.span
        yield error("PB722", message, span, path)
    elif "fail" in found and len(found) > 1:
        key = node.key(found[0])
        assert key is not None
        message = f'"{found[0]}" has no effect beside "fail": an action that fails changes and emits nothing'
        yield warning("PB722", message, key.span, (*path, found[0]))


def _condition(seen: Simulated, node: Scalar, path: Path, here: Here) -> Iterator[Diagnostic]:
    if isinstance(node.value, str | bool):
        yield from seen.expression(node, path, here, condition=True)
    else:
        yield error("PB720", f'"when" must be a condition, not {node.text[:40]}', node.span, path)


def _delay(seen: Simulated, node: Scalar, path: Path, here: Here) -> Iterator[Diagnostic]:
    if isinstance(node.value, str):
        yield from seen.expression(node, path, here)
        root = parse(node.text).tree
        wrong = _no_time(root) if root is not None else ""
    else:
        wrong = _no_milliseconds(node.value)
    if wrong:
        message = f"after_ms must be 0 to {MAX_WAIT_MS:,} milliseconds, not {wrong}"
        yield error("PB726", message, node.span, path)


def _no_time(root: tree.Node) -> str:
    """What an expression is instead of a time, as far as it shows without a run."""
    if not kinds(root) & NUMBER:
        return named(kinds(root))
    names = used(root)
    if names.variables or names.calls:
        return ""
    try:
        # Nothing is named, so no scope is asked.
        return _no_milliseconds(compile_tree(root)(cast(Scope, None)))
    except EvaluationError as problem:
        return f"this: {problem.message}"


def _no_milliseconds(value: Result) -> str:
    if is_number(value) and 0 <= value <= MAX_WAIT_MS:  # type: ignore[arg-type,operator]
        return ""
    return show(value)[:40]


def _emitted(seen: Simulated, node: Scalar, path: Path) -> Iterator[Diagnostic]:
    event, known = node.text, seen.subject.index.by_event
    seen.emitted.add(event)
    if event not in known and known:
        close = seen.subject.hints.nearest(event, known)
        message = f'no transition waits for the event "{event}"{meant(close)}'
        yield warning("PB724", message, node.span, path, *replacement(close, node.span))


def _set(seen: Simulated, target: Scalar, value: Node, path: Path, here: Here) -> Iterator[Diagnostic]:
    parsed = parse(target.text)
    if parsed.tree is None:
        yield from seen.problems(target, path, parsed.problems)
        return
    root, places = target_of(target.text)
    if root is None or root.name not in seen.variables:
        close = seen.subject.hints.nearest(root.name, seen.variables) if root is not None else None
        message = f'"{target.text}" is no variable of the simulation, and cannot be set{meant(close)}'
        start, end = (root.start, root.end) if root is not None else (0, len(target.text))
        span = span_in_scalar(seen.subject.text, target, start, end, seen.subject.lines)
        yield error("PB723", message, span, path, *replacement(close, span))
    for place in places:
        if not isinstance(place, str):
            yield from seen.checked(target, place, path, here)
    yield from seen.value(value, path, here)

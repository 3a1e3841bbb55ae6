"""The machine: states with their invariants, transitions, forbidden pairs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast

from playbook.diagnostics import Fix, TextEdit
from playbook.document.fields import Fields, seen
from playbook.document.model import (
    NOTHING,
    Expression,
    Forbidden,
    Invariant,
    InvariantSeverity,
    InvariantViolation,
    Machine,
    State,
    Transition,
)
from playbook.document.vocabulary import MACHINE_KEYS
from playbook.source.nodes import Mapping, Node, Scalar, Sequence
from playbook.spans import Path
from playbook.values import Value

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
# Texts longer than this are not searched for every name that is written in two ways.
_MOST_COUNTED = 100_000


def machine(document: Fields) -> Machine:
    """The machine; parts of it that stand at the top of the document by mistake are read there."""
    node = document.by_key.get("machine")
    astray = [name for name in (*MACHINE_KEYS, "id") if name in document.by_key]
    if isinstance(node, Mapping):
        fields = Fields(node, "machine", ("machine",), document.findings, astray)
        astray = [name for name in astray if name not in node]
    else:
        fields = document
        if node is not None and not (isinstance(node, Scalar) and node.value is None):
            document.wrong("machine", node, "a map")
    owner = {name: document if name in astray else fields for name in (*MACHINE_KEYS, "id")}
    if fields is document and not astray:
        return Machine()
    return Machine(
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        id=owner["id"].text("id"),
        initial=owner["initial"].state("initial"),
        states=tuple(_states(owner["states"])),
        transitions=tuple(_transitions(owner["transitions"])),
        forbidden=tuple(_forbidden(owner["forbidden"])),
        violations=tuple(_violations(owner["invariant_violations"])),
    )


def _states(parent: Fields) -> list[State]:
    node = parent.by_key.get("states")
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return []
    if not isinstance(node, Mapping):
        parent.wrong("states", node, "a map of states by name")
        return []
    states: list[State] = []
    base = (*parent.path, "states")
    for key, value in node.entries:
        path = (*base, key.text)
        if isinstance(value, Mapping):
            states.append(_state(Fields(value, "state", path, parent.findings), key))
        else:
            if not isinstance(value, Scalar) or value.value is not None:
                message = f'the state "{key.text}" must be a map, not {seen(value)}'
                parent.findings.error("PB104", message, value.span, path)
            states.append(State(id=key.text, key=key, path=path, at=key))
    return states


def _state(fields: Fields, key: Scalar) -> State:
    name = key.text
    written = fields.text("id", name)
    if written != name:
        _other_id(fields, key, written)
    return State(
        id=name,
        key=key,
        path=fields.path,
        at=fields.node,
        extras=fields.extras(),
        description=fields.text("description"),
        invariants=_invariants(fields),
        final=fields.boolean("final_state") or _older_final(fields),
        on_entry=_actions(fields, "on_entry"),
        on_exit=_actions(fields, "on_exit"),
    )


def _other_id(fields: Fields, key: Scalar, written: str) -> None:
    """PB106: the id says something else than the key."""
    node, name = fields.by_key["id"], key.text
    # A JSON string is a double-quoted YAML scalar, whatever the name contains.
    fix = Fix(f'Set id to "{name}"', (TextEdit(node.span, json.dumps(name, ensure_ascii=False)),))
    message = f'the state\'s id is "{written}", its key is "{name}"; the key counts'
    text = fields.findings.text
    fixes: tuple[Fix, ...] = (fix,)
    if len(text) < _MOST_COUNTED and _NAME.match(written):
        rename = Fix(f'Rename the key to "{written}"', (TextEdit(key.span, written),))
        # What the rest of the text calls it is most likely its name.
        fixes = (rename, fix) if text.count(written) > text.count(name) else (fix, rename)
    fields.findings.warning("PB106", message, node.span, (*fields.path, "id"), *fixes)


def _older_final(fields: Fields) -> bool:
    """The older `terminal: true`, where nothing newer is said (PB111 says so)."""
    if "final_state" in fields.by_key:
        return False
    nodes = [fields.by_key[name] for name in ("terminal", "final") if name in fields.by_key]
    return any(isinstance(node, Scalar) and node.value is True for node in nodes)


def _invariants(state: Fields) -> tuple[Invariant, ...]:
    older = state.by_key.get("invariant")
    if "invariants" not in state.by_key:
        if not isinstance(older, Scalar) or older.value is None:
            return ()
        path = (*state.path, "invariant")
        condition = Expression(text=older.text, path=path, at=older)
        return (Invariant(path=path, at=older, condition=condition),)
    found = []
    for fields in state.maps("invariants", "invariant"):
        severity = fields.choice("severity", "error") if "severity" in fields.by_key else "error"
        condition_ = fields.expression("condition")
        if condition_ is not None:
            found.append(
                Invariant(
                    path=fields.path,
                    at=fields.node,
                    extras=fields.extras(),
                    description=fields.text("description"),
                    condition=condition_,
                    severity=cast(InvariantSeverity, severity),
                )
            )
    return tuple(found)


def _actions(fields: Fields, name: str) -> tuple[Value, ...]:
    """What is done, or must hold, on the way: texts or maps."""
    if name not in fields.by_key:
        return ()
    for position, item in enumerate(fields.items(name)):
        if isinstance(item, Sequence):
            message = f'an entry of "{name}" must be a text or a map, not a list'
            fields.findings.error("PB104", message, item.span, (*fields.path, name, position))
    return fields.values(name)


def _claims(fields: Fields) -> Iterator[Expression]:
    """The assertions that are conditions: texts, and maps with a text for `condition` or `assert`."""
    listed = fields.by_key.get("assertions")
    for position, item in enumerate(listed.items if isinstance(listed, Sequence) else ()):
        node: Node | None = item
        path: Path = (*fields.path, "assertions", position)
        if isinstance(node, Mapping):
            key = "condition" if "condition" in node else "assert"
            node, path = node.get(key), (*path, key)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield Expression(text=node.text, path=path, at=node, extras=NOTHING)


def _transitions(machine: Fields) -> list[Transition]:
    found = []
    for fields in machine.maps("transitions", "transition"):
        sources, target = fields.states("from"), fields.state("to")
        if not sources or target is None:
            continue
        found.append(
            Transition(
                path=fields.path,
                at=fields.node,
                extras=fields.extras(),
                id=fields.text("id"),
                sources=sources,
                except_=fields.states("except"),
                target=target,
                event=fields.text("event"),
                guard=fields.expression("guard"),
                description=fields.text("description"),
                actions=_actions(fields, "actions"),
                assertions=_actions(fields, "assertions"),
                claims=tuple(_claims(fields)),
            )
        )
    return found


def _forbidden(machine: Fields) -> list[Forbidden]:
    found = []
    for fields in machine.maps("forbidden", "forbidden"):
        source, target = fields.state("from"), fields.state("to")
        if source is not None and target is not None:
            found.append(
                Forbidden(
                    path=fields.path,
                    at=fields.node,
                    extras=fields.extras(),
                    source=source,
                    target=target,
                    reason=fields.text("reason"),
                )
            )
    return found


def _violations(machine: Fields) -> list[InvariantViolation]:
    name = "invariant_violations"
    key = machine.node.key(name) if name in machine.by_key else None
    if key is None:
        return []
    message = 'the older section "invariant_violations" is kept; runs check that its conditions do not hold'
    machine.findings.info("PB111", message, key.span, (*machine.path, name))
    found = []
    for fields in machine.maps(name, "violation"):
        state, condition = fields.state("state"), fields.expression("condition")
        if state is not None and condition is not None:
            found.append(
                InvariantViolation(
                    path=fields.path,
                    at=fields.node,
                    extras=fields.extras(),
                    state=state,
                    condition=condition,
                    reason=fields.text("reason"),
                )
            )
    return found

"""Nodes to a `Playbook`: keeps what it can and reports the rest, so that a draft always draws."""

from __future__ import annotations

import json
from dataclasses import dataclass

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.document import decode_sections as sections
from playbook.document.fields import Fields
from playbook.document.model import (
    Forbidden,
    Invariant,
    InvariantViolation,
    Machine,
    Playbook,
    State,
    Transition,
)
from playbook.document.vocabulary import LEGACY_SECTIONS, SEVERITIES
from playbook.source.nodes import Mapping, Node, Scalar, plain


@dataclass(frozen=True, slots=True)
class Decoded:
    """The playbook (None where there is no map to read) and what did not fit."""

    playbook: Playbook | None
    diagnostics: tuple[Diagnostic, ...]


def decode(root: Node | None) -> Decoded:
    """Decode a document; never raises."""
    found: list[Diagnostic] = []
    if root is None or (isinstance(root, Scalar) and root.value is None):
        message = 'the playbook is empty; it starts with version: "1.0", name and machine'
        return Decoded(None, (Diagnostic("PB101", Severity.ERROR, message),))
    if not isinstance(root, Mapping):
        message = "a playbook is a map with version, name and machine"
        return Decoded(None, (Diagnostic("PB101", Severity.ERROR, message, root.span),))
    fields = Fields(root, "playbook", (), found)
    fields.finish()
    _version(fields)
    _misplaced(fields)
    _legacy(fields)
    playbook = Playbook(
        span=root.span,
        extras=fields.extras(),
        version=fields.text("version", "1.0"),
        name=fields.text("name"),
        description=fields.text("description"),
        machine=_machine(fields),
        routing_policies=sections.policies(fields),
        performance_assertions=sections.performance_assertions(fields),
        scenarios=sections.scenarios(fields),
        tui=sections.tui(fields),
        sections={name: plain(root.get(name)) for name in root},
    )
    sections.settings(fields)
    return Decoded(playbook, tuple(found))


def _version(fields: Fields) -> None:
    node = fields.node.get("version")
    if node is None or (isinstance(node, Scalar) and node.value in (None, "", "1.0")):
        return
    if isinstance(node, Scalar) and node.text == "1.0":
        fix = Fix("Quote it", (TextEdit(node.span, '"1.0"'),), safe=True)
        message = 'version is the number 1.0; write the text "1.0"'
        fields.report("PB102", Severity.ERROR, message, node.span, ("version",), (fix,))
    else:
        seen = node.text if isinstance(node, Scalar) else "no text"
        message = f'version must be "1.0", not "{seen}"'
        fields.report("PB102", Severity.ERROR, message, node.span, ("version",))


def _misplaced(fields: Fields) -> None:
    """PB105: machine's keys at the top level, or sections inside machine (lost indentation)."""
    for name in ("states", "transitions", "forbidden", "initial"):
        key = fields.node.key(name)
        if key is not None:
            message = f'"{name}" belongs inside "machine", not at the top level'
            fields.report("PB105", Severity.ERROR, message, key.span, (name,))
    machine = fields.node.get("machine")
    if isinstance(machine, Mapping):
        for name in (
            "scenarios",
            "tui",
            "performance",
            "performance_assertions",
            "circuit_breaker",
        ):
            key = machine.key(name)
            if key is not None:
                message = f'"{name}" belongs at the top level, not inside "machine"'
                fields.report("PB105", Severity.ERROR, message, key.span, ("machine", name))


def _legacy(fields: Fields) -> None:
    for name, said in LEGACY_SECTIONS.items():
        key = fields.node.key(name)
        if key is not None:
            message = f'the older section "{name}" is kept; {said}'
            fields.report("PB111", Severity.INFO, message, key.span, (name,))


def _machine(parent: Fields) -> Machine:
    fields = parent.mapping("machine", "machine")
    if fields is None:
        return Machine()
    fields.finish()
    return Machine(
        path=fields.path,
        span=fields.span,
        extras=fields.extras(),
        id=fields.text("id"),
        initial=fields.state("initial"),
        states=tuple(_states(fields)),
        transitions=tuple(_transitions(fields)),
        forbidden=tuple(_forbidden(fields)),
        violations=tuple(_violations(fields)),
    )


def _states(machine: Fields) -> list[State]:
    node = machine.node.get("states")
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return []
    if not isinstance(node, Mapping):
        machine.wrong("states", node, "a map of states by name")
        return []
    states: dict[str, State] = {}
    for key, value in node.entries:
        path = (*machine.path, "states", key.text)
        if isinstance(value, Scalar) and value.value is None:
            states.setdefault(key.text, State(id=key.text, key_span=key.span, path=path, span=key.span))
        elif isinstance(value, Mapping):
            fields = Fields(value, "state", path, machine.found)
            states.setdefault(key.text, _state(fields, key))
        else:
            message = f'the state "{key.text}" must be a map'
            machine.found.append(Diagnostic("PB104", Severity.ERROR, message, value.span, path))
            states.setdefault(key.text, State(id=key.text, key_span=key.span, path=path, span=key.span))
    return list(states.values())


def _state(fields: Fields, key: Scalar) -> State:
    fields.finish()
    written = fields.text("id", key.text)
    if written != key.text:
        node = fields.node.get("id")
        assert node is not None
        # A JSON string is a double-quoted YAML scalar, whatever the name contains.
        fix = Fix(f'Set id to "{key.text}"', (TextEdit(node.span, json.dumps(key.text, ensure_ascii=False)),))
        message = f'the state\'s id is "{written}", its key is "{key.text}"; the key counts'
        fields.report("PB106", Severity.WARNING, message, node.span, ("id",), (fix,))
    return State(
        id=key.text,
        key_span=key.span,
        path=fields.path,
        span=fields.span,
        extras=fields.extras(),
        description=fields.text("description"),
        invariants=tuple(_invariants(fields)),
        final=fields.boolean("final_state"),
        on_entry=fields.values("on_entry"),
        on_exit=fields.values("on_exit"),
    )


def _invariants(state: Fields) -> list[Invariant]:
    found = []
    for fields in state.maps("invariants", "invariant"):
        fields.finish()
        severity = fields.text("severity", "error")
        if severity not in SEVERITIES:
            node = fields.node.get("severity")
            assert node is not None
            fields.wrong("severity", node, "one of " + ", ".join(SEVERITIES))
            severity = "error"
        condition = fields.expression("condition")
        if condition is not None:
            found.append(
                Invariant(
                    path=fields.path,
                    span=fields.span,
                    extras=fields.extras(),
                    description=fields.text("description"),
                    condition=condition,
                    severity=severity,  # type: ignore[arg-type]
                )
            )
    return found


def _transitions(machine: Fields) -> list[Transition]:
    found = []
    for fields in machine.maps("transitions", "transition"):
        fields.finish()
        sources, target = fields.states("from"), fields.state("to")
        if not sources or target is None:
            continue
        found.append(
            Transition(
                path=fields.path,
                span=fields.span,
                extras=fields.extras(),
                id=fields.text("id"),
                sources=sources,
                except_=fields.states("except"),
                target=target,
                event=fields.text("event"),
                guard=fields.expression("guard"),
                description=fields.text("description"),
                actions=fields.values("actions"),
                assertions=fields.values("assertions"),
            )
        )
    return found


def _forbidden(machine: Fields) -> list[Forbidden]:
    found = []
    for fields in machine.maps("forbidden", "forbidden"):
        fields.finish()
        source, target = fields.state("from"), fields.state("to")
        if source is not None and target is not None:
            found.append(
                Forbidden(
                    path=fields.path,
                    span=fields.span,
                    extras=fields.extras(),
                    source=source,
                    target=target,
                    reason=fields.text("reason"),
                )
            )
    return found


def _violations(machine: Fields) -> list[InvariantViolation]:
    key = machine.node.key("invariant_violations")
    if key is not None:
        message = 'the older section "invariant_violations" is kept; it is not checked in runs yet'
        machine.report("PB111", Severity.INFO, message, key.span, ("invariant_violations",))
    found = []
    for fields in machine.maps("invariant_violations", "violation"):
        fields.finish()
        state, condition = fields.state("state"), fields.expression("condition")
        if state is not None and condition is not None:
            found.append(
                InvariantViolation(
                    path=fields.path,
                    span=fields.span,
                    extras=fields.extras(),
                    state=state,
                    condition=condition,
                    reason=fields.text("reason"),
                )
            )
    return found

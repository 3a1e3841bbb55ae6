"""Nodes to a `Playbook`: keeps what it can and reports the rest, so that a draft always draws."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagnostics import Diagnostic, Fix, TextEdit
from playbook.document import decode_sections as sections
from playbook.document.decode_machine import machine
from playbook.document.decode_older import older
from playbook.document.fields import Fields, conforms, seen
from playbook.document.findings import Findings
from playbook.document.model import Playbook
from playbook.document.skeletons import DOCUMENT
from playbook.document.values import Sections
from playbook.document.vocabulary import LEGACY_SECTIONS, MACHINE_KEYS, SECTIONS, keys
from playbook.source.nodes import Mapping, Node, Scalar
from playbook.spans import START


@dataclass(frozen=True, slots=True)
class Decoded:
    """The playbook (None where there is no map to read) and what did not fit."""

    playbook: Playbook | None
    diagnostics: tuple[Diagnostic, ...]


def decode(root: Node | None, text: str = "") -> Decoded:
    """Decode a document; never raises. Remedies that need the `text` are offered where it is given."""
    findings = Findings(text)
    if not isinstance(root, Mapping):
        _no_map(root, findings)
        return Decoded(None, tuple(findings.diagnostics))
    excused = ("machine",) if any(name in root for name in MACHINE_KEYS) else ()
    fields = Fields(root, "playbook", (), findings, excused)
    _version(fields)
    _other_kind(fields)
    astray = _misplaced(fields)
    _legacy(fields)
    inner = root.by_key.get("machine")
    within = fields
    if astray and isinstance(inner, Mapping):
        within = Fields(inner, "machine", ("machine",), findings, checked=False)
    owner = {name: within if name in astray else fields for name in SECTIONS}
    playbook = Playbook(
        at=root,
        extras=fields.extras(),
        version=fields.text("version", "1.0"),
        name=fields.text("name"),
        description=fields.text("description"),
        machine=machine(fields),
        routing_policies=sections.policies(owner["routing_policies"]),
        performance_assertions=sections.performance_assertions(owner["performance_assertions"]),
        scenarios=sections.scenarios(owner["scenarios"]),
        older=older(root, findings),
        tui=sections.tui(owner["tui"]),
        sections=Sections({**root.by_key, **{name: within.by_key[name] for name in astray}}),
    )
    for name in ("circuit_breaker", "performance", "health"):
        sections.settings(owner[name], name)
    sections.system(fields)
    return Decoded(playbook, tuple(findings.diagnostics))


def _no_map(root: Node | None, findings: Findings) -> None:
    if root is None or (isinstance(root, Scalar) and root.value is None):
        text = findings.text
        lead = "" if not text or text.endswith(("\n", "\r")) else "\n"
        edit = TextEdit(findings.lines.span(len(text), len(text)), lead + DOCUMENT)
        fixes = (Fix("Write a skeleton", (edit,)),) if root is None or not root.text else ()
        message = 'the playbook is empty; it starts with version: "1.0", name and machine'
        findings.error("PB101", message, START, (), *fixes)
        return
    findings.error("PB101", "a playbook is a map with version, name and machine", root.span)


def _version(fields: Fields) -> None:
    """PB102: the number 1.0 is meant well; any other version is another language."""
    node = fields.by_key.get("version")
    if node is None or (isinstance(node, Scalar) and node.value in (None, "", "1.0")):
        return
    if isinstance(node, Scalar) and node.text in ("1.0", "1"):
        fix = Fix("Quote it", (TextEdit(node.span, '"1.0"'),), safe=node.text == "1.0")
        message = f'version is the {_kind(node)} {node.text}; write the text "1.0"'
    else:
        fix = Fix('Set it to "1.0"', (TextEdit(node.span, '"1.0"'),))
        message = f'version must be "1.0", not {seen(node)}'
    fixes = (fix,) if isinstance(node, Scalar) else ()
    fields.findings.error("PB102", message, node.span, ("version",), *fixes)


def _kind(node: Scalar) -> str:
    return "text" if isinstance(node.value, str) else "number"


def _other_kind(fields: Fields) -> None:
    """PB111: a document of steps alone is a playbook of another kind."""
    key = fields.node.key("steps") if "steps" in fields.by_key else None
    if key is not None and "machine" not in fields.by_key:
        message = 'steps without a machine: another kind of playbook; here the scenarios have "steps"'
        fields.findings.info("PB111", message, key.span, ("steps",))


def _misplaced(fields: Fields) -> list[str]:
    """PB105: the machine's keys at the top level, or sections inside it (lost indentation).

    Gives the sections that stand in the machine only.
    """
    findings, root = fields.findings, fields.node
    owner, machine = root.key("machine"), root.get("machine")
    inner = machine if isinstance(machine, Mapping) else None
    for name in (*MACHINE_KEYS, "id"):
        key, value = (root.key(name), root.get(name)) if name in root else (None, None)
        if key is None or value is None or (name == "id" and not _of_machine(root, owner, inner)):
            continue
        fixes: tuple[Fix, ...] = ()
        if owner is None or machine is None:
            fixes = findings.wrap(key, value, "machine")
        elif inner is None or name not in inner:
            fixes = findings.move(key, value, owner, machine)
        message = f'"{name}" belongs inside "machine", not at the top level'
        findings.error("PB105", message, key.span, (name,), *fixes)
    astray: list[str] = []
    for name in SECTIONS:
        key, value = (inner.key(name), inner.get(name)) if inner and name in inner else (None, None)
        if key is None or value is None:
            continue
        fixes = ()
        if name not in root:
            astray.append(name)
            fixes = findings.move_out(key, value)
        message = f'"{name}" belongs at the top level, not inside "machine"'
        findings.error("PB105", message, key.span, ("machine", name), *fixes)
    return astray


def _of_machine(root: Mapping, owner: Scalar | None, inner: Mapping | None) -> bool:
    """Whether an `id` at the top is the machine's that lost its indentation."""
    if inner is not None:
        return "id" not in inner
    return owner is not None or any(name in root for name in MACHINE_KEYS)


def _legacy(fields: Fields) -> None:
    for name, said in LEGACY_SECTIONS.items():
        if name not in fields.by_key:
            continue
        key, value = fields.node.key(name), fields.by_key[name]
        assert key is not None
        if name == "assertions" and not isinstance(fields.by_key.get("playbook"), Mapping):
            said = 'it is checked after the steps of a section "playbook", and there is none'
        message = f'the older section "{name}" is kept; {said}'
        fields.findings.info("PB111", message, key.span, (name,))
        conforms(value, keys("playbook")[name], (name,), fields.findings)

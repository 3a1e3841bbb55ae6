"""Keys that a map should have and has not, and keys that it has and nobody knows (PB101, PB103, PB111)."""

from __future__ import annotations

import re

from playbook.diagnostics import Fix, TextEdit
from playbook.document.findings import Findings
from playbook.document.skeletons import skeleton
from playbook.document.vocabulary import DISTINCTIVE, MACHINE_KEYS, OLDER_KEYS, OPEN_SHAPES, Key, keys
from playbook.source.nodes import Mapping, Node, Scalar
from playbook.spans import Path, Span

_CALLED = {"playbook": "the playbook", "machine": "the machine", "tui": "the tui section"}
_STEPS = ("action", "assert")
_PLAIN = re.compile(r"[\w\-]+\Z")


def called(shape: str) -> str:
    """How messages name a map of a shape."""
    return _CALLED.get(shape, f"this {shape.replace('_', ' ')}")


def missing(node: Mapping, shape: str, key: Key, path: Path, findings: Findings) -> None:
    """PB101: a required key is not there, or says nothing."""
    written = node.get(key.name)
    text = skeleton(shape, key.name, node, path)
    if written is None:
        lead = "" if text is None or text.startswith("\n") else " "
        fixes = findings.insertion(node, f"{key.name}:{lead}{text}", f'Add "{key.name}"') if text else ()
        findings.error("PB101", f'{called(shape)} has no "{key.name}"', _head(node), path, *fixes)
        return
    name = node.key(key.name)
    assert name is not None
    fixes = _filled(written, text, findings) if text else ()
    message = f'"{key.name}" of {called(shape)} is empty'
    findings.error("PB101", message, name.span, (*path, key.name), *fixes)


def _head(node: Mapping) -> Span:
    """The first line of the map: a complaint about what is absent should not cover all of it."""
    return node.entries[0][0].span if node.entries else node.span


def _filled(node: Node, text: str, findings: Findings) -> tuple[Fix, ...]:
    """The fix that writes a value where there is none."""
    span = node.span
    if not findings.text or (text.startswith("\n") and span.start != span.end):
        return ()
    close = findings.text[span.start - 1 : span.start] not in (" ", "\t")
    lead = " " if span.start == span.end and close and not text.startswith("\n") else ""
    return (Fix(f"Write {text}" if len(text) < 40 else "Write a skeleton", (TextEdit(span, lead + text),)),)


def unknown(node: Mapping, shape: str, path: Path, findings: Findings) -> dict[str, str]:
    """Say what is likely meant by keys that are not the shape's; all of them are kept.

    Gives the misspelt ones by the keys that they must mean, because the map cannot be without those: that is
    an error, and the rest of the playbook is judged as if they were written right. "" stands for one whose
    value cannot be told.
    """
    known = keys(shape)
    needed: dict[str, str] = {}
    for name in node:
        if name in known:
            continue
        key = node.key(name)
        assert key is not None
        if (shape, name) in OLDER_KEYS:
            _older(node, shape, key, path, findings)
            continue
        word = _without_colon(node, key)
        if word in known and word not in node and word not in needed:
            needed[word] = ""
            place = findings.lines.span(key.span.start + len(word), key.span.start + len(word))
            fix = Fix('Insert ":"', (TextEdit(place, ":"),))
            message = f'a ":" is missing after "{word}" in {called(shape)}'
            findings.error("PB103", message, key.span, (*path, name), fix)
            continue
        close = findings.nearest(name, [known_ for known_ in known if known_ not in node])
        if close is not None:
            fix = Fix(f'Rename to "{close}"', (TextEdit(key.span, close),))
            message = f'unknown key "{name}" in {called(shape)}; did you mean "{close}"?'
            if close not in needed and _needs(node, shape, known[close]):
                needed[close] = name
                findings.error("PB103", message, key.span, (*path, name), fix)
            else:
                findings.warning("PB103", message, key.span, (*path, name), fix)
        elif shape == "playbook":
            _section(key, node.get("machine"), findings)
        elif name in DISTINCTIVE and shape not in OPEN_SHAPES:
            message = f'"{name}" has no effect in {called(shape)}; it belongs in {_owners(name)}'
            findings.warning("PB103", message, key.span, (*path, name))
    return needed


def _without_colon(node: Mapping, key: Scalar) -> str:
    """The first word of `{from "a", to: b}`'s first key: what is left of an entry without its colon."""
    word, _, rest = key.text.partition(" ")
    value = node.get(key.text)
    return word if rest and not key.style and isinstance(value, Scalar) and not value.text else ""


def _needs(node: Mapping, shape: str, key: Key) -> bool:
    """Whether a map of this shape is nothing without the key, which it has not."""
    if shape == "step" and key.name in _STEPS:
        return not any(name in node for name in _STEPS)
    return key.required


def _section(key: Scalar, machine: Node | None, findings: Findings) -> None:
    """A key at the top that names no section; what belongs in the machine is PB105."""
    name = key.text
    if name in MACHINE_KEYS or (name == "id" and not (isinstance(machine, Mapping) and "id" in machine)):
        return
    if name in DISTINCTIVE:
        message = f'"{name}" has no effect here; it belongs in {_owners(name)}'
        findings.warning("PB103", message, key.span, (name,))
        return
    message = f'the section "{name}" is none of the language\'s; it is kept, and expressions can read it'
    findings.info("PB103", message, key.span, (name,))


def _owners(name: str) -> str:
    owners = [called(shape).removeprefix("this ") for shape in DISTINCTIVE[name]]
    named = [owner if owner.startswith("the ") else f"{_article(owner)} {owner}" for owner in owners]
    return " or ".join(named)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _older(node: Mapping, shape: str, key: Scalar, path: Path, findings: Findings) -> None:
    """PB111: a key of an older dialect, which is read as what it means."""
    name, new = key.text, OLDER_KEYS[shape, key.text]
    fixes: tuple[Fix, ...] = ()
    value = node.get(name)
    if new in node:
        message = f'"{name}" is an older form of "{new}", which stands beside it and counts'
    else:
        message = f'"{name}" is an older form of "{new}"; it is read as that'
        if not isinstance(value, Scalar) or keys(shape)[new].kind == "boolean":
            fixes = (Fix(f'Rename to "{new}"', (TextEdit(key.span, new),), safe=True),)
        elif value.span.start > key.span.end and "\n" not in findings.text[value.span.start : value.span.end]:
            # An alias stands elsewhere: what is written there is not this invariant's alone.
            written = findings.text[value.span.start : value.span.end]
            quoted = written if value.style else f'"{written}"'
            edits = (TextEdit(key.span, new), TextEdit(value.span, f"[{{condition: {quoted}}}]"))
            fixes = (Fix(f'Write "{new}"', edits, safe=True),)
    findings.info("PB111", message, key.span, (*path, name), *fixes)

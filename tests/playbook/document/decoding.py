"""What reading and decoding alone say of a text: the rules that look at the whole are tested elsewhere."""

from __future__ import annotations

from playbook.diagnostics import Diagnostic, in_order
from playbook.document.decode import decode
from playbook.document.model import Playbook
from playbook.source.reader import read


def findings(text: str, id: str = "") -> list[Diagnostic]:
    """All findings, or those of one id."""
    reading = read(text)
    found = in_order([*reading.diagnostics, *decode(reading.root, text).diagnostics])
    return [d for d in found if id in ("", d.id)]


def only(text: str, id: str) -> Diagnostic:
    """The one finding of an id; there must be exactly one."""
    found = findings(text, id)
    assert len(found) == 1, [(d.id, d.message) for d in findings(text)]
    return found[0]


def ids(text: str) -> list[str]:
    return [d.id for d in findings(text)]


def playbook(text: str) -> Playbook:
    found = decode(read(text).root, text).playbook
    assert found is not None
    return found

"""The cast of the language's tests: one small valid playbook, and how to look at what is found in a text."""

from __future__ import annotations

from playbook.analysis import analyse
from playbook.diagnostics import Diagnostic, Fix

LAMP = """\
version: "1.0"
name: "Lamp"
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright:
      invariants:
        - description: "It is warm"
          condition: "warmth() > 0"
  transitions:
    - {id: switch_on, from: dark, to: bright, event: pressed}
    - {id: switch_off, from: bright, to: dark, event: released}
"""


def lamp(old: str = "", new: str = "", *, more: str = "") -> str:
    """The lamp with one piece of its text replaced and more sections at the end."""
    assert old in LAMP
    return (LAMP.replace(old, new, 1) if old else LAMP) + more


def findings(text: str | bytes, id: str = "") -> list[Diagnostic]:
    """All findings, or those of one id."""
    return [d for d in analyse(text).diagnostics if id in ("", d.id)]


def only(text: str | bytes, id: str) -> Diagnostic:
    """The one finding of an id; there must be exactly one."""
    found = findings(text, id)
    assert len(found) == 1, [(d.id, d.message) for d in findings(text)]
    return found[0]


def ids(text: str | bytes) -> list[str]:
    return [d.id for d in findings(text)]


def place(finding: Diagnostic) -> tuple[int, int]:
    return finding.span.line, finding.span.column


def quoted(text: str, finding: Diagnostic) -> str:
    """The text that the finding points at."""
    return text[finding.span.start : finding.span.end]


def mended(text: str, fix: Fix) -> str:
    """The text after a fix, its edits applied from the last to the first."""
    for edit in sorted(fix.edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text

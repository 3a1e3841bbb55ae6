"""`playbook diff`: what changed from one playbook to another, in words."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from playbook.api import Change, Document, analyse, changes
from playbook.commands.files import STDIN, read
from playbook.commands.outcome import GOOD, NOT_GOOD, Cannot
from playbook.reports.colour import Paint, for_stream
from playbook.reports.text import headline

# The sign before a line, and what it is painted as.
SIGNS = {
    "added": ("+", "added"),
    "removed": ("-", "removed"),
    "changed": ("~", "warning"),
    "renamed": ("~", "warning"),
    "moved": ("~", "warning"),
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a playbook, or - for standard input")
    parser.add_argument("new", metavar="NEW", help="the playbook that it became")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it (text)")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 where anything changed")


def work(options: Namespace) -> int:
    if options.old == options.new == STDIN:
        raise Cannot("standard input can be one of the two playbooks only")
    found = changes(_playbook(options.old), _playbook(options.new))
    if options.format == "json":
        print(json.dumps([change.as_json() for change in found], indent=2, ensure_ascii=False))
    else:
        print(_text(found, options.old, options.new, for_stream(sys.stdout)))
    return NOT_GOOD if found and options.exit_code else GOOD


def _playbook(name: str) -> Document:
    analysis = analyse(read(name))
    if analysis.playbook is None or analysis.recovered:
        # Parts that cannot be read would count as removed.
        first = headline(name, analysis.diagnostics[0], Paint())
        raise Cannot(f"{first}\nwhat cannot be read as a whole cannot be compared")
    return analysis.playbook


def _text(found: Sequence[Change], old: str, new: str, paint: Paint) -> str:
    lines = []
    for change in found:
        sign, meaning = SIGNS[change.kind]
        place = f"{new}:{change.new_line}" if change.new_line else f"{old}:{change.old_line}"
        lines.append(f"{paint(sign, meaning)} {paint(place, 'quiet')}: {change.sentence}")
    return "\n".join([*lines, *([""] if lines else []), _total(found)])


def _total(found: Sequence[Change]) -> str:
    if not found:
        return "no change of meaning"
    prose = sum(change.meaning == "text" for change in found)
    total = f"{len(found)} change{'s'[: len(found) != 1]}"
    if prose == len(found):
        return f"{total}, only of texts for people"
    return f"{total}, {prose} of them only of texts for people" if prose else total

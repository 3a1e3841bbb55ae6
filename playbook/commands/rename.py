"""`playbook rename`: give a state, an event, a function another name, and everything that refers to it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from playbook.commands.files import named
from playbook.commands.outcome import CANNOT, GOOD, NOT_GOOD, Cannot, complain
from playbook.commands.rewriting import opened, put
from playbook.editing.edits import EditRefused
from playbook.editing.mentions import KINDS, Kind
from playbook.editing.renaming import Renamed, renamed


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=f"what it is: {', '.join(KINDS)}")
    parser.add_argument("old", metavar="OLD", help="the name that it has")
    parser.add_argument("new", metavar="NEW", help="the name that it gets")
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="playbooks, folders of them, or - from standard input to output",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, show what would change; exit with 1 if anything would",
    )


def work(options: Namespace) -> int:
    code = GOOD
    for name in named(options.files):
        try:
            code = max(code, _renamed(name, options.kind, options.old, options.new, options.diff))
        except Cannot as problem:
            complain(problem)
            code = CANNOT
    return code


def _renamed(name: str, kind: Kind, old: str, new: str, only_show: bool) -> int:
    """Rename in one file; what was done is told on standard error, for standard output may be the text."""
    source = opened(name, "rename in")
    try:
        result = renamed(source.analysis.text, kind, old, new)
    except EditRefused as problem:
        place = f":{problem.span.line}:{problem.span.column}" if problem.path else ""
        raise Cannot(f"cannot rename in {name}{place}: {problem.reason}") from None
    after = source.with_text(result.text)
    put(name, source.content, after, only_show=only_show)
    print(_told(name, result, only_show), file=sys.stderr)
    return NOT_GOOD if only_show and after != source.content else GOOD


def _told(name: str, result: Renamed, only_show: bool) -> str:
    places = len(result.changes)
    if not places:
        return f"{name}: nothing to rename"
    lines = ", ".join(str(line) for line in dict.fromkeys(change.line for change in result.changes))
    verb = "would rename" if only_show else "renamed"
    return f"{name}: {verb} {places} {'places' if places > 1 else 'place'}, on lines {lines}"

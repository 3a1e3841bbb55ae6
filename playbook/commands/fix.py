"""`playbook fix`: apply the remedies that findings offer, and leave every other byte as it is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter

from playbook.commands import selecting
from playbook.commands.files import named
from playbook.commands.mending import Choice, Mended, first_one, mend, safe_one
from playbook.commands.outcome import CANNOT, GOOD, NOT_GOOD, Cannot, complain
from playbook.commands.rewriting import opened, put
from playbook.diagnostics import Diagnostic, Fix, Severity


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="playbooks, folders of them, or - from standard input to output",
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="also the first remedy of findings that have no safe one: it may change what the playbook means",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="write nothing, show what would change; exit with 1 if anything would",
    )
    selecting.arguments(parser)


def work(options: Namespace) -> int:
    choice = _choice(options)
    code = GOOD
    for name in named(options.files):
        try:
            code = max(code, _fixed(name, choice, options.diff))
        except Cannot as problem:
            complain(problem)
            code = CANNOT
    return code


def _choice(options: Namespace) -> Choice:
    wanted = selecting.selection(options)

    def choice(finding: Diagnostic) -> Fix | None:
        if not wanted.wants(finding.id):
            return None
        return safe_one(finding) or (first_one(finding) if options.unsafe else None)

    return choice


def _fixed(name: str, choice: Choice, only_show: bool) -> int:
    """Fix one file; what was done is told on standard error, for standard output may be the text."""
    source = opened(name, "fix")
    mended = mend(source.analysis, choice)
    before, after = source.content, source.with_text(mended.text)
    put(name, before, after, only_show=only_show)
    print(_told(name, mended, only_show), file=sys.stderr)
    if only_show and after != before:
        return NOT_GOOD
    return GOOD if mended.analysis.ok else NOT_GOOD


def _told(name: str, mended: Mended, only_show: bool) -> str:
    counts = Counter(finding.id for finding in mended.mended)
    ids = ", ".join(f"{id} ({count})" if count > 1 else id for id, count in sorted(counts.items()))
    total = len(mended.mended)
    said = f"{'would apply ' if only_show else ''}{total} {'fixes' if total > 1 else 'fix'}: {ids}"
    errors = sum(finding.severity is Severity.ERROR for finding in mended.analysis.diagnostics)
    left = f"; {errors} {'errors are' if errors > 1 else 'error is'} left" if errors else ""
    return f"{name}: {said if total else 'nothing to fix'}{left}"

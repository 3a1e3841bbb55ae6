"""`playbook validate`: say what is wrong with playbooks, to people and to other programs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from playbook.analysis import analyse
from playbook.commands import selecting
from playbook.commands.files import named, read
from playbook.commands.loading import loaded
from playbook.commands.outcome import CANNOT, GOOD, NOT_GOOD, Cannot, complain
from playbook.diagnostics import Severity
from playbook.reports.checked import Checked, Manner, Selection
from playbook.reports.colour import for_stream

FORMATS = {
    "text": "reports.text",
    "json": "reports.findings",
    "sarif": "reports.sarif",
    "junit": "reports.junit",
    "github": "reports.github",
}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="playbooks, folders of them, or - for standard input"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it (text)")
    parser.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        default=Severity.ERROR.value,
        help="the mildest finding for which to exit with 1 (error)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="only findings that fail, no summary")
    selecting.arguments(parser)


def work(options: Namespace) -> int:
    manner = Manner(Severity(options.fail_on), options.quiet, for_stream(sys.stdout))
    wanted = selecting.selection(options)
    files = [_checked(name, wanted, manner) for name in named(options.files)]
    said = loaded(FORMATS[options.format], "report")(files, manner)
    if said:
        print(said)
    unread = [file.problem for file in files if file.problem]
    for problem in unread:
        complain(problem)
    if unread:
        return CANNOT
    failed = any(manner.fails(finding) for file in files for finding in file.diagnostics)
    return NOT_GOOD if failed else GOOD


def _checked(name: str, wanted: Selection, manner: Manner) -> Checked:
    try:
        analysis = analyse(read(name))
    except Cannot as problem:
        return Checked(name, problem=str(problem))
    found = wanted.of(analysis.diagnostics)
    if manner.brief:
        found = tuple(finding for finding in found if manner.fails(finding))
    return Checked(name, analysis.text, found, wanted.of(analysis.suppressed))

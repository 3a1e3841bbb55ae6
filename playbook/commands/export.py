"""`playbook export`: draw the machine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from playbook.api import analyse, build_graph, dot, draw
from playbook.commands.files import read
from playbook.commands.outcome import GOOD, Cannot, complain
from playbook.reports.colour import Paint
from playbook.reports.text import headline


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--format", choices=("dot", "svg"), required=True)
    parser.add_argument("-o", "--output", metavar="OUT", help="a file instead of standard output")


def work(options: Namespace) -> int:
    analysis = analyse(read(options.file))
    if analysis.playbook is None or not analysis.playbook.machine.states:
        first = headline(options.file, analysis.diagnostics[0], Paint())
        raise Cannot(f"{first}\nthere is no machine to draw")
    if options.format == "dot":
        text = dot(build_graph(analysis.playbook))
    else:
        drawing = draw(analysis.playbook, standalone=True)
        text = drawing.svg
        if drawing.notice:
            complain(drawing.notice)
    if not options.output:
        print(text)
        return GOOD
    try:
        Path(options.output).write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise Cannot(f"cannot write {options.output}: {problem.strerror}") from None
    return GOOD

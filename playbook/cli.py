"""The `playbook` command: validate, run, export. Exit codes: 0 good, 1 not good, 2 cannot be done."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from playbook.api import (
    MAX_TEXT_BYTES,
    Analysis,
    Diagnostic,
    PlaybookError,
    PlaybookRunner,
    ScenarioResult,
    Severity,
    analyse,
    build_graph,
    dot,
    draw,
)

GOOD, NOT_GOOD, CANNOT = 0, 1, 2
_COLOURS = {"error": "31", "warning": "33", "info": "36", "passed": "32", "failed": "31"}


class Cannot(Exception):
    """What was asked cannot be done; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.work(options)
        sys.stdout.flush()
        return code
    except Cannot as problem:
        print(f"playbook: {problem}", file=sys.stderr)
        return CANNOT
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="playbook", description="Check, run and draw playbooks.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    validate = commands.add_parser("validate", help="say what is wrong with playbooks")
    validate.add_argument("files", nargs="+", metavar="FILE", help="a playbook, or - for standard input")
    validate.add_argument("--format", choices=("text", "json"), default="text")
    validate.set_defaults(work=_validate)
    run = commands.add_parser("run", help="run the scenarios of a playbook")
    run.add_argument("file", metavar="FILE")
    run.add_argument("--scenario", action="append", metavar="NAME", help="only this one (may be repeated)")
    run.add_argument("--seed", type=int, default=0, help="for what the system draws by chance")
    run.add_argument("--format", choices=("text", "json"), default="text")
    run.set_defaults(work=_run)
    export = commands.add_parser("export", help="draw the machine")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--format", choices=("dot", "svg"), required=True)
    export.add_argument("-o", "--output", metavar="OUT", help="a file instead of standard output")
    export.set_defaults(work=_export)
    return parser


def _read(name: str) -> bytes:
    """The file's bytes, one more than the limit at most: a larger file is refused by its size."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_TEXT_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_TEXT_BYTES + 1)
    except OSError as problem:
        raise Cannot(f"cannot read {name}: {problem.strerror}") from None


def _validate(options: argparse.Namespace) -> int:
    analyses = [(name, analyse(_read(name))) for name in options.files]
    if options.format == "json":
        print(json.dumps([d.as_json(name) for name, a in analyses for d in a.diagnostics], indent=2))
    else:
        for name, analysis in analyses:
            _tell(name, analysis)
    return GOOD if all(analysis.ok for _, analysis in analyses) else NOT_GOOD


def _tell(name: str, analysis: Analysis) -> None:
    lines = analysis.text.splitlines()
    for finding in analysis.diagnostics:
        print(_headline(name, finding))
        if 0 < finding.span.line <= len(lines):
            print(_excerpt(lines[finding.span.line - 1], finding))
    counts = {s: sum(d.severity is s for d in analysis.diagnostics) for s in Severity}
    said = ", ".join(f"{count} {s.value}{'s' if count != 1 else ''}" for s, count in counts.items() if count)
    print(f"{name}: {said or 'no findings'}")


def _headline(name: str, finding: Diagnostic) -> str:
    severity = _coloured(finding.severity.value, finding.severity.value)
    place = f"{name}:{finding.span.line}:{finding.span.column}"
    return f"{place}: {severity} {finding.id}: {finding.message}"


def _excerpt(line: str, finding: Diagnostic) -> str:
    span = finding.span
    shown = line[:160].replace("\t", " ")
    last = span.end_column - 1 if span.end_line == span.line else len(shown)
    carets = "^" * max(1, min(last, len(shown)) - span.column + 1)
    return f"    {shown}\n    {' ' * min(span.column - 1, len(shown))}{carets}"


def _coloured(text: str, kind: str) -> str:
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ or kind not in _COLOURS:
        return text
    return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m"


def _run(options: argparse.Namespace) -> int:
    analysis = analyse(_read(options.file))
    if analysis.playbook is None or not analysis.ok:
        for finding in analysis.diagnostics:
            if finding.severity is Severity.ERROR:
                print(_headline(options.file, finding), file=sys.stderr)
        raise Cannot(f"{options.file} has errors and cannot be run")
    known = [scenario.name for scenario in analysis.playbook.scenarios]
    for name in options.scenario or ():
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f'did you mean "{close[0]}"?' if close else f"there are: {', '.join(known) or 'none'}"
            raise Cannot(f'there is no scenario "{name}"; {hint}')
    try:
        runner = PlaybookRunner(analysis.playbook, options.seed)
        results = [runner.run_scenario(name) for name in options.scenario or known]
    except PlaybookError as problem:
        raise Cannot(str(problem)) from None
    if options.format == "json":
        print(json.dumps([result.as_json() for result in results], indent=2))
    else:
        for result in results:
            _tell_result(result)
        if not results:
            print(f"{options.file}: no scenarios")
    return GOOD if all(result.passed for result in results) else NOT_GOOD


def _tell_result(result: ScenarioResult) -> None:
    verdict = _coloured(result.verdict, "passed" if result.passed else "failed")
    print(f"{result.scenario}: {verdict} in state {result.state}")
    for step in result.steps:
        if step["outcome"] != "passed":
            message = f": {step['message']}" if step["message"] else ""
            print(f"    step {step['index'] + 1} {step['outcome']}: {step['label']}{message}")
    if result.error:
        print(f"    {result.error}")


def _export(options: argparse.Namespace) -> int:
    analysis = analyse(_read(options.file))
    if analysis.playbook is None:
        first = analysis.diagnostics[0]
        raise Cannot(f"{_headline(options.file, first)}\nthere is no machine to draw")
    if options.format == "dot":
        text = dot(build_graph(analysis.playbook))
    else:
        drawing = draw(analysis.playbook, standalone=True)
        text = drawing.svg
        if drawing.notice:
            print(f"playbook: {drawing.notice}", file=sys.stderr)
    if not options.output:
        print(text)
        return GOOD
    try:
        Path(options.output).write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise Cannot(f"cannot write {options.output}: {problem.strerror}") from None
    return GOOD


if __name__ == "__main__":
    sys.exit(main())

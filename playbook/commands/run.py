"""`playbook run`: run the scenarios of a playbook."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from difflib import get_close_matches

from playbook.api import PlaybookError, PlaybookRunner, ScenarioResult, Severity, analyse
from playbook.commands.files import read
from playbook.commands.outcome import GOOD, NOT_GOOD, Cannot
from playbook.reports.colour import Paint, for_stream
from playbook.reports.text import headline


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--scenario", action="append", metavar="NAME", help="only this one (may be repeated)")
    parser.add_argument("--seed", type=int, default=0, help="for what the system draws by chance")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def work(options: Namespace) -> int:
    analysis = analyse(read(options.file))
    if analysis.playbook is None or not analysis.ok:
        for finding in analysis.diagnostics:
            if finding.severity is Severity.ERROR:
                print(headline(options.file, finding, for_stream(sys.stderr)), file=sys.stderr)
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
            _tell(result, for_stream(sys.stdout))
        if not results:
            print(f"{options.file}: no scenarios")
    return GOOD if all(result.passed for result in results) else NOT_GOOD


def _tell(result: ScenarioResult, paint: Paint) -> None:
    verdict = paint(result.verdict, "passed" if result.passed else "failed")
    print(f"{result.scenario}: {verdict} in state {result.state}")
    for step in result.steps:
        if step["outcome"] != "passed":
            message = f": {step['message']}" if step["message"] else ""
            print(f"    step {step['index'] + 1} {step['outcome']}: {step['label']}{message}")
    if result.error:
        print(f"    {result.error}")

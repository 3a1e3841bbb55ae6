"""`playbook run`: run the scenarios of playbooks, and the tests that derive from them."""

from __future__ import annotations

import random
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from playbook.commands.executing import Execution
from playbook.commands.loading import loaded
from playbook.commands.outcome import CANNOT, GOOD, INTERRUPTED, NOT_GOOD, Cannot, complain
from playbook.commands.progress import Progress
from playbook.commands.wanted import Chosen, Subject, shuffled, sorted_out, subjects
from playbook.limits import MAX_SEED, MAX_TEST_REPEAT
from playbook.reports.colour import Paint, for_stream
from playbook.reports.tested import Reporter, Tally

FORMATS = ("text", "json", "jsonl", "junit", "github")
# Reports that may be written besides, each to a file of its own.
_BESIDES = ("json", "jsonl", "junit")
_ORDERS = 1_000_000

Write = Callable[[str], None]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="playbooks, folders of them, or - for standard input"
    )
    parser.add_argument("--scenario", action="append", metavar="NAME", help="only this one (may be repeated)")
    parser.add_argument(
        "--derive",
        action="extend",
        nargs="*",
        metavar="ID",
        help="all tests that derive from the playbook, or only these: transition:pay, 'forbidden:*'",
    )
    parser.add_argument(
        "--seed", type=_seed, metavar="N", help="for what is drawn by chance (the scenario's own, or 0)"
    )
    parser.add_argument(
        "--repeat", type=_times, default=1, metavar="N", help="run each N times, with N seeds"
    )
    parser.add_argument("--shuffle", action="store_true", help="in another order, drawn anew each time")
    parser.add_argument("--shuffle-seed", type=int, metavar="N", help="in the order that N draws")
    parser.add_argument("--fail-fast", action="store_true", help="stop after the first that is not good")
    parser.add_argument(
        "--strict", action="store_true", help="what is not exercised is not good; nor is nothing to run"
    )
    parser.add_argument("--detail", choices=("full", "brief"), default="full", help="how much a run records")
    _outputs(parser)


def _outputs(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it (text)")
    parser.add_argument("-o", "--output", metavar="OUT", help="a file instead of standard output")
    for kind in _BESIDES:
        parser.add_argument(f"--{kind}", metavar="OUT", help=f"also write {kind}, to this file")
    parser.add_argument("-q", "--quiet", action="store_true", help="only what is not good, no summary")


def _times(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MAX_TEST_REPEAT:
        raise ArgumentTypeError(f"a number from 1 to {MAX_TEST_REPEAT:,} is needed, not {given!r}")
    return int(given)


def _seed(given: str) -> int:
    short = len(given) <= len(str(MAX_SEED))
    if not (short and given.isascii() and given.isdecimal() and int(given) <= MAX_SEED):
        raise ArgumentTypeError(f"a whole number from 0 to {MAX_SEED} is needed, not {given!r}")
    return int(given)


def work(options: Namespace) -> int:
    chosen, files = _chosen(options)
    found = subjects(files, chosen)
    order = _order(options)
    if order is not None:
        found = shuffled(found, order)
    tally = Tally(
        total=sum(len(subject.tests) for subject in found),
        strict=options.strict,
        files=sum(subject.playbook is not None for subject in found),
        refused=sum(subject.playbook is None for subject in found),
        shuffle=order,
    )
    progress = Progress(tally.total * options.repeat, sys.stderr, wanted=not options.quiet)
    with ExitStack() as opened:
        reporters = list(_reporters(options, progress, opened))
        _execute(options, found, reporters, progress, tally)
    if options.format != "text" or options.output or options.quiet:
        _told_aside(tally)
    if tally.interrupted:
        return INTERRUPTED
    if tally.refused:
        return CANNOT
    return GOOD if tally.all_good else NOT_GOOD


def _told_aside(tally: Tally) -> None:
    """What people want to know also where the report is for programs, or says little."""
    if tally.shuffle is not None:
        complain(f"the order was drawn with {tally.shuffle}: --shuffle-seed {tally.shuffle} repeats it")
    if tally.interrupted:
        complain(f"interrupted {tally.interrupted}")


def _chosen(options: Namespace) -> tuple[Chosen, list[str]]:
    ids, files = sorted_out(options.derive or (), options.files)
    if not files:
        raise Cannot("which playbook? name a file, a folder of them, or - for standard input")
    return Chosen(tuple(options.scenario or ()), None if options.derive is None else ids), files


def _order(options: Namespace) -> int | None:
    if options.shuffle_seed is not None:
        return int(options.shuffle_seed)
    return random.SystemRandom().randrange(_ORDERS) if options.shuffle else None


def _execute(
    options: Namespace, found: list[Subject], reporters: list[Reporter], progress: Progress, tally: Tally
) -> None:
    execution = Execution(
        reporters,
        progress,
        tally,
        seed=options.seed,
        repeat=options.repeat,
        fail_fast=options.fail_fast,
        detail=options.detail,
    )
    execution.run(found)


def _reporters(options: Namespace, progress: Progress, opened: ExitStack) -> Iterator[Reporter]:
    """The report that was asked for, and those that are written besides; their files are opened at once."""
    paint = Paint() if options.output else for_stream(sys.stdout)
    outputs = [(options.format, options.output)]
    outputs += [(kind, getattr(options, kind)) for kind in _BESIDES if getattr(options, kind)]
    paths = [path for _, path in outputs if path]
    for path in paths:
        if paths.count(path) > 1:
            raise Cannot(f"two reports cannot go to one file: {path}")
    for kind, path in outputs:
        yield _reporter(kind, _writing(path, opened) if path else _printing(kind, progress), options, paint)


def _reporter(kind: str, write: Write, options: Namespace, paint: Paint) -> Reporter:
    report: Reporter
    if kind == "text":
        report = loaded("reports.run_text", "TextReport")(
            write, paint, brief=options.quiet, strict=options.strict
        )
    elif kind == "junit":
        report = loaded("reports.run_junit", "JUnitReport")(write, repeated=options.repeat > 1)
    elif kind == "github":
        report = loaded("reports.run_github", "GitHubReport")(write, strict=options.strict)
    else:
        report = loaded("reports.run_json", {"json": "JsonReport", "jsonl": "JsonLines"}[kind])(write)
    return report


def _printing(kind: str, progress: Progress) -> Write:
    # People who watch a build want each test when it ends, also through a pipe.
    return lambda line: progress.say(line, flush=kind == "text")


def _writing(path: str, opened: ExitStack) -> Write:
    """Lines to a file. Raises Cannot where it cannot be opened or written."""
    try:
        file = Path(path).open("w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115
    except OSError as problem:
        raise _unwritten(path, problem) from None

    def write(line: str) -> None:
        try:
            file.write(line + "\n")
        except OSError as problem:
            raise _unwritten(path, problem) from None

    def close() -> None:
        try:
            file.close()
        except OSError as problem:
            raise _unwritten(path, problem) from None

    opened.callback(close)
    return write


def _unwritten(path: str, problem: OSError) -> Cannot:
    return Cannot(f"cannot write {path}: {problem.strerror}")

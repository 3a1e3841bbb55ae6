"""`playbook fix`: apply the remedies that findings offer, and leave every other byte as it is."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path

from playbook.analysis import analyse
from playbook.commands import selecting
from playbook.commands.files import STDIN, named, read
from playbook.commands.mending import Choice, Mended, first_one, mend, safe_one
from playbook.commands.outcome import CANNOT, GOOD, NOT_GOOD, Cannot, complain
from playbook.diagnostics import Diagnostic, Fix, Severity
from playbook.limits import MAX_TEXT_BYTES
from playbook.reports.colour import Paint, for_stream

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


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
    before = read(name)
    analysis = analyse(before)
    written = analysis.text.encode("utf-8")
    if len(before) > MAX_TEXT_BYTES or not before.endswith(written):
        # Larger than is read, or not UTF-8: what was read is not what is there.
        reason = next(d for d in analysis.diagnostics if d.id in ("PB001", "PB008"))
        raise Cannot(f"cannot fix {name}: {reason.message}")
    head = before[: len(before) - len(written)]
    mended = mend(analysis, choice)
    after = head + mended.text.encode("utf-8")
    if only_show:
        _show(name, before, after)
    elif name == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
        sys.stdout.buffer.flush()
    elif after != before:
        _replace(name, after)
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


def _show(name: str, before: bytes, after: bytes) -> None:
    old, new = (_LINE.findall(text.decode("utf-8")) for text in (before, after))
    paint = for_stream(sys.stdout)
    for line in unified_diff(old, new, name, name):
        sys.stdout.writelines(_diff_line(line, paint))


def _diff_line(line: str, paint: Paint) -> Iterator[str]:
    meaning = {"-": "removed", "+": "added"}.get(line[0], "")
    yield paint(line.rstrip("\n"), meaning) + "\n"
    if not line.endswith("\n"):
        yield "\\ No newline at end of file\n"


def _replace(name: str, content: bytes) -> None:
    """Put the new text in the file's place at once: a reader sees the old or the new, never a part.

    Permissions stay, and a symbolic link stays one.
    """
    try:
        path = Path(name).resolve(strict=True)
        old = path.stat()
        if not stat.S_ISREG(old.st_mode) or not os.access(path, os.W_OK):
            raise Cannot(f"cannot write {name}: it is no file that may be written")
        handle, written = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
        beside = Path(written)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with suppress(PermissionError):
                os.chown(beside, old.st_uid, old.st_gid)
            beside.chmod(stat.S_IMODE(old.st_mode))
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise Cannot(f"cannot write {name}: {problem.strerror}") from None

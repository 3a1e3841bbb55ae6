"""Files that a command changes: to the byte, at once, or only shown."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from playbook.analysis import Analysis, analyse
from playbook.commands.files import STDIN, read
from playbook.commands.outcome import Cannot
from playbook.limits import MAX_TEXT_BYTES
from playbook.reports.colour import Paint, for_stream

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and what they say; `head` is the byte order mark, where there is one."""

    content: bytes
    head: bytes
    analysis: Analysis

    def with_text(self, text: str) -> bytes:
        """The file with another text."""
        return self.head + text.encode("utf-8")


def opened(name: str, verb: str) -> Source:
    """Read a file that is to be changed. Raises Cannot where what was read is not what is there."""
    content = read(name)
    analysis = analyse(content)
    written = analysis.text.encode("utf-8")
    if len(content) > MAX_TEXT_BYTES or not content.endswith(written):
        # Larger than is read, or not UTF-8.
        reason = next(d for d in analysis.diagnostics if d.id in ("PB001", "PB008"))
        raise Cannot(f"cannot {verb} {name}: {reason.message}")
    return Source(content, content[: len(content) - len(written)], analysis)


def put(name: str, before: bytes, after: bytes, *, only_show: bool) -> None:
    """Write what has changed, to standard output where the text came from standard input; or show it."""
    if only_show:
        _show(name, before, after)
    elif name == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
        sys.stdout.buffer.flush()
    elif after != before:
        _replaced(name, after)


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


def _replaced(name: str, content: bytes) -> None:
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

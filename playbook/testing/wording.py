"""A derived test's outcome in words, for somebody who reads a failed build."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from playbook.api import DerivedResult, Diagnostic, Walked

# The last steps and hops before it went wrong are what somebody wants to read.
_MOST_LINES = 20


# In a shell these keep their meaning between double quotes.
_KEEP_THEIR_MEANING = re.compile(r'(["$`\\])')


def failure(result: DerivedResult, file: str, replay: str = "") -> str:
    """What went wrong, where, with which values, by which path, and the command that shows it again.

    `replay` is that command where it is not `playbook run`.
    """
    return "\n".join(_lines(result, file, replay or result.replay(file)))


def under_pytest(node: str, options: Iterable[str] = ()) -> str:
    """The command that has pytest carry out one test again: whatever binds its system counts there too."""
    quoted = _KEEP_THEIR_MEANING.sub(r"\\\1", node)
    return " ".join(["pytest", f'"{quoted}"', *map(shlex.quote, options)])


def headline(result: DerivedResult) -> str:
    """One line: what it is short of passing."""
    said = result.message.partition("\n")[0] or result.title
    if result.outcome == "inconclusive" and result.missing:
        return f"inconclusive, nothing provides {', '.join(result.missing)}: {said}"
    return said if result.outcome == "failed" else f"{result.outcome}: {said}"


def invalid(findings: tuple[Diagnostic, ...], file: str) -> str:
    """The errors of a playbook that cannot be run."""
    count = len(findings)
    lines = [f"{file} has {count} error{'' if count == 1 else 's'} and cannot be run:", ""]
    lines += [f"{file}:{f.span.line}:{f.span.column}: {f.message} [{f.id}]" for f in findings]
    return "\n".join([*lines, "", f"explain: playbook explain {findings[0].id}" if findings else ""]).rstrip()


def _lines(result: DerivedResult, file: str, replay: str) -> Iterator[str]:
    yield f"{file}:{result.line}: {result.title}: {result.outcome}"
    at = f"{file}:{result.at_line}: " if result.at_line and result.at_line != result.line else ""
    yield f"  {at}{result.message}"
    if result.missing:
        yield ""
        yield "nothing provides:"
        yield from (f"  {name}" for name in result.missing)
    if result.values:
        yield ""
        yield "values:"
        yield from (f"  {name} = {value}" for name, value in result.values)
    if result.steps:
        yield ""
        yield "steps:"
        yield from _last(list(_steps(result.steps, file)))
    if result.taken:
        yield ""
        yield "path taken:"
        yield from _last([f"  {hop}" for hop in result.taken])
    for note in result.notes:
        yield ""
        yield f"note: {note}"
    yield ""
    yield f"system: {result.system}" if result.system else "system: none could be had"
    yield f"replay: {replay}"


def _steps(steps: Sequence[Walked], file: str) -> Iterator[str]:
    names = [step.name or f"step {number}" for number, step in enumerate(steps, 1)]
    wide = max(map(len, names))
    for name, step in zip(names, steps, strict=True):
        failed = step.outcome not in ("passed", "skipped")
        where = f"   {file}:{step.line}" if step.line and failed else ""
        yield f"  {name:<{wide}}  {step.outcome:<12} {step.label}{where}"


def _last(lines: list[str]) -> list[str]:
    left_out = len(lines) - _MOST_LINES
    return [f"  ... {left_out} before", *lines[left_out:]] if left_out > 0 else lines

"""Runs for a person at a terminal: a line for each test as it ends, what went wrong and where, the sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from playbook.machine.events import RunEvent
from playbook.reports.cells import safe
from playbook.reports.colour import Paint
from playbook.reports.tested import Fault, Settled, Tally, Target, Tested

_MEANING = {"passed": "passed", "inconclusive": "warning", "not exercised": "warning"}
_WIDTH = len("not exercised")
_SLOW_S = 0.1
_MOST_NOTES, _MOST_FAULTS, _MOST_STEPS = 3, 8, 12


class TextReport:
    """Writes lines. With `brief`, only what is not good is told, and nothing where all is."""

    def __init__(self, write: Callable[[str], None], paint: Paint, *, brief: bool, strict: bool) -> None:
        self._write, self._paint, self._brief, self._strict = write, paint, brief, strict
        self._file = self._told = ""

    def began(self, file: str, revision: str, tests: int) -> None:
        self._file = file
        if not tests and not self._brief:
            self._head()
            self._write("  nothing to run: no scenarios")

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        pass

    def tested(self, tested: Tested) -> None:
        pass

    def settled(self, settled: Settled) -> None:
        good = settled.outcome == "passed" or (settled.outcome == "not exercised" and not self._strict)
        if self._brief and good:
            return
        self._head()
        outcome = settled.outcome
        word = outcome if outcome in ("passed", "not exercised") else outcome.upper()
        shown = self._paint(f"{word:<{_WIDTH}}", _MEANING.get(outcome, "failed"))
        title = self._paint(safe(settled.target.title), "strong" if not good else "")
        self._write(f"  {shown}  {title}{self._aside(settled)}")
        if settled.worst is not None and outcome != "passed":
            for line in details(settled.worst, self._paint):
                self._write(f"      {line}")
        elif settled.worst is not None and not self._brief:
            self._notes(settled.worst.notes)

    def _notes(self, notes: Sequence[str]) -> None:
        for note in notes[:_MOST_NOTES]:
            self._write(f"      {self._paint('note', 'info')}: {safe(note)}")
        if len(notes) > _MOST_NOTES:
            self._write(f"      and {len(notes) - _MOST_NOTES} more notes")

    def refused(self, file: str, problems: Iterable[str]) -> None:
        """Complaints go to standard error, and not through a report."""

    def finished(self, tally: Tally) -> None:
        if self._brief:
            return
        self._write(("\n" if self._told else "") + self._summary(tally))
        if tally.slow:
            slow = (f"{safe(title)} {seconds:.2f} s" for seconds, title in sorted(tally.slow, reverse=True))
            self._write(self._paint(f"slowest: {', '.join(slow)}", "quiet"))
        if tally.shuffle is not None:
            self._write(
                f"the order was drawn with {tally.shuffle}: --shuffle-seed {tally.shuffle} repeats it"
            )

    def _head(self) -> None:
        """The file, before the first of its tests that is told."""
        if self._file != self._told:
            self._write(("\n" if self._told else "") + self._paint(safe(self._file), "strong"))
            self._told = self._file

    def _aside(self, settled: Settled) -> str:
        said = []
        if settled.wanted > 1:
            said.append(("FLAKY: " if settled.flaky else "") + settled.counted())
        if settled.seconds >= _SLOW_S:
            said.append(f"{settled.seconds:.2f} s")
        return f" ({', '.join(said)})" if said else ""

    def _summary(self, tally: Tally) -> str:
        counts = [
            self._paint(f"{n} {outcome}", _MEANING.get(outcome, "failed")) for outcome, n in tally.counts()
        ]
        if tally.refused:
            them = "playbook" if tally.refused == 1 else "playbooks"
            counts.append(self._paint(f"{tally.refused} {them} could not be run", "failed"))
        if tally.not_run:
            counts.append(f"{tally.not_run} not run")
        said = ", ".join(counts) or "nothing to run"
        runs = f" ({tally.runs} runs, {tally.flaky} flaky)" if tally.runs > tally.done else ""
        where = f" of {tally.files} playbooks" if tally.files > 1 else ""
        lines = [f"{said}{runs}{where} in {tally.seconds:.2f} s"]
        if tally.interrupted:
            lines.insert(0, self._paint(f"interrupted {safe(tally.interrupted)}", "failed"))
        return "\n".join(lines)


def details(tested: Tested, paint: Paint) -> list[str]:
    """What speaks against a run, with its places; the states gone through; the command that repeats it."""
    lines = [
        line for fault in tested.faults[:_MOST_FAULTS] for line in _fault(tested.target.file, fault, paint)
    ]
    if len(tested.faults) > _MOST_FAULTS:
        lines.append(f"and {len(tested.faults) - _MOST_FAULTS} more")
    if tested.missing:
        lines.append(f"nothing provides: {safe(', '.join(tested.missing))}")
    if tested.steps and tested.target.kind != "scenario":
        # A scenario's steps stand in the playbook; these were found.
        labels = [step.label for step in tested.steps[:_MOST_STEPS]]
        more = f"; {len(tested.steps) - _MOST_STEPS} more" if len(tested.steps) > _MOST_STEPS else ""
        lines.append(f"{paint('steps', 'quiet')}: {safe('; '.join(labels))}{more}")
    if tested.route:
        lines.append(f"{paint('path', 'quiet')}: {safe(' -> '.join(tested.route))}")
    lines.append(f"{paint('replay', 'quiet')}: {safe(tested.replay)}")
    return lines


def _fault(file: str, fault: Fault, paint: Paint) -> list[str]:
    place = paint(f"{safe(file)}:{fault.line}", "strong") + ": " if fault.line else ""
    step = f"{fault.step}: " if fault.step else ""
    lines = [f"{place}{step}{safe(fault.said)}"]
    # That something is unknown, or what a single value was, is said already.
    values = [(name, value) for name, value in fault.values if value != "unknown"]
    if len(values) > 1:
        lines += [f"    {safe(name)} was {safe(value)}" for name, value in values]
    return lines

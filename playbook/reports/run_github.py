"""Runs as GitHub's workflow commands: what is not good becomes an annotation of the playbook's own line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from playbook.machine.events import RunEvent
from playbook.reports.colour import Paint
from playbook.reports.github import command
from playbook.reports.run_text import details
from playbook.reports.tested import STDIN, Settled, Tally, Target, Tested


class GitHubReport:
    """One command for each test that is not good, and one for each playbook that cannot be run."""

    def __init__(self, write: Callable[[str], None], *, strict: bool) -> None:
        self._write, self._strict = write, strict

    def began(self, file: str, revision: str, tests: int) -> None:
        pass

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        pass

    def tested(self, tested: Tested) -> None:
        pass

    def settled(self, settled: Settled) -> None:
        worst = settled.worst
        if worst is None or settled.outcome == "passed":
            return
        kind = "warning" if settled.outcome == "not exercised" and not self._strict else "error"
        lines = [fault.line for fault in worst.faults if fault.line]
        flaky = f" ({settled.counted()})" if settled.wanted > 1 else ""
        title = f"{settled.target.title}: {settled.outcome}{flaky}"
        place = _place(settled.target.file, lines[0] if lines else settled.target.line)
        self._write(command(kind, "\n".join(details(worst, Paint())), {"title": title} | place))

    def refused(self, file: str, problems: Iterable[str]) -> None:
        self._write(command("error", "\n".join(problems), {"title": "cannot be run"} | _place(file, 0)))

    def finished(self, tally: Tally) -> None:
        pass


def _place(file: str, line: int) -> dict[str, object]:
    if file == STDIN:
        return {}
    return {"file": file, "line": line} if line else {"file": file}

"""Runs for other programs: as one list of results (JSON), or event by event (JSON lines).

Keys are only ever added. LANGUAGE.md section 7.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from playbook.machine.events import RunEvent, to_json
from playbook.reports.tested import Settled, StepTold, Tally, Target, Tested

_STEP = ("index", "path", "label", "repeat", "outcome", "message", "phase", "line")


class JsonReport:
    """A list with a result for each run of each test; each is written as it comes."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        # A result is only known to be the last one when the next does not come.
        self._held = ""
        self._begun = False

    def began(self, file: str, revision: str, tests: int) -> None:
        pass

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        pass

    def tested(self, tested: Tested) -> None:
        self._add(result(tested))

    def settled(self, settled: Settled) -> None:
        pass

    def refused(self, file: str, problems: Iterable[str]) -> None:
        self._add(
            {
                "scenario": "",
                "verdict": "error",
                "state": "",
                "steps": [],
                "error": "; ".join(problems),
                "file": file,
                "id": "playbook",
                "kind": "playbook",
            }
        )

    def finished(self, tally: Tally) -> None:
        if not self._begun:
            self._write("[]")
            return
        self._write(self._held)
        self._write("]")

    def _add(self, value: dict[str, Any]) -> None:
        if self._begun:
            self._write(f"{self._held},")
        else:
            self._write("[")
            self._begun = True
        self._held = "  " + json.dumps(value, indent=2).replace("\n", "\n  ")


class JsonLines:
    """Every run event on a line of its own, with the file, the scenario, the seed and its number.

    The events are those of `events.to_json`, so whoever folds a run's log can fold these. Between them
    stands a line of kind `test` for each run of each test, and one of kind `summary` at the end.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    def began(self, file: str, revision: str, tests: int) -> None:
        self._line({"kind": "playbook", "file": file, "revision": revision, "tests": tests})

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        head = {"file": target.file, "scenario": target.name, "seed": seed, "seq": seq}
        self._line(head | to_json(event))

    def tested(self, tested: Tested) -> None:
        told = result(tested)
        kind = told.pop("kind")
        del told["steps"]
        self._line({"kind": "test", "of": kind} | told)

    def settled(self, settled: Settled) -> None:
        pass

    def refused(self, file: str, problems: Iterable[str]) -> None:
        self._line({"kind": "refused", "file": file, "problems": list(problems)})

    def finished(self, tally: Tally) -> None:
        self._line(
            {
                "kind": "summary",
                "outcomes": dict(tally.counts()),
                "runs": tally.runs,
                "flaky": tally.flaky,
                "not_run": tally.not_run,
                "refused": tally.refused,
                "seconds": round(tally.seconds, 3),
                "interrupted": bool(tally.interrupted),
                "shuffle": tally.shuffle,
                "good": tally.all_good and not tally.refused and not tally.interrupted,
            }
        )

    def _line(self, value: dict[str, Any]) -> None:
        self._write(json.dumps(value, separators=(",", ":")))


def result(tested: Tested) -> dict[str, Any]:
    """One run of one test: the keys that there have always been, then the younger ones."""
    target = tested.target
    return {
        "scenario": target.name if target.kind == "scenario" else "",
        "verdict": tested.outcome,
        "state": tested.state,
        "steps": [_step(step) for step in tested.steps],
        "error": "; ".join(tested.reasons),
        "file": target.file,
        "line": target.line,
        "id": target.id,
        "kind": target.kind,
        "seed": tested.seed,
        "seconds": round(tested.seconds, 3),
        "system": tested.system,
        "route": list(tested.route),
        "faults": [
            {"line": f.line, "step": f.step, "message": f.said, "values": dict(f.values)}
            for f in tested.faults
        ],
        "missing": list(tested.missing),
        "notes": list(tested.notes),
        "replay": tested.replay,
    }


def _step(step: StepTold) -> dict[str, Any]:
    return {key: getattr(step, key) for key in _STEP}

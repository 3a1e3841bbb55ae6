"""The cast of the reports of runs: a test, what it came to, and the events of a run."""

from __future__ import annotations

from playbook.machine.events import Finished, RunEvent, RunStarted, StepFinished, StepStarted, Taken
from playbook.reports.tested import Fault, Settled, StepTold, Tally, Target, Tested
from playbook.reports.witness import Witness

TARGET = Target("order.yaml", "scenario:to_the_door", "scenario", "to_the_door", 40)
DERIVED = Target("order.yaml", "transition:pay", "transition", "pay", 12)
FAULT = Fault("`x == 1` failed because `x` was `0`", 44, "step 2", (("x", "0"), ("y", "3")))


def ran(outcome: str = "passed", **others: object) -> Tested:
    wanted: dict[str, object] = {
        "target": TARGET,
        "outcome": outcome,
        "seed": 7,
        "system": "the simulation",
        "state": "paid",
        "route": ("new", "paid"),
        "steps": (StepTold("step 1", 0, "/scenarios/0/steps/0", "pay()", 3, "passed", line=43),),
        **others,
    }
    return Tested(**wanted)  # type: ignore[arg-type]


def failed(**others: object) -> Tested:
    return ran("failed", **{"reasons": (FAULT.said,), "faults": (FAULT,), **others})


def settled(*runs: Tested, wanted: int = 1) -> Settled:
    found = Settled(runs[0].target, wanted)
    for run in runs:
        found.add(run)
    return found


def tally(*tests: Settled, **others: object) -> Tally:
    found = Tally(total=len(tests), **others)  # type: ignore[arg-type]
    for test in tests:
        found.add(test)
    return found


def started(**others: object) -> RunStarted:
    wanted: dict[str, object] = {
        "machine": "order",
        "scenario": "to_the_door",
        "system": "the simulation",
        "seed": 7,
        "state": "new",
        "steps": 2,
        **others,
    }
    return RunStarted(**wanted)  # type: ignore[arg-type]


def step(index: int = 0, **others: object) -> StepStarted:
    return StepStarted(**{"index": index, "label": "pay()", "line": 43, **others})  # type: ignore[arg-type]


def done(index: int = 0, outcome: str = "passed", message: str = "") -> StepFinished:
    return StepFinished(index=index, outcome=outcome, message=message)  # type: ignore[arg-type]


def taken(source: str, target: str) -> Taken:
    return Taken(transition=f"{source}_{target}", event="go", source=source, target=target)


def verdict(verdict: str = "passed", *reasons: str, **others: object) -> Finished:
    return Finished(**{"verdict": verdict, "state": "paid", "reasons": reasons, **others})  # type: ignore[arg-type]


def witnessed(*events: RunEvent) -> Tested:
    """What a run of these events came to."""
    witness = Witness()
    for event in (started(), *events):
        witness.see(event)
    return witness.tested(TARGET, 0.5)

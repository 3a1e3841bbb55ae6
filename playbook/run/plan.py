"""What can be run of a playbook, and the steps of a run in their order (LANGUAGE.md section 7)."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.document.model import Offer, OlderScenario, Playbook, Scenario, Step
from playbook.errors import PlaybookError
from playbook.machine.events import Phase
from playbook.spans import pointer


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its place in the run; `index` counts on through setup, steps and teardown."""

    index: int
    phase: Phase
    step: Step
    path: str
    line: int
    label: str


def runnable(playbook: Playbook) -> tuple[Scenario, ...]:
    """All that can be run: the scenarios, then the older `playbook` section where there is one."""
    return playbook.scenarios if playbook.older is None else (*playbook.scenarios, playbook.older)


def named(playbook: Playbook, name: str) -> Scenario:
    """What runs under a name; the first one where two have it. Raises PlaybookError with the names."""
    known = runnable(playbook)
    for scenario in known:
        if scenario.name == name:
            return scenario
    names = ", ".join(scenario.name for scenario in known) or "none"
    raise PlaybookError(f'there is no scenario "{name}"; there are: {names}')


def planned(scenario: Scenario) -> tuple[Planned, ...]:
    """The steps of a run, in order."""
    teardown = scenario.teardown if isinstance(scenario, OlderScenario) else ()
    phases: tuple[tuple[Phase, tuple[Step, ...]], ...] = (
        ("setup", scenario.setup),
        ("step", scenario.steps),
        ("teardown", teardown),
    )
    steps = [(phase, step) for phase, found in phases for step in found]
    return tuple(
        Planned(index, phase, step, pointer(step.path), step.span.line, label(step))
        for index, (phase, step) in enumerate(steps)
    )


def label(step: Step) -> str:
    """What to show for a step: its own description, else what it does."""
    if step.description:
        return step.description
    if step.assertion is not None:
        return f"assert {step.assertion.text}"
    if isinstance(step, Offer) and step.until is not None:
        return f"wait until {step.until.text}"
    values = ", ".join(f"{name}: {value}" for name, value in step.params.items())
    return f"{step.action}({values})"

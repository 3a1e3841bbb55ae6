"""The actions that are worth trying when a way through the machine is looked for.

Parameters are taken from the playbook's own scenarios, and nothing is made up but waits of the durations that
the playbook itself names (LANGUAGE.md section 7, "found by driving the system").
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from playbook.document.model import OlderScenario, Passage, Playbook, Scenario, Step, element
from playbook.limits import MAX_EXPLORED_REPEAT, MAX_WAIT_MS
from playbook.machine.engine import Engine
from playbook.machine.port import System
from playbook.run.acting import WAIT, act, emit
from playbook.run.plan import runnable
from playbook.values import Value

# More durations than this are hardly different situations, and every one is tried everywhere.
_MOST_WAITS = 12
_DURATION = "_ms"
# Either of them says how long a wait is.
_LONG = {"duration_ms", "ms"}


@element
class Handed(Step):
    """An event handed to the machine: what the older section does for a transition without an action."""

    event: str
    transition: str


def carry_out(engine: Engine, step: Step) -> None:
    """Do once what a step says. Raises as `act` does."""
    if isinstance(step, Handed):
        emit(engine, step.event, "playbook section")
    else:
        act(engine, step.action or "", step.params)


def letters(playbook: Playbook, system: System) -> tuple[Step, ...]:
    """The distinct calls to try: those of the scenarios, actions without parameters, and waits."""
    steps = [step for scenario in runnable(playbook) for step in calls_of(scenario, system, playbook)]
    # What the machine would do with an event is no question of what the system can be told to do.
    calls = [step for step in steps if not isinstance(step, Handed)]
    calls += [
        Step(action=name)
        for name, action in system.actions.items()
        if not any(parameter.required for parameter in action.parameters) and name != WAIT
    ]
    calls += waits(playbook)
    found: dict[str, Step] = {}
    for step in calls:
        found.setdefault(_key(step), step)
    return tuple(found.values())


def calls_of(scenario: Scenario, system: System, playbook: Playbook | None = None) -> Iterator[Step]:
    """What a scenario does to the system, setup first: its calls of actions that the system has.

    With the playbook also the events that an older section hands to the machine itself.
    """
    events = {t.id: t.event for t in playbook.machine.transitions} if playbook else {}
    teardown = scenario.teardown if isinstance(scenario, OlderScenario) else ()
    for step in (*scenario.all_steps, *teardown):
        names = [ref.name for ref in step.transitions] if isinstance(step, Passage) else [step.action]
        for name in names:
            if name and (name in system.actions or (name == WAIT and _LONG & step.params.keys())):
                yield Step(
                    path=step.path,
                    at=step.at,
                    action=name,
                    params=step.params,
                    repeat=min(step.repeat, MAX_EXPLORED_REPEAT),
                )
            elif name and isinstance(step, Passage) and events.get(name):
                event = events[name]
                said = f'the event "{event}"'
                yield Handed(path=step.path, at=step.at, description=said, event=event, transition=name)


def waits(playbook: Playbook) -> list[Step]:
    """A wait for every duration that the playbook names: its timeouts, intervals and budgets."""
    found: dict[int, None] = {}
    for value in _durations(playbook.sections):
        if 0 < value <= MAX_WAIT_MS:
            found[int(value)] = None
    return [Step(action=WAIT, params={"duration_ms": value}) for value in sorted(found)[:_MOST_WAITS]]


def _durations(value: Value | Mapping[str, Value], key: str = "") -> Iterator[float]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _durations(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _durations(inner, key)
    elif isinstance(value, int | float) and not isinstance(value, bool) and key.endswith(_DURATION):
        yield value


def _key(step: Step) -> str:
    return json.dumps([step.action, step.params, step.repeat], sort_keys=True, default=repr)


def cut(step: Step, repeat: int) -> Step:
    """The same step with another number of repetitions."""
    return replace(step, repeat=repeat)


def total(steps: Iterable[Step]) -> int:
    """How many actions a sequence of steps carries out."""
    return sum(step.repeat for step in steps)

"""Scenarios that a remedy writes: the shortest way to a transition of the bare machine, and an assertion."""

from __future__ import annotations

from playbook.diagnostics import Fix
from playbook.document.model import Transition
from playbook.rules.edits import add_item, is_flow
from playbook.rules.registry import Subject
from playbook.rules.walks import follow

_LONGEST = 30
_MOST_TRIED = 4


def scenario_through(subject: Subject, transitions: list[Transition]) -> tuple[Fix, ...]:
    """A scenario that takes one of some transitions; none where guards or another system decide that.

    Only the first few are tried, each by the shortest way to its source.
    """
    initial = subject.playbook.machine.initial
    if not subject.bare or initial is None or initial.name not in subject.index.states or not transitions:
        return ()
    reached = subject.graph.reached(initial.name)
    for transition in transitions[:_MOST_TRIED]:
        named = {source.name for source in transition.sources}
        for state in reached.came:
            if state in named or (transition.wildcard and not subject.index.excepts(transition, state)):
                events = [*(step.event for _, step in reached.path(state)), transition.event]
                fix = _written(subject, transition, events)
                if fix is not None:
                    return (fix,)
                break
    return ()


def _written(subject: Subject, transition: Transition, events: list[str]) -> Fix | None:
    if len(events) > _LONGEST or not all(map(subject.plain_name, events)):
        return None
    walk = follow(subject.index, events)
    if walk.end is None or id(transition) not in walk.taken or not subject.plain_name(walk.end):
        return None
    name = f"takes_{transition.id}"
    if name in subject.index.scenarios or not subject.plain_name(name):
        return None
    steps = [f'action: "{event}"' for event in events] + [f"assert: \"state == '{walk.end}'\""]
    if is_flow(subject, ("scenarios",)):
        entries = [f'name: "{name}"', f"steps: [{', '.join(f'{{ {step} }}' for step in steps)}]"]
    else:
        entries = [f'name: "{name}"', "steps:", *(f"  - {step}" for step in steps)]
    edit = add_item(subject, ("scenarios",), entries)
    return Fix(f'Add a scenario that takes "{transition.id}"', (edit,)) if edit is not None else None

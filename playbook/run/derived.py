"""The tests that derive from a playbook (LANGUAGE.md section 7, case study "Deriving Tests from Playbooks").

One for every scenario, every transition, every forbidden pair and every performance assertion. To derive
them runs nothing: each is carried out when it is asked to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from playbook.document.model import Element, Playbook
from playbook.run.explore import Progress
from playbook.run.outcomes import KINDS, OUTCOMES, Derived, DerivedOutcome, DerivedResult, Hop, Kind, Walked
from playbook.run.plan import runnable
from playbook.run.supply import SystemSource
from playbook.run.trials import Trials

__all__ = [
    "KINDS",
    "OUTCOMES",
    "Derived",
    "DerivedOutcome",
    "DerivedResult",
    "Hop",
    "Kind",
    "Walked",
    "derive",
    "named",
]

Described = tuple[Kind, str, str, Element, Callable[[Derived], DerivedResult]]


def derive(
    playbook: Playbook,
    system: SystemSource = None,
    seed: int | None = None,
    *,
    progress: Progress | None = None,
) -> tuple[Derived, ...]:
    """The derived tests in order: scenarios, transitions, forbidden pairs, performance assertions.

    `system` is a system under test, or what makes one from the playbook and a seed; without it the playbook's
    own choice is taken. `seed` counts before the scenarios' own. `progress` is told how many actions of how
    many were tried while ways to the transitions are looked for: the tests share that search, and the runs.
    """
    trials = Trials(playbook, system, seed, progress)
    taken: dict[str, int] = {}
    return tuple(_made(described, taken) for described in _all(playbook, trials))


def _made(described: Described, taken: dict[str, int]) -> Derived:
    kind, name, title, element, carry_out = described
    id = f"{kind}:{name}"
    taken[id] = taken.get(id, 0) + 1
    if taken[id] > 1:
        # Two elements of one name: the validator complains, and both are tested all the same.
        id = f"{id}#{taken[id]}"
    return Derived(
        id=id,
        kind=kind,
        name=name,
        title=title,
        path=element.path,
        line=element.span.line,
        carry_out=carry_out,
    )


def _all(playbook: Playbook, trials: Trials) -> Iterator[Described]:
    for scenario in runnable(playbook):
        title = f'the scenario "{scenario.name}" passes'
        yield "scenario", scenario.name, title, scenario, partial(trials.scenario, scenario)
    for t in playbook.machine.transitions:
        name = t.id or f"{t.event}->{t.target.name}"
        title = f'"{name}" is taken, and the invariants of "{t.target.name}" hold'
        yield "transition", name, title, t, partial(trials.transition, t)
    for pair in playbook.machine.forbidden:
        source, target = pair.source.name, pair.target.name
        title = f'"{source}" to "{target}" is refused'
        yield "forbidden", f"{source}->{target}", title, pair, partial(trials.forbidden, pair)
    for assertion in playbook.performance_assertions:
        title = f'"{assertion.name}" is not breached'
        yield "performance", assertion.name, title, assertion, partial(trials.performance, assertion)


def named(tests: Iterable[Derived], id: str) -> Derived | None:
    """The test of an id; None where there is none."""
    return next((test for test in tests if test.id == id), None)

"""Taking transitions, against a hand-written loop over the same conditions."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.inputs import ring
from benchmarks.measure import Row, best_ms
from playbook.api import analyse, run_scenario

STEPS = 2_000


def by_hand(states: int) -> list[tuple[str, str]]:
    """What the ring does, as a programmer would write it for this one machine."""
    names = [f"s{i}" for i in range(states)]
    following = dict(zip(names, [*names[1:], names[0]], strict=True))
    guards = {name: (lambda state, name=name: state == name and state != "elsewhere") for name in names}
    invariants = {name: (lambda state, name=name: state == name) for name in names}
    state, log = names[0], []
    for _ in range(STEPS):
        if guards[state](state):
            target = following[state]
            log.append((state, target))
            state = target
            assert invariants[state](state)
    return log


def rows() -> Iterator[Row]:
    for states in (10, 100):
        playbook = analyse(ring(states)).playbook
        assert playbook is not None

        def run(playbook=playbook) -> None:  # type: ignore[no-untyped-def]
            for event in run_scenario(playbook, "round"):
                last = event
            assert last.kind == "verdict" and last.verdict == "passed", last

        hand = best_ms(lambda states=states: by_hand(states))
        yield Row(
            f"{STEPS} transitions, {states} states, all events", best_ms(run), "hand-written loop", hand
        )

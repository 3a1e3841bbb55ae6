"""Drawing: the first layout of a machine against the same one again."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.inputs import text
from benchmarks.measure import Row, best_ms
from playbook.api import analyse, draw


def rows() -> Iterator[Row]:
    small = analyse(text(3)).playbook
    assert small is not None
    draw(small)
    base = best_ms(lambda: draw(small), rounds=3)
    for states in (10, 50, 100):
        playbook = analyse(text(states)).playbook
        assert playbook is not None
        ours = best_ms(lambda playbook=playbook: draw(playbook), rounds=2)
        yield Row(f"layout + SVG, {states} states", ours, "3 states", base)

"""Drawing a text for the first time, against the same text again (what a page view costs)."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.inputs import text
from benchmarks.measure import Row, best_ms
from editor.analysis import examine, examine_and_draw


def rows() -> Iterator[Row]:
    examine_and_draw(text(2))
    for states in (10, 50, 100):
        source = text(states)
        examine(source)
        # A first time is only a first time once.
        cold = best_ms(lambda source=source: examine_and_draw(source), rounds=1)
        again = best_ms(lambda source=source: examine_and_draw(source))
        yield Row(f"first layout + SVG, {states} states", cold, "the same again, cached", again)

"""Reading and validating, against PyYAML's bare C `compose` of the same text."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from benchmarks.inputs import text
from benchmarks.measure import Row, best_ms
from playbook.api import analyse


def rows() -> Iterator[Row]:
    for states in (100, 300, 1_000):
        source = text(states)
        assert analyse(source).ok
        bare = best_ms(lambda source=source: yaml.compose(source, Loader=yaml.CSafeLoader))
        ours = best_ms(lambda source=source: analyse(source), rounds=3)
        yield Row(f"parse + validate, {states} states", ours, "yaml.compose (C)", bare)

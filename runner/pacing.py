"""How long to wait before an event is shown to people who watch; pure, in milliseconds.

Virtual time says little about how long a reader needs, so what is worth seeing has a least time of
its own, and long virtual waits are cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What a reader needs at speed 1.
READING_MS = {
    "step_started": 350,
    "action": 150,
    "emitted": 150,
    "taken": 550,
    "ignored": 300,
    "forbidden": 600,
    "assertion": 400,
    "problem": 300,
}
REPEATED_MS = 150
LONGEST_WAIT_MS = 2_500
# Nobody watches more repetitions of a step than that: the further ones are not waited for.
WATCHED_REPETITIONS = 20


def watched(event: Mapping[str, Any], before: bool) -> bool:
    """Whether a reader follows from this event on; `before` says whether one did until now."""
    if event["kind"] == "step_started":
        return bool(event["repetition"] <= WATCHED_REPETITIONS)
    return before or event["kind"] in ("step_finished", "verdict")


def delay_ms(event: Mapping[str, Any], speed: float) -> float:
    """Milliseconds to wait before the event; `speed` 0 means that nobody waits."""
    if speed <= 0:
        return 0.0
    kind = event["kind"]
    if kind == "clock":
        passed = event["at_ms"] - event["from_ms"]
        return float(min(passed, LONGEST_WAIT_MS)) / speed
    if kind == "step_started" and event["repetition"] > 1:
        return REPEATED_MS / speed
    return READING_MS.get(kind, 0) / speed

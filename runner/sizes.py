"""No event is larger than a viewer's connection carries: what is too long in one is cut, and says so."""

from __future__ import annotations

import json
import math
from typing import Any

MAX_EVENT_BYTES = 64 * 1024
# Longest text and most entries of a list or map, each tried in turn until the event fits.
CUTS = ((2_000, 200), (200, 50), (60, 10), (20, 3))


def bounded(body: dict[str, Any]) -> dict[str, Any]:
    """The event itself where it fits, else with its long texts and lists cut; as JSON gives it back."""
    try:
        text = json.dumps(body, allow_nan=False)
    except ValueError:
        body = _named(body)
        text = json.dumps(body)
    for longest, most in CUTS:
        if len(text) <= MAX_EVENT_BYTES:
            break
        text = json.dumps(_cut(body, longest, most))
    found: dict[str, Any] = json.loads(text)
    return found


def _named(value: Any) -> Any:
    """The numbers that JSON does not know, by their names."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list | tuple):
        return [_named(item) for item in value]
    if isinstance(value, dict):
        return {key: _named(item) for key, item in value.items()}
    return value


def _cut(value: Any, longest: int, most: int) -> Any:
    if isinstance(value, str) and len(value) > longest:
        return f"{value[:longest]}… ({len(value):,} characters)"
    if isinstance(value, list | tuple):
        return [_cut(item, longest, most) for item in value[:most]]
    if isinstance(value, dict):
        kept = list(value.items())[: max(most, 20)]
        return {key[:longest]: _cut(item, longest, most) for key, item in kept}
    return value

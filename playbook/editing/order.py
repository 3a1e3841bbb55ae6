"""Where a new key belongs: maps of the language have a natural order, that of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from playbook.document.vocabulary import SHAPES, keys
from playbook.spans import Path


def shape_at(path: Path) -> str:
    """The shape of the map at a path; nothing where its keys are the user's own."""
    shape, each = "playbook", ""
    for part in path:
        if each:
            inner = each
        else:
            key = keys(shape).get(str(part))
            if key is None:
                return ""
            shape, inner = key.shape, ""
            each = "" if shape else key.each
            if not shape and not each:
                return ""
            continue
        each = inner[1:-1] if inner.startswith("[") else ""
        shape = "" if each else inner
        if not each and shape not in SHAPES:
            return ""
    return "" if each else shape


def place_of(name: str, present: Sequence[str], path: Path) -> int:
    """At which position among the keys of the map at a path a new one goes: at the end, if nowhere else."""
    shape = shape_at(path)
    order = list(keys(shape)) if shape else []
    if name not in order:
        return len(present)
    rank = order.index(name)
    before = [i for i, key in enumerate(present) if key in order and order.index(key) < rank]
    if before:
        return before[-1] + 1
    return next((i for i, key in enumerate(present) if key in order), len(present))

"""Trying by force to change the state: every event of the playbook, one after the other, from one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from playbook.machine.engine import Engine, Stopped
from playbook.machine.events import ForbiddenTried, Ignored, RunEvent, Taken
from playbook.machine.port import CannotSnapshot
from playbook.run.supply import Supply


@dataclass(frozen=True, slots=True)
class Try:
    """What one event did: the change that it made from the source, or why it made none."""

    event: str
    taken: Taken | None = None
    refused: ForbiddenTried | None = None
    reasons: tuple[str, ...] = ()
    told: tuple[RunEvent, ...] = ()


def tries(supply: Supply, source: str, events: Iterable[str]) -> Iterator[Try]:
    """Hand the machine each event in turn, standing in `source` with a fresh system."""
    engine = _begun(supply)
    try:
        moment = engine.moment()
    except CannotSnapshot:
        moment = None
    for event in events:
        engine.state = source
        yield attempt(engine, event)
        if moment is None:
            supply.done_with(engine.system)
            engine = _begun(supply)
        else:
            engine.return_to(moment)
    supply.done_with(engine.system)


def _begun(supply: Supply) -> Engine:
    engine = supply.engine()
    with suppress(Stopped):
        engine.enter_initial()
    return engine


def attempt(engine: Engine, event: str) -> Try:
    """Hand the machine one event where it stands, and leave it where that leads."""
    engine.drain()
    engine.begin_step()
    engine.emit(event, "by force")
    # A system may break when it is told of a state that it cannot be in: what counts is the change.
    with suppress(Exception):
        engine.settle()
    return _what(event, engine.drain())


def _what(event: str, told: Sequence[RunEvent]) -> Try:
    """The first thing that came of the event; what followed from it is another matter."""
    for each in told:
        if isinstance(each, Taken):
            return Try(event, taken=each, told=tuple(told))
        if isinstance(each, ForbiddenTried):
            return Try(event, refused=each, told=tuple(told))
        if isinstance(each, Ignored):
            return Try(event, reasons=each.reasons, told=tuple(told))
    return Try(event, told=tuple(told))

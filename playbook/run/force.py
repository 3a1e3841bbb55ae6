"""Trying by force to change the state: every event of the playbook, each from the same situation."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from playbook.machine.bound import ask
from playbook.machine.engine import Engine
from playbook.machine.events import ActionCalled, ForbiddenTried, Ignored, RunEvent, Taken
from playbook.machine.port import CannotSnapshot
from playbook.machine.program import Candidate
from playbook.run.supply import Supply


@dataclass(frozen=True, slots=True)
class Try:
    """What one event did: the change that it made from the source, or why it made none.

    `undecided` says what broke where it could not even be decided what the event would do.
    """

    event: str
    taken: Taken | None = None
    refused: ForbiddenTried | None = None
    reasons: tuple[str, ...] = ()
    undecided: str = ""
    told: tuple[RunEvent, ...] = ()

    @property
    def without_effect(self) -> bool:
        """Whether nothing has happened to the system: it is not told of events that take no transition."""
        return self.refused is not None or bool(self.reasons)


def tries(supply: Supply, source: str, events: Iterable[str]) -> Generator[Try]:
    """Hand the machine each event in turn, standing in `source` with a system as it is at the beginning.

    A system without snapshots is made anew after each event that had an effect on it.
    """
    engine = supply.begun()
    try:
        moment = None
        with suppress(CannotSnapshot):
            moment = engine.moment()
        spent = False
        for event in events:
            if spent and moment is not None:
                engine.return_to(moment)
            elif spent:
                supply.done_with(engine.system)
                engine = supply.begun()
            engine.state = source
            tried = attempt(engine, event)
            spent = not tried.without_effect
            yield tried
    finally:
        supply.done_with(engine.system)


def decided(engine: Engine, event: str) -> Candidate | None:
    """What the event would take where the machine stands now; nothing changes and nothing is told.

    Raises SystemProblem where the system cannot be asked.
    """
    candidates = engine.program.candidates(engine.state, event)
    # As in a run every guard is asked: one that breaks the run does so also where another holds.
    held = [each for each in candidates if each.guard is None or ask(each.guard, engine.scope) is True]
    return held[0] if held and held[0].forbidden is None else None


def attempt(engine: Engine, event: str) -> Try:
    """Hand the machine one event where it stands, and leave it where that leads."""
    engine.drain()
    engine.begin_step()
    engine.emit(event, "by force")
    problem = ""
    try:
        engine.settle()
    except Exception as error:
        # A system may break when it is told of a state that it cannot be in: what counts is the change.
        problem = f"{type(error).__name__}: {error}"
    return _what(event, engine.drain(), problem)


def _what(event: str, told: Sequence[RunEvent], problem: str) -> Try:
    """The first thing that came of the event; what followed from it is another matter."""
    for each in told:
        match each:
            case Taken():
                return Try(event, taken=each, told=tuple(told))
            case ForbiddenTried():
                return Try(event, refused=each, told=tuple(told))
            case Ignored():
                return Try(event, reasons=each.reasons, told=tuple(told))
            case ActionCalled():
                # It was decided; what an action on the way broke is no change.
                problem = ""
            case _:
                pass
    return Try(event, undecided=problem, told=tuple(told))

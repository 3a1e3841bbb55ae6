"""Fresh systems under test, as many as are asked for, from whatever a caller has to offer.

A class or function is called with the playbook and the seed, as a registered system is (LANGUAGE.md
section 5). A system that is already made is put back to how it was found, by its own snapshot.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias, TypeGuard

from playbook.document.model import Playbook, Scenario
from playbook.errors import PlaybookError
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine, Moment, Stopped
from playbook.machine.port import CannotSnapshot, Closes, System
from playbook.machine.program import compiled
from playbook.systems.bare import BareMachine
from playbook.systems.choose import choose
from playbook.values import Value

SystemFactory: TypeAlias = Callable[[Playbook, int], System]
SystemSource: TypeAlias = System | SystemFactory | None


class Supply:
    """Systems for one playbook and one seed; `name` is what to call them.

    What was made here and holds something is closed by `done_with`, and at the latest with the supply itself.
    """

    def __init__(self, playbook: Playbook, source: SystemSource = None, seed: int | None = None) -> None:
        if isinstance(seed, bool) or not isinstance(seed, int | None):
            raise TypeError(f"the seed must be a whole number or None, not {seed!r}")
        self.playbook, self.given_seed = playbook, seed
        self.seed = seed or 0
        self.program = compiled(playbook)
        self._source = source
        # A system that is already made: whether it was handed out, and how it was found.
        self._used = False
        self._found: tuple[Value] | None = None
        self._only: tuple[Engine, Moment] | None = None
        # What closes a system, once, by its identity: as it keeps the system, no other one can have that.
        self._open: dict[int, weakref.finalize[..., Supply]] = {}
        self.name = "" if source is None else _name(source)

    @property
    def single(self) -> bool:
        """Whether there is one machine only, for whoever asks for one."""
        return self._only is not None

    @property
    def ready_made(self) -> bool:
        """Whether the caller brought one system, for all that is done."""
        return self.given and _is_made(self._source)

    @property
    def given(self) -> bool:
        """Whether the caller brought the system; else the playbook's own choice is taken."""
        return self._source is not None

    def seed_of(self, scenario: Scenario) -> int:
        """The caller's seed, else the scenario's own, else 0 (LANGUAGE.md section 7)."""
        return self.seed if self.given_seed is not None else scenario.seed or 0

    def fresh(self, seed: int | None = None) -> System:
        """A system that nothing has happened to yet.

        Raises NoSystem where the one that the playbook names cannot be had, PlaybookError where the caller's
        factory makes something else.
        """
        source = self._source
        seed = self.seed if seed is None else seed
        if source is None:
            chosen = choose(self.playbook, seed)
            self.name = chosen.name
            return self._made(chosen.system)
        if _is_made(source):
            return self._put_back(source)
        made = source(self.playbook, seed) if callable(source) else None
        if not _is_made(made):
            raise PlaybookError(
                f"{self.name} gave {type(made).__name__}, which is no system under test: a system has "
                "actions, functions and placeholders, and can be attached"
            )
        self.name = type(made).__name__
        return self._made(made)

    def _made(self, system: System) -> System:
        if isinstance(system, Closes) and id(system) not in self._open:
            self._open[id(system)] = weakref.finalize(self, system.close)
        return system

    def engine(self, seed: int | None = None) -> Engine:
        """A machine that drives a fresh system and has not entered its initial state yet.

        A system that is already made, or without any state of its own, has one machine for good, which is put
        back to its beginning: moments stay valid.
        """
        if self._only is not None:
            engine, first = self._only
            engine.return_to(first)
            engine.watch = None
            return engine
        system = self.fresh(seed)
        try:
            engine = Engine(self.program, system, Clock())
            system.attach(engine)
        except BaseException:
            self.done_with(system)
            raise
        if system is self._source or isinstance(system, BareMachine):
            # The bare machine knows nothing but its playbook: another one would be the same.
            with suppress(CannotSnapshot):
                self._only = engine, engine.moment()
        return engine

    def begun(self, seed: int | None = None) -> Engine:
        """A machine that has entered the initial state of a fresh system.

        It stands there too where a critical invariant would end a run at once.
        """
        engine = self.engine(seed)
        try:
            with suppress(Stopped):
                engine.enter_initial()
        except BaseException:
            self.done_with(engine.system)
            raise
        return engine

    def for_run(self, seed: int) -> System | None:
        """What to hand to `run_scenario`: None leaves the choice to the playbook."""
        return self.fresh(seed) if self.given else None

    def done_with(self, system: System | None) -> None:
        """A system that was made here is no longer needed: what it holds, such as a connection, is let go."""
        closing = self._open.pop(id(system), None)
        if closing is not None:
            closing()

    def close(self) -> None:
        """All systems that were made here are no longer needed; a fresh one may still be asked for."""
        for closing in list(self._open.values()):
            closing()
        self._open.clear()

    def _put_back(self, system: System) -> System:
        if self._found is not None:
            system.restore(self._found[0])
        elif self._used:
            raise PlaybookError(
                f"{self.name} is one system that offers no snapshots, so it cannot be put back to its "
                "beginning; hand over what makes one instead, its class or a function"
            )
        else:
            with suppress(CannotSnapshot):
                self._found = (system.snapshot(),)
        self._used = True
        # A run attaches it to a machine of its own, and the moments of ours would be of the wrong one.
        self._only = None
        return system


def _is_made(source: object) -> TypeGuard[System]:
    """Whether it is a system; a class of systems has the same methods, but is none."""
    parts = ("actions", "functions", "placeholders", "attach", "entered")
    return not isinstance(source, type) and all(hasattr(source, part) for part in parts)


def _name(source: object) -> str:
    return str(getattr(source, "__name__", "") or type(source).__name__)

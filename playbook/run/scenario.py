"""A scenario as an iterator of events: steps in, facts out; the caller sets the pace by pulling.

Nothing of the next step happens before the caller pulls past the last event of this one.
LANGUAGE.md sections 4 and 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from playbook.dashboard.panels import Dashboard
from playbook.document.model import Offer, OlderScenario, Passage, Playbook, Scenario, Visits
from playbook.limits import MAX_REPEAT, MAX_RUN_EVENTS
from playbook.machine.call import BadCall
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine, LimitReached, Stopped
from playbook.machine.events import (
    ActionCalled,
    Asserted,
    InvariantChecked,
    Outcome,
    PanelChanged,
    Phase,
    Problem,
    RunEvent,
    RunStarted,
    StatusChanged,
    StepFinished,
    StepStarted,
    Taken,
    Thinned,
)
from playbook.machine.port import Closes, System, SystemProblem
from playbook.machine.program import Program, compiled
from playbook.run.brief import Sieve
from playbook.run.deeds import Act, Check, Deed, Stage
from playbook.run.memory import Memory
from playbook.run.older import Offered, Passed, Visited
from playbook.run.plan import Planned, named, planned
from playbook.run.verdict import Judge, measure
from playbook.spans import pointer
from playbook.systems.choose import NoSystem, choose

Detail = Literal["full", "brief"]
# How much of its events a run may use before it tells less.
SHARE_IN_FULL = 0.8
# How often a step of many repetitions tells how far it is, where not each of them is told.
MOST_PROGRESS = 200
# A step that begins, goes wrong in two ways and ends.
EVENTS_OF_A_STEP = 4


def run_scenario(
    playbook: Playbook,
    name: str,
    *,
    seed: int | None = None,
    system: System | None = None,
    detail: Detail = "full",
    max_events: int = MAX_RUN_EVENTS,
) -> Iterator[RunEvent]:
    """Run one scenario; the last event is always `Finished`, whatever the system does.

    `seed` counts before the scenario's own, and 0 where neither is given. With `detail` "brief" only steps,
    what counts against the run and the verdict are told; a run that has used most of `max_events` goes on so.
    Raises PlaybookError before the first event where there is no scenario of that name.
    """
    scenario = named(playbook, name)
    chosen = seed if seed is not None else scenario.seed or 0
    return _Run(playbook, scenario, chosen, system, detail, max_events).events()


class _NotEntered(Exception):
    """The initial state could not be entered."""


class _Run:
    """One run: its engine, its dashboard, and what the verdict will hang on."""

    def __init__(
        self,
        playbook: Playbook,
        scenario: Scenario,
        seed: int,
        system: System | None,
        detail: Detail,
        max_events: int,
    ) -> None:
        self.playbook, self.scenario, self.seed, self.given = playbook, scenario, seed, system
        self.plan = planned(scenario)
        self.memory = Memory(playbook.sections)
        # The older form follows what its transitions do by their events, and has no repetitions.
        self.older = isinstance(scenario, OlderScenario)
        self.program = Program(self.memory.known_to(playbook)) if self.older else compiled(playbook)
        self.judge, self.sieve = Judge(), Sieve()
        self.engine: Engine | None = None
        self.dashboard: Dashboard | None = None
        self.begun = False
        self.brief = detail == "brief"
        self.count, self.max_events = 0, max_events
        # What all steps need is kept for them, and a run that breaks off leaves the teardown its part.
        self.room = max_events - len(self.plan) * EVENTS_OF_A_STEP
        self.full_until = min(int(max_events * SHARE_IN_FULL), self.room)
        torn_down = sum(plan.phase == "teardown" for plan in self.plan)
        self.kept_back = torn_down * EVENTS_OF_A_STEP

    def events(self) -> Iterator[RunEvent]:
        try:
            yield from self._guarded(self._main())
            if self.begun:
                self.judge.tearing_down, self.kept_back = True, 0
                yield from self._guarded(self._steps("teardown"))
            yield self.judge.finished(self.engine, self.program)
        finally:
            # A given system is its giver's to close.
            if self.engine is not None and self.given is None and isinstance(self.engine.system, Closes):
                self.engine.system.close()

    def _guarded(self, events: Iterator[RunEvent]) -> Iterator[RunEvent]:
        """The events, and the problem where they break off."""
        try:
            yield from events
        except _NotEntered as problem:
            stay = self.program.stay(self.program.initial)
            yield self._broken(str(problem), stay.path, stay.line)
        except (NoSystem, LimitReached, SystemProblem) as problem:
            yield self._broken(str(problem))
        except Exception as error:
            yield self._broken(_broke(error))

    def _broken(self, message: str, path: str = "", line: int = 0) -> Problem:
        """The problem that ends the run; one that has no other place is the scenario's."""
        self.judge.error(message)
        at_ms = self.engine.now() if self.engine is not None else 0
        if not path:
            path, line = pointer(self.scenario.path), self.scenario.span.line
        return Problem(at_ms=at_ms, path=path, line=line, message=message)

    def _main(self) -> Iterator[RunEvent]:
        yield from self._start()
        yield from self._steps("setup")
        yield from self._steps("step")
        yield from self._measures()
        if self.brief and self.dashboard is not None:
            yield from self._bounded(self.dashboard.changes(self.working.now()))

    @property
    def working(self) -> Engine:
        """The engine of a run that has begun."""
        assert self.engine is not None
        return self.engine

    def _start(self) -> Iterator[RunEvent]:
        system, name = self.given, "given system"
        if system is None:
            chosen = choose(self.playbook, self.seed)
            system, name = chosen.system, chosen.name
        engine = self.engine = Engine(self.program, system, Clock())
        self.stage = Stage(engine, system, self.judge, self.memory)
        if self.brief:
            self._leave_out()
        else:
            self.dashboard = Dashboard(self.playbook.tui, system, engine.scope)
            engine.passed = self._time_passed
        system.attach(engine)
        started = RunStarted(
            machine=self.playbook.machine.id,
            path=pointer(self.scenario.path),
            line=self.scenario.span.line,
            scenario=self.scenario.name,
            system=name,
            seed=self.seed,
            state=engine.state,
            steps=len(self.plan),
        )
        yield from self._tell([started])
        self.begun = True
        self.memory.visit(engine.state)
        try:
            engine.enter_initial()
        except Stopped:
            self.judge.stop()
        except (SystemProblem, BadCall, LimitReached) as error:
            yield from self._tell(engine.drain())
            raise _NotEntered(error) from None
        yield from self._tell(engine.drain())
        yield from self._tell(self._shown(settled=True))

    # What is told, and what is left out.

    def _tell(self, events: Iterable[RunEvent]) -> Iterator[RunEvent]:
        for event in events:
            if isinstance(event, InvariantChecked):
                self.judge.checked(event)
            elif isinstance(event, ActionCalled | Asserted):
                self.judge.told(event)
            elif isinstance(event, Taken):
                self.memory.visit(event.target)
            if not self.brief:
                yield from self._bounded([event])
                if self.count >= self.full_until:
                    yield from self._bounded([self._thinned()])
            elif self.sieve.passes(event):
                yield from self._bounded([event])

    def _bounded(self, events: Iterable[RunEvent]) -> Iterator[RunEvent]:
        for event in events:
            self.count += 1
            if self.count > self.max_events - self.kept_back:
                raise LimitReached(f"the run has more than {self.max_events:,} events")
            yield event

    def _thinned(self) -> Thinned:
        self.brief = True
        self._leave_out()
        message = (
            f"most of the {self.max_events:,} events that a run may have are used; from here on only its "
            "steps, what counts against it and the verdict are told"
        )
        return Thinned(at_ms=self.working.now(), message=message)

    def _leave_out(self) -> None:
        self.working.recording = self.older
        self.working.passed = lambda: None

    def _shown(self, *, settled: bool) -> list[PanelChanged | StatusChanged]:
        """What the dashboard shows anew."""
        if self.brief or self.dashboard is None:
            return []
        return self.dashboard.changes(self.working.now(), settled=settled)

    def _time_passed(self) -> None:
        """Within an action: let the dashboard follow while virtual time passes."""
        for event in self._shown(settled=False):
            self.working.record(event)

    # Steps.

    def _steps(self, phase: Phase) -> Iterator[RunEvent]:
        for plan in self.plan:
            if plan.phase != phase:
                continue
            if self.judge.stopped and phase != "teardown":
                yield from self._tell([self._step_started(plan, 1)])
                finished = self._finished(plan, "skipped", "an earlier step ended the run")
                yield from self._tell([finished])
            else:
                yield from self._step(plan)

    def _step(self, plan: Planned) -> Iterator[RunEvent]:
        outcome: Outcome = "passed"
        message = ""
        times = min(plan.step.repeat, MAX_REPEAT)
        interval = max(1, times // MOST_PROGRESS)
        engine, judge, deed = self.working, self.judge, _deed(self.stage, plan)
        done = told = 0
        while done < times and outcome not in ("failed", "error"):
            if not self.brief or done == 0 or (done >= told and self.count < self.room):
                told = done + interval
                yield from self._tell([self._step_started(plan, done + 1), *deed.announced()])
            until = min(done + interval, times) if self.brief else done + 1
            done, problem = self._performed(plan, deed, done, until)
            yield from self._tell(engine.drain())
            if problem is not None:
                yield from self._tell([problem])
                outcome, message = "error", problem.message
            else:
                found, why = judge.step_outcome(engine)
                if found == "failed" or outcome == "passed":
                    outcome, message = found, why
        if outcome in ("failed", "error"):
            judge.stop()
        if outcome == "passed" and deed.skipped:
            outcome, message = "skipped", deed.skipped
        yield from self._tell([self._finished(plan, outcome, message)])

    def _performed(self, plan: Planned, deed: Deed, done: int, until: int) -> tuple[int, Problem | None]:
        """Go on to a repetition, or to one of which there is something to tell; events wait in the engine."""
        engine, waiting = self.working, self.working.ledger.events
        try:
            try:
                while done < until:
                    done += 1
                    engine.begin_step()
                    deed.do()
                    if waiting:
                        break
            except Stopped:
                self.judge.stop()
            if deed.changes and not self.brief:
                last = done == min(plan.step.repeat, MAX_REPEAT) or self.judge.has_more(engine)
                for event in self._shown(settled=last):
                    engine.record(event)
        except (SystemProblem, BadCall, LimitReached) as error:
            return done, self._problem(plan, str(error))
        except Exception as error:
            return done, self._problem(plan, _broke(error))
        return done, None

    def _problem(self, plan: Planned, message: str) -> Problem:
        self.judge.error(message)
        return Problem(at_ms=self.working.now(), path=plan.path, line=plan.line, message=message)

    def _step_started(self, plan: Planned, repetition: int) -> StepStarted:
        return StepStarted(
            at_ms=self.working.now(),
            path=plan.path,
            line=plan.line,
            index=plan.index,
            label=plan.label,
            repetition=repetition,
            repeat=plan.step.repeat,
            phase=plan.phase,
        )

    def _finished(self, plan: Planned, outcome: Outcome, message: str) -> StepFinished:
        return StepFinished(
            at_ms=self.working.now(),
            path=plan.path,
            line=plan.line,
            index=plan.index,
            outcome=outcome,
            message=message,
            phase=plan.phase,
        )

    def _measures(self) -> Iterator[RunEvent]:
        wanted = self.scenario.performance
        for assertion in self.playbook.performance_assertions:
            expected = wanted.get(assertion.name)
            event, missing = measure(assertion, self.working.scope, self.working.now(), expected)
            self.judge.measured(event, missing)
            yield from self._tell([event])
        known = {assertion.name for assertion in self.playbook.performance_assertions}
        for name in wanted:
            if name not in known:
                said = f'the scenario expects {wanted[name]} of "{name}"'
                self.judge.error(f"{said}, and there is no such performance assertion")


def _deed(stage: Stage, plan: Planned) -> Deed:
    match plan.step:
        case Offer():
            return Offered(stage, plan)
        case Passage():
            return Passed(stage, plan)
        case Visits():
            return Visited(stage, plan)
        case step:
            return Act(stage, plan) if step.assertion is None else Check(stage, plan)


def _broke(error: Exception) -> str:
    return f"the system broke: {type(error).__name__}: {error}"

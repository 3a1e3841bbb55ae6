"""A scenario as an iterator of events: steps in, facts out; the caller sets the pace by pulling.

Nothing of the next step happens before the caller pulls past the last event of this one.
LANGUAGE.md sections 4 and 7.
"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.dashboard.panels import Dashboard
from playbook.document.model import Playbook, Scenario, Step
from playbook.errors import PlaybookError
from playbook.expr.explain import explain
from playbook.limits import MAX_REPEAT, MAX_RUN_EVENTS, MAX_WAIT_MS
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine, LimitReached, Stopped
from playbook.machine.events import (
    ActionCalled,
    Asserted,
    Outcome,
    Problem,
    RunEvent,
    RunStarted,
    StepFinished,
    StepStarted,
)
from playbook.machine.port import ActionError, System
from playbook.machine.program import Program
from playbook.run.call import BadCall, arguments
from playbook.run.verdict import Judge, measure
from playbook.spans import pointer
from playbook.systems.choose import NoSystem, choose
from playbook.values import Value


def run_scenario(
    playbook: Playbook, name: str, *, seed: int = 0, system: System | None = None
) -> Iterator[RunEvent]:
    """Run one scenario; the last event is always `Finished`, whatever the system does.

    Raises PlaybookError before the first event where there is no scenario of that name.
    """
    scenario = Program(playbook).index.scenarios.get(name)
    if scenario is None:
        known = ", ".join(s.name for s in playbook.scenarios) or "none"
        raise PlaybookError(f'there is no scenario "{name}"; there are: {known}')
    return _Run(playbook, scenario, seed, system).events()


class _Run:
    """One run: its engine, its dashboard, and what the verdict will hang on."""

    def __init__(self, playbook: Playbook, scenario: Scenario, seed: int, system: System | None) -> None:
        self.playbook, self.scenario, self.seed = playbook, scenario, seed
        self.program = Program(playbook)
        self.judge = Judge()
        self.count = 0
        self.given = system

    def events(self) -> Iterator[RunEvent]:
        try:
            yield from self._bounded(self._start())
            yield from self._bounded(self._steps())
            yield from self._measures()
        except (NoSystem, LimitReached) as problem:
            yield from self._broken(str(problem))
        except Exception as error:
            yield from self._broken(_broke(error))
        yield self.judge.finished(self.engine if hasattr(self, "engine") else None, self.program)

    def _bounded(self, events: Iterator[RunEvent]) -> Iterator[RunEvent]:
        for event in events:
            self.count += 1
            if self.count > MAX_RUN_EVENTS:
                raise LimitReached(f"the run has more than {MAX_RUN_EVENTS:,} events")
            yield event

    def _start(self) -> Iterator[RunEvent]:
        system, name = self.given, "given system"
        if system is None:
            chosen = choose(self.playbook, self.seed)
            system, name = chosen.system, chosen.name
        self.system = system
        self.engine = Engine(self.program, system, Clock())
        self.dashboard = Dashboard(self.playbook.tui, system, self.engine.scope)
        self.engine.passed = self._time_passed
        system.attach(self.engine)
        yield RunStarted(
            machine=self.playbook.machine.id,
            path=pointer(self.scenario.path),
            scenario=self.scenario.name,
            system=name,
            seed=self.seed,
            state=self.engine.state,
            steps=len(self.scenario.steps),
        )
        try:
            self.engine.enter_initial()
        except Stopped:
            self.judge.stop()
        yield from self.engine.drain()
        yield from self.dashboard.changes(0)

    def _time_passed(self) -> None:
        """Within an action: let the dashboard follow while virtual time passes."""
        for event in self.dashboard.changes(self.engine.clock.now, settled=False):
            self.engine.record(event)

    def _steps(self) -> Iterator[RunEvent]:
        for index, step in enumerate(self.scenario.steps):
            if self.judge.stopped:
                yield StepStarted(
                    at_ms=self.engine.now(),
                    path=pointer(step.path),
                    index=index,
                    label=label(step),
                    repeat=step.repeat,
                )
                yield self._finish_step(index, step, "skipped", "an earlier step ended the run")
            else:
                yield from self._step(index, step)

    def _step(self, index: int, step: Step) -> Iterator[RunEvent]:
        outcome: Outcome = "passed"
        message = ""
        for repetition in range(1, min(step.repeat, MAX_REPEAT) + 1):
            yield StepStarted(
                at_ms=self.engine.now(),
                path=pointer(step.path),
                index=index,
                label=label(step),
                repetition=repetition,
                repeat=step.repeat,
            )
            for event in self._once(step):
                yield event
                if isinstance(event, Problem):
                    outcome, message = "error", event.message
            if outcome == "passed":
                outcome, message = self.judge.step_outcome(self.engine)
            if outcome in ("failed", "error"):
                self.judge.stop()
                break
        yield self._finish_step(index, step, outcome, message)

    def _finish_step(self, index: int, step: Step, outcome: Outcome, message: str) -> StepFinished:
        return StepFinished(
            at_ms=self.engine.now(),
            path=pointer(step.path),
            index=index,
            outcome=outcome,
            message=message,
        )

    def _once(self, step: Step) -> Iterator[RunEvent]:
        self.engine.begin_step()
        problem: Problem | None = None
        if step.assertion is None:
            yield ActionCalled(
                at_ms=self.engine.now(),
                path=pointer(step.path),
                name=step.action or "",
                params=dict(step.params),
            )
        try:
            self._perform(step)
        except (ActionError, BadCall, LimitReached) as error:
            problem = self._problem(step, str(error))
        except Exception as error:
            problem = self._problem(step, _broke(error))
        yield from self.engine.drain()
        if problem is not None:
            yield problem

    def _perform(self, step: Step) -> None:
        """Do what the step says; its events wait in the engine."""
        if step.assertion is not None:
            self.engine.record(self._assert(step))
            return
        try:
            self._act(step)
            self.engine.end_step()
        except Stopped:
            self.judge.stop()
        for event in self.dashboard.changes(self.engine.now()):
            self.engine.record(event)

    def _act(self, step: Step) -> None:
        name = step.action or ""
        action = self.system.actions.get(name)
        if action is None and name == "wait":
            self.engine.advance(_duration(step.params))
            return
        if action is None:
            known = ", ".join(self.system.actions) or "none"
            raise BadCall(f'the system has no action "{name}"; there are: {known}')
        action.run(**arguments(name, action, step.params))

    def _assert(self, step: Step) -> Asserted:
        assert step.assertion is not None
        explanation = explain(step.assertion.text, self.engine.scope)
        event = Asserted(
            at_ms=self.engine.now(),
            path=pointer(step.assertion.path),
            condition=step.assertion.text,
            holds=False if explanation.error else explanation.holds,
            explanation=explanation.sentence,
            values=explanation.values,
        )
        self.judge.asserted(event, explanation.missing)
        return event

    def _problem(self, step: Step, message: str) -> Problem:
        self.judge.error(message)
        return Problem(at_ms=self.engine.now(), path=pointer(step.path), message=message)

    def _broken(self, message: str) -> Iterator[RunEvent]:
        self.judge.error(message)
        yield Problem(path=pointer(self.scenario.path), message=message)

    def _measures(self) -> Iterator[RunEvent]:
        for assertion in self.playbook.performance_assertions:
            event, missing = measure(assertion, self.engine.scope, self.engine.now())
            self.judge.measured(event, missing)
            yield event


def _broke(error: Exception) -> str:
    return f"the system broke: {type(error).__name__}: {error}"


def label(step: Step) -> str:
    """What to show for a step: its own description, else what it does."""
    if step.description:
        return step.description
    if step.assertion is not None:
        return f"assert {step.assertion.text}"
    values = ", ".join(f"{name}: {value}" for name, value in step.params.items())
    return f"{step.action}({values})"


def _duration(params: object) -> int:
    given = params if isinstance(params, dict) else {}
    value: Value = given.get("duration_ms", given.get("ms"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCall('the action "wait" needs "duration_ms": milliseconds of virtual time')
    if not 0 <= value <= MAX_WAIT_MS:
        raise BadCall(f'"duration_ms" must be 0 to {MAX_WAIT_MS:,}, not {value}')
    return int(value)

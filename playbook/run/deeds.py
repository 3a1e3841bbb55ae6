"""What a step does, made ready once for all its repetitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playbook.document.model import Expression
from playbook.expr.explain import explain
from playbook.limits import MAX_WAIT_MS
from playbook.machine.call import BadCall, arguments
from playbook.machine.engine import Engine
from playbook.machine.events import ActionCalled, Asserted, Origin, RunEvent
from playbook.machine.port import System
from playbook.run.memory import Memory
from playbook.run.plan import Planned
from playbook.run.verdict import Judge
from playbook.spans import pointer
from playbook.values import Value

WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a step works on."""

    engine: Engine
    system: System
    judge: Judge
    memory: Memory

    def check(self, condition: Expression) -> bool | None:
        """Assert a condition now, as a fact of the run; the answer is whether it holds."""
        explanation = explain(condition.text, self.engine.scope)
        event = Asserted(
            at_ms=self.engine.now(),
            path=pointer(condition.path),
            line=condition.span.line,
            condition=condition.text,
            holds=False if explanation.error else explanation.holds,
            explanation=explanation.sentence,
            values=explanation.values,
        )
        self.engine.record(event)
        self.judge.asserted(event, explanation.missing)
        return event.holds


class Deed:
    """What one step does; `skipped` says why where nothing was done."""

    # Whether it may change what the dashboard shows.
    changes = True
    skipped = ""

    def __init__(self, stage: Stage, plan: Planned) -> None:
        self.stage, self.plan = stage, plan

    def announced(self) -> list[RunEvent]:
        """What is told before it is done."""
        return []

    def do(self) -> None:
        """Do it; its events wait in the engine.

        Raises BadCall where the system does not offer it, and whatever the system raises.
        """
        raise NotImplementedError

    def called(self, name: str, params: Mapping[str, Value], *, provided: bool = True) -> ActionCalled:
        """The event that says which action runs."""
        origin: Origin = self.plan.phase
        return ActionCalled(
            at_ms=self.stage.engine.now(),
            path=self.plan.path,
            line=self.plan.line,
            name=name,
            params=dict(params),
            origin=origin,
            provided=provided,
        )


class Act(Deed):
    """Calls an action of the system, or waits."""

    def __init__(self, stage: Stage, plan: Planned) -> None:
        super().__init__(stage, plan)
        self._call: Callable[..., None] | None = None
        self._arguments: dict[str, Value] = {}

    def announced(self) -> list[RunEvent]:
        return [self.called(self.plan.step.action or "", self.plan.step.params)]

    def do(self) -> None:
        if self._call is None:
            self._call = self._made_ready()
        self._call(**self._arguments)
        self.stage.engine.end_step()

    def _made_ready(self) -> Callable[..., None]:
        step, system = self.plan.step, self.stage.system
        name = step.action or ""
        action = system.actions.get(name)
        if action is not None:
            self._arguments = arguments(name, action, step.params)
            return action.run
        if name == WAIT:
            self._arguments = {"duration_ms": duration(step.params)}
            return self.stage.engine.advance
        known = ", ".join(system.actions) or "none"
        raise BadCall(f'the system has no action "{name}"; there are: {known}')


class Check(Deed):
    """Asserts a condition."""

    changes = False

    def do(self) -> None:
        assert self.plan.step.assertion is not None
        self.stage.check(self.plan.step.assertion)


def duration(params: Mapping[str, Value]) -> int:
    """The milliseconds of virtual time of a wait. Raises BadCall."""
    value = params.get("duration_ms", params.get("ms"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCall('the action "wait" needs "duration_ms": milliseconds of virtual time')
    if not 0 <= value <= MAX_WAIT_MS:
        raise BadCall(f'"duration_ms" must be 0 to {MAX_WAIT_MS:,}, not {value}')
    return int(value)

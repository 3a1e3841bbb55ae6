"""What a step does, made ready once for all its repetitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playbook.document.model import Expression
from playbook.expr.explain import explain
from playbook.machine.engine import Engine
from playbook.machine.events import ActionCalled, Asserted, Origin, RunEvent
from playbook.machine.port import System
from playbook.run.acting import ready
from playbook.run.memory import Memory
from playbook.run.plan import Planned
from playbook.run.verdict import Judge
from playbook.spans import pointer
from playbook.values import Value


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
        self._call: Callable[[], None] | None = None

    def announced(self) -> list[RunEvent]:
        return [self.called(self.plan.step.action or "", self.plan.step.params)]

    def do(self) -> None:
        if self._call is None:
            self._call = ready(self.stage.engine, self.plan.step.action or "", self.plan.step.params)
        self._call()
        self.stage.engine.end_step()


class Check(Deed):
    """Asserts a condition."""

    changes = False

    def do(self) -> None:
        assert self.plan.step.assertion is not None
        self.stage.check(self.plan.step.assertion)

"""How the older sections run: actions that a system need not have, steps by transitions, checks of the path.

A transition of a step must be taken. What no system provides is told and not executed; the run hangs on it
only where something is asserted of it.
"""

from __future__ import annotations

from playbook.document.model import Capture, Offer, Passage, StateRef, Transition, Visits
from playbook.expr.compile import compile_tree
from playbook.expr.explain import explain
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result, Unknown, ValueProblem, show
from playbook.limits import MAX_WAIT_MS
from playbook.machine.call import arguments
from playbook.machine.events import Asserted, Captured, ForbiddenTried, Ignored, RunEvent, Taken
from playbook.run.acting import WAIT, duration
from playbook.run.deeds import Deed, Stage
from playbook.run.plan import Planned
from playbook.spans import pointer
from playbook.values import Value

# What a system may offer for captures: a function of the text after `from`.
READERS = ("capture", "text")


class Offered(Deed):
    """An item of the setup or the teardown."""

    def __init__(self, stage: Stage, plan: Planned) -> None:
        super().__init__(stage, plan)
        assert isinstance(plan.step, Offer)
        self.step = plan.step
        self._name = self.step.action or ""
        self._action = stage.system.actions.get(self._name)
        self._waits = self._name == WAIT and self._action is None

    def announced(self) -> list[RunEvent]:
        params: dict[str, Value] = dict(self.step.params)
        if self.step.until is not None:
            params["condition"] = self.step.until.text
        return [self.called(self._name, params, provided=self._waits or self._action is not None)]

    def do(self) -> None:
        engine = self.stage.engine
        if self._action is not None:
            given = dict(self.step.params)
            if self.step.until is not None:
                given["condition"] = self.step.until.text
            self._action.run(**arguments(self._name, self._action, given))
        elif not self._waits:
            self.skipped = f'the system has no action "{self._name}"; nothing was executed'
        elif self.step.until is not None:
            self._wait_until()
        else:
            engine.advance(duration(self.step.params))
        engine.end_step()

    def _wait_until(self) -> None:
        """Let time pass from timer to timer until the condition holds, or nothing more can happen."""
        engine, condition = self.stage.engine, self.step.until
        assert condition is not None
        engine.settle()
        limit = engine.now() + MAX_WAIT_MS
        while explain(condition.text, engine.scope).holds is False:
            timers = engine.clock.standing().timers
            if not timers or timers[0][0] > limit:
                break
            engine.advance(timers[0][0] - engine.now())
        self.stage.check(condition)


class Passed(Deed):
    """A step that takes transitions, each by its own action or else by its event, and then captures."""

    def do(self) -> None:
        step = self.plan.step
        assert isinstance(step, Passage)
        for ref in step.transitions:
            if self._take(ref) is not True:
                # What comes after would start from another state than it is written for.
                self.stage.judge.stop()
                return
        for capture in step.captures:
            self._capture(capture)

    def _take(self, ref: StateRef) -> bool | None:
        engine = self.stage.engine
        transition = self._transition(ref.name)
        if transition is None:
            return self._asserted(ref, False, f'there is no transition "{ref.name}"')
        source = engine.state
        action = self.stage.system.actions.get(ref.name)
        before = engine.drain()
        engine.begin_step()
        try:
            if action is not None:
                before.append(self.called(ref.name, {}))
                action.run(**arguments(ref.name, action, {}))
            else:
                engine.emit(transition.event)
            engine.end_step()
        finally:
            events = engine.drain()
            for event in (*before, *events):
                engine.record(event)
        if any(isinstance(event, Taken) and event.transition == ref.name for event in events):
            return self._asserted(ref, True, "")
        unknown = self._unknown_guard(transition, source)
        if unknown is not None:
            why, missing = unknown
            return self._asserted(ref, None, f'"{ref.name}" was not taken: {why}', missing)
        return self._asserted(
            ref, False, f'"{ref.name}" was not taken: {_instead(events, transition, source)}'
        )

    def _transition(self, name: str) -> Transition | None:
        found = self.stage.engine.program.playbook.machine.transitions
        return next((transition for transition in found if transition.id == name), None)

    def _unknown_guard(self, transition: Transition, source: str) -> tuple[str, frozenset[str]] | None:
        """Why its guard is unknown, where that is what kept it from being taken."""
        leaves = any(found is transition for found in self.stage.engine.program.index.outgoing(source))
        if transition.guard is None or not leaves:
            return None
        explanation = explain(transition.guard.text, self.stage.engine.scope)
        if explanation.holds is not None or explanation.error:
            return None
        return explanation.sentence, explanation.missing

    def _asserted(
        self, ref: StateRef, holds: bool | None, why: str, missing: frozenset[str] = frozenset()
    ) -> bool | None:
        event = Asserted(
            at_ms=self.stage.engine.now(),
            path=pointer(ref.path),
            line=ref.span.line,
            condition=f"takes {ref.name}",
            holds=holds,
            explanation=why,
        )
        self.stage.engine.record(event)
        self.stage.judge.asserted(event, missing)
        return holds

    def _capture(self, capture: Capture) -> None:
        value = self._read(capture.source)
        self.stage.memory.capture(capture.var, value)
        known = not isinstance(value, Unknown)
        event = Captured(
            at_ms=self.stage.engine.now(),
            path=pointer(capture.path),
            line=capture.span.line,
            var=capture.var,
            source=capture.source,
            known=known,
            value=show(value) if known else "",
            explanation="" if known else _unread(capture.source),
        )
        self.stage.engine.record(event)

    def _read(self, source: str) -> Result:
        """What `from` stands for: an expression, else what the system reads there."""
        scope = self.stage.engine.scope
        root = parse(source).tree
        if root is not None:
            try:
                value = compile_tree(root)(scope)
            except EvaluationError:
                value = Unknown(frozenset())
            if not isinstance(value, Unknown):
                return value
        for name in READERS:
            if name in self.stage.system.functions:
                try:
                    return scope.call(name, (source,), {})
                except ValueProblem:
                    continue
        return Unknown(frozenset({f"{READERS[0]}()"}))


class Visited(Deed):
    """Which states the run has visited, and where it stands, once the steps are done."""

    changes = False

    def do(self) -> None:
        step = self.plan.step
        assert isinstance(step, Visits)
        for ref in step.states:
            if step.rule == "ends_at":
                actual = self.stage.engine.state
                holds, why = actual == ref.name, f'the run ended in "{actual}", not in "{ref.name}"'
            else:
                visited = self.stage.memory.visited
                holds = (ref.name in visited) == (step.rule == "must_visit")
                what = "did not visit" if step.rule == "must_visit" else "visited"
                why = f'the run {what} "{ref.name}"; its path: {", ".join(visited)}'
            event = Asserted(
                at_ms=self.stage.engine.now(),
                path=pointer(ref.path),
                line=ref.span.line,
                condition=f"{step.rule} {ref.name}",
                holds=holds,
                explanation="" if holds else why,
            )
            self.stage.engine.record(event)
            self.stage.judge.asserted(event, frozenset())


def _instead(events: list[RunEvent], transition: Transition, source: str) -> str:
    """What happened instead of a transition, in words."""
    for event in events:
        if isinstance(event, Taken):
            return f'"{event.transition}" was, and led from "{event.source}" to "{event.target}"'
        if isinstance(event, ForbiddenTried):
            return f'"{event.source}" to "{event.target}" is forbidden'
        if isinstance(event, Ignored):
            return f'"{event.event}" was ignored in "{event.state}" ({"; ".join(event.reasons)})'
    return f'nothing emitted "{transition.event}" in "{source}"'


def _unread(source: str) -> str:
    readers = " or ".join(f"{name}()" for name in READERS)
    return f"nothing provides `{source}`: it is no expression that is known, and the system has no {readers}"

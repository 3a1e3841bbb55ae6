"""What is seldom on an event's way: guards that are asked at length, actions, assertions, refusals."""

from __future__ import annotations

from collections.abc import Iterable

from playbook.expr.compile import Scope
from playbook.expr.explain import explain
from playbook.expr.values import Unknown
from playbook.machine.bound import Outcome, Plan, ask
from playbook.machine.call import BadCall
from playbook.machine.clock import Clock
from playbook.machine.events import ActionCalled, Ambiguous, Asserted, ForbiddenTried, Ignored
from playbook.machine.hooks import Carried, Hook, carried
from playbook.machine.ledger import Ledger
from playbook.machine.port import System
from playbook.machine.program import Candidate, Claim, Condition, Pair
from playbook.values import Value


class Passage:
    """Works for one engine: decides, tells, carries out; the engine alone changes the state."""

    def __init__(self, ledger: Ledger, clock: Clock, scope: Scope, system: System) -> None:
        self._ledger, self._clock, self._scope, self._system = ledger, clock, scope, system
        self._ways: dict[str, Carried] = {}

    def outcome(self, plan: Plan) -> Outcome:
        """Ask every guard at length."""
        held: list[bool | None] = []
        for one in plan.candidates:
            decided = True in held
            held.append(one.guard is None or self._held(one, one.guard, decided))
        plan.often()
        if None in held:
            return plan.outcome(held)
        return plan.of(sum(1 << place for place, holds in enumerate(held) if holds))

    def _held(self, candidate: Candidate, guard: Condition, decided: bool) -> bool | None:
        """Whether the guard holds; where an earlier transition is taken anyway, an error is no failure."""
        value = ask(guard, self._scope)
        if isinstance(value, Unknown):
            if guard.path not in self._ledger.unknown:
                self._ledger.unknown[guard.path] = (explain(guard.text, self._scope).sentence, value.missing)
            return None
        if not isinstance(value, bool) and not decided:
            self._unanswerable(candidate, guard)
        return value is True

    def _unanswerable(self, candidate: Candidate, guard: Condition) -> None:
        """A guard that cannot be evaluated counts against the run like an assertion that fails, once."""
        if any(told.path == guard.path for told in self._ledger.failures):
            return
        said = explain(guard.text, self._scope)
        why = said.error or said.sentence
        sentence = f'guard of "{candidate.transition.id}" cannot be evaluated: {why}'
        self._ledger.failures.append(self._tell(guard, False, sentence, said.values))

    def ignored(self, plan: Plan, outcome: Outcome) -> None:
        """No transition is enabled; every guard says why."""
        if not self._ledger.recording:
            return
        guards = [(one.transition.id, one.guard) for one in plan.candidates if one.guard is not None]
        reasons = [f"{name}: {explain(guard.text, self._scope).sentence}" for name, guard in guards]
        stay = plan.place.stay
        self._ledger.tell(
            Ignored(
                at_ms=self._clock.now,
                path=stay.path,
                line=stay.line,
                event=plan.event,
                state=stay.state,
                reasons=tuple(reasons or [f'no transition for "{plan.event}" leaves "{stay.state}"']),
                guards=outcome.guards,
            )
        )

    def ambiguous(self, plan: Plan, chosen: Candidate, outcome: Outcome) -> None:
        """Several transitions are enabled."""
        self._ledger.tell(
            Ambiguous(
                at_ms=self._clock.now,
                path=chosen.path,
                line=chosen.line,
                event=plan.event,
                state=plan.place.name,
                chosen=chosen.transition.id,
                others=tuple(other.transition.id for other in outcome.others),
            )
        )

    def refused(self, plan: Plan, chosen: Candidate, pair: Pair) -> None:
        """The pair of states is forbidden: the transition is not taken."""
        refusal = ForbiddenTried(
            at_ms=self._clock.now,
            path=pair.path,
            line=pair.line,
            source=plan.place.name,
            target=chosen.transition.target.name,
            reason=pair.reason,
            transition=chosen.transition.id,
        )
        self._ledger.refusals.append(refusal)
        self._ledger.tell(refusal)

    def carry_out(self, hooks: Iterable[Hook]) -> None:
        """Do what stands in `on_exit`, `actions` or `on_entry`; what the system does not provide is told of.

        Raises BadCall for parameters that the action does not take, and what the system raises.
        """
        for hook in hooks:
            way = self._way(hook)
            params: dict[str, Value] = dict(hook.params)
            self._ledger.tell(
                ActionCalled(
                    at_ms=self._clock.now,
                    path=hook.path,
                    line=hook.line,
                    name=hook.name,
                    params=params,
                    origin=hook.origin,
                    provided=way.statements is not None or way.action is not None,
                )
            )
            if way.statements is not None and hook.statement is not None:
                way.statements.execute(hook.statement)
            elif way.action is not None:
                way.action.run(**(way.arguments or {}))

    def _way(self, hook: Hook) -> Carried:
        found = self._ways.get(hook.path)
        if found is None:
            try:
                found = self._ways[hook.path] = carried(hook, self._system)
            except BadCall as problem:
                raise BadCall(f"{problem} (line {hook.line}, {hook.path})") from None
        return found

    def assert_claims(self, claims: Iterable[Claim]) -> None:
        """Check a transition's assertions; what is no condition is told of as not executed."""
        for claim in claims:
            if claim.condition is None:
                sentence = f"`{claim.text}` is not a condition and was not executed"
                self._tell(claim, None, sentence, ())
                continue
            said = explain(claim.text, self._scope)
            holds = False if said.error else said.holds
            event = self._tell(claim, holds, said.sentence, said.values)
            if holds is False:
                self._ledger.failures.append(event)
            elif holds is None:
                self._ledger.unknown.setdefault(claim.path, (said.sentence, said.missing))

    def _tell(
        self, claim: Claim | Condition, holds: bool | None, sentence: str, values: tuple[tuple[str, str], ...]
    ) -> Asserted:
        event = Asserted(
            at_ms=self._clock.now,
            path=claim.path,
            line=claim.line,
            condition=claim.text,
            holds=holds,
            explanation=sentence,
            values=values,
        )
        self._ledger.tell(event)
        return event

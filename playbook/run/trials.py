"""Carrying out derived tests: how each of the four kinds is tried, and what its outcome means."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

from playbook.document.model import (
    WILDCARD,
    Forbidden,
    PerformanceAssertion,
    Playbook,
    Scenario,
    Step,
    Transition,
)
from playbook.errors import PlaybookError
from playbook.expr.explain import explain
from playbook.machine.events import Asserted, InvariantChecked, Measured
from playbook.run.account import Account, hop
from playbook.run.explore import Explorer, Progress
from playbook.run.force import tries
from playbook.run.outcomes import OUTCOMES, Derived, DerivedOutcome, DerivedResult, Walked
from playbook.run.plan import label, runnable
from playbook.run.scenario import run_scenario
from playbook.run.supply import Supply, SystemSource
from playbook.run.walk import Arrival
from playbook.spans import pointer

# From the best to the worst.
BANDS = ("met", "degraded", "unknown", "breached")


class Trials:
    """All that the derived tests of one playbook share: systems, the search for ways, the scenarios' runs."""

    def __init__(
        self, playbook: Playbook, system: SystemSource, seed: int | None, progress: Progress | None
    ) -> None:
        self.playbook = playbook
        self.supply = Supply(playbook, system, seed)
        self.explorer = Explorer(self.supply, progress)
        self._accounts: dict[str, Account] = {}

    # The four kinds; each returns what it came to and raises nothing.

    def scenario(self, scenario: Scenario, test: Derived) -> DerivedResult:
        """Passes where its run passes (LANGUAGE.md section 7, verdicts)."""
        return self._guarded(test, lambda: self._scenario(scenario, test))

    def transition(self, transition: Transition, test: Derived) -> DerivedResult:
        """Passes where it was taken and the invariants of its target held in that instant.

        *Not exercised* where no action was found that reaches it; *inconclusive* where that, or an invariant,
        hangs on functions that nothing provides.
        """
        return self._guarded(test, lambda: self._transition(transition, test))

    def forbidden(self, pair: Forbidden, test: Derived) -> DerivedResult:
        """Passes where, with the machine forced into the source, no event leads on to the target.

        A declared transition that would do it, also through `*`, fails it: then only the engine's refusal
        stands between the two states.
        """
        return self._guarded(test, lambda: self._forbidden(pair, test))

    def performance(self, assertion: PerformanceAssertion, test: Derived) -> DerivedResult:
        """Passes where no scenario ends with it breached that does not say so (`performance:`)."""
        return self._guarded(test, lambda: self._performance(assertion, test))

    def _guarded(self, test: Derived, work: Callable[[], DerivedResult]) -> DerivedResult:
        try:
            return work()
        except PlaybookError as problem:
            return self._came_to(test, "error", str(problem))
        except Exception as error:
            # A system may break anywhere, also where it is made.
            return self._came_to(test, "error", f"the system broke: {type(error).__name__}: {error}")

    def _came_to(
        self, test: Derived, outcome: DerivedOutcome, message: str = "", **more: Any
    ) -> DerivedResult:
        known = {"system": self.supply.name, "seed": self.supply.given_seed}
        return DerivedResult(
            id=test.id,
            kind=test.kind,
            title=test.title,
            outcome=outcome,
            message=message,
            path=pointer(test.path),
            line=test.line,
            **{**known, **more},
        )

    # Scenarios, and performance over all their ends.

    def _account(self, scenario: Scenario) -> Account:
        """The account of a scenario's run, which is made once."""
        key = pointer(scenario.path)
        if key not in self._accounts:
            seed = self.supply.seed_of(scenario)
            system = self.supply.for_run(seed)
            given = self.supply.given_seed
            try:
                events = run_scenario(self.playbook, scenario.name, seed=given, system=system)
                self._accounts[key] = Account(events)
            finally:
                self.supply.done_with(system)
        return self._accounts[key]

    def _scenario(self, scenario: Scenario, test: Derived) -> DerivedResult:
        known = self._accounts.get(pointer(scenario.path))
        if known is not None and not known.system:
            # None could be had then; perhaps one can be had now.
            del self._accounts[pointer(scenario.path)]
        account = self._account(scenario)
        end = account.end
        outcome: DerivedOutcome = end.verdict if end.verdict in OUTCOMES else "error"
        passed = outcome == "passed"
        return self._came_to(
            test,
            outcome,
            "" if passed else "; ".join(end.reasons),
            at_line=0 if passed else account.at_line,
            steps=tuple(account.steps),
            taken=tuple(account.hops),
            values=() if passed else account.values,
            missing=end.missing,
            notes=end.notes,
            system=self._driven(account),
            at_ms=end.at_ms,
        )

    def _driven(self, account: Account) -> str:
        """The system that a run drove: of one that was given only the supply knows the name."""
        return self.supply.name if self.supply.given else account.system

    def _performance(self, assertion: PerformanceAssertion, test: Derived) -> DerivedResult:
        found: list[tuple[int, Scenario, Measured, Account]] = []
        broken: list[str] = []
        for scenario in runnable(self.playbook):
            account = self._account(scenario)
            measured = account.measured.get(assertion.name)
            if account.end.verdict == "error":
                broken.append(f'"{scenario.name}" broke off, and it was not judged at its end')
            elif measured is not None:
                found.append((_rank(measured), scenario, measured, account))
        if not found:
            return self._not_judged(test)
        rank, scenario, worst, account = max(found, key=lambda each: each[0])
        name, band = scenario.name, worst.band
        told = f'{band} at the end of "{name}": {worst.explanation}'
        at: dict[str, Any] = {
            "taken": tuple(account.hops),
            "at_ms": account.end.at_ms,
            "system": self._driven(account),
        }
        expected = (f'"{s.name}" expects it to be {m.expected}' for _, s, m, _ in found if m.expected)
        notes = (*expected, *broken)
        if worst.expected and rank:
            told = f"{told}; the scenario expects {worst.expected}"
            return self._came_to(test, "failed", told, at_line=scenario.span.line, notes=notes, **at)
        if band == "breached" and rank:
            why = f"{worst.reason}: " if worst.reason else ""
            return self._came_to(test, "failed", f"{why}{told}", at_line=test.line, notes=notes, **at)
        if band == "unknown":
            missing = account.end.missing or (worst.explanation,)
            return self._came_to(test, "inconclusive", told, at_line=test.line, missing=missing, **at)
        if band == "degraded" and rank:
            notes = (told, *notes)
        return self._came_to(test, "passed", notes=notes, **at)

    def _not_judged(self, test: Derived) -> DerivedResult:
        """There was no end to judge it at: there is nothing to run, or every run broke off."""
        for scenario in runnable(self.playbook):
            end = self._account(scenario).end
            if end.verdict == "error":
                why = "; ".join(end.reasons)
                said = f'no scenario came to an end at which it could be judged; "{scenario.name}": {why}'
                return self._came_to(test, "error", said)
        return self._came_to(test, "not exercised", "there is no scenario at which it could be judged")

    # Transitions.

    def _transition(self, transition: Transition, test: Derived) -> DerivedResult:
        arrival = self.explorer.arrive(transition)
        if arrival is None:
            return self._never_taken(transition, test)
        try:
            return self._taken(arrival, test)
        finally:
            self.supply.done_with(arrival.engine.system)

    def _taken(self, arrival: Arrival, test: Derived) -> DerivedResult:
        scope = arrival.engine.scope
        wrong: list[InvariantChecked | Asserted] = []
        unsure: list[InvariantChecked | Asserted] = []
        notes: list[str] = []
        for check in arrival.checked:
            if check.holds is None:
                unsure.append(check)
            elif not check.holds and getattr(check, "severity", "error") == "warning":
                notes.append(f"{_said(check)} (warning)")
            elif not check.holds:
                wrong.append(check)
        seed = arrival.way.seed
        at: dict[str, Any] = {
            "steps": tuple(map(_walked, arrival.way.steps)),
            "taken": tuple(map(hop, arrival.taken)),
            "at_ms": arrival.engine.now(),
            "notes": tuple(notes),
            "seed": self.supply.given_seed if seed == self.supply.seed else seed,
        }
        if not wrong and not unsure:
            return self._came_to(test, "passed", **at)
        told = wrong or unsure
        explanations = [explain(check.condition, scope) for check in told]
        missing = sorted({name for each in explanations for name in each.missing})
        return self._came_to(
            test,
            "failed" if wrong else "inconclusive",
            "; ".join(map(_said, told)),
            at_line=told[0].line,
            values=tuple(dict(pair for each in explanations for pair in each.values).items()),
            missing=() if wrong else tuple(missing),
            **at,
        )

    def _never_taken(self, transition: Transition, test: Derived) -> DerivedResult:
        lacking = self.explorer.sightings.lacking(transition)
        why = self.explorer.why(transition)
        if lacking:
            names = ", ".join(f"`{name}`" for name in sorted(lacking))
            said = f"whether it is taken hangs on {names}, which nothing provides: {why}"
            return self._came_to(test, "inconclusive", said, missing=tuple(sorted(lacking)))
        return self._came_to(test, "not exercised", why)

    # Forbidden pairs.

    def _forbidden(self, pair: Forbidden, test: Derived) -> DerivedResult:
        index = self.supply.program.index
        sources = list(index.states) if pair.source.name == WILDCARD else [pair.source.name]
        for name in {*sources, pair.target.name} - {*index.states, WILDCARD}:
            raise PlaybookError(f'there is no state "{name}"')
        for source in sources:
            declared = [t for t in index.outgoing(source) if index.forbidden(source, t.target.name) is pair]
            if declared:
                # Where no system can be had nothing was tried, whatever is known without one.
                self.supply.done_with(self.supply.fresh())
                return self._declared(source, declared[0], test)
            broken = self._forced(pair, source, test)
            if broken is not None:
                return broken
        count = len(index.by_event)
        tried_all = f"tried by force: {count} event{'' if count == 1 else 's'}"
        many = f" in each of {len(sources)} states" if len(sources) > 1 else ""
        return self._came_to(test, "passed", notes=(f"{tried_all}{many}",))

    def _forced(self, pair: Forbidden, source: str, test: Derived) -> DerivedResult | None:
        """Every event in turn; None where none leads on to the target."""
        index = self.supply.program.index
        with closing(tries(self.supply, source, index.by_event)) as all_tries:
            for tried in all_tries:
                if tried.undecided:
                    said = f'what the event "{tried.event}" does in "{source}" is unknown: {tried.undecided}'
                    return self._came_to(test, "error", said)
                change = tried.taken or tried.refused
                if change is not None and index.forbidden(change.source, change.target) is pair:
                    said = f'the event "{tried.event}" leads from "{source}" to "{change.target}"'
                    return self._came_to(test, "failed", said, at_line=change.line)
        return None

    def _declared(self, source: str, transition: Transition, test: Derived) -> DerivedResult:
        """A transition that would do it is a contradiction, whatever its guard says now."""
        guard = f" when `{transition.guard.text}` holds" if transition.guard else ""
        through = " through the wildcard" if transition.wildcard else ""
        change = f'from "{source}" to "{transition.target.name}"{through}{guard}'
        said = (
            f'the transition "{transition.id}" leads {change}; '
            "take it out, or except the state, or allow the change"
        )
        return self._came_to(test, "failed", said, at_line=transition.span.line)


def _rank(measured: Measured) -> int:
    """How bad it is: what the scenario expects is as good as met, and any other band is the worst of all."""
    if measured.expected:
        return 0 if measured.band == measured.expected else len(BANDS)
    return BANDS.index(measured.band)


def _said(check: InvariantChecked | Asserted) -> str:
    if isinstance(check, Asserted):
        return f"the transition's assertion: {check.explanation}"
    name = check.description or check.condition
    known = "is unknown" if check.holds is None else "violated"
    return f'invariant "{name}" of state "{check.state}" {known}: {check.explanation}'


def _walked(step: Step) -> Walked:
    times = f" (x{step.repeat:,})" if step.repeat > 1 else ""
    return Walked(f"{label(step)}{times}", line=step.span.line if step.path else 0)

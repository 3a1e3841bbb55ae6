"""From facts to a verdict with its reasons (LANGUAGE.md section 7)."""

from __future__ import annotations

from playbook.document.model import PerformanceAssertion
from playbook.expr.compile import Scope
from playbook.expr.explain import explain
from playbook.machine.engine import Engine
from playbook.machine.events import Asserted, Band, Finished, Measured, Outcome, Verdict
from playbook.machine.program import Program
from playbook.spans import pointer


class Judge:
    """Collects what speaks against a run."""

    def __init__(self) -> None:
        self.stopped = False
        self._errors: list[str] = []
        self._failures: list[str] = []
        self._unknown: dict[str, None] = {}
        self._missing: set[str] = set()
        self._seen_violations = 0
        self._seen_refusals = 0
        self._told_failures = 0
        self._last: Asserted | None = None

    def stop(self) -> None:
        """The remaining steps are skipped."""
        self.stopped = True

    def error(self, message: str) -> None:
        self._errors.append(message)

    def asserted(self, event: Asserted, missing: frozenset[str]) -> None:
        self._last = event
        if event.holds is False:
            self._failures.append(event.explanation)
        elif event.holds is None:
            self._note_unknown(event.explanation, missing)

    def measured(self, event: Measured, missing: frozenset[str]) -> None:
        if event.band == "breached":
            reason = f": {event.reason}" if event.reason else ""
            self._failures.append(f'performance assertion "{event.name}" breached{reason}')
        elif event.band == "unknown":
            self._note_unknown(event.explanation, missing)

    def _note_unknown(self, sentence: str, missing: frozenset[str]) -> None:
        self._unknown[sentence] = None
        self._missing |= missing

    def step_outcome(self, engine: Engine) -> tuple[Outcome, str]:
        """What the step that just ran came to, and why."""
        self._collect(engine)
        last, self._last = self._last, None
        new = self._failures[self._told_failures :]
        self._told_failures = len(self._failures)
        if last is not None and last.holds is not True:
            return ("failed" if last.holds is False else "inconclusive"), last.explanation
        return ("failed", new[0]) if new else ("passed", "")

    def _collect(self, engine: Engine) -> None:
        for violation in engine.violations[self._seen_violations :]:
            name = violation.description or violation.condition
            self._failures.append(
                f'invariant "{name}" of state "{violation.state}" violated: {violation.explanation}'
            )
        self._seen_violations = len(engine.violations)
        for refusal in engine.refusals[self._seen_refusals :]:
            reason = f": {refusal.reason}" if refusal.reason else ""
            self._failures.append(f'"{refusal.source}" to "{refusal.target}" is forbidden{reason}')
        self._seen_refusals = len(engine.refusals)

    def finished(self, engine: Engine | None, program: Program) -> Finished:
        """The last event: error before failed before inconclusive before passed."""
        if engine is not None:
            self._collect(engine)
            for sentence, missing in engine.unknown.values():
                self._note_unknown(sentence, missing)
        verdict: Verdict = "passed"
        reasons: list[str] = []
        if self._errors:
            verdict, reasons = "error", [*self._errors, *self._failures]
        elif self._failures:
            verdict, reasons = "failed", self._failures
        elif self._unknown:
            verdict, reasons = "inconclusive", list(self._unknown)
        return Finished(
            at_ms=engine.now() if engine else 0,
            verdict=verdict,
            state=engine.state if engine else program.initial,
            reasons=tuple(dict.fromkeys(reasons)),
            missing=tuple(sorted(self._missing)) if verdict == "inconclusive" else (),
        )


def measure(assertion: PerformanceAssertion, scope: Scope, at_ms: int) -> tuple[Measured, frozenset[str]]:
    """Judge one performance assertion: met, degraded, breached, or unknown with what is missing."""
    met = explain(assertion.condition.text, scope)
    critical = explain(assertion.critical.text, scope) if assertion.critical else None
    band: Band = "unknown"
    said = met
    if met.holds is True:
        band = "met"
    elif met.holds is False or met.error:
        if critical is not None and critical.holds is None and not critical.error:
            said = critical
        else:
            band = "degraded" if critical is not None and critical.holds else "breached"
    event = Measured(
        at_ms=at_ms,
        path=pointer(assertion.path),
        name=assertion.name,
        band=band,
        condition=assertion.condition.text,
        explanation=said.sentence,
        reason=assertion.failure_reason,
    )
    return event, said.missing

"""From facts to a verdict with its reasons (LANGUAGE.md section 7)."""

from __future__ import annotations

from playbook.document.model import ExpectedBand, PerformanceAssertion
from playbook.expr.compile import Scope
from playbook.expr.explain import explain
from playbook.machine.engine import Engine
from playbook.machine.events import (
    ActionCalled,
    Asserted,
    Band,
    Finished,
    InvariantChecked,
    Measured,
    Outcome,
    Verdict,
)
from playbook.machine.program import Program
from playbook.spans import pointer

_TRANSITIONS = pointer(("machine", "transitions"))


class Judge:
    """Collects what speaks against a run.

    An error comes before a failure, a failure before what is unknown. A teardown cannot change what the
    steps came to: what goes wrong in it stands behind their reasons.
    """

    def __init__(self) -> None:
        self.stopped = False
        self.tearing_down = False
        self._errors: list[str] = []
        self._failures: list[str] = []
        self._afterwards: list[str] = []
        self._unknown: dict[str, None] = {}
        self._missing: set[str] = set()
        # By what they speak of: a thing that is told a million times is one note.
        self._notes: dict[str, str] = {}
        self._seen_violations = 0
        self._seen_refusals = 0
        self._seen_assertions = 0
        self._told_failures = 0
        self._step_unknown = ""

    def stop(self) -> None:
        """The remaining steps are skipped."""
        self.stopped = True

    def error(self, message: str) -> None:
        """The run cannot go on."""
        settled = self.tearing_down and (self._errors or self._failures)
        (self._afterwards if settled else self._errors).append(message)

    def failed(self, sentence: str) -> None:
        """Something is not as the playbook says."""
        settled = self.tearing_down and self._errors
        (self._afterwards if settled else self._failures).append(sentence)

    def unsure(self, sentence: str, missing: frozenset[str]) -> None:
        """Something that the verdict hangs on is unknown in this step."""
        self._step_unknown = self._step_unknown or sentence
        self._note_unknown(sentence, missing)

    def note(self, about: str, sentence: str) -> None:
        """What does not count against the run, once for each thing that it is about."""
        self._notes.setdefault(about, sentence)

    def asserted(self, event: Asserted, missing: frozenset[str]) -> None:
        if event.holds is False:
            self.failed(event.explanation)
        elif event.holds is None:
            self.unsure(event.explanation, missing)

    def checked(self, event: InvariantChecked) -> None:
        """An invariant of severity `warning` that does not hold is noted, and no more."""
        if event.holds is not False or event.severity != "warning":
            return
        name = event.description or event.condition
        sentence = f'invariant "{name}" of state "{event.state}" does not hold (warning): {event.explanation}'
        self.note(event.path, sentence)

    def told(self, event: ActionCalled | Asserted) -> None:
        """What stands in the machine and was not executed is noted."""
        if isinstance(event, ActionCalled) and not event.provided:
            said = f'"{event.name}" ({event.origin}) was not executed: the system has no such action'
            self.note(event.path, said)
        elif isinstance(event, Asserted) and event.path.startswith(_TRANSITIONS) and event.holds is None:
            self.note(event.path, event.explanation)

    def measured(self, event: Measured, missing: frozenset[str]) -> None:
        """A performance assertion: breached fails the run, unless the scenario expects another band of it."""
        said = f'performance assertion "{event.name}"'
        why = f": {event.reason}" if event.reason else ""
        if event.band == "unknown":
            self._note_unknown(event.explanation, missing)
        elif event.expected:
            if event.band != event.expected:
                self.failed(
                    f"{said} is {event.band}, and the scenario expects {event.expected}: {event.explanation}"
                )
        elif event.band == "breached":
            self.failed(f"{said} breached{why}")
        elif event.band == "degraded":
            self.note(event.path, f"{said} degraded{why}")

    def _note_unknown(self, sentence: str, missing: frozenset[str]) -> None:
        self._unknown[sentence] = None
        self._missing |= missing

    def step_outcome(self, engine: Engine) -> tuple[Outcome, str]:
        """What the step that just ran came to, and why."""
        self._collect(engine)
        unknown, self._step_unknown = self._step_unknown, ""
        if len(self._failures) > self._told_failures:
            first = self._failures[self._told_failures]
            self._told_failures = len(self._failures)
            return "failed", first
        return ("inconclusive", unknown) if unknown else ("passed", "")

    def has_more(self, engine: Engine) -> bool:
        """Whether there are failures that no step was told of yet."""
        return (
            len(self._failures) > self._told_failures
            or len(engine.violations) > self._seen_violations
            or len(engine.refusals) > self._seen_refusals
            or len(engine.failures) > self._seen_assertions
        )

    def _collect(self, engine: Engine) -> None:
        if len(engine.violations) > self._seen_violations:
            for violation in engine.violations[self._seen_violations :]:
                name = violation.description or violation.condition
                self.failed(
                    f'invariant "{name}" of state "{violation.state}" violated: {violation.explanation}'
                )
            self._seen_violations = len(engine.violations)
        if len(engine.refusals) > self._seen_refusals:
            for refusal in engine.refusals[self._seen_refusals :]:
                reason = f": {refusal.reason}" if refusal.reason else ""
                self.failed(f'"{refusal.source}" to "{refusal.target}" is forbidden{reason}')
            self._seen_refusals = len(engine.refusals)
        if len(engine.failures) > self._seen_assertions:
            for failure in engine.failures[self._seen_assertions :]:
                self.failed(failure.explanation)
            self._seen_assertions = len(engine.failures)

    def finished(self, engine: Engine | None, program: Program) -> Finished:
        """The last event: error before failed before inconclusive before passed."""
        if engine is not None:
            self._collect(engine)
            for sentence, missing in engine.unknown.values():
                self._note_unknown(sentence, missing)
        # An unknown that the verdict hangs on is a reason, not a note.
        settled = engine.unknown if engine is not None else {}
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
            reasons=tuple(dict.fromkeys([*reasons, *self._afterwards])),
            missing=tuple(sorted(self._missing)) if verdict == "inconclusive" else (),
            notes=tuple(dict.fromkeys(note for about, note in self._notes.items() if about not in settled)),
        )


def measure(
    assertion: PerformanceAssertion, scope: Scope, at_ms: int, expected: ExpectedBand | None = None
) -> tuple[Measured, frozenset[str]]:
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
        line=assertion.span.line,
        name=assertion.name,
        band=band,
        condition=assertion.condition.text,
        explanation=said.sentence,
        reason=assertion.failure_reason,
        expected=expected or "",
    )
    return event, said.missing

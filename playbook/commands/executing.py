"""The tests of a run, carried out one after the other; every report is told of everything as it happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from playbook.commands.progress import Progress
from playbook.commands.wanted import Subject, Wanted
from playbook.machine.events import StepStarted
from playbook.reports.tested import Fault, Reporter, Settled, StepTold, Tally, Tested
from playbook.reports.witness import Witness
from playbook.run.derived import DerivedResult, Hop
from playbook.run.scenario import Detail, run_scenario


@dataclass(slots=True)
class Execution:
    """How the tests are carried out: with `repeat`, each runs so often, with one seed after the other."""

    reporters: Sequence[Reporter]
    progress: Progress
    tally: Tally
    seed: int | None = None
    repeat: int = 1
    fail_fast: bool = False
    detail: Detail = "full"
    # What to say of the test at hand if everything ends now.
    _doing: str = field(default="", init=False)

    def run(self, subjects: Sequence[Subject]) -> Tally:
        """Carry out all tests; interrupted by the keyboard, what is known until then is told."""
        began = perf_counter()
        try:
            for subject in subjects:
                if not self._subject(subject):
                    break
        except KeyboardInterrupt:
            self.tally.interrupted = self._doing or "before the first test"
        finally:
            self.progress.close()
        self.tally.seconds = perf_counter() - began
        for reporter in self.reporters:
            reporter.finished(self.tally)
        return self.tally

    def _subject(self, subject: Subject) -> bool:
        """Whether to go on."""
        if subject.playbook is None:
            for reporter in self.reporters:
                reporter.refused(subject.file, subject.problems)
            return True
        for reporter in self.reporters:
            reporter.began(subject.file, subject.revision, len(subject.tests))
        return all(self._test(subject, wanted) for wanted in subject.tests)

    def _test(self, subject: Subject, wanted: Wanted) -> bool:
        """Whether to go on."""
        settled = Settled(wanted.target, self.repeat)
        try:
            for seed in self._seeds(wanted):
                self._doing = f"in {wanted.target.title}"
                self.progress.at(wanted.target.title)
                tested = self._once(subject, wanted, seed)
                settled.add(tested)
                for reporter in self.reporters:
                    reporter.tested(tested)
                self.progress.done()
                if self.fail_fast and not self.tally.good(tested.outcome):
                    break
        finally:
            # Also of a test that is interrupted between its runs, what is known is told.
            if settled.runs:
                self._settle(settled)
        return not self.fail_fast or self.tally.good(settled.outcome)

    def _seeds(self, wanted: Wanted) -> Sequence[int | None]:
        """One for each run; a derived test without one goes by the seeds of the scenarios that lead to it."""
        if self.seed is None and self.repeat == 1 and wanted.target.kind != "scenario":
            return (None,)
        first = next(seed for seed in (self.seed, wanted.seed, 0) if seed is not None)
        return range(first, first + self.repeat)

    def _settle(self, settled: Settled) -> None:
        self.tally.add(settled)
        for reporter in self.reporters:
            reporter.settled(settled)

    def _once(self, subject: Subject, wanted: Wanted, seed: int | None) -> Tested:
        if seed is not None and wanted.target.kind == "scenario":
            return self._scenario(subject, wanted, seed)
        began = perf_counter()
        result = subject.derived(seed, self._searching)[wanted.target.id].run()
        return _told(result, wanted, perf_counter() - began)

    def _searching(self, tried: int, of: int) -> None:
        self.progress.at(f"looking for a way, {tried:,} of {of:,} actions")

    def _scenario(self, subject: Subject, wanted: Wanted, seed: int) -> Tested:
        assert subject.playbook is not None
        witness, target = Witness(brief=self.detail == "brief"), wanted.target
        began = perf_counter()
        events = run_scenario(subject.playbook, target.name, seed=seed, detail=self.detail)
        try:
            for seq, event in enumerate(events, 1):
                witness.see(event)
                for reporter in self.reporters:
                    reporter.event(target, seed, seq, event)
                if self.progress.shown and isinstance(event, StepStarted):
                    self.progress.at(f"{target.title} {witness.where()}")
        except KeyboardInterrupt:
            self._doing = f"{witness.where()} of {target.title} (seed {seed})"
            raise
        return witness.tested(target, perf_counter() - began)


def _told(result: DerivedResult, wanted: Wanted, seconds: float) -> Tested:
    """A derived test's result in the form that all reports know."""
    wrong = next((step for step in result.steps if step.outcome not in ("passed", "skipped")), None)
    fault = Fault(result.message, result.at_line or result.line, wrong.label if wrong else "", result.values)
    return Tested(
        target=wanted.target,
        outcome=result.outcome,
        seed=result.seed,
        seconds=seconds,
        system=result.system,
        state=result.taken[-1].target if result.taken else "",
        reasons=(result.message,) if result.outcome != "passed" and result.message else (),
        faults=(fault,) if result.outcome != "passed" and result.message else (),
        steps=tuple(
            StepTold(
                f"step {number}", number - 1, "", s.label, outcome=s.outcome, message=s.message, line=s.line
            )
            for number, s in enumerate(result.steps, 1)
        ),
        route=tuple(_route(result.taken)),
        missing=result.missing,
        notes=result.notes,
    )


def _route(taken: Sequence[Hop]) -> Iterator[str]:
    """The states of the hops; where one does not begin in the state in which the last one ended, both."""
    last = None
    for hop in taken:
        if hop.source != last:
            yield hop.source
        yield hop.target
        last = hop.target

"""What every report of runs is made from: the tests, what each of them came to, and the sum of it all."""

from __future__ import annotations

import heapq
import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from playbook.machine.events import RunEvent

TestOutcome = Literal["passed", "failed", "inconclusive", "error", "not exercised"]
# The worst comes first: of several runs of a test, the worst is what it came to.
WORST_FIRST: tuple[TestOutcome, ...] = ("error", "failed", "inconclusive", "not exercised", "passed")
STDIN = "-"
# How many tests the summary names as the slowest, and from when on one is slow (seconds).
_SLOWEST = 3
_SLOW_S = 0.1
# How many of the seeds with which a test did not pass are named.
_MOST_SEEDS = 8


@dataclass(frozen=True, slots=True)
class Target:
    """A test by its names: `id` is unique in its file, and `line` is where it stands (0: unknown)."""

    file: str
    id: str
    kind: str
    name: str
    line: int = 0

    @property
    def title(self) -> str:
        """How people know it: a scenario by its name, what derives from other elements by its id."""
        return self.name if self.kind == "scenario" else self.id

    def replay(self, seed: int | None) -> str:
        """The one command that runs exactly this again."""
        plain = self.kind == "scenario" and self.id == f"scenario:{self.name}"
        which = ("--scenario", self.name) if plain else ("--derive", self.id)
        drawn = () if seed is None else ("--seed", str(seed))
        said = shlex.join(["playbook", "run", self.file, *which, *drawn])
        return f"{said} < FILE" if self.file == STDIN else said


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that speaks against a run: at which line of the text, in which step, and what it is.

    `values` are the parts of the condition and what they were.
    """

    said: str
    line: int = 0
    step: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class StepTold:
    """A step and what it came to; `name` is how people count it: `step 3`, `setup step 1`."""

    name: str
    index: int
    path: str
    label: str
    repeat: int = 1
    outcome: str = "running"
    message: str = ""
    phase: str = "step"
    line: int = 0
    repetition: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What one run of a test came to; `seconds` are real ones, `route` the states that were gone through.

    `seed` is None where each scenario's own was taken. `reasons` are the sentences of the verdict, `faults`
    the same things with their places.
    """

    target: Target
    outcome: TestOutcome
    seed: int | None = None
    seconds: float = 0.0
    system: str = ""
    state: str = ""
    reasons: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    steps: tuple[StepTold, ...] = ()
    route: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def replay(self) -> str:
        return self.target.replay(self.seed)


@dataclass(slots=True)
class Settled:
    """All runs of one test: `worst` is the first of those with the worst outcome."""

    target: Target
    wanted: int = 1
    runs: int = 0
    passed: int = 0
    seconds: float = 0.0
    seeds: list[int] = field(default_factory=list)
    outcomes: set[TestOutcome] = field(default_factory=set)
    worst: Tested | None = None

    def add(self, tested: Tested) -> None:
        self.runs += 1
        self.seconds += tested.seconds
        self.outcomes.add(tested.outcome)
        if tested.outcome == "passed":
            self.passed += 1
        elif tested.seed is not None and len(self.seeds) < _MOST_SEEDS:
            self.seeds.append(tested.seed)
        if self.worst is None or _badness(tested.outcome) > _badness(self.worst.outcome):
            self.worst = tested

    @property
    def outcome(self) -> TestOutcome:
        """What the test came to: the worst of its runs; one that never ran was not exercised."""
        return self.worst.outcome if self.worst is not None else "not exercised"

    @property
    def flaky(self) -> bool:
        """Whether its runs differ in what they came to."""
        return len(self.outcomes) > 1

    def counted(self) -> str:
        """`passed 9 of 10, failed with seed 7`."""
        said = f"passed {self.passed} of {self.runs}"
        if not self.seeds:
            return said
        many = "s" if self.runs - self.passed > 1 else ""
        more = " ..." if self.runs - self.passed > len(self.seeds) else ""
        what = self.outcome if self.outcome != "error" else "broke"
        return f"{said}, {what} with seed{many} {', '.join(map(str, self.seeds))}{more}"


def _badness(outcome: TestOutcome) -> int:
    return -WORST_FIRST.index(outcome)


@dataclass(slots=True)
class Tally:
    """The sum: how many tests came to what; `refused` are playbooks that cannot be run at all.

    With `strict`, a test that was not exercised counts as bad, and so does a playbook without any.
    """

    total: int = 0
    strict: bool = False
    outcomes: Counter[TestOutcome] = field(default_factory=Counter)
    files: int = 0
    runs: int = 0
    flaky: int = 0
    refused: int = 0
    seconds: float = 0.0
    interrupted: str = ""
    shuffle: int | None = None
    slow: list[tuple[float, str]] = field(default_factory=list)

    def add(self, settled: Settled) -> None:
        self.outcomes[settled.outcome] += 1
        self.runs += settled.runs
        self.flaky += settled.flaky
        each = settled.seconds / max(1, settled.runs)
        if each >= _SLOW_S:
            heapq.heappush(self.slow, (each, settled.target.title))
            if len(self.slow) > _SLOWEST:
                heapq.heappop(self.slow)

    def good(self, outcome: TestOutcome) -> bool:
        """Whether a test may come to this without the whole being bad."""
        return outcome == "passed" or (outcome == "not exercised" and not self.strict)

    @property
    def done(self) -> int:
        return sum(self.outcomes.values())

    @property
    def not_run(self) -> int:
        """Tests that were wanted and had no turn: an earlier one ended it all."""
        return self.total - self.done

    @property
    def all_good(self) -> bool:
        return all(map(self.good, self.outcomes)) and (self.total > 0 or not self.strict)

    def counts(self) -> list[tuple[TestOutcome, int]]:
        """Outcomes that occurred, as the summary names them: what passed first, then the worst."""
        order = (WORST_FIRST[-1], *WORST_FIRST[:-1])
        return [(outcome, self.outcomes[outcome]) for outcome in order if self.outcomes[outcome]]


class Reporter(Protocol):
    """A report that is written while the tests run; each is told of everything, in order."""

    def began(self, file: str, revision: str, tests: int) -> None:
        """So many tests of a playbook follow; `revision` is the SHA-256 of its text."""

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        """Something happened in a run; `seq` counts from 1."""

    def tested(self, tested: Tested) -> None:
        """A run of a test has ended."""

    def settled(self, settled: Settled) -> None:
        """All runs of a test have ended, or no more of them will come."""

    def refused(self, file: str, problems: Iterable[str]) -> None:
        """A playbook cannot be run; the problems are lines that name their places."""

    def finished(self, tally: Tally) -> None:
        """Nothing more comes."""

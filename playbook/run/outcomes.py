"""A derived test and what it came to, as plain values: whoever shows them only renders these."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from playbook.spans import Path

Kind = Literal["scenario", "transition", "forbidden", "performance"]
DerivedOutcome = Literal["passed", "failed", "inconclusive", "error", "not exercised"]
KINDS: tuple[Kind, ...] = ("scenario", "transition", "forbidden", "performance")
OUTCOMES: tuple[DerivedOutcome, ...] = ("passed", "failed", "inconclusive", "error", "not exercised")


@dataclass(frozen=True, slots=True)
class Hop:
    """A transition that was taken on the way; `line` is where it stands in the playbook's text."""

    transition: str
    event: str
    source: str
    target: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.source} -> {self.target} ({self.transition or self.event})"


@dataclass(frozen=True, slots=True)
class Walked:
    """A step that was carried out; `outcome` is a step's: passed, failed, inconclusive, error or skipped.

    `name` is how people count it, `step 3` or `setup step 1`; empty where the steps are only numbered.
    """

    label: str
    outcome: str = "passed"
    message: str = ""
    line: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedResult:
    """What a derived test came to.

    `line` is the 1-based line of the element under test and `at_line` that of what decided: the step, the
    invariant, the transition (0 where nothing went wrong). `taken` is the path from the initial state, the
    last hops of it where it is long. `values` are the parts of the deciding condition and what they were.
    `missing` names functions that no system provides. `at_ms` is virtual time.
    """

    id: str
    kind: Kind
    title: str
    outcome: DerivedOutcome
    message: str = ""
    path: str = ""
    line: int = 0
    at_line: int = 0
    steps: tuple[Walked, ...] = field(default=(), repr=False)
    taken: tuple[Hop, ...] = field(default=(), repr=False)
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    system: str = ""
    seed: int | None = None
    at_ms: int = 0

    @property
    def passed(self) -> bool:
        """Whether it is known to be good: *not exercised* and *inconclusive* are not."""
        return self.outcome == "passed"

    def replay(self, file: str) -> str:
        """The one command that carries out this test again."""
        name = self.id.partition(":")[2]
        plain = self.kind == "scenario" and "#" not in name
        words = ["playbook", "run", file, *(("--scenario", name) if plain else ("--derive", self.id))]
        if self.seed is not None:
            words += ["--seed", str(self.seed)]
        return shlex.join(words)

    def as_json(self) -> dict[str, Any]:
        """JSON-ready; keys are only ever added."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "outcome": self.outcome,
            "message": self.message,
            "path": self.path,
            "line": self.line,
            "at_line": self.at_line,
            "steps": [asdict(step) for step in self.steps],
            "taken": [asdict(hop) for hop in self.taken],
            "values": dict(self.values),
            "missing": list(self.missing),
            "notes": list(self.notes),
            "system": self.system,
            "seed": self.seed,
            "at_ms": self.at_ms,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """One test that derives from a playbook; nothing has run yet."""

    id: str
    kind: Kind
    name: str
    title: str
    path: Path = ()
    line: int = 0
    carry_out: Callable[[Derived], DerivedResult] = field(repr=False, compare=False)

    def run(self) -> DerivedResult:
        """Carry it out; whatever goes wrong is in the result."""
        return self.carry_out(self)

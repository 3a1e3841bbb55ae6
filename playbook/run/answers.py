"""What a runner answers: how a scenario ended, what a condition is, how a transition was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook.errors import PlaybookError
from playbook.machine.events import RunEvent
from playbook.run.outcomes import Hop
from playbook.run.parts import Transition


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What a scenario came to; `error` has the reasons where it did not pass, and is empty where it did."""

    scenario: str
    verdict: str
    state: str
    error: str
    steps: tuple[dict[str, Any], ...] = field(repr=False)
    events: tuple[RunEvent, ...] = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether the verdict is `passed`: an inconclusive run has not (LANGUAGE.md section 7)."""
        return self.verdict == "passed"

    def as_json(self) -> dict[str, Any]:
        """The shape of `playbook run --format json`."""
        return {
            "scenario": self.scenario,
            "verdict": self.verdict,
            "state": self.state,
            "steps": list(self.steps),
            "error": self.error,
        }


class Refused(PlaybookError):
    """A state change was asked for that the playbook forbids, or that no event brings about."""


class NotExercised(PlaybookError):
    """No sequence of actions was found that takes the transition; the message says what came nearest."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of trying to change the state: the transition that was taken, or why none was."""

    transition: Transition | None = None
    error: str = ""

    def is_ok(self) -> bool:
        """Whether the machine now stands in the wanted state."""
        return self.transition is not None

    def is_err(self) -> bool:
        """Whether the machine still stands where it stood."""
        return self.transition is None

    def unwrap(self) -> Transition:
        """The transition that was taken. Raises Refused where none was."""
        if self.transition is None:
            raise Refused(self.error)
        return self.transition

    def __bool__(self) -> bool:
        return self.is_ok()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a condition is now; true in an `if` or an `assert` only where it is known to hold.

    `holds` is None where it is unknown: `missing` then names the functions that nothing provides. `sentence`
    says why, and `values` has the parts of the condition with what they were.
    """

    holds: bool | None
    sentence: str
    values: Mapping[str, str]
    missing: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.holds is True

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Application:
    """How a transition was taken: the actions from a fresh system on, and the path of transitions."""

    actions: tuple[str, ...]
    taken: tuple[Hop, ...] = field(repr=False)

"""The runner as the case study's tests use it: run scenarios, take transitions, try forbidden pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playbook.document.model import Expression, Playbook, Scenario, State, Transition
from playbook.errors import PlaybookError
from playbook.expr.explain import Explanation, explain
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine
from playbook.machine.events import Finished, RunEvent, to_json
from playbook.machine.program import Program
from playbook.run.fold import fold_all
from playbook.run.scenario import run_scenario
from playbook.systems.choose import choose


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What a scenario came to; `error` has the reasons where it did not pass."""

    scenario: str
    verdict: str
    state: str
    error: str
    steps: tuple[dict[str, Any], ...]
    events: tuple[RunEvent, ...]

    @property
    def passed(self) -> bool:
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
    """A state change was asked for that the playbook forbids or does not declare."""


class PlaybookRunner:
    """Drives one playbook; scenarios each run on a fresh system, the rest on the runner's own."""

    def __init__(self, playbook: Playbook, seed: int = 0) -> None:
        self.playbook, self.seed = playbook, seed
        self._program = Program(playbook)
        system = choose(playbook, seed).system
        self._engine = Engine(self._program, system, Clock())
        system.attach(self._engine)

    def run_scenario(self, scenario: Scenario | str) -> ScenarioResult:
        """Run one scenario to its end. Raises PlaybookError for a name that there is not."""
        name = scenario if isinstance(scenario, str) else scenario.name
        events = tuple(run_scenario(self.playbook, name, seed=self.seed))
        state = fold_all(map(to_json, events))
        last = events[-1]
        assert isinstance(last, Finished)
        keys = ("index", "path", "label", "repeat", "outcome", "message")
        return ScenarioResult(
            scenario=name,
            verdict=last.verdict,
            state=last.state,
            error="" if last.verdict == "passed" else "; ".join(last.reasons),
            steps=tuple({key: step[key] for key in keys} for step in state["steps"]),
            events=events,
        )

    def current_state(self) -> State:
        """The state that the machine stands in."""
        return self._program.index.states[self._engine.state]

    def evaluate(self, condition: Expression | str) -> Explanation:
        """Evaluate a condition now; the answer explains itself."""
        return explain(condition if isinstance(condition, str) else condition.text, self._engine.scope)

    def force_state(self, state: str) -> None:
        """Stand in a state without a transition. Raises PlaybookError for an undeclared one."""
        if state not in self._program.index.states:
            raise PlaybookError(f'there is no state "{state}"')
        self._engine.state = state

    def try_transition_to(self, target: str) -> Transition:
        """Try to go from the current state to another by some declared transition.

        Returns the transition that was taken. Raises Refused where the pair is forbidden or no
        transition leads there.
        """
        source = self._engine.state
        pair = self._program.index.forbidden(source, target)
        if pair is not None:
            raise Refused(f'"{source}" to "{target}" is forbidden: {pair.reason}')
        for transition in self._program.index.outgoing(source):
            if transition.target.name == target:
                self._engine.state = target
                return transition
        raise Refused(f'no transition leads from "{source}" to "{target}"')

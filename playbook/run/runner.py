"""The runner as the case study's tests use it: run scenarios, take transitions, try forbidden pairs."""

from __future__ import annotations

from functools import partial
from typing import Protocol, Self, TypeAlias

from playbook.document import model
from playbook.errors import PlaybookError
from playbook.expr.explain import explain
from playbook.machine.events import Finished, RunEvent, Taken, to_json
from playbook.run.account import hop
from playbook.run.answers import Answer, Application, Attempt, NotExercised, ScenarioResult
from playbook.run.explore import Explorer, Progress
from playbook.run.fold import fold_all
from playbook.run.force import decided
from playbook.run.parts import State, Transition
from playbook.run.plan import label
from playbook.run.scenario import run_scenario
from playbook.run.session import Begun, Session
from playbook.run.supply import Supply, SystemSource
from playbook.run.walk import Way, walk
from playbook.values import Value


class HoldsDocument(Protocol):
    """Whatever was made of a playbook's text: it keeps the document, and the system that it is for."""

    @property
    def document(self) -> model.Playbook: ...

    @property
    def system(self) -> SystemSource: ...


class HasCondition(Protocol):
    """Whatever has an expression's text: an `Expression` of the document does."""

    @property
    def text(self) -> str: ...


AnyPlaybook: TypeAlias = model.Playbook | HoldsDocument


class PlaybookRunner:
    """Drives one playbook (case study, "Deriving Tests from Playbooks").

    Scenarios each run on a fresh system. The rest speaks of the runner's own machine, which begins in the
    initial state of a fresh system and can be driven by hand.

    >>> from playbook import Playbook, PlaybookRunner
    >>> runner = PlaybookRunner(Playbook.from_text('''
    ... version: "1.0"
    ... name: Lamp
    ... machine:
    ...   id: lamp
    ...   initial: dark
    ...   states: {dark: {}, bright: {}}
    ...   transitions: [{id: switch_on, from: dark, to: bright, event: pressed}]
    ... '''))
    >>> runner.apply_transition("switch_on").actions
    ('switch_on()',)
    >>> runner.current_state().id, runner.try_transition_to("dark").error
    ('bright', 'no event leads from "bright" to "dark"')

    `system` is a system under test, or what makes one from the playbook and a seed; without it the one that
    the playbook was read for, or else of its own choice, is taken (LANGUAGE.md section 5). `seed` is for what
    a system draws by chance, and counts before a scenario's own. `progress` is told how far a search for a
    way is. Where the system that the playbook names cannot be had, all that needs one raises NoSystem, a
    PlaybookError; what is no playbook, and a seed that is no whole number, raise TypeError.

    What was made here is closed with the runner: by `close`, at the end of a `with`, or when nobody has the
    runner any more. A system that offers no snapshots is driven all the same: to go back is then to repeat on
    a fresh one what led there.
    """

    def __init__(
        self,
        playbook: AnyPlaybook,
        seed: int | None = None,
        *,
        system: SystemSource = None,
        progress: Progress | None = None,
    ) -> None:
        self.playbook = playbook
        if isinstance(playbook, model.Playbook):
            self.document = playbook
        elif not isinstance(getattr(playbook, "document", None), model.Playbook):
            raise TypeError(
                f"a runner drives a Playbook, not {type(playbook).__name__}; "
                "read one with Playbook.from_file or Playbook.from_text"
            )
        else:
            self.document = playbook.document
            system = playbook.system if system is None else system
        self.seed = seed
        self._supply = Supply(self.document, system, seed)
        self._explorer = Explorer(self._supply, progress)
        self._session: Session | None = None

    # Scenarios.

    def run_scenario(self, scenario: model.Scenario | str) -> ScenarioResult:
        """Run one scenario to its end. Raises PlaybookError for a name that there is not.

        A system that was given ready made is put back to its beginning, and so is the runner's own machine.
        """
        name = scenario if isinstance(scenario, str) else scenario.name
        system = None
        if self._supply.given:
            found = [s for s in self.document.scenarios if s.name == name]
            system = self._supply.for_run(self._supply.seed_of(found[0]) if found else self._supply.seed)
            if self._supply.ready_made:
                self._session = None
        try:
            events = tuple(run_scenario(self.document, name, seed=self.seed, system=system))
        finally:
            self._supply.done_with(system)
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

    # The runner's own machine: where it stands.

    def current_state(self) -> State:
        """The state that the machine stands in, with its invariants."""
        return State(self._supply.program.index.states[self.session.engine.state])

    @property
    def state(self) -> str:
        """The id of the state that the machine stands in."""
        return self.session.engine.state

    @property
    def now_ms(self) -> int:
        """Virtual time since the machine began, in milliseconds."""
        return self.session.engine.now()

    @property
    def events(self) -> tuple[RunEvent, ...]:
        """All that the machine has told since it began, in order."""
        return tuple(self.session.events)

    @property
    def actions(self) -> tuple[str, ...]:
        """The names of what the system can be told to do."""
        return tuple(self.session.engine.system.actions)

    def enabled_events(self) -> tuple[str, ...]:
        """The events that would take a transition now, in the text's order.

        Asking changes nothing. Raises PlaybookError where the system cannot be asked for what a guard needs.
        """
        return self.session.enabled()

    def evaluate(self, condition: str | HasCondition) -> Answer:
        """Evaluate a condition now; true only where it really holds, and it explains itself."""
        text = condition if isinstance(condition, str) else condition.text
        found = explain(text, self.session.engine.scope)
        holds = False if found.error else found.holds
        return Answer(holds, found.sentence, dict(found.values), found.missing)

    # The runner's own machine: changing it.

    def act(self, action: str, **params: Value) -> tuple[RunEvent, ...]:
        """Tell the system to do something; what came of it.

        Raises CannotAct, a PlaybookError, where it cannot be done; nothing has changed then.
        """
        return self.session.act(action, params)

    def emit(self, event: str) -> tuple[RunEvent, ...]:
        """Hand the machine an event as if the system had emitted it; what came of it.

        Raises CannotAct, a PlaybookError, where the system breaks on it; nothing has changed then.
        """
        return self.session.emit(event)

    def back(self, count: int = 1) -> None:
        """Undo the last `count` changes.

        Raises PlaybookError where there were fewer. A system without snapshots is begun anew and repeats what
        led there; where it does not come there again, or is a single one, that is a PlaybookError too, and
        the machine stands where it stood.
        """
        self.session.back(count)

    def reset(self) -> None:
        """Begin again in the initial state of a fresh system."""
        if self._session is not None:
            self._supply.done_with(self._session.engine.system)
        self._session = None

    def close(self) -> None:
        """Let go of what the runner's systems hold, such as connections; one that was given stays open.

        The runner can be used again: it then begins anew.
        """
        self._session = None
        self._supply.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()

    def apply_transition(self, transition: Transition | model.Transition | str) -> Application:
        """Drive a fresh system by its actions until the transition is taken, and stop in that very instant.

        The actions are the shortest sequence that was found, with parameters from the playbook's own
        scenarios (LANGUAGE.md section 7). Raises NotExercised where none was found within the bounds of
        `playbook.limits`, and PlaybookError for an id that there is not.
        """
        wanted = self._transition(transition)
        held = self._session.engine.moment() if self._session and self._supply.single else None
        arrival = self._explorer.arrive(wanted)
        if arrival is None:
            if held is not None:
                # The search had the same machine.
                self.session.engine.return_to(held)
            name = wanted.id or wanted.event
            raise NotExercised(f'"{name}" was not exercised: {self._explorer.why(wanted)}')
        self.reset()
        again = partial(_arrived, self._supply, arrival.way, wanted)
        self._session = Session(self._supply, (arrival.engine, arrival.events), again)
        actions = tuple(label(step) for step in arrival.way.steps for _ in range(step.repeat))
        return Application(actions, tuple(map(hop, arrival.taken)))

    def force_state(self, state: str | State) -> None:
        """Stand in a state without a transition: nothing is entered, and no invariant is checked.

        Raises PlaybookError for a state that is not declared. From the wildcard `*` of a forbidden pair the
        machine is forced into the initial state.
        """
        name = state if isinstance(state, str) else state.id
        program = self._supply.program
        if name == model.WILDCARD:
            name = program.initial
        self._known_state(name)
        self.session.stand_in(name)

    def try_transition_to(self, target: str | State) -> Attempt:
        """Try every event of the playbook to get from the current state straight to another.

        The engine decides as in any run: guards count, and forbidden pairs are refused. Where an event leads
        there the machine has followed it; else it stands where it stood, and the error says why.
        """
        name = target if isinstance(target, str) else target.id
        self._known_state(name)
        engine, index = self.session.engine, self._supply.program.index
        source = engine.state
        direct = {t.event: None for t in index.outgoing(source) if t.target.name == name}
        reasons: list[str] = []
        for event in dict.fromkeys([*direct, *index.by_event]):
            found = decided(engine, event)
            if found is not None and found.transition.target.name != name:
                continue
            tried = self.session.attempt(event)
            if tried.taken is not None:
                return Attempt(self._taken(tried.taken))
            if event in direct:
                reasons += tried.reasons
        pair = index.forbidden(source, name)
        if pair is not None:
            why = f": {pair.reason}" if pair.reason else ""
            return Attempt(error=f'"{source}" to "{name}" is forbidden{why}')
        told = "; ".join(reasons)
        return Attempt(error=f'no event leads from "{source}" to "{name}"' + (f": {told}" if told else ""))

    # What it stands on.

    @property
    def session(self) -> Session:
        """The machine that is driven by hand, begun when it is first asked for."""
        if self._session is None:
            self._session = Session(self._supply)
        return self._session

    def _known_state(self, name: str) -> None:
        states = self._supply.program.index.states
        if name not in states:
            raise PlaybookError(f'there is no state "{name}"; there are: {", ".join(states) or "none"}')

    def _transition(self, wanted: Transition | model.Transition | str) -> model.Transition:
        if isinstance(wanted, Transition):
            return wanted.element
        if isinstance(wanted, model.Transition):
            return wanted
        known = {t.id: t for t in self.document.machine.transitions}
        if wanted not in known:
            raise PlaybookError(f'there is no transition "{wanted}"; there are: {", ".join(known) or "none"}')
        return known[wanted]

    def _taken(self, event: Taken) -> Transition:
        found = self._supply.program.index.outgoing(event.source)
        return next(Transition(t) for t in found if t.id == event.transition)


def _arrived(supply: Supply, way: Way, wanted: model.Transition) -> Begun:
    """The machine in the instant after a transition was taken, once more."""
    arrival = walk(supply, way, wanted)
    if arrival is None:
        raise PlaybookError(
            f'the way to "{wanted.id or wanted.event}" could not be repeated on a fresh system'
        )
    return arrival.engine, arrival.events

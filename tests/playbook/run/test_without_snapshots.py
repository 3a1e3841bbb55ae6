"""A system that raises CannotSnapshot is driven by hand, explored and tested as any other."""

from __future__ import annotations

import pytest

from playbook.api import NotExercised, PlaybookError, PlaybookRunner
from playbook.machine.port import Action, ActionError, CannotSnapshot
from playbook.run.derived import derive
from playbook.run.explore import Explorer
from playbook.run.session import CannotAct, Session
from playbook.run.supply import Supply
from tests.playbook.run.turnstile import TURNSTILE, Turnstile, read, supply, transition


class Forgetful(Turnstile):
    """Holds something, too; `held` is how many are not closed."""

    held = 0

    def __init__(self, *given) -> None:
        super().__init__(*given)
        type(self).held += 1
        self.actions["jam"] = Action(self.jam)

    def jam(self) -> None:
        self.coins += 7
        raise ActionError("jammed")

    def snapshot(self):
        raise CannotSnapshot("none here")

    def close(self) -> None:
        type(self).held -= 1


@pytest.fixture(autouse=True)
def nothing_held():
    Forgetful.held = 0


@pytest.fixture
def runner():
    with PlaybookRunner(read(), system=Forgetful) as made:
        yield made
    assert Forgetful.held == 0


# By hand.


def test_it_can_be_driven_and_looked_at(runner):
    events = runner.act("insert", coins=2)
    assert [event.kind for event in events] == ["emitted", "taken", "invariant"]
    assert (runner.current_state().id, bool(runner.evaluate("coins() == 2"))) == ("open", True)
    runner.emit("pushed")
    assert runner.state == "locked"


def test_the_enabled_events_are_known_and_nothing_is_begun_anew_for_it(runner):
    runner.act("kick")
    made = Forgetful.made
    assert runner.enabled_events() == ("coin",)
    assert Forgetful.made == made


def test_back_repeats_what_led_there(runner):
    runner.act("insert", coins=2)
    told = runner.events
    runner.act("wait", duration_ms=50)
    runner.act("push")
    runner.back(2)
    assert (runner.state, runner.now_ms, runner.events) == ("open", 0, told)
    assert runner.evaluate("coins() == 2")


def test_one_can_go_on_from_there_and_back_again(runner):
    runner.act("insert", coins=2)
    runner.force_state("alarm")
    runner.back()
    runner.act("push")
    runner.back(2)
    assert (runner.state, bool(runner.evaluate("coins() == 0"))) == ("locked", True)


def test_what_an_action_did_until_it_broke_off_is_undone(runner):
    runner.act("kick")
    with pytest.raises(CannotAct, match=r"jammed$"):
        runner.act("jam")
    assert runner.evaluate("coins() == 0 && kicks() == 1")
    runner.back()
    assert runner.evaluate("kicks() == 0")


def test_a_call_that_is_wrong_begins_nothing_anew(runner):
    assert runner.state == "locked"
    made = Forgetful.made
    with pytest.raises(CannotAct, match='needs the parameter "coins"'):
        runner.act("insert")
    assert Forgetful.made == made


def test_a_system_that_comes_out_elsewhere_says_so_and_stays():
    class Moody(Forgetful):
        def insert(self, coins: int) -> None:
            if type(self).made == 1:
                super().insert(coins)

    Moody.made = 0
    session = Session(supply(system=Moody))
    session.act("insert", {"coins": 1})
    session.act("kick", {})
    with pytest.raises(PlaybookError, match='it came to "locked" and not to "open"'):
        session.back()
    assert (session.engine.state, session.engine.system.kicks, Moody.held) == ("open", 1, 1)


def test_what_cannot_be_undone_is_told():
    class Once(Forgetful):
        def kick(self) -> None:
            if type(self).made > 1:
                raise ActionError("once is enough")
            super().kick()

    Once.made = 0
    session = Session(supply(system=Once))
    session.act("kick", {})
    with pytest.raises(CannotAct, match="jammed; what it did until then could not be undone: once is enough"):
        session.act("jam", {})


# By force.


def test_a_state_can_be_forced_and_a_change_be_tried(runner):
    runner.force_state("open")
    assert runner.try_transition_to("alarm").error == 'no event leads from "open" to "alarm"'
    assert runner.try_transition_to("locked").unwrap().id == "pass"
    runner.back()
    assert runner.state == "open"


def test_a_forbidden_pair_is_refused(runner):
    runner.force_state("alarm")
    assert runner.try_transition_to("open").error.startswith('"alarm" to "open" is forbidden')
    assert runner.state == "alarm"


def test_the_derived_tests_come_to_the_same_as_with_snapshots():
    with_them, without = (
        {test.id: test.run() for test in derive(read(), system)} for system in (Turnstile, Forgetful)
    )
    assert {id: r.outcome for id, r in without.items()} == {id: r.outcome for id, r in with_them.items()}
    assert {id: r.steps for id, r in without.items()} == {id: r.steps for id, r in with_them.items()}
    assert Forgetful.held == 0


# Ways.


def test_a_transition_can_be_applied_and_gone_back_to(runner):
    assert runner.apply_transition("pass").actions == ("insert(coins: 1)", "push()")
    runner.act("kick")
    runner.back()
    assert (runner.state, bool(runner.evaluate("kicks() == 0"))) == ("locked", True)
    assert [event.transition for event in runner.events if event.kind == "taken"] == ["pay", "pass"]


def test_ways_are_found_that_no_scenario_goes():
    text = TURNSTILE.replace(
        "  - name: vandal\n    steps: [{action: kick, repeat: 3}, {assert: \"state == 'alarm'\"}]\n", ""
    )
    given = Supply(read(text=text), Forgetful)
    arrival = Explorer(given).arrive(transition(given, "ring"))
    assert [step.action for step in arrival.way.steps] == ["kick"] * 3


def test_what_is_not_found_says_so_within_bounds(runner, monkeypatch):
    monkeypatch.setattr("playbook.run.explore.MAX_EXPLORED_ACTIONS", 60)
    monkeypatch.setattr("playbook.run.explore.MAX_SHORTEST_ACTIONS", 30)
    with pytest.raises(NotExercised, match="within the bounds of the search"):
        runner.apply_transition("calm")


# One that is ready made.


def test_one_that_is_ready_made_can_be_driven_once():
    runner = PlaybookRunner(read(), system=Forgetful())
    runner.act("insert", coins=1)
    assert runner.state == "open"
    with pytest.raises(
        PlaybookError, match=r"Forgetful is one system that offers no snapshots.*its class or a"
    ):
        runner.back()
    assert runner.state == "open"
    with pytest.raises(PlaybookError, match="cannot be put back to its beginning"):
        runner.run_scenario("walk")

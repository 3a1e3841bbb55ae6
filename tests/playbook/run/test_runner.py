from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from playbook import Playbook, PlaybookRunner
from playbook.api import CannotAct, NotExercised, PlaybookError, Refused, analyse
from playbook.machine.port import Function, SystemProblem
from playbook.run import runner as runner_module
from tests.playbook.run.turnstile import TURNSTILE, Turnstile, read

GATEWAY = Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml"


@pytest.fixture(scope="module")
def gateway() -> Playbook:
    return Playbook.from_file(GATEWAY)


@pytest.fixture
def runner(gateway) -> PlaybookRunner:
    return PlaybookRunner(gateway)


def turnstile(old: str = "", new: str = "", **more) -> PlaybookRunner:
    assert old in TURNSTILE
    text = TURNSTILE.replace(old, new, 1) if old else TURNSTILE
    return PlaybookRunner(Playbook.from_text(text, system=Turnstile), **more)


def test_the_examples_in_its_documentation_are_true():
    tried = doctest.testmod(runner_module)
    assert (tried.failed, tried.attempted) == (0, 4)


# Scenarios.


def test_every_scenario_of_the_gateway_passes(runner):
    for scenario in runner.playbook.scenarios():
        result = runner.run_scenario(scenario)
        assert result.passed, result.error


def test_it_takes_a_document_as_well(gateway):
    assert PlaybookRunner(gateway.document).run_scenario("happy_path").passed


def test_a_scenario_runs_on_the_given_system():
    result = turnstile().run_scenario("vandal")
    assert (result.verdict, result.state, result.error) == ("passed", "alarm", "")


def test_a_scenario_that_does_not_pass_says_why():
    result = turnstile("state == 'open'", "coins() == 7").run_scenario("walk")
    assert not result.passed
    assert result.error == "`coins() == 7` failed because `coins()` was `1`"
    assert [step["outcome"] for step in result.steps] == ["passed", "failed", "skipped"]


def test_an_inconclusive_scenario_has_not_passed():
    result = PlaybookRunner(read("state == 'open'", "gold() == 7"), system=Turnstile).run_scenario("walk")
    assert (result.passed, result.verdict) == (False, "inconclusive")
    assert "`gold()`" in result.error


def test_an_unknown_scenario_is_told_so():
    with pytest.raises(PlaybookError, match='there is no scenario "run"; there are: walk, vandal'):
        turnstile().run_scenario("run")


def test_a_ready_made_system_begins_again_with_each_scenario():
    runner = turnstile(system=Turnstile())
    runner.act("kick")
    assert [runner.run_scenario("vandal").verdict for _ in range(2)] == ["passed"] * 2
    assert runner.evaluate("kicks() == 0")


# By hand.


def test_it_begins_in_the_initial_state():
    runner = turnstile()
    assert (runner.state, runner.current_state().id, runner.now_ms) == ("locked", "locked", 0)
    assert runner.actions == ("insert", "push", "kick")


def test_a_state_knows_its_invariants():
    (invariant,) = turnstile().current_state().invariants()
    assert (invariant.description, invariant.condition) == ("Nothing is owed", "coins() == 0")
    assert (invariant.severity, invariant.line) == ("error", 7)


def test_acting_drives_the_system():
    runner = turnstile()
    events = runner.act("insert", coins=2)
    assert runner.state == "open"
    assert runner.events[-len(events) :] == events


def test_acting_can_be_undone_and_begun_again():
    runner = turnstile()
    runner.act("insert", coins=2)
    runner.act("push")
    runner.back()
    assert runner.state == "open"
    runner.reset()
    assert (runner.state, bool(runner.evaluate("coins() == 0"))) == ("locked", True)


def test_events_can_be_handed_in_and_asked_for():
    runner = turnstile()
    assert runner.enabled_events() == ("coin",)
    runner.emit("coin")
    assert runner.enabled_events() == ("pushed",)


# Conditions.


def test_a_condition_that_holds_is_true():
    answer = turnstile().evaluate("coins() == 0")
    assert answer
    assert (answer.holds, answer.values) == (True, {"coins()": "0"})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("coins() == 1", False),
        ("gold() == 0", None),
        ("coins() < 'a'", False),
        ("coins(", False),
        ("coins()", False),
    ],
)
def test_a_condition_is_true_only_where_it_really_holds(condition, holds):
    answer = turnstile().evaluate(condition)
    assert not answer
    assert answer.holds is holds


def test_an_answer_explains_itself():
    assert str(turnstile().evaluate("coins() == 1")) == "`coins() == 1` failed because `coins()` was `0`"
    assert turnstile().evaluate("gold() == 0").missing == {"gold()"}


def test_an_expression_of_the_document_can_be_asked():
    runner = turnstile()
    assert runner.evaluate(runner.document.machine.states[0].invariants[0].condition)


# Transitions.


@pytest.mark.parametrize(
    "id", ["register_model", "select_node", "give_up", "close_circuit", "reopen_circuit"]
)
def test_a_transition_of_the_gateway_is_taken_and_stopped_at(runner, id):
    transition = next(t for t in runner.playbook.transitions() if t.id == id)
    way = runner.apply_transition(transition)
    assert way.taken[-1].transition == id
    assert runner.state == transition.to


def test_the_system_stands_in_that_very_instant(runner):
    runner.apply_transition("select_node")
    assert runner.state == "inferring"
    assert runner.evaluate("has_selected_node()")
    assert runner.evaluate("active_streams() == 0")


def test_how_it_was_taken_is_told():
    way = turnstile().apply_transition("ring")
    assert way.actions == ("kick()",) * 3
    assert [str(hop) for hop in way.taken] == ["locked -> alarm (ring)"]


def test_it_can_be_driven_on_from_there():
    runner = turnstile()
    runner.apply_transition("pay")
    runner.act("push")
    assert runner.state == "locked"
    assert [e.transition for e in runner.events if e.kind == "taken"] == ["pay", "pass"]


def test_each_begins_with_a_fresh_system():
    runner = turnstile()
    runner.act("kick")
    assert runner.apply_transition("ring").actions == ("kick()",) * 3


def test_what_nothing_reaches_is_never_passed_over():
    with pytest.raises(
        NotExercised, match='"calm" was not exercised: nothing that was tried makes the system emit'
    ):
        turnstile().apply_transition("calm")


@pytest.mark.parametrize("system", [Turnstile, Turnstile(), None])
def test_what_is_not_exercised_leaves_the_machine_as_it_was(system):
    runner = PlaybookRunner(read("event: key}", "event: key, guard: gold()}"), system=system)
    runner.emit("coin")
    with pytest.raises(NotExercised):
        runner.apply_transition("calm")
    assert (runner.state, runner.enabled_events()) == ("open", ("pushed",))
    runner.back()
    assert runner.state == "locked"


def test_a_transition_of_the_document_can_be_applied():
    runner = turnstile()
    runner.apply_transition(runner.document.machine.transitions[0])
    assert runner.state == "open"


def test_its_parts_are_shown_in_short():
    runner = turnstile()
    assert (
        repr(runner.try_transition_to("open"))
        == "Attempt(transition=<Transition pay: locked -> open>, error='')"
    )
    assert repr(runner.current_state()) == "<State open>"
    assert repr(runner.current_state().invariants()) == "(<Invariant 'coins() > 0'>,)"
    assert repr(runner.playbook.forbidden()) == "(<Forbidden alarm -> open>,)"


def test_an_unknown_transition_is_told_so():
    with pytest.raises(PlaybookError, match='there is no transition "fly"; there are: pay, pass, ring, calm'):
        turnstile().apply_transition("fly")


# Force.


def test_every_forbidden_pair_of_the_gateway_is_refused(runner):
    for pair in runner.playbook.forbidden():
        runner.force_state(pair.from_)
        result = runner.try_transition_to(pair.to)
        assert result.is_err()
        assert f'"{pair.from_}" to "{pair.to}" is forbidden: {pair.reason}' == result.error


def test_force_checks_nothing():
    runner = turnstile()
    before = runner.events
    runner.force_state("open")
    assert (runner.state, runner.events) == ("open", before)
    assert not runner.evaluate(runner.current_state().invariants()[0].condition)


def test_force_can_be_undone():
    runner = turnstile()
    runner.force_state("alarm")
    runner.back()
    assert runner.state == "locked"


def test_a_state_can_be_forced_as_it_is():
    runner = turnstile()
    runner.force_state(runner.playbook.states()[2])
    assert runner.state == "alarm"


def test_the_wildcard_of_a_pair_means_the_initial_state():
    runner = turnstile()
    runner.force_state("open")
    runner.force_state("*")
    assert runner.state == "locked"


@pytest.mark.parametrize("work", ["force_state", "try_transition_to"])
def test_an_undeclared_state_is_told_so(work):
    with pytest.raises(PlaybookError, match='there is no state "nowhere"; there are: locked, open, alarm'):
        getattr(turnstile(), work)("nowhere")


def test_a_change_that_an_event_brings_about_is_taken():
    runner = turnstile()
    result = runner.try_transition_to("open")
    assert result.is_ok() and not result.is_err() and result
    assert (result.unwrap().id, result.error, runner.state) == ("pay", "", "open")
    runner.back()
    assert runner.state == "locked"


def test_a_guard_counts():
    runner = turnstile()
    result = runner.try_transition_to("alarm")
    assert result.is_err() and not result
    assert result.error == (
        'no event leads from "locked" to "alarm": ring: `kicks() >= 3` failed because `kicks()` was `0`'
    )
    assert runner.state == "locked"


def test_a_refusal_can_be_raised():
    runner = turnstile()
    runner.force_state("alarm")
    with pytest.raises(Refused, match="The police must come first"):
        runner.try_transition_to("open").unwrap()


def test_a_state_that_no_transition_leads_to_is_refused():
    runner = turnstile()
    runner.force_state("open")
    assert runner.try_transition_to("alarm").error == 'no event leads from "open" to "alarm"'


def test_a_system_that_is_gone_is_told_so():
    class Gone(Turnstile):
        def insert(self, coins):
            self.functions["coins"] = self.functions["kicks"] = Function(self.gone)
            self.host.emit("coin")

        def gone(self):
            raise SystemProblem("the line is cut")

    runner = PlaybookRunner(read(), system=Gone)
    with pytest.raises(CannotAct, match="the line is cut"):
        runner.act("insert", coins=1)
    for ask in (runner.enabled_events, lambda: runner.evaluate("coins() == 0")):
        with pytest.raises(PlaybookError, match="the line is cut"):
            ask()


def test_a_system_that_does_not_begin_is_told_so():
    class Dead(Turnstile):
        def attach(self, host):
            raise SystemProblem("no power")

    for ask in ("current_state", "enabled_events"):
        with pytest.raises(PlaybookError, match="no power"):
            getattr(PlaybookRunner(read(), system=Dead), ask)()


class Restless(Turnstile):
    """Once it moves, it never rests."""

    def entered(self, state):
        self.kicks += 1
        if self.kicks > 1:
            self.host.emit("pushed" if state == "open" else "coin")


def test_an_event_that_never_settles_is_taken_back():
    runner = PlaybookRunner(read(), system=Restless)
    with pytest.raises(CannotAct, match="one step caused more than 1000 events"):
        runner.emit("coin")
    assert (runner.state, bool(runner.evaluate("kicks() == 1"))) == ("locked", True)


def test_a_system_that_cannot_be_had_is_told_so():
    text = TURNSTILE.replace("name: Turnstile\n", "name: Turnstile\nsystem: nothing\n")
    playbook = analyse(text).playbook
    with pytest.raises(PlaybookError, match='no system "nothing" is registered here'):
        assert PlaybookRunner(playbook).state


# What is no playbook, and no seed.


@pytest.mark.parametrize("given", ["x", None, 3])
def test_what_is_no_playbook_is_told_so(given):
    with pytest.raises(TypeError, match=f"drives a Playbook, not {type(given).__name__}; .*from_file"):
        PlaybookRunner(given)


@pytest.mark.parametrize("seed", ["x", 1.5, True])
def test_a_seed_that_is_no_whole_number_is_told_so(gateway, seed):
    with pytest.raises(TypeError, match=f"must be a whole number or None, not {seed!r}"):
        PlaybookRunner(gateway, seed=seed)

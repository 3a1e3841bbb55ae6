from __future__ import annotations

import gc

import pytest

from playbook.api import Playbook
from playbook.errors import PlaybookError
from playbook.run.derived import derive
from playbook.run.runner import PlaybookRunner
from playbook.run.supply import Supply
from tests.playbook.run.turnstile import TURNSTILE, Turnstile, read, supply


def test_a_class_makes_a_system_each_time():
    given = supply()
    assert given.engine().system is not given.engine().system


def test_a_class_is_called_with_the_seed():
    assert supply().fresh(7).seed == 7


def test_a_system_that_is_ready_made_is_put_back_to_its_beginning():
    turnstile = Turnstile()
    given = supply(system=turnstile)
    given.fresh()
    turnstile.coins = 5
    assert given.fresh() is turnstile
    assert turnstile.coins == 0


def test_the_machine_of_a_ready_made_system_keeps_its_moments():
    given = supply(system=Turnstile())
    engine = given.engine()
    engine.state = "open"
    moment = engine.moment()
    assert given.engine() is engine
    assert engine.state == "locked"
    engine.return_to(moment)
    assert engine.state == "open"


def test_without_a_source_the_playbook_chooses():
    given = supply(system=None)
    given.fresh()
    assert given.name == "bare machine"
    assert given.for_run(0) is None


def test_what_makes_no_system_is_told_so():
    with pytest.raises(PlaybookError, match="<lambda> gave int, which is no system under test"):
        supply(system=lambda playbook, seed: 3).fresh()


def test_what_is_no_system_and_makes_none_is_told_so():
    with pytest.raises(PlaybookError, match="str gave NoneType"):
        supply(system="turnstile").fresh()


def test_the_callers_seed_counts_before_the_scenarios():
    scenario = read("  - name: walk\n", "  - name: walk\n    seed: 4\n").scenarios[0]
    given = supply()
    assert given.seed_of(scenario) == 4
    given.given_seed = given.seed = 9
    assert given.seed_of(scenario) == 9


class Held(Turnstile):
    """Holds something that must be given back."""

    held = 0

    def __init__(self, *given) -> None:
        super().__init__(*given)
        type(self).held += 1

    def close(self) -> None:
        type(self).held -= 1


@pytest.fixture(autouse=True)
def nothing_held():
    Held.held = 0


def test_what_was_made_is_given_back():
    for test in derive(read(), Held):
        test.run()
        assert Held.held == 0, test.id


def test_a_runner_holds_one_system_at_most():
    runner = PlaybookRunner(read(), system=Held)
    for _ in range(2):
        runner.apply_transition("ring")
        runner.run_scenario("walk")
        assert Held.held == 1
    runner.reset()
    assert Held.held == 0


def test_a_runner_closes_what_it_made():
    with PlaybookRunner(read(), system=Held) as runner:
        runner.act("kick")
        assert Held.held == 1
    assert Held.held == 0
    assert runner.evaluate("kicks() == 0")


def test_a_runner_that_nobody_has_any_more_is_closed():
    runner = PlaybookRunner(read(), system=Held)
    runner.apply_transition("pass")
    del runner
    gc.collect()
    assert Held.held == 0


def test_a_system_that_breaks_when_it_begins_is_closed():
    class Broken(Held):
        def entered(self, state):
            raise KeyError(state)

    for work in (Supply(read(), Broken).begun, PlaybookRunner(read(), system=Broken).current_state):
        with pytest.raises(KeyError):
            work()
    assert Broken.held == 0


def test_one_that_cannot_be_attached_is_closed():
    class Broken(Held):
        def attach(self, host):
            raise KeyError("host")

    with pytest.raises(KeyError):
        supply(system=Broken).engine()
    assert Broken.held == 0


def test_each_is_closed_once():
    given = supply(system=Held)
    system = given.fresh()
    given.done_with(system)
    given.done_with(system)
    given.close()
    assert Held.held == 0


def test_a_text_that_is_checked_against_a_system_leaves_none_open():
    Playbook.from_text(TURNSTILE, system=Held)
    assert Held.held == 0


def test_what_was_brought_is_its_bringers_to_close():
    given = Held()
    for test in derive(read(), given):
        test.run()
    assert Held.held == 1


def test_a_scenario_leaves_the_machine_that_is_driven_by_hand_alone():
    runner = PlaybookRunner(read(), system=Turnstile)
    runner.act("insert", coins=1)
    runner.run_scenario("vandal")
    assert runner.state == "open"

from __future__ import annotations

import pytest

from playbook.errors import PlaybookError
from playbook.run.derived import derive
from playbook.run.runner import PlaybookRunner
from tests.playbook.run.turnstile import Turnstile, read, supply


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

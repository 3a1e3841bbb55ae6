"""Tests, their runs and the sum."""

from __future__ import annotations

import pytest

from playbook.reports.tested import Settled, Tally, Target
from tests.playbook.reports.runs import DERIVED, TARGET, failed, ran, settled, tally


def test_a_scenario_is_run_again_by_its_name():
    assert TARGET.replay(7) == "playbook run order.yaml --scenario to_the_door --seed 7"


def test_what_derives_from_another_element_by_its_id():
    assert DERIVED.replay(0) == "playbook run order.yaml --derive transition:pay --seed 0"


def test_names_are_quoted_for_the_shell():
    target = Target("my file.yaml", "scenario:it's", "scenario", "it's")
    assert target.replay(0) == """playbook run 'my file.yaml' --scenario 'it'"'"'s' --seed 0"""


def test_of_standard_input_the_file_is_to_be_given():
    assert Target("-", "scenario:a", "scenario", "a").replay(0).endswith("--seed 0 < FILE")


def test_a_test_is_as_good_as_its_worst_run():
    found = settled(ran(), failed(), ran("inconclusive"), failed(seed=9), wanted=4)
    assert found.outcome == "failed" and found.worst.seed == 7 and found.flaky


def test_the_seeds_that_did_not_pass_are_named():
    found = settled(*(ran(seed=n) for n in range(7)), failed(), ran(seed=8), ran(seed=9), wanted=10)
    assert found.counted() == "passed 9 of 10, failed with seed 7"


def test_of_many_seeds_some_are_named():
    found = settled(*(failed(seed=n) for n in range(20)), wanted=20)
    assert found.counted() == "passed 0 of 20, failed with seeds 0, 1, 2, 3, 4, 5, 6, 7 ..."
    assert not found.flaky


def test_where_all_pass_no_seed_is_named():
    assert settled(ran(), ran(seed=8), wanted=2).counted() == "passed 2 of 2"


def test_a_test_without_a_run_was_not_exercised():
    assert Settled(TARGET).outcome == "not exercised"


@pytest.mark.parametrize(
    ("outcome", "strict", "good"),
    [
        ("passed", True, True),
        ("not exercised", False, True),
        ("not exercised", True, False),
        ("inconclusive", False, False),
        ("failed", False, False),
        ("error", False, False),
    ],
)
def test_what_is_good(outcome, strict, good):
    assert tally(settled(ran(outcome)), strict=strict).all_good is good


def test_nothing_to_run_is_good_unless_strict():
    assert Tally().all_good and not Tally(strict=True).all_good


def test_what_had_no_turn_is_not_run():
    found = Tally(total=3)
    found.add(settled(failed()))
    assert (found.done, found.not_run) == (1, 2)


def test_the_outcomes_are_counted_with_the_good_ones_first():
    found = tally(*(settled(ran(o)) for o in ("not exercised", "failed", "passed", "failed")))
    assert found.counts() == [("passed", 1), ("failed", 2), ("not exercised", 1)]


def test_the_three_slowest_are_kept_by_the_time_of_one_run():
    names = {"a": 0.2, "b": 3.0, "c": 0.01, "d": 1.0, "e": 2.0}
    runs = [
        settled(ran(target=Target("f", name, "scenario", name), seconds=seconds))
        for name, seconds in names.items()
    ]
    assert sorted(tally(*runs).slow) == [(1.0, "d"), (2.0, "e"), (3.0, "b")]


def test_the_runs_and_the_flaky_ones_are_counted():
    found = tally(settled(ran(), failed(), wanted=2), settled(ran(), ran(), wanted=2))
    assert (found.runs, found.flaky) == (4, 1)

from __future__ import annotations

import pytest

from playbook.machine.events import Asserted, Finished, ForbiddenTried, InvariantChecked, Measured, Problem
from playbook.run.account import Account
from playbook.run.scenario import run_scenario
from tests.playbook.run.turnstile import Turnstile, read


def account(old="", new="", scenario="walk", **more) -> Account:
    return Account(run_scenario(read(old, new), scenario, system=Turnstile(), **more))


def test_the_path_is_what_was_taken():
    found = account()
    assert [str(hop) for hop in found.hops] == ["locked -> open (pay)", "open -> locked (pass)"]
    assert found.hops[0].line == 11


def test_the_steps_have_their_outcomes_and_lines():
    found = account("state == 'open'", "coins() == 7")
    assert [(s.label, s.outcome, s.line) for s in found.steps] == [
        ("insert(coins: 1)", "passed", 21),
        ("assert coins() == 7", "failed", 21),
        ("push()", "skipped", 21),
    ]
    assert found.steps[1].message == "`coins() == 7` failed because `coins()` was `1`"


def test_repetitions_are_counted_in_the_label():
    assert account(scenario="vandal").steps[0].label == "kick() (x3)"


def test_the_first_of_the_gravest_decides():
    old = "{assert: \"state == 'open'\"}, {action: push}"
    found = account(old, '{assert: "gold() == 7"}, {assert: "coins() == 8"}, {assert: "coins() == 9"}')
    assert found.decided.condition == "coins() == 8"
    assert found.values == (("coins()", "1"),)
    assert (found.end.verdict, found.at_line) == ("failed", 21)


def test_what_is_unknown_decides_where_nothing_failed():
    found = account("state == 'open'", "gold() == 7")
    assert (found.end.verdict, found.decided.condition) == ("inconclusive", "gold() == 7")


def test_a_problem_decides_before_a_failure():
    found = account("coins: 1", "coins: 0")
    assert (found.end.verdict, found.decided.message) == ("error", "no coin")


def test_a_violated_invariant_decides():
    found = account('condition: "coins() > 0"', 'condition: "coins() > 1"')
    assert (found.decided.kind, found.at_line, found.values) == ("invariant", 8, ())


def test_a_warning_decides_nothing():
    found = account('condition: "coins() > 0"', 'condition: "coins() > 1", severity: warning')
    assert (found.end.verdict, found.decided, found.at_line) == ("passed", None, 0)


def test_measures_are_kept_by_name():
    found = account(scenario="vandal")
    assert {name: event.band for name, event in found.measured.items()} == {"few_kicks": "degraded"}
    assert found.decided is None


def test_a_breach_decides_unless_it_is_expected():
    assert account("repeat: 3", "repeat: 5", "vandal").decided.name == "few_kicks"
    expected = "name: vandal\n    performance: {few_kicks: degraded}\n"
    assert account("name: vandal\n", expected, "vandal").decided is None
    other = "name: vandal\n    performance: {few_kicks: met}\n"
    assert account("name: vandal\n", other, "vandal").decided.name == "few_kicks"


def test_a_long_path_keeps_its_end():
    steps = "{action: push}, {action: insert, params: {coins: 1}}, {action: push}"
    more = ", {action: insert, params: {coins: 1}}, {action: push}" * 99
    found = account("{action: push}", steps + more)
    assert len(found.hops) == 100
    assert found.hops[-1].transition == "pass"


def test_the_run_is_named():
    found = account(seed=6)
    assert (found.system, found.seed) == ("given system", 6)


def invariant(holds, severity="error") -> InvariantChecked:
    return InvariantChecked(state="a", description="", condition="", severity=severity, holds=holds)


def metric(band, expected="") -> Measured:
    return Measured(name="m", band=band, condition="", expected=expected)


END = Finished(verdict="failed", state="a")
FAILURES = [
    ForbiddenTried(source="a", target="b", reason=""),
    Asserted(condition="", holds=False),
    invariant(False),
    metric("breached"),
    metric("met", expected="breached"),
]
UNKNOWN = [Asserted(condition="", holds=None), invariant(None), metric("unknown")]
HARMLESS = [
    Asserted(condition="", holds=True),
    invariant(True),
    invariant(False, "warning"),
    metric("degraded"),
    metric("breached", expected="breached"),
    END,
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda event: event.kind)
def test_a_failure_decides_before_what_is_unknown_and_after_a_problem(failure):
    problem = Problem(message="broken")
    assert Account([*UNKNOWN, failure, END]).decided is failure
    assert Account([failure, *UNKNOWN, *FAILURES, END]).decided is failure
    assert Account([failure, problem, END]).decided is problem
    assert Account([problem, failure, END]).decided is problem


@pytest.mark.parametrize("unknown", UNKNOWN, ids=lambda event: event.kind)
def test_the_first_that_is_unknown_decides_where_nothing_failed(unknown):
    assert Account([*HARMLESS, unknown, *UNKNOWN, END]).decided is unknown


def test_what_holds_or_is_only_noted_decides_nothing():
    assert Account(HARMLESS).decided is None


def test_a_run_that_never_began_has_no_system():
    found = Account([Problem(message="no system"), END])
    assert (found.system, found.seed, found.steps) == ("", 0, [])


def test_steps_are_counted_within_their_phase():
    setup = "name: vandal\n    setup: [{action: insert, params: {coins: 1}}, {action: push}]\n"
    names = [step.name for step in account("name: vandal\n", setup, "vandal").steps]
    assert names == ["setup step 1", "setup step 2", "step 1", "step 2"]

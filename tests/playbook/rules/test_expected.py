"""What scenarios expect of performance, and what older sections name (PB716 to PB718); setups in other rules."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, ids, lamp, mended, only, quoted

ASSERTIONS = """\
performance_assertions:
  - {name: speed, condition: "ms() < 10", critical: "ms() < 50", failure_reason: slow}
  - {name: share, condition: "part() > 0.9", failure_reason: few}
"""
OLDER = "playbook: {steps: [{transitions: [%s]}]}\nassertions: {path: {must_visit: [%s], ends_at: bright}}\n"


def expecting(expected: str, more: str = ASSERTIONS) -> str:
    steps = "steps: [{action: pressed}, {assert: \"state == 'bright'\"}]"
    return lamp(more=f"{more}scenarios:\n  - {{name: s, {steps}, performance: {{{expected}}}}}\n")


def with_setup(setup: str, steps: str = "{assert: \"state == 'bright'\"}") -> str:
    return lamp(more=f"scenarios:\n  - name: s\n    setup: [{setup}]\n    steps: [{steps}]\n")


def test_an_expectation_of_an_assertion_that_there_is():
    assert not {"PB716", "PB717"} & set(ids(expecting("speed: degraded, share: breached")))


def test_an_expectation_of_one_that_there_is_not():
    text = expecting("sped: met")
    finding = only(text, "PB716")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "sped")
    assert 'did you mean "speed"?' in finding.message
    assert findings(mended(text, finding.fixes[0]), "PB716") == []


@pytest.mark.parametrize(("more", "said"), [(ASSERTIONS, "there are: speed, share"), ("", "there are none")])
def test_where_none_is_near_the_assertions_are_listed(more, said):
    finding = only(expecting("quietness_of_it: met", more), "PB716")
    assert said in finding.message
    assert finding.fixes == ()


def test_an_assertion_that_is_expected_already_is_not_what_is_meant():
    assert "did you mean" not in only(expecting("speed: met, spead: met"), "PB716").message


def test_degraded_cannot_come_without_a_critical_threshold():
    text = expecting("share: degraded")
    finding = only(text, "PB717")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "degraded")
    assert "share: breached" in mended(text, finding.fixes[0])


@pytest.mark.parametrize("band", ["met", "breached"])
def test_other_bands_can(band):
    assert findings(expecting(f"share: {band}"), "PB717") == []


def test_older_sections_that_name_what_there_is():
    assert findings(lamp(more=OLDER % ("switch_on", "dark")), "PB718") == []


def test_a_transition_that_there_is_not():
    text = lamp(more=OLDER % ("switchon", "dark"))
    finding = only(text, "PB718")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "switchon")
    assert 'no transition "switchon"; did you mean "switch_on"?' in finding.message
    assert findings(mended(text, finding.fixes[0]), "PB718") == []


def test_a_state_that_there_is_not():
    text = lamp(more=OLDER % ("switch_on", "brigt"))
    assert 'no state "brigt"; did you mean "bright"?' in only(text, "PB718").message


def test_an_expectation_is_an_assertion_too():
    steps = "steps: [{action: pressed}], performance: {share: breached}"
    assert findings(lamp(more=f"{ASSERTIONS}scenarios: [{{name: s, {steps}}}]\n"), "PB705") == []


@pytest.mark.parametrize(
    ("setup", "id"),
    [
        ("{action: presed}", "PB703"),
        ("{action: pressed, params: {x: 1}}", "PB704"),
        ("{action: wait}", "PB712"),
        ("{action: pressed, repeat: 1}", "PB707"),
        ("{assert: 'warmth( > 1'}", "PB501"),
        ("{assert: 'true', params: {x: 1}}", "PB112"),
        ("{assert: \"state == 'bright'\"}", "PB706"),
    ],
)
def test_a_step_of_a_setup_is_checked_like_any_step(setup, id):
    found = only(with_setup(setup), id)
    assert found.path[:4] == ("scenarios", 0, "setup", 0)


def test_a_setup_moves_the_machine():
    assert "PB706" not in ids(with_setup("{action: pressed}"))


@pytest.mark.parametrize(
    ("key", "alike"), [("", True), (", seed: 4", False), (", performance: {share: met}", False)]
)
def test_the_same_steps_with_another_seed_or_expectation_are_another_scenario(key, alike):
    steps = "steps: [{action: pressed}, {assert: \"state == 'bright'\"}]"
    text = lamp(more=f"{ASSERTIONS}scenarios: [{{name: a, {steps}}}, {{name: b, {steps}{key}}}]\n")
    assert ("PB708" in ids(text)) == alike


def test_with_another_seed_another_value_may_come():
    act = "{action: pressed}"
    scenarios = f"{{name: a, steps: [{act}, {{assert: 'ms() == 1'}}]}}, {{name: b, seed: 3, steps: [{act}, {{assert: 'ms() == 2'}}]}}"
    assert findings(lamp(more=f"scenarios: [{scenarios}]\n"), "PB714") == []

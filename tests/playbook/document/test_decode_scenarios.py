"""What a scenario says beside its steps: setup, seed and expected bands (PB104 where it cannot be)."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from playbook.limits import MAX_SEED
from tests.playbook.document.decoding import findings, ids, only, playbook
from tests.playbook.texts import lamp, mended, quoted

SCENARIO = "scenarios:\n  - name: s\n    steps: [{action: pressed}, {assert: \"state == 'bright'\"}]\n"


def with_key(key: str) -> str:
    return lamp(more=f"{SCENARIO}    {key}\n")


def read(key: str):
    (scenario,) = playbook(with_key(key)).scenarios
    return scenario


def test_without_them_nothing_is_assumed():
    scenario = read("description: d")
    assert (scenario.setup, scenario.seed, scenario.performance) == ((), None, {})
    assert scenario.all_steps is scenario.steps


def test_a_setup_is_a_list_of_steps():
    scenario = read("setup: [{action: pressed, repeat: 2}, {assert: 'true'}]")
    assert [(step.path[2:], step.repeat) for step in scenario.setup] == [(("setup", 0), 2), (("setup", 1), 1)]
    assert [step.path[2] for step in scenario.all_steps] == ["setup", "setup", "steps", "steps"]
    assert ids(with_key("setup: [{action: pressed}]")) == []


def test_a_step_of_a_setup_is_one_of_the_two():
    finding = only(with_key("setup: [{}]"), "PB701")
    assert finding.path == ("scenarios", 0, "setup", 0)


def test_a_setup_that_is_no_list():
    assert '"setup" must be a list' in only(with_key("setup: pressed"), "PB104").message


@pytest.mark.parametrize(("written", "seed"), [("0", 0), ("7", 7), (str(MAX_SEED), MAX_SEED), ("~", None)])
def test_a_seed(written, seed):
    assert read(f"seed: {written}").seed == seed
    assert ids(with_key(f"seed: {written}")) == []


@pytest.mark.parametrize("written", ["-1", "1.5", "x", "true", str(MAX_SEED + 1)])
def test_a_seed_that_is_none(written):
    finding = only(with_key(f"seed: {written}"), "PB104")
    assert (finding.severity, finding.path) == (Severity.ERROR, ("scenarios", 0, "seed"))
    assert read(f"seed: {written}").seed is None


def test_expected_bands_by_the_name_of_the_assertion():
    assert read("performance: {a: met, b: degraded, c: breached}").performance == {
        "a": "met",
        "b": "degraded",
        "c": "breached",
    }


def test_a_band_that_there_is_not_names_the_ones_that_there_are():
    text = with_key("performance: {a: breeched, b: met}")
    finding = only(text, "PB104")
    assert (quoted(text, finding), finding.path[2:]) == ("breeched", ("performance", "a"))
    assert "one of met, degraded, breached" in finding.message
    assert 'a: "breached"' in mended(text, finding.fixes[0])


@pytest.mark.parametrize("written", ["[met]", "{x: 1}", "1"])
def test_a_band_of_another_kind_is_left_out(written):
    key = f"performance: {{a: {written}, b: met}}"
    assert read(key).performance == {"b": "met"}
    assert len(findings(with_key(key), "PB104")) == 1


@pytest.mark.parametrize("written", ["met", "[met]"])
def test_expectations_that_are_no_map(written):
    assert read(f"performance: {written}").performance == {}
    assert "a map of performance assertions" in only(with_key(f"performance: {written}"), "PB104").message


@pytest.mark.parametrize("written", ["~", "{}", "{a: ~}"])
def test_no_expectations(written):
    assert read(f"performance: {written}").performance == {}
    assert ids(with_key(f"performance: {written}")) == []

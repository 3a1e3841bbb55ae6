from __future__ import annotations

from pathlib import Path

import pytest

from playbook import PlaybookRunner
from playbook.api import PlaybookError, analyse

GATEWAY = Path(__file__).resolve().parents[3] / "playbooks" / "federation-gateway.yaml"


@pytest.fixture
def runner() -> PlaybookRunner:
    playbook = analyse(GATEWAY.read_bytes()).playbook
    assert playbook is not None
    return PlaybookRunner(playbook)


def test_every_scenario_passes(runner):
    for scenario in runner.playbook.scenarios:
        result = runner.run_scenario(scenario)
        assert result.passed, result.error


def test_every_forbidden_pair_is_refused(runner):
    for pair in runner.playbook.machine.forbidden:
        runner.force_state(pair.source.name)
        with pytest.raises(PlaybookError, match="is forbidden"):
            runner.try_transition_to(pair.target.name)


def test_a_declared_change_is_taken(runner):
    assert runner.try_transition_to("ready").id == "register_model"
    assert runner.current_state().id == "ready"


def test_an_undeclared_state_cannot_be_forced(runner):
    with pytest.raises(PlaybookError, match="no state"):
        runner.force_state("nowhere")


def test_conditions_can_be_asked(runner):
    assert runner.evaluate("catalog_count() == 0").holds is True

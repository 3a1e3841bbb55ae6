"""The contract reads a playbook for the system that it tests, registered or not."""

from __future__ import annotations

import pytest

from playbook.contract import ContractBroken, SystemContract
from playbook.machine.port import Action
from tests.playbook.test_contract import TOGGLE, Counter

PRESSED = TOGGLE.replace("action: flip", "action: press_it")


class Pressed(Counter):
    """Has an action that the bare machine has not."""

    def __init__(self, book, seed=0):
        super().__init__(book, seed)
        self.actions = {"press_it": Action(lambda: self.host.emit("flip"))}


def contract_of(file, make):
    return type("Made", (SystemContract,), {"path": str(file), "make": make})()


@pytest.fixture
def file(tmp_path):
    written = tmp_path / "pressed.yaml"
    written.write_text(PRESSED)
    return written


def test_actions_that_only_the_system_has_are_known(file):
    assert contract_of(file, Pressed).playbook().scenarios[0].steps[0].action == "press_it"


def test_actions_that_the_system_has_not_are_told_with_their_line(file):
    with pytest.raises(ContractBroken, match=r'line 10: .* has no action "press_it"'):
        contract_of(file, Counter).playbook()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ContractBroken, match=r"cannot read .*nowhere\.yaml"):
        contract_of(tmp_path / "nowhere.yaml", Counter).playbook()

"""The parts of a playbook as a caller reads them."""

from __future__ import annotations

from playbook.run.parts import transitions
from tests.playbook.run.turnstile import read


def test_a_transition_of_several_sources_names_them_all():
    found = list(transitions(read("from: alarm, to: locked", "from: [open, alarm], to: locked")))
    assert repr(found[-1]) == "<Transition calm: open, alarm -> locked>"
    assert found[-1].from_ == ("open", "alarm")

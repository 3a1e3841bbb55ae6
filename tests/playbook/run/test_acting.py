"""One thing done to a machine from outside."""

from __future__ import annotations

import pytest

from playbook.machine.port import ActionError
from playbook.run.acting import CannotAct, act, emit
from tests.playbook.machine.driving import engine, told
from tests.playbook.machine.scripted import Scripted, emitting

MACHINE = "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n"


def refuse(host) -> None:
    raise ActionError("not today")


def crash(host) -> None:
    raise KeyError("gone")


SYSTEM = {"go": emitting("go"), "refuse": refuse, "crash": crash}


@pytest.mark.parametrize(("given", "cause"), [((), "by hand"), (("because",), "because")])
def test_an_event_that_is_handed_in_says_by_whom(given, cause):
    made = engine(MACHINE)
    emit(made, "go", *given)
    assert ([event.cause for event in told(made, "emitted")], made.state) == ([cause], "b")


def test_an_action_is_carried_out_and_the_machine_settles():
    made = engine(MACHINE, Scripted(SYSTEM))
    act(made, "go", {})
    assert made.state == "b"


def test_a_wait_lets_time_pass():
    made = engine(MACHINE)
    act(made, "wait", {"ms": 7})
    assert made.now() == 7


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("sing", {}, 'the system has no action "sing"; there are: go, refuse, crash'),
        ("go", {"x": 1}, 'the action "go" has no parameter "x"; it takes: none'),
        ("refuse", {}, "not today"),
        ("crash", {}, "the system broke: KeyError: 'gone'"),
    ],
)
def test_what_cannot_be_done_says_why(name, params, said):
    with pytest.raises(CannotAct) as caught:
        act(engine(MACHINE, Scripted(SYSTEM)), name, params)
    assert str(caught.value) == said

"""Parameters of an action against what the system declares."""

from __future__ import annotations

import pytest

from playbook.machine.call import BadCall, arguments
from playbook.machine.port import Action
from playbook.signatures import Parameter

ACTION = Action(
    lambda **params: None, (Parameter("node", "text"), Parameter("times", "integer", required=False))
)


def test_arguments_are_the_parameters_in_a_map_of_their_own():
    params = {"node": "n", "times": 2}
    found = arguments("fail", ACTION, params)
    assert found == params
    assert found is not params


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({}, 'the action "fail" needs the parameter "node"'),
        ({"node": 1}, '"node" of the action "fail" must be a text'),
        ({"node": "n", "times": 1.5}, '"times" of the action "fail" must be a whole number'),
        ({"node": "n", "x": 1}, 'the action "fail" has no parameter "x"; it takes: node, times'),
    ],
)
def test_a_bad_call_says_what_was_expected(params, said):
    with pytest.raises(BadCall) as caught:
        arguments("fail", ACTION, params)
    assert str(caught.value) == said


def test_an_action_without_parameters_takes_none():
    with pytest.raises(BadCall, match="it takes: none"):
        arguments("go", Action(lambda: None), {"x": 1})

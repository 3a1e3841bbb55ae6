"""What a system over HTTP offers, by its own word or the playbook's."""

from __future__ import annotations

import pytest

from playbook.signatures import FunctionSignature, Parameter
from playbook.systems.http.description import Offer, assumed, described, offers
from playbook.systems.http.problems import BadAnswer
from tests.playbook.systems.http.cast import DESCRIPTION, playbook, section


def test_a_description_is_read():
    told = described(
        {
            **DESCRIPTION,
            "functions": {"key": {"arguments": [1, 2], "returns": "text", "choices": ["a", 1], "help": "h"}},
            "messages": ["tick", "dance", 7],
            "knows_keys": True,
        }
    )
    assert told.actions == {"push": Offer((Parameter("force", "number", False),))}
    assert told.functions == {"key": FunctionSignature(1, 2, "text", ("a",), "h")}
    assert (told.name, told.messages, told.knows_keys) == ("door", {"tick"}, True)


def test_an_action_may_have_no_parameters():
    assert described({"protocol": 1, "actions": {"bow": {"help": "deeply"}}}).actions == {
        "bow": Offer((), "deeply")
    }


def test_the_least_description_is_its_protocol():
    assert described({"protocol": 1}).actions == {}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"protocol": 2}, '"protocol" must be 1; the system speaks 2'),
        ({"protocol": True}, '"protocol" must be 1'),
        ({"actions": []}, '"actions" must be an object'),
        ({"actions": {"a": 1}}, '"a" of "actions" must be an object'),
        ({"actions": {"open door": {}}}, "cannot be named in a playbook"),
        ({"actions": {"a": {"parameters": []}}}, '"parameters" of "a" must be an object'),
        ({"actions": {"a": {"parameters": {"b": 1}}}}, 'the parameter "b" of "a" must be an object'),
        ({"actions": {"a": {"parameters": {"b-c": {}}}}}, '"b-c" cannot name a parameter'),
        (
            {"actions": {"a": {"parameters": {"b": {"kind": "int"}}}}},
            '"kind" of "b" must be one of any, text',
        ),
        ({"functions": {"f": {"arguments": -1}}}, '"arguments" of "f" must be a number'),
        ({"functions": {"f": {"arguments": [2, 1]}}}, '"arguments" of "f"'),
        ({"functions": {"f": {"arguments": [1, "x"]}}}, '"arguments" of "f"'),
        ({"functions": {"f": {"arguments": True}}}, '"arguments" of "f"'),
        ({"functions": {"f": {"returns": "int"}}}, '"returns" of "f" must be one of any, text'),
        ({"functions": {f"f{n}": {} for n in range(1001)}}, "at most 1,000"),
        ({"messages": "tick"}, '"messages" must be a list'),
    ],
)
def test_a_description_of_the_wrong_shape_is_refused(more, said):
    with pytest.raises(BadAnswer, match=said):
        described({"protocol": 1, **more})


def test_without_a_description_what_the_playbook_uses_is_offered():
    told = assumed(playbook(), section())
    assert told.actions == {"push": Offer(None)}
    assert set(told.functions) == {"people", "key"}
    assert told.messages == frozenset()


def test_without_a_description_what_the_playbook_declares_comes_first():
    told = assumed(playbook(), section(actions=["pull(hard)"], functions=["weight()"]))
    assert told.actions == {"pull": Offer((Parameter("hard"),))}
    assert set(told.functions) == {"weight"}


DECLARED = {"actions": ["pull(hard)"], "functions": ["weight()"]}


def test_what_a_description_leaves_out_is_as_declared():
    told = offers(playbook(), section(**DECLARED), {"protocol": 1, "name": "door"})
    assert (told.name, told.actions) == ("door", {"pull": Offer((Parameter("hard"),))})
    assert set(told.functions) == {"weight"}


def test_what_a_description_has_counts_before_the_declaration():
    told = offers(playbook(), section(**DECLARED), {"protocol": 1, "actions": {}, "functions": {"f": {}}})
    assert (told.actions, set(told.functions)) == ({}, {"f"})


def test_what_neither_has_is_not_there():
    told = offers(playbook(), section(), {"protocol": 1})
    assert (told.actions, told.functions) == ({}, {})

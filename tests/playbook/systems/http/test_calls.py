"""Functions are asked in batches, and asked again only where something happened."""

from __future__ import annotations

import pytest

from playbook.signatures import FunctionSignature
from playbook.systems.http import calls as module
from playbook.systems.http.answers import Told
from playbook.systems.http.calls import Calls, call, constant
from tests.playbook.systems.http.cast import TEXT, playbook


@pytest.fixture
def asked():
    return []


def counting(asked, *expected):
    def ask(batch):
        asked.append([each["function"] for each in batch])
        return [Told(each["function"]) for each in batch]

    return Calls([call(name) for name in expected], ask)


def test_the_first_question_asks_all_that_are_expected(asked):
    calls = counting(asked, "a", "b")
    assert [calls.tell(call(name)).value for name in ("b", "a", "b")] == ["b", "a", "b"]
    assert asked == [["b", "a"]]


def test_what_was_told_is_forgotten_when_something_happens(asked):
    calls = counting(asked, "a")
    calls.tell(call("a"))
    calls.forget()
    calls.tell(call("a"))
    assert asked == [["a"], ["a"]]


def test_a_call_that_came_up_is_expected_from_then_on(asked):
    calls = counting(asked, "a")
    calls.tell(call("a"))
    calls.tell(call("x"))
    calls.forget()
    calls.tell(call("a"))
    assert asked == [["a"], ["x"], ["a", "x"]]


def test_a_batch_and_what_is_remembered_are_bounded(asked, monkeypatch):
    monkeypatch.setattr(module, "MAX_HTTP_CALLS", 3)
    calls = counting(asked, "a", "b", "c", "d")
    calls.tell(call("x"))
    assert asked == [["x", "a", "b"]]
    calls.forget()
    calls.tell(call("a"))
    assert "x" not in asked[-1]


def test_calls_differ_by_their_arguments():
    told = Calls([], lambda batch: [Told(each["arguments"]) for each in batch])
    assert [told.tell(call("f", [n])).value for n in (1, "1", True)] == [[1], ["1"], [True]]


def test_the_calls_of_a_playbook_are_those_with_constant_arguments():
    text = TEXT.replace(
        "key('front') != ''", "key('front') != key(state) && key(n=1) == weight && other() > 1"
    )
    offered = {"key": FunctionSignature(1, 1), "weight": FunctionSignature(), "people": FunctionSignature()}
    found = list(constant(playbook(text), offered))
    assert [call("people"), call("key", ["front"]), call("key", [], {"n": 1}), call("weight")] == sorted(
        found, key=lambda each: ["people", "key", "weight"].index(each["function"])
    )


def test_calls_with_the_wrong_number_of_arguments_are_not_asked_beforehand():
    assert list(constant(playbook(), {"key": FunctionSignature(2, 2)})) == []

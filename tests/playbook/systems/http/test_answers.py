"""Answers are checked before anything of them is used."""

from __future__ import annotations

import json

import pytest

from playbook.limits import MAX_WAIT_MS
from playbook.systems.http import answers
from playbook.systems.http.answers import Effects, Emitted, Timer, Told
from playbook.systems.http.problems import BadAnswer


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "it is not JSON"),
        (b"<html>", "it is not JSON"),
        (b"\xff", "it is not UTF-8"),
        (b'{"a": NaN}', "NaN is not a number of JSON"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1e999}', "a number is too large"),
        (b'{"a": 9223372036854775808}', "a number is too large"),
        (b'{"a": ' + b"1" * 5000 + b"}", "it is not JSON"),
        (b"[" * 100_000, "nested more than 64 levels"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "nested more than 64 levels"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b'{"\\ud800": 1}', "half of a surrogate pair"),
        (b"[]", "it must be an object, not a list"),
        (b"null", "it must be an object, not null"),
        (b"7", "it must be an object, not a number"),
    ],
)
def test_a_body_that_is_no_object_of_plain_values_is_refused(body, said):
    with pytest.raises(BadAnswer, match=said) as caught:
        answers.read("act", body)
    assert 'the answer to "act" cannot be used' in str(caught.value)


def test_plain_values_are_read():
    assert answers.read("act", '{"a": [1, 2.5, "ü😀", null, {"b": true}]}'.encode()) == {
        "a": [1, 2.5, "ü😀", None, {"b": True}]
    }


def test_numbers_at_the_edge_are_read():
    edge = {"a": [2**63 - 1, -(2**63), 1e300]}
    assert answers.read("act", json.dumps(edge).encode()) == edge


def test_a_value_larger_than_a_condition_may_have_is_an_error_of_its_function():
    (told,) = answers.values({"values": [{"value": "x" * 70_000}]}, 1)
    assert "larger than" in told.error


def test_a_servers_text_is_one_short_line():
    assert answers.shortened("a\n b") == "a b"
    assert len(answers.shortened("x" * 10_000)) == 501


def test_effects_are_read_in_order():
    told = {
        "took_ms": 5,
        "events": ["a", {"event": "b", "cause": "why", "after_ms": 7}],
        "timers": [{"id": "t", "after_ms": 9}, {"id": "now"}],
    }
    assert answers.effects("act", told) == Effects(
        5, (Emitted("a"), Emitted("b", "why", 7)), (Timer("t", 9), Timer("now", 0))
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"events": "a"}, '"events" must be a list, not a text'),
        ({"events": [1]}, 'an item of "events" must be an object, not a number'),
        ({"events": [{}]}, '"event" must be a text of 1 to 200'),
        ({"events": [""]}, '"event" must be a text'),
        ({"events": ["x" * 201]}, '"event" must be a text'),
        ({"events": [{"event": "a", "cause": 1}]}, '"cause" must be a text'),
        ({"events": [{"event": "a", "after_ms": -1}]}, '"after_ms" must be a number of milliseconds'),
        ({"events": ["a"] * 1001}, "more than 1,000 items"),
        ({"timers": [{"id": 1}]}, '"id" must be a text'),
        ({"timers": [{"id": "t", "after_ms": MAX_WAIT_MS + 1}]}, '"after_ms" must be'),
        ({"took_ms": True}, '"took_ms" must be'),
        ({"took_ms": "5"}, '"took_ms" must be'),
    ],
)
def test_effects_of_the_wrong_shape_are_refused(told, said):
    with pytest.raises(BadAnswer, match=said):
        answers.effects("act", told)


def test_values_unknowns_and_errors_are_told_apart():
    told = {"values": [{"value": None}, {"unknown": True}, {"error": "no\nsuch door"}]}
    assert answers.values(told, 3) == (Told(None), Told(unknown=True), Told(error="no such door"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "must be a list of 2 items"),
        ([{"value": 1}], "must be a list of 2 items"),
        ([1, 2], "must be an object, not a number"),
        ([{}, {}], 'must have "value", "unknown": true, or "error"'),
        ([{"unknown": 1}, {}], 'must have "value"'),
    ],
)
def test_values_that_do_not_answer_the_calls_are_refused(found, said):
    with pytest.raises(BadAnswer, match=said):
        answers.values({"values": found}, 2)


def test_panels_are_rows_by_name():
    assert answers.panels({"panels": {"door": [{"People": 1}]}}) == {"door": [{"People": 1}]}


@pytest.mark.parametrize("found", [None, [], {"door": {}}, {"door": [1]}, {"door": "x"}])
def test_panels_of_the_wrong_shape_are_refused(found):
    with pytest.raises(BadAnswer, match='the answer to "panels" cannot be used'):
        answers.panels(json.loads(json.dumps({"panels": found})))

"""The limits of values, and how messages name and show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr.values import (
    SHOWN_CHARS,
    Unknown,
    ValueProblem,
    bounded,
    equal,
    joined,
    kind,
    show,
    weighed,
)
from playbook.limits import MAX_RESULT_BYTES

GREATEST, LEAST = 2**63 - 1, -(2**63)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, "null"),
        (True, "a boolean"),
        (1, "a number"),
        (0.5, "a number"),
        ("", "a text"),
        ([], "a list"),
        ({}, "a map"),
    ],
)
def test_a_kind_is_named(value, word):
    assert kind(value) == word


@pytest.mark.parametrize("value", [GREATEST, LEAST, 1e308, -1e308, True, None, "x"])
def test_what_is_within_the_limits_stays_as_it_is(value):
    assert bounded(value) is value


@pytest.mark.parametrize("value", [GREATEST + 1, LEAST - 1])
def test_a_whole_number_keeps_to_64_bits(value):
    with pytest.raises(ValueProblem) as caught:
        bounded(value)
    assert str(caught.value) == "the result does not fit into 64 bits"


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_is_finite(value):
    with pytest.raises(ValueProblem) as caught:
        bounded(value)
    assert str(caught.value) == "the result is not a finite number"


def test_texts_are_joined_up_to_the_limit():
    half = "x" * (MAX_RESULT_BYTES // 2)
    assert len(joined(half, half)) == MAX_RESULT_BYTES
    with pytest.raises(ValueProblem, match="longer than 65536 characters"):
        joined(half, half + "x")


@pytest.mark.parametrize(
    "value",
    [
        "x" * MAX_RESULT_BYTES,
        [None] * (MAX_RESULT_BYTES - 1),
        ["x" * (MAX_RESULT_BYTES - 1)],
        [[None] * 10, "x" * (MAX_RESULT_BYTES - 12)],
        {"a": [1, 2], "b": "x" * (MAX_RESULT_BYTES - 4)},
    ],
    ids=["text", "list", "text in a list", "list and text", "map"],
)
def test_a_result_may_be_as_large_as_the_limit(value):
    assert weighed(value) is value


@pytest.mark.parametrize(
    "value",
    [
        "x" * (MAX_RESULT_BYTES + 1),
        [None] * MAX_RESULT_BYTES,
        ["x" * MAX_RESULT_BYTES],
        [[None] * 10, "x" * (MAX_RESULT_BYTES - 11)],
        [*[None] * (MAX_RESULT_BYTES - 2), "xx"],
        {"a": [1, 2], "b": "x" * (MAX_RESULT_BYTES - 3)},
        {"a": {"b": ["x" * MAX_RESULT_BYTES]}},
    ],
    ids=["text", "list", "text in a list", "list and text", "text at the end", "map", "deep"],
)
def test_a_result_larger_by_one_is_refused(value):
    with pytest.raises(ValueProblem) as caught:
        weighed(value)
    assert str(caught.value) == "the result is larger than 65536 characters and items"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (-7, "-7"),
        (1e300, "1e+300"),
        (Unknown(frozenset({"f()"})), "unknown"),
        ("it's", r"'it\'s'"),
        ("a\\b", r"'a\\b'"),
        ({"a": None, "it's": [False]}, r"{'a': null, 'it\'s': [false]}"),
    ],
)
def test_a_value_is_shown_as_the_language_writes_it(value, shown):
    assert show(value) == shown


def test_a_text_is_shown_whole_as_long_as_there_is_room():
    fitting = "x" * (SHOWN_CHARS - 2)
    assert show(fitting) == f"'{fitting}'"
    assert show(fitting + "x") == "'" + "x" * (SHOWN_CHARS - 5) + "...'"


def test_a_list_is_shown_whole_as_long_as_there_is_room():
    fitting = ["x" * (SHOWN_CHARS - 4)]
    assert show(fitting) == f"['{fitting[0]}']"
    assert show([fitting[0] + "x"]) == "['" + "x" * (SHOWN_CHARS - 5) + "..."


def test_lists_in_lists_are_shown_as_far_as_there_is_room():
    assert show(inside_each_other(40)) == "[" * 40 + "]" * 40
    assert show(inside_each_other(41)) == "[" * 41 + "]" * 36 + "..."
    assert show(inside_each_other(500)) == "[" * 77 + "..."


def inside_each_other(levels: int) -> list:
    return [inside_each_other(levels - 1)] if levels > 1 else []


def test_of_a_long_list_no_more_than_the_room_is_shown():
    assert show(list(range(100))) == str(list(range(100)))[: SHOWN_CHARS - 3] + "..."
    assert show([0] * 25 + [100]) == str([0] * 25 + [100])


FEW = st.sampled_from([None, True, False, 0, 1, 1.0, 0.0, "", "1", "a"])
VALUES = st.recursive(
    FEW, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
)


def marked(value):
    """The value with its kind written beside it, so that Python's own equality tells them apart."""
    if isinstance(value, list):
        return "list", [marked(item) for item in value]
    if isinstance(value, dict):
        return "map", {key: marked(item) for key, item in value.items()}
    return kind(value), value


@given(VALUES, VALUES)
def test_values_are_equal_where_kind_and_content_are(one, other):
    assert equal(one, other) == (marked(one) == marked(other))


@given(VALUES)
def test_a_value_is_equal_to_its_copy(value):
    copy = [*value] if isinstance(value, list) else {**value} if isinstance(value, dict) else value
    assert equal(value, copy)

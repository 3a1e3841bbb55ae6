"""Setting a part of a value: copies, never changes, and knows what it weighs."""

import pytest

from playbook.document.simulation import weight
from playbook.expr.values import ValueProblem
from playbook.limits import MAX_DEPTH, MAX_SIMULATION_SIZE
from playbook.systems.assignment import assigned


@pytest.mark.parametrize(
    ("whole", "keys", "value", "made"),
    [
        (1, [], 2, 2),
        ({}, ["a"], 1, {"a": 1}),
        ({"a": 1, "b": 2}, ["a"], None, {"a": None, "b": 2}),
        ({}, ["a", "b", "c"], 1, {"a": {"b": {"c": 1}}}),
        ({"a": [1, 2]}, ["a", 0], 9, {"a": [9, 2]}),
        ([1, 2], [-1], 9, [1, 9]),
        ([1, 2], [2], 9, [1, 2, 9]),
        ([], [0, "a"], 9, [{"a": 9}]),
        ([{"a": 1}], [0, "a"], 9, [{"a": 9}]),
    ],
)
def test_the_part_at_the_keys_is_replaced_and_weighed(whole, keys, value, made):
    found, more = assigned(whole, keys, value)
    assert found == made
    assert more == weight(made) - weight(whole)


@pytest.mark.parametrize(
    ("whole", "keys", "said"),
    [
        (1, ["a"], "1 is a number and has no part 'a' to set"),
        ("text", [0], "'text' is a text and has no part 0"),
        (None, ["a"], "null is null and has no part"),
        ({}, [1], "the key of a map is a text; 1 is a number"),
        ({"a": 1}, ["a", "b"], "1 is a number and has no part 'b'"),
        ([1], ["a"], "the place in a list is a whole number; 'a' is a text"),
        ([1], [True], "the place in a list is a whole number; true is a boolean"),
        ([1], [2], "there is no item 2 to set; there are 1, and 1 adds one"),
        ([1], [-2], "there is no item -2 to set"),
        ([], [0, 0], "the key of a map is a text; 0 is a number"),
    ],
)
def test_a_key_that_leads_nowhere(whole, keys, said):
    with pytest.raises(ValueProblem) as raised:
        assigned(whole, keys, 9)
    assert said in str(raised.value)


def test_what_was_there_is_not_changed_and_the_rest_is_shared():
    whole = {"a": {"x": 1}, "b": {"y": 2}}
    found, _ = assigned(whole, ["a", "x"], 9)
    assert whole == {"a": {"x": 1}, "b": {"y": 2}}
    assert found["b"] is whole["b"]


def test_a_list_is_not_changed():
    whole = [1, 2]
    assigned(whole, [0], 9)
    assigned(whole, [2], 9)
    assert whole == [1, 2]


def test_nothing_nests_deeper_than_the_limit():
    value = 1
    with pytest.raises(ValueProblem, match=f"deeper than {MAX_DEPTH} levels"):
        for _ in range(MAX_DEPTH + 1):
            value, _ = assigned({}, ["a"], value)


def test_what_nests_as_deep_as_it_may_can_be_replaced():
    whole, _ = assigned({}, ["a"] * MAX_DEPTH, 1)
    assert assigned(whole, ["a"], 0)[0] == {"a": 0}


@pytest.mark.parametrize(
    "value", ["x" * MAX_SIMULATION_SIZE, [0] * MAX_SIMULATION_SIZE, [["x" * 1_000_000] * 3]]
)
def test_what_is_too_large_by_itself_is_refused(value):
    with pytest.raises(ValueProblem, match="all variables together"):
        weight(value)

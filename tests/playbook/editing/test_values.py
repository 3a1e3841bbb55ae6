"""One value in the place of another, in the style that was there."""

from __future__ import annotations

import pytest

from playbook.editing.edits import EditRefused, SetValue
from tests.playbook.editing.changing import after


def with_a(text: str, new: object) -> str:
    return after(text, SetValue(("a",), new))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("a: x  # why\n", "w", "a: w  # why\n"),
        ("a: 'x'\n", "w", "a: 'w'\n"),
        ('a: "x"\n', "w", 'a: "w"\n'),
        ("a: x\n", "no", 'a: "no"\n'),
        ("a: 'x'\n", "it's", "a: 'it''s'\n"),
        ('a: "x"\n', 5, "a: 5\n"),
        ("a: 5\nb: 'x'\n", "w", "a: 'w'\nb: 'x'\n"),
        ("a: x", "w", "a: w"),
        ("a: x\r\nb: 1\r\n", "w", "a: w\r\nb: 1\r\n"),
        ("a:\nb: 1\n", 5, "a: 5\nb: 1\n"),
        ("a:   # why\nb: 1\n", 5, "a: 5   # why\nb: 1\n"),
        ("{a: x, b: 1}\n", "w, z", '{a: "w, z", b: 1}\n'),
        ("{a, b: 1}\n", 5, "{a: 5, b: 1}\n"),
        ("a: &here x\n", "w", "a: &here w\n"),
    ],
)
def test_a_scalar_keeps_quotes_and_comment(before, new, expected):
    assert with_a(before, new) == expected


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("a: |\n   x\n   w\nb: 1\n", "z\n", "a: |\n   z\nb: 1\n"),
        ("a: |  # why\n  x\nb: 1\n", "w\nz\n", "a: |  # why\n  w\n  z\nb: 1\n"),
        ("a: >\n  x\n  w\nb: 1\n", "z\n", "a: >\n  z\nb: 1\n"),
        ("a: x\nb: 1\n", "w\nz\n", "a: |\n  w\n  z\nb: 1\n"),
        ("{a: x}\n", "w\nz", '{a: "w\\nz"}\n'),
        ("a: |\r\n  x\r\nb: 1\r\n", "w\nz\n", "a: |\r\n  w\r\n  z\r\nb: 1\r\n"),
    ],
)
def test_lines_go_into_a_block_where_there_may_be_one(before, new, expected):
    assert with_a(before, new) == expected


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("a: [x]  # why\n", ["x", "w"], "a: [x, w]  # why\n"),
        ("a: { b: 1 }\n", {"b": 2}, "a: { b: 2 }\n"),
        ("a:  # why\n- x\n- w\n", ["z"], "a:  # why\n- z\n"),
        ("a:\n    b: 1\nc: 2\n", {"b": 2, "d": 3}, "a:\n    b: 2\n    d: 3\nc: 2\n"),
        ("a:  # why\n  b: 1\nc: 2\n", 5, "a: 5  # why\nc: 2\n"),
        ("a: 5  # why\nc: 2\n", {"b": {"d": 1}}, "a:\n  b:\n    d: 1  # why\nc: 2\n"),
        ("a: 5\nc:\n- {x: 1}\n", [{"x": 2}], "a:\n- x: 2\nc:\n- {x: 1}\n"),
        ("a:\nc: 2\n", [], "a: []\nc: 2\n"),
    ],
)
def test_lists_and_maps_take_the_form_that_was_there_or_is_usual(before, new, expected):
    assert with_a(before, new) == expected


@pytest.mark.parametrize(
    "text", ["b: &x 1\na: *x\n", "a: &x 1\nb: *x\n", "b: &x {a: 1}\n<<: *x\n", "a: !!str 5\n"]
)
def test_what_stands_at_several_places_or_has_a_tag_is_left_to_the_text(text):
    with pytest.raises(EditRefused, match="edit it in the text"):
        with_a(text, "w")


def test_an_item_without_a_value_gets_one():
    assert after("a:\n  - x\n  -\n", SetValue(("a", 1), "w")) == "a:\n  - x\n  - w\n"


def test_an_item_may_become_a_map():
    assert (
        after("a:\n  - x\n  - w\n", SetValue(("a", 0), {"b": 1, "c": 2})) == "a:\n  - b: 1\n    c: 2\n  - w\n"
    )

"""Items put in, taken out and moved, in block and in flow style."""

from __future__ import annotations

import pytest

from playbook.editing.edits import Delete, EditRefused, InsertItem, MoveItem
from tests.playbook.editing.changing import after


@pytest.mark.parametrize(
    ("before", "index", "expected"),
    [
        ("a:\n- x\n- w\n", 1, "a:\n- x\n- m\n- w\n"),
        ("a:\n  - x\n", 0, "a:\n  - m\n  - x\n"),
        ("a:\n  -   x  # why\n", 1, "a:\n  -   x  # why\n  -   m\n"),
        ("a: [x, w]\n", 0, "a: [m, x, w]\n"),
        ("a: [\n  x,\n  w\n]\n", 2, "a: [\n  x,\n  w,\n  m\n]\n"),
        ("b: x\na: []\n", 0, "b: x\na: [m]\n"),
        ("a:\n  - x\n\n  - w\n", 2, "a:\n  - x\n\n  - w\n\n  - m\n"),
        ("a:\n  - 'x'", 1, "a:\n  - 'x'\n  - 'm'"),
    ],
)
def test_an_item_is_written_like_its_neighbours(before, index, expected):
    assert after(before, InsertItem(("a",), index, "m")) == expected


def test_the_first_item_makes_the_list():
    assert after("a:\nb: x\n", InsertItem(("a",), 0, "m")) == "a: [m]\nb: x\n"
    assert after("b: x\n", InsertItem(("a",), 0, {"k": "m"})) == "b: x\na:\n  - k: m\n"


def test_a_map_is_in_brackets_where_its_neighbour_is():
    item = {"id": "m", "to": "z"}
    assert after("a:\n  - {id: x, to: w}\n", InsertItem(("a",), 1, item)).endswith("  - {id: m, to: z}\n")
    assert after("a:\n  - id: x\n    to: 'w'\n", InsertItem(("a",), 1, item)).endswith(
        "  - id: m\n    to: 'z'\n"
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a:\n  - x\n  # keep\n  - w\n  - z\n", "a:\n  - x\n  # keep\n  - z\n"),
        ("a:\n  - x\n  - k: 1\n    l: 2\n", "a:\n  - x\n"),
        ("a: [x, w, z]\n", "a: [x, z]\n"),
        ("a: [x, w]\n", "a: [x]\n"),
        ("a: [\n  x,\n  w,\n  z,\n]\n", "a: [\n  x,\n  z,\n]\n"),
    ],
)
def test_an_item_goes_with_its_lines_or_its_comma(before, expected):
    assert after(before, Delete(("a", 1))) == expected


def test_of_the_last_item_an_empty_list_is_left():
    assert after("a:\n  - x\nb: 1\n", Delete(("a", 0))) == "a: []\nb: 1\n"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a:\n  - x  # X\n  - w: 1\n    z: 2\n  - w\n", "a:\n  - w: 1\n    z: 2\n  - w\n  - x  # X\n"),
        ("a: [x, w, z]\n", "a: [w, z, x]\n"),
        ("a:\n  - x\n\n  - w\n  - z", "a:\n  - w\n\n  - z\n  - x"),
    ],
)
def test_the_first_item_moves_to_the_end(before, expected):
    assert after(before, MoveItem(("a",), 0, 2)) == expected


def test_a_comment_right_above_an_item_moves_with_it():
    assert after("a:\n  - x\n  # of w\n  - w\n", MoveItem(("a",), 1, 0)) == "a:\n  # of w\n  - w\n  - x\n"


@pytest.mark.parametrize(
    "edit", [InsertItem(("a",), 3, "m"), MoveItem(("a",), 0, 2), InsertItem(("a",), -1, "m")]
)
def test_a_place_that_the_list_has_not_is_refused(edit):
    with pytest.raises(EditRefused, match="the list has 2 items; there is no place"):
        after("a: [x, w]\n", edit)


def test_an_item_that_stays_where_it_is_changes_nothing():
    assert after("a: [x, w]\n", MoveItem(("a",), 1, 1)) == "a: [x, w]\n"


def test_items_move_within_lists_of_lists():
    assert after("a:\n  - - x\n    - w\n", MoveItem(("a", 0), 0, 1)) == "a:\n  - - w\n    - x\n"


def test_items_that_are_aliases_are_left_to_the_text():
    with pytest.raises(EditRefused, match="anchors or aliases"):
        after("b: &x 1\na: [*x, w]\n", MoveItem(("a",), 0, 1))

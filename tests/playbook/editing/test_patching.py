"""What an edit as a whole is refused for, and what it gives."""

from __future__ import annotations

import pytest

from playbook.editing.edits import Delete, EditRefused, InsertItem, SetValue
from playbook.editing.patching import edited


def test_the_edits_are_ranges_of_the_text_before():
    (edit,) = edited("a: 1\nb: 2\n", SetValue(("b",), 3)).edits
    assert (edit.span.line, edit.span.column, edit.span.end_column, edit.text) == (2, 4, 5, "3")


def test_the_same_value_needs_no_edit():
    assert edited("a:   'x'\n", SetValue(("a",), "x")).edits == ()


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (SetValue((), {}), "the playbook as a whole is not edited"),
        (Delete(("x", "y")), 'there is no "/x"'),
        (SetValue(("a", "b"), 1), '"/a" is no map and cannot have keys'),
        (SetValue(("l", 7), 1), "the list has only 1 items"),
        (InsertItem(("a",), 0, 1), "there is no list here"),
    ],
)
def test_a_place_that_is_not_there_is_refused(edit, reason):
    with pytest.raises(EditRefused) as refused:
        edited("a: 1\nl: [1]\n", edit)
    assert refused.value.reason.startswith(reason) and refused.value.path == edit.path


def test_a_text_without_anything_has_no_items():
    with pytest.raises(EditRefused):
        edited("", InsertItem((), 0, 1))


def test_a_refusal_names_the_place():
    with pytest.raises(EditRefused, match=r"2:4: .*anchor.*\(at /b\)"):
        edited("a: 1\nb: &x 2\nc: *x\n", SetValue(("b",), 3))


def test_a_number_that_yaml_cannot_hold_is_refused():
    with pytest.raises(EditRefused, match="cannot be written here"):
        edited("a: 1\n", SetValue(("a",), 10**400))


BROKEN = "a: 1\nb: [1, 2\nc: 3\nd:\n  e: 1\n"


def test_a_text_that_is_broken_elsewhere_can_still_be_edited():
    assert edited(BROKEN, SetValue(("a",), 2)).text == BROKEN.replace("a: 1", "a: 2")


UNREADABLE = "a: 1\nb:\n  - x\n   d: 1\n  - z\nc: 2\n"


def test_where_it_cannot_be_read_nothing_is_edited():
    with pytest.raises(EditRefused, match="the text cannot be read here; mend it first"):
        edited(UNREADABLE, SetValue(("d",), 3))


def test_around_what_cannot_be_read_it_can():
    assert edited(UNREADABLE, SetValue(("c",), 3)).text == UNREADABLE.replace("c: 2", "c: 3")

"""Keys of maps: where a new one goes, and what goes with one that goes."""

from __future__ import annotations

import pytest

from playbook.editing.edits import Delete, EditRefused, RenameKey, SetValue
from tests.playbook.editing.changing import after


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a: 1\n", "a: 1\nm: 2\n"),
        ("a: 1", "a: 1\nm: 2"),
        ("a: 1  # why\n# end\n", "a: 1  # why\nm: 2\n# end\n"),
        ("a:\n  - x\n", "a:\n  - x\nm: 2\n"),
        ("a: |\n  x\n\n# end\n", "a: |\n  x\nm: 2\n\n# end\n"),
        ("a: 1\r\n", "a: 1\r\nm: 2\r\n"),
        ("{a: 1}\n", "{a: 1, m: 2}\n"),
        ("{\n  a: 1,  # why\n  b: 2  # end\n}\n", "{\n  a: 1,  # why\n  b: 2,  # end\n  m: 2\n}\n"),
        ("{\n  a: 1,\n}\n", "{\n  a: 1,\n  m: 2,\n}\n"),
        ("a: 1\n\nb: 2\n\nc: 3\n", "a: 1\n\nb: 2\n\nc: 3\n\nm: 2\n"),
        ("a: |+\n  x\n\n", "a: |+\n  x\n\nm: 2\n"),
        ("x: &x 1\na: *x\n", "x: &x 1\na: *x\nm: 2\n"),
        ("", "m: 2\n"),
        ("# only this", "# only this\nm: 2\n"),
    ],
)
def test_a_key_of_ones_own_goes_to_the_end(before, expected):
    assert after(before, SetValue(("m",), 2)) == expected


def test_a_key_of_the_language_goes_where_it_belongs():
    text = "machine:\n  transitions:\n    - id: x\n      from: a\n      event: e\n      note: w\n"
    path = ("machine", "transitions", 0)
    assert "from: a\n      to: b\n      event: e\n" in after(text, SetValue((*path, "to"), "b"))
    first = after(text.replace("id: x\n      from", "from"), SetValue((*path, "id"), "x"))
    assert "    - id: x\n      from: a\n" in first


def test_the_first_key_of_a_map_in_brackets_goes_behind_the_bracket():
    text = "machine:\n  transitions:\n    - {from: a, to: b}\n"
    assert "- {id: x, from: a, to: b}\n" in after(text, SetValue(("machine", "transitions", 0, "id"), "x"))


def test_a_text_that_keeps_its_blank_lines_keeps_them():
    text = "description: |+\n  x\n\nmachine:\n  id: lamp\n"
    assert after(text, SetValue(("name",), "z")) == f"name: z\n{text}"
    between = after(text.replace("description", "version"), SetValue(("name",), "z"))
    assert between == "version: |+\n  x\n\nname: z\nmachine:\n  id: lamp\n"


def test_a_map_that_is_all_merged_is_left_to_the_text():
    with pytest.raises(EditRefused, match="all of this map comes from a merge key"):
        after("x: &x {b: 1}\na:\n  <<: *x\n", SetValue(("a", "d"), 1))


def test_a_key_goes_into_a_map_that_is_still_empty():
    assert after("machine:\nname: x\n", SetValue(("machine", "id"), "w")) == "machine:\n  id: w\nname: x\n"
    assert after("machine: {}\n", SetValue(("machine", "id"), "w")) == 'machine: {id: "w"}\n'


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("a: 1\nb: 2\nc: 3\n", "a: 1\nc: 3\n"),
        ("a: 1\nb: 2", "a: 1"),
        ("a: 1\n# keep\nb: 2  # goes\n# keep too\nc: 3\n", "a: 1\n# keep\n# keep too\nc: 3\n"),
        ("a: 1\n\nb:\n  x: 1\n\nc: 3\n", "a: 1\n\nc: 3\n"),
        ("{a: 1, b: 2, c: 3}\n", "{a: 1, c: 3}\n"),
        ("{a: 1, b: 2}\n", "{a: 1}\n"),
        ("{\n  a: 1,\n  b: 2, # goes\n  c: 3\n}\n", "{\n  a: 1,\n  c: 3\n}\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\n"),
        ("a: 1\r\nb: 2", "a: 1"),
        ("a: 1\n\nb: 2\n", "a: 1\n"),
        ("a: 1\n\nb: 2\n\n\n", "a: 1\n"),
        ("b: 2\n\na: 1\n", "a: 1\n"),
        ("{\n  a: 1, # why\n  b: 2\n}\n", "{\n  a: 1 # why\n  \n}\n"),
        ("{a: 1, b: 2, # why\n  c: 3}\n", "{a: 1, # why\n  c: 3}\n"),
    ],
)
def test_a_key_goes_with_its_lines_or_its_comma(before, expected):
    assert after(before, Delete(("b",))) == expected


def test_behind_a_dash_the_next_key_moves_up():
    assert after("a:\n  - b: 1\n    c: 2\n", Delete(("a", 0, "b"))) == "a:\n  - c: 2\n"


def test_behind_a_dash_a_comment_between_stays():
    text = "a:\n  - b: 1\n    # of c\n    c: 2\n"
    assert after(text, Delete(("a", 0, "b"))) == "a:\n  -\n    # of c\n    c: 2\n"


def test_of_the_last_key_an_empty_map_is_left():
    assert after("a:\n  b: 1\nc: 2\n", Delete(("a", "b"))) == "a: {}\nc: 2\n"


def test_the_only_section_stays():
    with pytest.raises(EditRefused, match="nothing would be left"):
        after("a: 1\n", Delete(("a",)))


def test_a_key_is_called_otherwise_in_its_quotes():
    assert after("'b': 1  # why\n", RenameKey(("b",), "c")) == "'c': 1  # why\n"
    assert after("{b: 1}\n", RenameKey(("b",), "on")) == '{"on": 1}\n'


def test_a_key_that_is_there_is_not_doubled():
    with pytest.raises(EditRefused, match="already \\(at /b\\)"):
        after("b: 1\nc: 2\n", RenameKey(("b",), "c"))


def test_what_a_merge_key_brings_is_left_to_the_text():
    with pytest.raises(EditRefused, match="merge key"):
        after("x: &x {b: 1}\na:\n  <<: *x\n  c: 2\n", Delete(("a", "b")))
    assert after("x: &x {b: 1}\na:\n  <<: *x\n  c: 2\n", SetValue(("a", "d"), 1)).endswith("  c: 2\n  d: 1\n")

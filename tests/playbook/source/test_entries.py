"""Keys twice, merge keys, anchors, placeholders: what is read, and what each remedy makes of the text."""

import pytest

from playbook.diagnostics import Severity
from playbook.source.nodes import find, plain
from playbook.source.reader import read
from tests.playbook.texts import mended

TWICE = """\
m:
  states:
    a: {}
  transitions:
    - x
  states:  # again
    # the second
    b: {}

    c: {}
  transitions:
  - y
z: 1
"""


def fix(text, title, number=0):
    finding = read(text).diagnostics[number]
    return next(fix for fix in finding.fixes if fix.title.startswith(title))


def only(text, id):
    (finding,) = [d for d in read(text).diagnostics if d.id == id]
    return finding


def test_maps_and_lists_under_a_key_that_is_there_twice_are_read_as_one():
    assert plain(read(TWICE).root)["m"] == {"states": {"a": {}, "b": {}, "c": {}}, "transitions": ["x", "y"]}


def test_they_are_joined_all_the_way_down():
    text = "m:\n  s: {a: 1}\n  t: [x]\nm:\n  s: {a: 2, b: 3}\n  t: y\n"
    assert plain(read(text).root) == {"m": {"s": {"a": 1, "b": 3}, "t": ["x"]}}


def test_the_joined_map_keeps_the_first_ones_place():
    span = find(read(TWICE).root, ("m", "states")).span
    assert (span.line, span.end_line) == (3, 3)


def test_merging_takes_comments_and_indentation_along():
    text = TWICE.replace("  # again", "")
    merged = mended(text, fix(text, "Merge"))
    assert merged.startswith(
        "m:\n  states:\n    a: {}\n    # the second\n    b: {}\n\n    c: {}\n  transitions:"
    )
    again = mended(merged, fix(merged, "Merge"))
    assert "    - x\n    - y\n" in again
    assert (read(again).diagnostics, plain(read(again).root)) == ((), plain(read(TWICE).root))


def test_a_comment_that_merging_would_lose_forbids_it():
    assert [f.title for f in read(TWICE).diagnostics[0].fixes] == [
        'Rename this one to "states_2"',
        "Delete this one",
    ]


def test_maps_that_share_a_key_are_not_merged_by_a_fix():
    text = "m:\n  a: 1\nm:\n  a: 2\n"
    assert "Merge it into the first" not in [f.title for f in read(text).diagnostics[0].fixes]
    assert plain(read(text).root) == {"m": {"a": 1}}


def test_a_text_that_ends_without_a_break_is_merged_all_the_same():
    text = "a:\n  x: 1\nb: 1\na:\n  y: 2"
    assert plain(read(mended(text, fix(text, "Merge"))).root) == {"a": {"x": 1, "y": 2}, "b": 1}


def test_renaming_finds_a_free_name_and_keeps_the_quotes():
    text = 'a: 1\na_2: 2\n"a": 3\n'
    assert mended(text, fix(text, "Rename")) == 'a: 1\na_2: 2\n"a_3": 3\n'


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1\nb: 2\na:\n  c: 3  # why\nd: 4\n", "a: 1\nb: 2\nd: 4\n"),
        ("x: {a: 1, b: 2, a: 3}\n", "x: {a: 1, b: 2}\n"),
        ("- a: 1\n  a: 2\n", "- a: 1\n"),
    ],
)
def test_deleting_takes_the_whole_entry(text, after):
    assert mended(text, fix(text, "Delete")) == after


def test_thousands_of_duplicates_are_told_up_to_the_limit():
    assert len(read("a: 1\n" * 50_000).diagnostics) == 1_000


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: &x {b: 1, c: d e}\nm: {<<: *x, c: 2}\n", "a: &x {b: 1, c: d e}\nm: {b: 1, c: 2}\n"),
        (
            "a: &x {b: 1, c: [2]}\nm:\n  <<: *x\n  d: 3\n",
            "a: &x {b: 1, c: [2]}\nm:\n  b: 1\n  c: [2]\n  d: 3\n",
        ),
        ("a: &x {b: 1}\nm:\n- <<: [*x]\n", "a: &x {b: 1}\nm:\n- b: 1\n"),
    ],
)
def test_what_a_merge_key_adds_is_written_out(text, after):
    found = only(text, "PB007").fixes[0]
    assert (found.safe, mended(text, found)) == (True, after)
    assert plain(read(after).root) == plain(read(text).root)


@pytest.mark.parametrize("block", ["a: &x\n  b: |\n    c\n", "a: &x {b: &y 1}\nc: *y\n", "a: &x {}\n"])
def test_what_cannot_be_written_on_lines_of_its_own_is_left_alone(block):
    assert only(block + "m: {<<: *x}\n", "PB007").fixes == ()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: &x 1\n", "a: 1\n"),
        ("a: &x\n  b: 1\n", "a:\n  b: 1\n"),
        ("- &x [1]\n", "- [1]\n"),
        ("a: !!str &x 1\n", "a: !!str 1\n"),
    ],
)
def test_an_anchor_that_nothing_uses_is_removed(text, after):
    found = only(text, "PB006").fixes[0]
    assert (found.safe, mended(text, found)) == (True, after)


@pytest.mark.parametrize(
    ("text", "after"),
    [("a: !x 1\n", "a: 1\n"), ("a: &b !x [1]\nc: *b\n", "a: &b [1]\nc: *b\n"), ("- !<t:x> 1\n", "- 1\n")],
)
def test_a_foreign_tag_is_removed(text, after):
    assert mended(text, only(text, "PB009").fixes[0]) == after
    assert plain(read(text).root) == plain(read(after).root)


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("a: { ... }\n", {"a": {}}, "a: {  }\n"),
        ("a: [ ... ]\n", {"a": []}, "a: [  ]\n"),
        ("a: [1, ..., 2]\n", {"a": [1, 2]}, "a: [1, 2]\n"),
        ("a: [1, ...]\n", {"a": [1]}, "a: [1]\n"),
        ("a: ...\n", {"a": None}, "a: \n"),
        ("a:\n  - ...\n  - b\n", {"a": ["b"]}, "a:\n  - b\n"),
        ("a:\n  ...:\n  b: 1\n", {"a": {"b": 1}}, "a:\n  b: 1\n"),
    ],
)
def test_a_placeholder_is_read_as_nothing_and_deleted(text, value, after):
    finding = only(text, "PB011")
    assert (finding.severity, plain(read(text).root)) == (Severity.WARNING, value)
    assert mended(text, finding.fixes[0]) == after
    assert read(after).diagnostics == ()


def test_dots_in_quotes_are_a_text():
    assert (read("a: '...'\n").diagnostics, plain(read("a: '...'\n").root)) == ((), {"a": "..."})


def test_dots_that_end_a_document_are_an_error_and_what_follows_is_read():
    reading = read("a: 1\n... # more\nb: 2\n")
    assert (reading.diagnostics[0].id, reading.diagnostics[0].severity) == ("PB011", Severity.ERROR)
    assert plain(reading.root) == {"a": 1, "b": 2}


def test_an_alias_of_nothing_is_read_as_a_text():
    assert plain(read("a: *x\nb: &y [*y]\n").root) == {"a": "*x", "b": ["*y"]}


def test_behind_a_second_document_nothing_is_read():
    assert plain(read("a: 1\n---\nb: [\n").root) == {"a": 1}


def test_a_map_as_a_key_is_left_out_with_its_value():
    assert plain(read("? {a: 1}\n: 2\nb: 3\n").root) == {"b": 3}


def test_what_merges_no_maps_merges_nothing():
    assert plain(read("a: {<<: [1], b: 2}\n").root) == {"a": {"b": 2}}


def test_a_name_that_cannot_be_written_plainly_is_not_renamed():
    assert [f.title for f in read("'a b': 1\n'a b': 2\n").diagnostics[0].fixes] == ["Delete this one"]
    taken = "".join(f"a_{i}: 1\n" for i in range(2, 60))
    assert [f.title for f in read("a: 1\na: 2\n" + taken).diagnostics[0].fixes] == ["Delete this one"]


def test_an_alias_twice_is_renamed_only():
    found = [d for d in read("x: &x {y: 1}\na: *x\na: *x\n").diagnostics if d.id == "PB003"]
    assert [f.title for f in found[0].fixes] == ['Rename this one to "a_2"']


def test_a_block_is_moved_to_the_left_only_where_it_has_room():
    text = "a:\n  b: 1\na:\n    c: 2\n    # room\n   # too little\n    d: 3\n"
    assert "  c: 2\n  # room\n # too little\n" in mended(text, fix(text, "Merge"))
    assert "Merge it into the first" not in [
        f.title for f in read(text.replace("   # too", "# too")).diagnostics[0].fixes
    ]


def test_the_second_of_two_same_keys_is_renamed_to_its_own_id():
    text = 'a: {id: a}\na: {id: "b"}\n'
    (found,) = [d for d in read(text).diagnostics if d.id == "PB003"]
    assert 'Rename this one to "b"' in [fix.title for fix in found.fixes]

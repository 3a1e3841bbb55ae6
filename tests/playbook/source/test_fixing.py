"""Text edits: exactly what they say, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.diagnostics import Fix, TextEdit
from playbook.source.fixing import OverlappingEdits, applied, compatible
from playbook.source.positions import Lines

# A loaded machine may take long for one example; that says nothing of the code.
many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def edit(text: str, start: int, end: int, new: str) -> TextEdit:
    return TextEdit(Lines(text).span(start, end), new)


def fix(text: str, *places: tuple[int, int]) -> Fix:
    return Fix("x", tuple(edit(text, start, end, "x") for start, end in places))


def test_ranges_are_of_the_text_before_any_edit():
    text = "one two three"
    assert applied(text, [edit(text, 8, 13, "3"), edit(text, 0, 3, "1")]) == "1 two 3"


def test_insertions_at_one_place_keep_their_order():
    assert applied("ab", [edit("ab", 1, 1, "1"), edit("ab", 1, 1, "2")]) == "a12b"


def test_an_insertion_goes_before_what_is_replaced_at_its_place():
    assert applied("ab", [edit("ab", 1, 2, "B"), edit("ab", 1, 1, "-")]) == "a-B"


def test_neighbours_do_not_overlap():
    assert applied("abcd", [edit("abcd", 0, 2, "x"), edit("abcd", 2, 4, "y")]) == "xy"


@pytest.mark.parametrize("second", [(1, 3), (0, 2), (1, 1)])
def test_overlapping_edits_are_refused(second):
    with pytest.raises(OverlappingEdits, match="1:"):
        applied("abcd", [edit("abcd", 0, 2, "x"), edit("abcd", *second, "y")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_is_inserted_takes_the_line_ends_of_the_text(end):
    text = f"a{end}b"
    assert applied(text, [edit(text, 1, 1, "\n1\r\n2")]) == f"a{end}1{end}2{end}b"


def test_no_edits_change_nothing():
    assert applied("a\r\nb\r", []) == "a\r\nb\r"


@many
@given(st.text(), st.data())
def test_everything_outside_the_edits_stays(text, data):
    marks = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True))
        if text
        else [0, 0]
    )
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    after = applied(text, [edit(text, start, end, "\N{SNOWMAN}") for start, end in pairs])
    expected, position = "", 0
    for start, end in pairs:
        expected += text[position:start] + "\N{SNOWMAN}"
        position = end
    assert after == expected + text[position:]


def test_of_two_fixes_that_meet_the_first_is_taken():
    text = "abcdefgh"
    first, second, third = fix(text, (0, 3)), fix(text, (2, 4)), fix(text, (4, 6))
    assert compatible([first, second, third]) == [first, third]


def test_a_fix_is_taken_with_all_its_edits_or_not_at_all():
    text = "abcdefgh"
    first, second = fix(text, (3, 5)), fix(text, (0, 1), (4, 4))
    assert compatible([first, second, fix(text, (0, 1))]) == [first, fix(text, (0, 1))]


@pytest.mark.parametrize("other", [(2, 2), (2, 4), (0, 2)])
def test_an_insertion_meets_what_begins_or_ends_where_it_is(other):
    first = fix("abcd", (2, 2))
    assert compatible([first, fix("abcd", other)]) == [first]
    assert compatible([fix("abcd", other), first]) == [fix("abcd", other)]


def test_ranges_that_only_share_a_border_go_together():
    first, second = fix("abcd", (0, 2)), fix("abcd", (2, 4))
    assert compatible([first, second]) == [first, second]
    assert compatible([second, first]) == [second, first]


@pytest.mark.parametrize("own", [((0, 2), (1, 3)), ((0, 3), (1, 1)), ((0, 2), (0, 2))])
def test_a_fix_whose_own_edits_overlap_is_left_out_and_in_nobodys_way(own):
    other = fix("abcd", (1, 2))
    assert compatible([fix("abcd", *own), other]) == [other]


PLACES = st.tuples(st.integers(0, 9), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@many
@given(st.lists(st.lists(PLACES, min_size=1, max_size=3), max_size=8))
def test_compatible_fixes_never_overlap_each_other(places):
    text = "abcdefghijkl"
    fixes = [fix(text, *ranges) for ranges in places]
    taken = compatible(fixes)
    ranges = [
        (number, edit.span.start, edit.span.end) for number, one in enumerate(taken) for edit in one.edits
    ]
    for number, start, end in ranges:
        for other, other_start, other_end in ranges:
            assert number == other or end <= other_start or other_end <= start
    applied(text, [edit for one in taken for edit in one.edits])

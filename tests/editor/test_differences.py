import difflib

from hypothesis import given
from hypothesis import strategies as st

from editor import differences
from editor.differences import compare, lines_of

TEN = "".join(f"line {number}\n" for number in range(1, 11))


def rows(old, new):
    found = compare(old, new)
    return [(row.kind, row.old, row.new, row.text) for hunk in found.hunks for row in hunk.rows]


def test_equal_texts_have_no_hunks():
    found = compare(TEN, TEN)
    assert (found.hunks, found.added, found.removed, found.skipped_after) == ((), 0, 0, 10)


def test_a_changed_line_is_a_removed_and_an_added_one():
    changed = rows("a\nb\nc\n", "a\nB\nc\n")
    assert changed == [
        ("same", 1, 1, "a"),
        ("removed", 2, None, "b"),
        ("added", None, 2, "B"),
        ("same", 3, 3, "c"),
    ]


def test_unchanged_lines_far_away_are_skipped_and_counted():
    found = compare(TEN, TEN.replace("line 6\n", ""))
    assert (found.hunks[0].skipped, found.skipped_after) == (2, 1)
    assert (found.added, found.removed) == (0, 1)


def test_changes_far_apart_are_hunks_of_their_own():
    long = "".join(f"{number}\n" for number in range(40))
    found = compare(long, long.replace("\n3\n", "\nx\n").replace("\n30\n", "\ny\n"))
    assert [hunk.skipped for hunk in found.hunks] == [0, 20]
    assert found.hunks[1].rows[0].old == found.hunks[1].rows[0].new == 28


def test_a_line_end_that_changed_is_named():
    found = compare("a\r\nb", "a\nb\n")
    notes = [row.note for row in found.hunks[0].rows if row.kind == "removed"]
    assert notes == ["CR LF", "no line end"]


def test_texts_too_different_to_align_are_replaced(monkeypatch):
    monkeypatch.setattr(differences, "MAX_PAIRS", 3)
    found = compare("same\na\nkept\nb\n", "same\nc\nkept\nd\n")
    assert (found.removed, found.added) == (3, 3)


def test_lines_break_where_yaml_breaks_them():
    assert lines_of("a\r\nb\rc\nd\u2028e") == ["a\r\n", "b\r", "c\n", "d\u2028e"]


texts = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\r\n", "\n", "e"]), max_size=30).map("".join)


@given(texts, texts)
def test_the_rows_and_what_is_skipped_rebuild_both_texts(old, new):
    before, after = lines_of(old), lines_of(new)
    for column, lines, kinds in (("old", before, "removed"), ("new", after, "added")):
        seen = [
            getattr(row, column)
            for hunk in compare(old, new).hunks
            for row in hunk.rows
            if row.kind in ("same", kinds)
        ]
        assert seen == sorted(set(seen))
        assert all(1 <= number <= len(lines) for number in seen)
    found = compare(old, new)
    assert len(before) - found.removed == len(after) - found.added


@given(texts, texts)
def test_no_more_is_marked_than_difflib_marks(old, new):
    plain = [line[:1] for line in difflib.ndiff(lines_of(old), lines_of(new))]
    found = compare(old, new)
    assert found.removed <= max(plain.count("-"), len(lines_of(old)))
    assert (found.added + found.removed == 0) == (old == new)

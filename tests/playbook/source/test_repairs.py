"""Places of a repaired text lead back to the original, whatever was put in or taken out."""

from hypothesis import given
from hypothesis import strategies as st

from playbook.source.positions import Lines
from playbook.source.repairs import Repairs
from playbook.spans import Span


def repaired(text, *rounds):
    repairs = Repairs(text, Lines(text))
    for edits in rounds:
        repairs.add(edits)
    return repairs


def span(start, end):
    return Span(1, start + 1, 1, end + 1, start, end)


def test_a_replacement_stands_for_what_it_replaced():
    repairs = repaired("a: !b c", [(3, 5, '"!b"')])
    assert repairs.text == 'a: "!b" c'
    assert repairs.span(span(3, 7)) == span(3, 5)
    assert repairs.span(span(8, 9)) == span(6, 7)


def test_what_is_put_in_has_no_width():
    repairs = repaired("{a b}", [(2, 2, ",")])
    assert (repairs.text, repairs.span(span(1, 2)), repairs.span(span(4, 5))) == (
        "{a, b}",
        span(1, 2),
        span(3, 4),
    )


def test_what_is_taken_out_lies_before_what_follows_and_behind_what_precedes():
    repairs = repaired("ab xx cd", [(3, 6, "")])
    assert (repairs.text, repairs.span(span(0, 3)), repairs.span(span(3, 5))) == (
        "ab cd",
        span(0, 3),
        span(6, 8),
    )


def test_a_later_repair_takes_in_what_it_covers():
    repairs = repaired("a: b c d", [(3, 4, "'b'")], [(0, 7, "X")])
    assert (repairs.text, repairs.span(span(1, 3))) == ("Xc d", span(5, 7))


EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.text("xyz", max_size=4)), max_size=3)


@given(st.text("ab\n", max_size=40), st.lists(EDITS, max_size=4))
def test_what_no_repair_touched_is_found_as_it_was(text, rounds):
    repairs = Repairs(text, Lines(text))
    for wanted in rounds:
        edits, free = [], 0
        for start, length, new in sorted(wanted):
            if free <= start <= len(repairs.text):
                edits.append((start, min(start + length, len(repairs.text)), new))
                free = edits[-1][1] + 1
        repairs.add(edits)
    for offset, character in enumerate(repairs.text):
        if character in "ab\n":
            back = repairs.offset(offset, after=True)
            assert text[back : back + 1] == character

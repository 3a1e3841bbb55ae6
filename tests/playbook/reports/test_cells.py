"""What a line shows on a terminal, and where the carets go."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.reports.cells import ROOM, cells, safe, shown

# A loaded machine may take long for one example; that says nothing of the code.
many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def under(line: str, part: str) -> tuple[str, str]:
    """The line as shown, and its carets below a part of it."""
    start = line.index(part)
    place = shown(line, start, start + len(part))
    return place.text, " " * place.before + "^" * place.width


def test_a_plain_line_is_shown_as_it_is():
    assert under('  to: "raedy"', '"raedy"') == ('  to: "raedy"', "      ^^^^^^^")


def test_a_tab_takes_the_cells_up_to_the_next_stop():
    assert under("\ta:\tbad", "bad") == ("    a:  bad", "        ^^^")


def test_an_ideograph_is_two_cells_wide():
    assert under("名前: bad", "bad") == ("名前: bad", "      ^^^")
    assert under("a: 名前", "名前") == ("a: 名前", "   ^^^^")


@pytest.mark.parametrize("joined", ["e\u0301", "x\u200d", "\u1100\u1161"[0:1] + "\u1161"])
def test_what_joins_the_character_before_it_takes_no_cell(joined):
    width = cells(joined[0])
    assert under(f"{joined}: bad", "bad")[1] == " " * (width + 2) + "^^^"


@pytest.mark.parametrize(
    ("character", "width"), [("é", 1), ("\xad", 1), ("\u1160", 0), ("名", 2), ("Ａ", 2), ("x", 1)]
)
def test_a_character_takes_its_cells(character, width):
    assert cells(character) == width


def test_an_accent_at_the_start_is_marked_where_it_is():
    assert shown("\u0301x", 0, 1).before == 0


def test_an_empty_range_is_before_the_character_that_follows():
    assert (shown("名前", 1, 1).before, shown("名前", 0, 0).before, shown("名前", 2, 2).before) == (2, 0, 4)


def test_an_accent_alone_is_marked_on_its_letter():
    place = shown("cafe\u0301", 4, 5)
    assert (place.before, place.width) == (3, 1)


def test_no_text_commands_the_terminal_or_reorders_what_is_read():
    assert shown("a\x1b[31mb\u202ec\x7f\x9b\ud800", 0, 0).text == "a\u241b[31mb\ufffdc\u2421\ufffd\ufffd"
    assert safe("a\nb") == "a\u240ab"


def test_of_a_long_line_the_part_around_the_place_is_shown():
    line = "x" * 500 + "bad" + "y" * 500
    text, carets = under(line, "bad")
    assert text.startswith("...x") and text.endswith("y...") and len(text) == ROOM + 6
    assert text[carets.index("^") : len(carets)] == "bad"


@pytest.mark.parametrize("filling", ["x", "é"])
@pytest.mark.parametrize("after", [0, 5, 500])
def test_the_place_is_in_the_part_that_is_shown(filling, after):
    line = filling * 500 + "bad" + filling * after
    text, carets = under(line, "bad")
    assert text[carets.index("^") : len(carets)] == "bad"
    assert len(text.strip(".")) == ROOM and text.endswith("...") is (after == 500)


def test_carets_stop_where_the_line_is_cut():
    place = shown("x" * 1000, 0, 1000)
    assert (place.before, place.width) == (0, ROOM)


@many
@given(
    st.text(st.characters(exclude_characters="\r\n"), max_size=300),
    st.integers(-5, 320),
    st.integers(-5, 320),
)
def test_any_line_can_be_shown(line, start, end):
    place = shown(line, start, end)
    assert place.before >= 0 and place.width >= 0
    assert place.before + place.width <= sum(map(cells, place.text))
    assert safe(place.text) == place.text and "\t" not in place.text

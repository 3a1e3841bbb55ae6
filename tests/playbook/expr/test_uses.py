"""Which part of an expression asks its names to be of a kind, and what else it notes of them."""

from __future__ import annotations

import re

import pytest

from playbook.expr.kinds import NUMBER, ORDERED, SIZED, TEXT
from playbook.expr.parser import parse


def uses(text: str) -> list[tuple[str, int, str | None]]:
    """Every name with the kinds that fit it, and the part that asks for them."""
    return [
        (text[node.start : node.end], kinds, by and text[by.start : by.end])
        for node, kinds, by in parse(text).facts.uses
    ]


def askers(text: str) -> list[tuple[str, str | None]]:
    return [(name, by) for name, _, by in uses(text)]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("a && 1 < 2", "a && 1 < 2"),
        ("!a", "!a"),
        ("a ? true : false", "a ? true : false"),
        ("1 < -a", "-a"),
        ("a < 1", "a < 1"),
        ("1 >= a", "1 >= a"),
        ("a == 1", "a == 1"),
        ("1 == a", "1 == a"),
        ("a - 1 > 2", "a - 1"),
        ("1 < 2 * a", "2 * a"),
        ("1 < a + 2", "a + 2"),
        ("1 < 2 + a", "2 + a"),
        ("a in 'xyz'", "a in 'xyz'"),
        ("'xyz' contains a", "'xyz' contains a"),
        ("1 in a", "1 in a"),
        ("a in [1, 2]", "a in [1, 2]"),
        ("a matches 'x'", "a matches 'x'"),
        ("a.b.is_some()", "a.b"),
        ("a[0].is_some()", "a[0]"),
        ("a.len() > 1", "a.len()"),
        ("'x'.starts_with(a)", "'x'.starts_with(a)"),
    ],
)
def test_the_part_that_asks_is_known(text, asks):
    assert askers(text) == [("a", asks)]
    called, asking = (re.sub(r"\ba\b", "f()", words) for words in (text, asks))
    assert askers(called) == [("f()", asking)]


def test_nobody_but_the_condition_asks_a_name_that_stands_alone():
    assert askers("a") == [("a", None)]
    assert askers("f()") == [("f()", None)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1 < a + 2", NUMBER),
        ("1 < 2 + a", NUMBER),
        ("-a < 1", NUMBER),
        ("'x' + a == 'xy'", TEXT),
        ("a in 'xyz'", TEXT),
        ("'xyz' contains a", TEXT),
        ("'x' in a", SIZED),
        ("a contains 'x'", SIZED),
    ],
)
def test_what_fits_hangs_on_the_other_side(text, kinds):
    assert uses(text) == [("a", kinds, uses(text)[0][2])]


def test_of_a_sum_of_two_names_both_may_be_numbers_or_texts():
    assert uses("a + b == c") == [
        ("a", ORDERED, "a + b"),
        ("b", ORDERED, "a + b"),
        ("c", ORDERED, "a + b == c"),
    ]


@pytest.mark.parametrize(
    "text", ["a in [f(), 1]", "a in [b, null]", "a in [null]", "a == b", "null == a", "a != null"]
)
def test_what_says_nothing_of_a_name_asks_nothing(text):
    assert askers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.b == 1", ["a.b"]),
        ("a.b.c == 1", ["a.b", "a.b.c"]),
        ("f().b == 1", []),
        ("a[0].b == 1", []),
    ],
)
def test_entries_of_variables_are_noted(text, found):
    assert [text[node.start : node.end] for node in parse(text).facts.entries] == found


def test_what_asks_for_equality_is_noted():
    text = "a == 1 && b != 2 || c in [3] || d contains 4 || e < 5"
    noted = [text[node.start : node.end] for node in parse(text).facts.equalities]
    assert noted == ["a == 1", "b != 2", "c in [3]"]


def test_facts_remember_their_text():
    assert parse("a == 1").facts.text == "a == 1"
    assert parse("a ==").facts.text == "a =="

"""What is said of a condition after it was evaluated, case by case and word by word."""

from __future__ import annotations

import pytest

from playbook.expr.explain import Explanation, explain
from tests.playbook.expr.scopes import Fixed

SCOPE = Fixed(state="routing", count=3, no=False, yes=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("count == 3", "`count == 3` holds: `count` was `3`"),
        ("yes() && count > 1", "`yes() && count > 1` holds: `yes()` was `true` and `count` was `3`"),
        ("1 < 2", "`1 < 2` holds"),
        ("true", "`true` holds"),
    ],
)
def test_what_holds_is_told_with_its_values(text, sentence):
    found = explain(text, SCOPE)
    assert (found.holds, found.sentence, found.error) == (True, sentence, "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("count == 4", "`count == 4` failed because `count` was `3`"),
        ("1 > 2", "`1 > 2` failed"),
        ("yes() && false", "`yes() && false` failed"),
        ("no()", "`no()` failed because `no()` was `false`"),
        ("state.is_none()", "`state.is_none()` failed because `state` was `'routing'`"),
        ("'x'.is_none()", "`'x'.is_none()` failed because `'x'.is_none()` was `false`"),
        (
            "yes() ? (count > 1 ? no() : yes()) : yes()",
            "`yes() ? (count > 1 ? no() : yes()) : yes()` failed because `no()` was `false`, "
            "asked because `yes()` is true, asked because `count > 1` is true",
        ),
    ],
)
def test_what_failed_is_told_with_its_reason(text, sentence):
    found = explain(text, SCOPE)
    assert (found.holds, found.sentence, found.error) == (False, sentence, "")


def test_what_failed_has_the_values_of_all_its_parts():
    found = explain("no() && count > 1", SCOPE)
    assert found.values == (("no()", "false"), ("count", "3"))


def test_what_is_unknown_has_the_values_of_what_is_known():
    assert explain("count > 1 && far()", SCOPE) == Explanation(
        None,
        "`count > 1 && far()` is unknown: nothing provides `far()`",
        (("count", "3"), ("far()", "unknown")),
        frozenset({"far()"}),
    )


def test_what_is_no_condition_is_told_with_its_values():
    error = "`count` is 3, not true or false"
    assert explain("count", SCOPE) == Explanation(None, error, (("count", "3"),), error=error)


def test_what_cannot_be_read_is_told_with_its_column():
    error = 'column 7: expected a value, found "=="'
    assert explain("yes ||== 1", SCOPE) == Explanation(
        None, f"`yes ||== 1` cannot be read: {error}", error=error
    )


def test_what_cannot_be_evaluated_is_told_with_the_part_that_cannot():
    error = "`state < 1`: \"<\" cannot order a text ('routing') and a number (1)"
    assert explain("yes() && state < 1", SCOPE) == Explanation(
        None,
        f"`yes() && state < 1` cannot be evaluated: {error}",
        (("yes()", "true"), ("state", "'routing'")),
        error=error,
    )


def test_a_value_that_stands_twice_is_told_once():
    assert explain("count > 5 || count < 2", SCOPE).values == (("count", "3"),)

"""`matches`: patterns as RE2 reads them."""

from __future__ import annotations

import pytest

from playbook.expr.patterns import MAX_PATTERN_CHARS, matches
from playbook.expr.values import ValueProblem


def test_a_pattern_is_looked_for_anywhere_in_the_text():
    assert matches("the door is open", "o+r")
    assert not matches("the door is open", "^door")


def test_a_pattern_may_be_as_long_as_the_limit():
    assert matches("x" * MAX_PATTERN_CHARS, "x" * MAX_PATTERN_CHARS)


def test_a_longer_pattern_is_refused():
    with pytest.raises(ValueProblem, match="the pattern is longer than 1000 characters"):
        matches("x", "x" * (MAX_PATTERN_CHARS + 1))


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "missing ): ("),
        ("a**", "bad repetition operator: **"),
        ("[b-a]", "invalid character class range: b-a"),
        (r"\q", r"invalid escape sequence: \q"),
        ("(?<=a)b", "invalid perl operator: (?<="),
    ],
)
def test_why_a_pattern_is_none_is_said_in_words(pattern, reason):
    with pytest.raises(ValueProblem) as caught:
        matches("x", pattern)
    assert str(caught.value) == f"this is not a pattern: {reason}"


@pytest.mark.parametrize(("text", "pattern"), [("\ud800", "x"), ("x", "\ud800"), ("x", "(\udfff")])
def test_half_of_a_character_is_refused(text, pattern):
    with pytest.raises(ValueProblem) as caught:
        matches(text, pattern)
    assert str(caught.value) == "a text with half of a character cannot be searched"


def test_a_pattern_that_would_grow_without_end_is_refused():
    with pytest.raises(ValueProblem, match="this is not a pattern: "):
        matches("x", "((a{100}){100}){100}")

"""The YAML 1.2 core schema, number by number and word by word."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.source.scalars import YAML_1_1, resolve


@pytest.mark.parametrize(
    "word", ["on", "off", "yes", "no", "On", "OFF", "y", "n", "Yes", "tRue", "nULL", "NaN", "inf"]
)
def test_words_of_yaml_1_1_are_texts(word):
    assert resolve(word) == word


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "1:2:3",
        "1_000",
        "0b101",
        "0o8",
        "0xg",
        "-0x1",
        "1e",
        "+",
        "-",
        ".",
        "..",
        "1.2.3",
        "2024-99-99",
        "=",
        "<<",
    ],
)
def test_what_is_no_number_is_a_text(text):
    assert resolve(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("0777", 777), ("0o17", 15), ("0xFf", 255), ("-12", -12), ("+7", 7), ("00", 0), ("-0", 0)],
)
def test_integers(text, number):
    assert resolve(text) == number
    assert type(resolve(text)) is int


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.0", 1.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("1e999", math.inf)],
)
def test_floats(text, number):
    assert resolve(text) == number
    assert type(resolve(text)) is float


@pytest.mark.parametrize(("text", "number"), [(".inf", math.inf), ("+.INF", math.inf), ("-.Inf", -math.inf)])
def test_infinities(text, number):
    assert resolve(text) == number


def test_not_a_number():
    assert math.isnan(resolve(".nan"))


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing(text):
    assert resolve(text) is None


@pytest.mark.parametrize(("text", "truth"), [("true", True), ("False", False), ("TRUE", True)])
def test_truths(text, truth):
    assert resolve(text) is truth


@pytest.mark.parametrize("text", ["yes", "NO", "on", "12:30", "190:20:30", "0777"])
def test_what_yaml_1_1_reads_otherwise_is_known(text):
    assert YAML_1_1.match(text)


@pytest.mark.parametrize("text", ["yesterday", "12:90", "777", "0", "0.5", "a:30", "::"])
def test_what_both_read_alike_is_not_remarked_on(text):
    assert not YAML_1_1.match(text)


@given(st.text(alphabet="0123456789+-.eExo_:abcdefINFnua~ ", max_size=400))
def test_resolving_never_raises(text):
    assert isinstance(resolve(text), str | int | float | bool | None)


@given(st.integers())
def test_integers_come_back(number):
    assert resolve(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back(number):
    assert resolve(repr(number)) == number

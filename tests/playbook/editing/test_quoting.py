"""Scalars that YAML 1.2 and YAML 1.1 readers take for the same."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.editing.quoting import literal, plain_is_safe, quoted, scalar
from tests.playbook.editing.changing import SCALARS, value


@pytest.mark.parametrize(
    "text",
    ["on", "Off", "yes", "n", "NULL", "~", "true", "12:30", "0777", "1_000", "0b11", "0x1f", "1e3", ".5", "1.",
     "2001-01-01", "=", "<<", "", " a", "a ", "a: b", "a #b", "- a", "[a", "{a", "*a", "&a", "!a", "%a", "@a", "`a",
     "a,b", "?", "|", ">", "'a", '"a', ".inf", "-.INF", ".nan", "...", "a\nb", "\t", "5", "-5", "+1"],
)  # fmt: skip
def test_what_some_reader_takes_for_something_else_is_quoted(text):
    assert not plain_is_safe(text)
    assert value(quoted(text, "")) == yaml.safe_load(quoted(text, "")) == text


@pytest.mark.parametrize(
    "text", ["idle", "two words", "_x", "é", "record(node)", "a.b-c/d", "3d", "offer", "x1"]
)
def test_an_ordinary_word_needs_no_quotes(text):
    assert quoted(text, "") == yaml.safe_load(text) == text


@given(SCALARS)
def test_any_scalar_is_read_back_as_itself(whole):
    for style in ("", "'", '"'):
        assert repr(value(f"[{scalar(whole, style)}]")) == repr([whole])


@given(st.floats(), st.integers())
def test_readers_of_yaml_1_1_read_the_same_numbers(number, whole):
    assert repr(yaml.safe_load(scalar(number, ""))) == repr(number)
    assert yaml.safe_load(scalar(whole, "")) == whole


def test_single_quotes_are_doubled_and_double_ones_escaped():
    assert quoted("it's", "'") == "'it''s'"
    assert quoted('a "b"', '"') == r'"a \"b\""'


def test_what_nobody_would_see_is_escaped():
    assert quoted("a\u00a0b\u2028", "'") == r'"a\xa0b\u2028"'


def test_a_text_of_several_lines_is_a_block():
    assert literal("a\n\nb\n", 2) == "|\n  a\n\n  b"
    assert literal("a\nb", 2) == "|-\n  a\n  b"


@pytest.mark.parametrize("text", [" a\nb", "a \nb", "a\n\n", "\na", "a\r\nb", "\ta\nb"])
def test_a_block_that_could_not_be_read_back_is_none(text):
    assert literal(text, 2) is None

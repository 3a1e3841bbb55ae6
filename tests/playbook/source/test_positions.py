"""From a character of a value to its place in the document, through every way of writing a scalar."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.source.nodes import find
from playbook.source.positions import Lines, span_in_scalar
from playbook.source.reader import read


def pointed_at(text, part):
    """The text that the place of `part` (as it is in the value of key a) covers."""
    scalar = find(read(text).root, ("a",))
    start = scalar.text.index(part)
    span = span_in_scalar(text, scalar, start, start + len(part))
    return text[span.start : span.end], span.line, span.column


@pytest.mark.parametrize(
    ("text", "part", "seen"),
    [
        ("a: x() && bad()\n", "bad", ("bad", 1, 11)),
        ("a: 'x() && bad()'\n", "bad", ("bad", 1, 12)),
        ("a: 'say ''hi'' to bad'\n", "bad", ("bad", 1, 19)),
        ("a: 'say ''hi'' to'\n", "'hi'", ("''hi''", 1, 9)),
        ('a: "say \\"hi\\" to bad"\n', "bad", ("bad", 1, 19)),
        ('a: "say \\"hi\\" to"\n', '"hi"', ('\\"hi\\"', 1, 9)),
        ('a: "\\u00e9\\x41\\U0001F642 bad"\n', "bad", ("bad", 1, 26)),
        ("a: |\n  one\n  two bad\n", "bad", ("bad", 3, 7)),
        ("a: >-\n  one\n  two bad\n\n  three\n", "bad", ("bad", 3, 7)),
        ("a: >-\n  one\n  two bad\n\n  three\n", "three", ("three", 5, 3)),
        ("a: one\n  two\n  bad\n", "bad", ("bad", 3, 3)),
        ("a: 'one\n\n  two\n  bad'\n", "bad", ("bad", 4, 3)),
        ('a: "one\n  two\n\n\n  bad"\n', "bad", ("bad", 5, 3)),
        ('a: "one \\\n  two bad"\n', "bad", ("bad", 2, 7)),
        ("a: |2-  # why\n    one\n   bad\n", "bad", ("bad", 3, 4)),
        ("ä: 1\na: 'é🙂 bad'\n", "bad", ("bad", 2, 8)),
    ],
)
def test_a_part_is_found_where_it_is_written(text, part, seen):
    assert pointed_at(text, part) == seen


def test_the_end_of_the_value_is_a_place_of_its_own():
    text = "a: 'x &&'\n"
    scalar = find(read(text).root, ("a",))
    span = span_in_scalar(text, scalar, 4, 5)
    assert (span.start, span.end) == (8, 8)


def test_a_text_too_long_to_follow_is_pointed_at_whole():
    text = "a: '" + "x" * 40_000 + "'\n"
    scalar = find(read(text).root, ("a",))
    assert span_in_scalar(text, scalar, 5, 6) == scalar.span


@given(
    value=st.text(alphabet=" \n\tab'\"\\é🙂:#-{}[],&*!|>%@`", max_size=60),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([8, 20, 1000]),
)
def test_each_character_is_found_as_written_or_escaped(value, style, width):
    text = yaml.dump({"a": value}, default_style=style, width=width, allow_unicode=True)
    scalar = find(read(text).root, (next(iter(read(text).root)),))
    for offset, character in enumerate(scalar.text):
        span = span_in_scalar(text, scalar, offset, offset + 1)
        assert scalar.span.start <= span.start <= span.end <= scalar.span.end
        if span != scalar.span and not character.isspace():
            assert text[span.start] in (character, "\\")


@given(st.text(alphabet="ab\r\n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_lines_and_columns_lead_back_to_the_offset(text, start, end):
    lines = Lines(text)
    span = lines.span(start, end)
    assert lines.starts[span.line - 1] + span.column - 1 == span.start
    assert lines.starts[span.end_line - 1] + span.end_column - 1 == span.end

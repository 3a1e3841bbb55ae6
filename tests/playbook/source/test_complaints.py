"""What libyaml refuses, in words that say what to do, at the place where it is to be done."""

import pytest

from playbook.source.reader import read
from tests.playbook.texts import mended


def complaint(text):
    (finding,) = read(text).diagnostics
    return finding


@pytest.mark.parametrize(
    ("text", "column", "quoted"),
    [
        ("guard: !x() && y\n", 8, '"!x() && y"'),
        ("guard: !x() || y\n", 8, '"!x() || y"'),
        ("guard: !x()\n", 8, '"!x()"'),
        ("{id: a, guard: !x(1, 2) && y, to: b}\n", 16, '"!x(1, 2) && y"'),
        ("from: *\n", 7, '"*"'),
        ("{from: *, to: b}\n", 8, '"*"'),
        ("- *\n", 3, '"*"'),
        ("a: %x  # why\n", 4, '"%x"'),
        ("a: @x\n", 4, '"@x"'),
        ("a: [1, `x`]\n", 8, '"`x`"'),
        ("left: {{n}}\n", 7, '"{{n}}"'),
        ("left: {{n}}/{{m}} nodes\n", 7, '"{{n}}/{{m}} nodes"'),
        ('a: @"x"\\\n', 4, '"@\\"x\\"\\\\"'),
    ],
)
def test_a_value_that_must_be_quoted_is_shown_quoted(text, column, quoted):
    finding = complaint(text)
    assert (finding.id, finding.span.column) == ("PB002", column)
    assert quoted in finding.message
    assert finding.fixes[0].edits[0].text == quoted


@pytest.mark.parametrize(
    "text",
    [
        "a: !x() && y\nb: 1\n",
        "- {from: *, to: b}\n",
        "left: {{n}}/{{m}} nodes  # why\n",
        "a: 'it''s'\nb: @c\n",
        "a: {b: [*, 1]}\n",
        "a: *x\n",
    ],
)
def test_the_fix_makes_it_readable(text):
    assert read(mended(text, complaint(text).fixes[0])).diagnostics == ()


def test_an_alias_on_a_line_before_is_not_blamed():
    finding = complaint('a: &x 1\nb: *x\nc: "d" e\n')
    assert (finding.id, finding.span.line, finding.span.column) == ("PB001", 3, 8)


def test_a_tab_is_named_and_replaced():
    text = "a:\n \tb: 1\n"
    finding = complaint(text)
    assert (finding.id, finding.span.line, finding.span.column, finding.span.end_column) == ("PB010", 2, 2, 3)
    assert read(mended(text, finding.fixes[0])).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: b: c\n", 1, 5, 'quote the value if the ":" belongs to it'),
        ("a: [1, 2\nb: 3\n", 1, 4, 'a "]" is missing'),
        ("a: {b: 1\nc: 2\n", 1, 4, 'a "}" is missing'),
        ("a: [1 2: 3 4: 5]\n", 1, 11, 'a "," is missing here'),
        ("a:\n  - b\n c: d\n", 3, 2, "its neighbours are indented by 0"),
        ("- a\nb: c\n", 2, 1, '"-" is missing before this entry'),
        ("a: b\nc\nd: e\n", 2, 1, '":" is missing'),
        ('a: "\\q"\n', 1, 5, "escape does not exist"),
        ("a: - b\n", 1, 4, '"-" cannot start a list here'),
        ("a: 'x\nb: 1\n", 1, 4, "never closed"),
        ('a: "x" y\n', 1, 8, "nothing may follow the closing quote"),
        ('a: "x\nb: "y"\n', 2, 5, "the quote opened at 1:4"),
    ],
)
def test_other_complaints_say_what_is_missing_and_where(text, line, column, said):
    finding = complaint(text)
    assert (finding.id, finding.span.line, finding.span.column) == ("PB001", line, column)
    assert said in finding.message


def test_a_line_of_megabytes_is_complained_of_at_once():
    text = "a: [a" + '\\"' * 900_000 + ", @x]"
    finding = complaint(text)
    assert (finding.id, len(finding.message) < 200) == ("PB002", True)

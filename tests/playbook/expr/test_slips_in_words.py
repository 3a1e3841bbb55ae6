"""What is said of what was hardly meant so, word by word, and how far the search for it goes."""

from __future__ import annotations

import pytest

from playbook.expr.parser import parse


def messages(text: str) -> list[str]:
    assert parse(text).tree is not None, parse(text).problems
    return [problem.message for problem in parse(text).facts.problems]


def ways_out(text: str) -> dict[str, str]:
    return {
        rewrite.title: rewrite.applied(text)
        for problem in parse(text).facts.problems
        for rewrite in problem.rewrites
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("true", "this is always true: it checks nothing"),
        ("false", "this is always false"),
        ("a && true", "this part is always true: it asks nothing"),
        ("a || false", "this part is always false: it asks nothing"),
        ("!true", "this part is always true: it asks nothing"),
        ("a && 1 < 2", "this is always true: nothing in it can change"),
        ("a && 2 in [1]", "this is always false: nothing in it can change"),
        ("'abc' contains 'b'", "this is always true: nothing in it can change"),
        ("a == a", "both sides are the same: this is always true"),
        ("a < a", "both sides are the same: this is always false"),
        ("a() == 0.5", "a calculated number is rarely exactly 0.5; ask for a range"),
        ("a_ms < b_secs", '"a_ms" is in milliseconds, "b_secs" in seconds'),
        ("a_b_us >= c_minutes()", '"a_b_us" is in microseconds, "c_minutes" in minutes'),
        ("c_kb() != a_b_bytes", '"c_kb" is in kilobytes, "a_b_bytes" in bytes'),
        ("a == nil", '"nil" is a name here, not a constant; write "null"'),
        ("NOT(a)", '"NOT" is a function here, not an operator; write "!"'),
        ("Or(a, b)", '"Or" is a function here, not an operator; write "||"'),
        (
            "a.length > 1",
            '".length" is an entry of a map here; how long a text or list is, ".len()" says',
        ),
        ("!-a", '"!" negates a condition; this is a calculation, not true or false'),
        ("!(a - 1)", '"!" negates a condition; this is a calculation, not true or false'),
        ("!'x'", '"!" negates a condition; this is a text, not true or false'),
        ("!a == 1 || b + 1", '"||" joins conditions; this is a calculation, not true or false'),
        ("a.blank()", "unknown method .blank()"),
    ],
)
def test_a_slip_is_told(text, message):
    assert messages(text) == [message]


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("a == Null", 'Write "null"', "a == null"),
        ("b || NOT (a)", 'Write "!"', "b || ! (a)"),
        ("OR(a, b ,c)", 'Write "||"', "(a || b || c)"),
        ("1 < a.b.length", 'Write ".len()"', "1 < a.b.len()"),
        ("a == 'x' || 'y'", 'Write "in [...]"', "a in ['x', 'y']"),
        ("a() == 1 or 2 or 3", 'Write "in [...]"', "a() in [1, 2, 3]"),
        ("len.length() > 1", 'Write "len"', "len.len() > 1"),
        ("length.length() > 1", 'Write "len"', "length.len() > 1"),
        ("f().size() == g.size", 'Write "len"', "f().len() == g.size"),
    ],
)
def test_a_slip_has_a_way_out(text, title, after):
    assert ways_out(text) == {title: after}


@pytest.mark.parametrize(
    "text",
    ["a || 'x' || 'y'", "f() || 'x'", "a > 'x' || 'y'", "a == 'x' || b == 'y' || 'z'", "a.blank()", "NOT()"],
)
def test_where_it_is_not_known_what_was_meant_no_way_out_is_offered(text):
    assert ways_out(text) == {}


@pytest.mark.parametrize("text", ["1 + 2", "3 - 1", "2 * 2", "4 / 2", "5 % 2"])
def test_a_number_that_never_changes_is_a_number(text):
    assert messages(f"a == {text}") == []


def test_names_of_one_unit_agree_however_they_are_written():
    assert messages("a_ms < b_msecs && c_s == d_seconds()") == []


@pytest.mark.parametrize("text", ["a_ms * b_secs > 1", "a_ms / b_secs > 1"])
def test_units_may_be_multiplied_and_divided(text):
    assert messages(text) == []


CONSTANT = "this is always true: nothing in it can change"


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("[[[[1]]]]", "[[[[[1]]]]]"),
        ("- - - -1", "- - - - -1"),
        ("1 + 1 + 1 + 1 + 1", "1 + 1 + 1 + 1 + 1 + 1"),
        ("1 + (1 + (1 + (1 + 1)))", "1 + (1 + (1 + (1 + (1 + 1))))"),
    ],
)
def test_constants_are_looked_into_only_so_far(inner, outer):
    assert messages(f"{inner} == {inner}") == [CONSTANT]
    assert messages(f"{outer} == {outer}") == []


SAME = "both sides are the same: this is always true"


@pytest.mark.parametrize(
    ("inner", "outer"),
    [("a.b.c.d", "a.b.c.d.e"), ("f(f(f(1)))", "f(f(f(f(1))))"), ("f(a.b.c)", "f(a.b.c.d)")],
)
def test_two_names_are_compared_only_so_far(inner, outer):
    assert messages(f"{inner} == {inner}") == [SAME]
    assert messages(f"{outer} == {outer}") == []


@pytest.mark.parametrize(
    "text", ["f(1) == f(1, 2)", "f(a) == f(b)", "a.c == b.c", "f() == g()", "f(1) == f(1.0)"]
)
def test_two_names_that_differ_are_not_the_same(text):
    assert messages(text) == []


ALIKE = '"==" of a text and a number is always false: there is no coercion'


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("('a' + 'b' + f + g)", "('a' + 'b' + f + g + h)"),
        ("(g + (f + ('a' + 'b')))", "(h + (g + (f + ('a' + 'b'))))"),
        ("(a ? (b ? (c ? 'x' : 'y') : 'y') : 'y')", "(a ? (b ? (c ? (d ? 'x' : 'y') : 'y') : 'y') : 'y')"),
        ("(a ? (b ? (c ? 'x' : 'y') : 'y') : 'y')", "(a ? (b ? (c ? d + 1 : 'y') : 'y') : 'y')"),
        ("(a ? 'y' : (b ? 'y' : (c ? 'y' : 'x')))", "(a ? 'y' : (b ? 'y' : (c ? 'y' : (d ? 'y' : 'x'))))"),
    ],
)
def test_kinds_are_worked_out_only_so_far(inner, outer):
    assert messages(f"{inner} == 1") == [ALIKE]
    assert messages(f"{outer} == 1") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(a + b) == true", '"==" of a number or a text and a boolean is always false: there is no coercion'),
        ("(a + 1) == 'x'", '"==" of a number and a text is always false: there is no coercion'),
        ("('x' + a) == 1", ALIKE),
        (
            "(a ? 1 : 'x') == true",
            '"==" of a number or a text and a boolean is always false: there is no coercion',
        ),
        ("-a == 'x'", '"==" of a number and a text is always false: there is no coercion'),
        ("(!a) == 1", '"==" of a boolean and a number is always false: there is no coercion'),
        ("(a < b) != 'x'", '"!=" of a boolean and a text is always true: there is no coercion'),
    ],
)
def test_the_kind_of_a_calculation_is_known(text, message):
    assert messages(text) == [message]

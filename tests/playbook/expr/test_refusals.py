"""What is said of a word that cannot stand where it stands, at which place, and what may have been meant."""

from __future__ import annotations

import pytest

from playbook.expr.parser import parse
from playbook.expr.recovery import helping


def refused(text: str) -> list[tuple[str, str]]:
    """Every problem: the words it is about ("" at the end of the text), and what is said."""
    return [(text[problem.start : problem.end], problem.message) for problem in parse(text).problems]


def ways_out(text: str) -> list[tuple[str, str, bool]]:
    """What is offered and helps: title, the text after it, and whether only that can have been meant."""
    problems = parse(text).problems
    return [
        (rewrite.title, rewrite.applied(text), rewrite.safe)
        for problem in problems
        for rewrite in helping(text, problem, len(problems)).rewrites
    ]


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("= 1", "=", 'expected a value, found "="; write "==" to compare'),
        ("a == == 1", "==", 'expected a value, found "=="'),
        ("a == 'x", "'x", "this text is not closed"),
        ('a == "x && b', '"x && b', "this text is not closed"),
        ("a & b", "&", '"&" cannot stand in an expression; write "&&"'),
        ("a ^ b", "^", '"^" cannot stand in an expression; there is no power or exclusive-or operator'),
        ("~a", "~", '"~" cannot stand in an expression; write "!" for not'),
        ("a == {}", "{", '"{" cannot stand in an expression; maps cannot be written in an expression'),
        ("$a", "$", '"$" cannot stand in an expression; names have no $'),
        ("a # b", "#", '"#" cannot stand in an expression'),
        ("a == `b`", "`", '"`" cannot stand in an expression; texts stand in single or double quotes'),
        ("a ≤ 1", "≤", 'U+2264 (≤) cannot stand here; write "<="'),
        ("a == “x”", "“", "U+201C (“) cannot stand here; texts stand in single or double quotes"),
        ("аb > 1", "а", "U+0430 (а) cannot stand here; names are ASCII letters, digits and _"),
        ("a == é", "é", "U+00E9 (é) cannot stand here; names are ASCII letters, digits and _"),
        ("a => b", "=>", '"=>" cannot stand here; write ">="'),
        ("a =  ! b", "=  !", '"=  !" cannot stand here; write "!="'),
        ("a =~ b", "=~", '"=~" cannot stand here; write "matches"'),
        ("a is not b", "is not", '"is not" cannot stand here; write "!="'),
        ("a AND b", "AND", '"AND" cannot stand here; write "&&"'),
        ("NOT a", "NOT", '"NOT" cannot stand here; write "!" for not'),
        ("a && Not 'x'", "Not", '"Not" cannot stand here; write "!" for not'),
        ("a NOT b", "NOT", 'expected an operator or the end, found "NOT"'),
        ("a is b", "is", 'expected an operator or the end, found "is"; write "=="'),
        ("lambda x", "lambda", 'expected a value, found "lambda"; functions cannot be defined here'),
        ("a if b", "if", 'expected an operator or the end, found "if"; write "condition ? this : that"'),
        ("a == None", "None", 'expected a value, found "None"; write "null"'),
        ("a ** b", "*", 'expected a value, found "*"; there is no power operator'),
        ("* a", "*", 'expected a value, found "*"'),
        ("a + * b", "*", 'expected a value, found "*"'),
        ("a <> b", ">", 'expected a value, found ">"; write "!=" for unequal'),
        ("a > > b", ">", 'expected a value, found ">"'),
        ("a < < b", "<", 'expected a value, found "<"'),
        ("x not in y", "not in", 'expected an operator or the end, found "not"; write "!(a in b)"'),
        ("x not y", "not", 'expected an operator or the end, found "not"'),
        ("a < b < c", "<", 'comparisons do not chain: join two with "&&", found "<"'),
        ("a < 5ms", "ms", 'expected an operator or the end, found "ms"; a number has no unit'),
        ("a < 15ms", "ms", 'expected an operator or the end, found "ms"; a number has no unit'),
        ("a < 5.5s", "s", 'expected an operator or the end, found "s"; a number has no unit'),
        ("a < 5 ms", "ms", 'expected an operator or the end, found "ms"'),
        ("a < 'x'b", "b", 'expected an operator or the end, found "b"'),
        ("f() g()", "g()", 'expected an operator or the end, found "g"'),
        ("a 1", "1", 'expected an operator or the end, found "1"'),
        ("a " + "b" * 50, "b" * 50, f'expected an operator or the end, found "{"b" * 40}"'),
        ("(a", "", 'expected ")", found the end'),
        ("[1", "", 'expected ",", found the end'),
        ("a[1", "", 'expected "]", found the end'),
        ("a ? b", "", 'expected ":", found the end'),
        ("", "", "expected a condition, found the end"),
        ("f(in=1)", "in", 'expected a parameter\'s name, found "in"'),
        ("f(a=1, 2)", "2", 'expected name=value: named arguments come last, found "2"'),
        ("f(a=1, a=2)", "a", '"a" is given twice, found "a"'),
        ("a.1", "1", 'expected a name after the dot, found "1"'),
        ("a.not()", "not()", 'expected a name after the dot, found "not"'),
        ("a.b(c=1)", "b(c=1)", 'the method "b" takes no named arguments'),
        ("true()", "true()", 'expected a value, found "true"'),
        ("contains", "contains", 'expected a value, found "contains"'),
        ("a && __b()", "__b", 'names that start with "__" are not allowed: "__b"'),
        ("a.__b(1)", "__b", 'names that start with "__" are not allowed: "__b"'),
        ("f(__c=1)", "__c", 'names that start with "__" are not allowed: "__c"'),
        ("9223372036854775808", "9223372036854775808", "this integer does not fit into 64 bits"),
        ("a < 1e999", "1e999", "this number is too large"),
        ("a == 'b\\qc'", "\\q", 'there is no escape "\\q" in a text'),
    ],
)
def test_what_cannot_stand_there_is_named_and_marked(text, word, said):
    assert refused(text) == [(word, said)]


@pytest.mark.parametrize("text", ["", "(a", "a.", "1 +"])
def test_at_the_end_one_place_behind_the_text_is_marked(text):
    (problem,) = parse(text).problems
    assert (problem.id, problem.start, problem.end) == ("PB501", len(text), len(text) + 1)


@pytest.mark.parametrize("text", ["a.b(c=1)", "a & b", "'b\\q'", "1e999", "f(a=1, a=2)"])
def test_what_cannot_be_read_is_of_one_rule(text):
    assert [problem.id for problem in parse(text).problems] == ["PB501"]


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("a = 1", 'Write "=="', "a == 1"),
        ("a !== b", 'Write "!="', "a != b"),
        ("a ≥ 1", 'Write ">="', "a >= 1"),
        ("a =< b", 'Write "<="', "a <= b"),
        ("a =~ 'x'", 'Write "matches"', "a matches 'x'"),
        ("a is not b", 'Write "!="', "a != b"),
        ("a AND b", 'Write "&&"', "a && b"),
        ("a <> b", 'Write "!="', "a != b"),
        ("NOT a", 'Write "!"', "!a"),
        ("a && NOT  'x'", 'Write "!"', "a && !'x'"),
        ("a == None", 'Write "null"', "a == null"),
        ("x && y not in [1, 2] || b", 'Write "!(a in b)"', "x && !(y in [1, 2]) || b"),
        ("f(x).y not in []", 'Write "!(a in b)"', "!(f(x).y in [])"),
        ("z == “x” || b", "Write plain quotes", "z == 'x' || b"),
        ("“x” == y || z == “y”", "Write plain quotes", "'x' == y || z == “y”"),
        ("a == „x“", "Write plain quotes", "a == 'x'"),
        ("a == “”", "Write plain quotes", "a == ''"),
        ("“” == a", "Write plain quotes", "'' == a"),
        ("”x” == a", "Write plain quotes", "'x' == a"),
        ("a && b && x not in [1]", 'Write "!(a in b)"', "a && b && !(x in [1])"),
        ("a == ‘“’", "Write plain quotes", "a == '“'"),
        ("a\u2003== 1", "Write a plain space", "a == 1"),
        ("a ; ", 'Remove the ";"', "a  "),
    ],
)
def test_what_can_only_be_meant_so_is_offered_as_safe(text, title, after):
    assert (title, after, True) in ways_out(text)


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("a & b", 'Write "&&"', "a && b"),
        ("a | b", 'Write "||"', "a || b"),
        ("a & True", 'Write "&&"', "a && true"),
        ("a < b < c", 'Join two comparisons with "&&"', "a < b && b < c"),
        ("a == f(1) != c", 'Join two comparisons with "&&"', "a == f(1) && f(1) != c"),
        ("a <= b == c", 'Join two comparisons with "&&"', "a <= b && b == c"),
        ("a < b <= c", 'Join two comparisons with "&&"', "a < b && b <= c"),
        ("a > b > c", 'Join two comparisons with "&&"', "a > b && b > c"),
        ("a > 1 >= c", 'Join two comparisons with "&&"', "a > 1 && 1 >= c"),
        ("a == 'x ", "Close the text with '", "a == 'x' "),
        ('a == "x', 'Close the text with "', 'a == "x"'),
        ("[(a ", 'Add ")]" at the end', "[(a)] "),
        ("f(a[1", 'Add "])" at the end', "f(a[1])"),
        ("a)", 'Remove the ")"', "a"),
        ("a ] && b", 'Remove the "]"', "a  && b"),
    ],
)
def test_what_may_be_meant_otherwise_is_offered_as_a_guess(text, title, after):
    assert (title, after, False) in ways_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "a == 1 2",
        "a ^ b",
        "a < > b",
        "a == = b",
        "a NOT b",
        "x + 1 not in [1]",
        "x not in [1, [2]]",
        "x not in [f(1)]",
        "x not in y",
        "x y in [1]",
        "x not [1]",
        "a in b in c",
        "a < b contains c",
        "a == “x",
        "a == “it's”",
        "a == “a\\nb”",
        "(a]",
        "()",
        "a; b",
        "f(a=)",
    ],
)
def test_where_no_rewrite_is_sure_to_help_none_is_offered(text):
    assert ways_out(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1 && b = 2", ["=", "="]),
        ("a = None", ["=", "None"]),
        ("a @ b || c # d", ["@", "#"]),
        ("x not in [1", ["not in", ""]),
        ("f(a = 1 && b", [""]),
        ("(a = 1 && b = 2", ["=", "=", ""]),
        ("[a = 1", ["=", ""]),
        ("(a = 1)", ["="]),
        ("a == 'x && b = 1", ["'x && b = 1"]),
        ("a ) and b $ c", [")", "$"]),
        ("a ) or (b)", [")"]),
        ("a = ", ["="]),
        ("a ) &&", [")", ""]),
        ("(a = 1) && b @ c", ["=", "@"]),
        ("[a = 1, b] || c $ d", ["=", "$"]),
        ("(NOT a", ["NOT", ""]),
        ("(a <> b", [">", ""]),
        ("(a == 'x", ["'x"]),
        ('a == "x && b = 1', ['"x && b = 1']),
        ("a = b c", ["=", "c"]),
        ("a = b, c = d", ["="]),
    ],
)
def test_reading_goes_on_behind_a_problem(text, words):
    assert [word for word, _ in refused(text)] == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(a = 1 && b", 'expected ")", found the end'),
        ("[(a = 1), b", 'expected "]", found the end'),
        ("a[(b = 1", 'expected ")", found the end'),
        ("a = 1 && b c", 'expected an operator or the end, found "c"'),
    ],
)
def test_a_later_problem_is_told_like_the_first(text, said):
    assert [message for _, message in refused(text)][1:] == [said]


def test_after_a_handful_of_problems_the_open_bracket_is_not_told():
    assert [word for word, _ in refused("(" + " && ".join(["a = 1"] * 5))] == ["="] * 5
    assert [word for word, _ in refused("(" + " && ".join(["a = 1"] * 4))] == [*"====", ""]

"""All that keeps an expression from being read, and the rewrites that make it better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr.parser import parse
from playbook.expr.recovery import helping


def problems(text: str):
    parsed = parse(text)
    assert parsed.tree is None
    return [helping(text, problem, len(parsed.problems)) for problem in parsed.problems]


def mended(text: str) -> str:
    """The text after the first rewrite of its only problem."""
    (problem,) = problems(text)
    return problem.rewrites[0].applied(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a = 1", "a == 1"),
        ("a === b", "a == b"),
        ("a !== b", "a != b"),
        ("a ==== b", "a == b"),
        ("a <> b", "a != b"),
        ("a =< b", "a <= b"),
        ("a => b", "a >= b"),
        ("a =! b", "a != b"),
        ("a =~ 'x'", "a matches 'x'"),
        ("a ≥ 1", "a >= 1"),
        ("a & b", "a && b"),
        ("a | b", "a || b"),
        ("a() AND b()", "a() && b()"),
        ("a Or b", "a || b"),
        ("NOT a", "!a"),
        ("(NOT a)", "(!a)"),
        ("a is b", "a == b"),
        ("a is not b", "a != b"),
        ("a == True", "a == true"),
        ("f(None)", "f(null)"),
        ("x not in ['a', 'b']", "!(x in ['a', 'b'])"),
        ("y && x.z not in ['a']", "y && !(x.z in ['a'])"),
        ("a < b < c", "a < b && b < c"),
        ("a == “x”", "a == 'x'"),
        ("a\u00a0== 1", "a == 1"),
        ("a;", "a"),
        ("a)", "a"),
        ("(a && [1", "(a && [1])"),
        ("f(1, g(2)", "f(1, g(2))"),
        ("a == 'x", "a == 'x'"),
    ],
)
def test_a_well_known_slip_is_rewritten(text, meant):
    assert mended(text) == meant
    assert parse(meant).tree is not None


@pytest.mark.parametrize("text", ["a is None", "a is not None", "a = False"])
def test_a_foreign_constant_behind_an_operator_is_put_right_with_it(text):
    assert parse(problems(text)[0].rewrites[0].applied(text)).tree is not None


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("a = 1 && b = 2", [2, 11]),
        ("a @ b && c $ d || e ==", [2, 11, 22]),
        ("f(a() = 1", [6, 9]),
        ("(a = 1 && b", [3, 11]),
        ("a AND b OR c", [2, 8]),
        ("a == 'x\\q' && b = 1", [7, 16]),
        ("f(a b) && c d", [4, 12]),
        ("a ? b c : d || e = f", [6, 17]),
        ("NOT a && NOT b", [0, 9]),
    ],
)
def test_reading_goes_on_behind_a_problem(text, starts):
    assert [problem.start for problem in problems(text)] == starts


@pytest.mark.parametrize("text", ["a( && b", "a == 'open && b = 1", "a b c d", "()", "x ? 1", "a; b = 1"])
def test_one_problem_makes_no_others(text):
    assert len(problems(text)) == 1


def test_no_more_than_a_handful_is_said():
    assert len(problems(" && ".join(["a = 1"] * 50))) == 5


def test_an_expression_beyond_a_limit_is_not_read_on():
    assert [problem.id for problem in problems("!" * 70 + "x && a = 1")] == ["PB506"]


@pytest.mark.parametrize("text", ["a & b", "(a", "a < b < c", "a)"])
def test_what_may_have_been_meant_otherwise_is_not_safe(text):
    assert not problems(text)[0].rewrites[0].safe


@pytest.mark.parametrize("text", ["a = 1", "a is None", "NOT a", "a <> b"])
def test_what_can_only_be_meant_so_is_safe(text):
    assert problems(text)[0].rewrites[0].safe


@pytest.mark.parametrize(
    "text",
    [
        "a )) b",
        "x not in y",
        "x not in [f(1)]",
        "a < b + 1 < c",
        "= =",
        "( = )",
        "a & ",
        "a = 1" + " " * 4091,
    ],
)
def test_a_rewrite_that_does_not_help_is_not_offered(text):
    assert all(problem.rewrites == () for problem in problems(text))


def test_a_number_has_no_unit():
    assert "a number has no unit" in problems("latency < 5ms")[0].message


WORDS = st.sampled_from(
    [
        "a",
        "b()",
        "f(",
        ")",
        "[",
        "]",
        "'",
        '"',
        "=",
        "==",
        "&",
        "&&",
        "|",
        "or",
        "AND",
        "NOT",
        "is",
        "not",
        "in",
        "None",
        "1",
        "2ms",
        ".",
        ",",
        "?",
        ":",
        "!",
        "-",
        "@",
        ";",
        "“",
        "”",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_problems_lie_in_the_text_and_rewrites_apply(text):
    parsed = parse(text)
    assert len(parsed.problems) <= 5
    assert [p.start for p in parsed.problems] == sorted({p.start for p in parsed.problems})
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(text) + 1
        for rewrite in helping(text, problem, len(parsed.problems)).rewrites:
            assert len(parse(rewrite.applied(text)).problems) < len(parsed.problems)

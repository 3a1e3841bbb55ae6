"""What can be read and was hardly meant so."""

from __future__ import annotations

import pytest

from playbook.expr.parser import parse


def said(text: str) -> list[tuple[str, str, str]]:
    facts = parse(text).facts
    return [(p.id, p.severity.value, text[p.start : p.end]) for p in facts.problems]


@pytest.mark.parametrize(
    ("text", "part", "severity"),
    [
        ("true", "true", "info"),
        ("false", "false", "warning"),
        ("a && true", "true", "warning"),
        ("!false || a", "false", "warning"),
        ("true ? a : b", "true", "warning"),
        ("a && 1 < 2", "1 < 2", "warning"),
        ("2 in [1, 2]", "2 in [1, 2]", "warning"),
        ("-1 < 1 + 1", "-1 < 1 + 1", "warning"),
        ("a.b == a.b", "a.b == a.b", "warning"),
        ("f('x', 1) <= f('x', 1)", "f('x', 1) <= f('x', 1)", "warning"),
        ("x != x", "x != x", "warning"),
    ],
)
def test_what_never_changes(text, part, severity):
    assert said(text) == [("PB511", severity, part)]


@pytest.mark.parametrize(
    "text",
    [
        "a == true",
        "a ? true : b",
        "limits.days >= 30",
        "f(1) == f(2)",
        "f(1) == f(true)",
        "f() == f",
        "a.b == a.c",
        "f(x=1) == f(x=2)",
        "x matches y",
    ],
)
def test_what_may_change(text):
    assert said(text) == []


def test_what_fails_is_not_called_constant():
    assert [id for id, _, _ in said("1 % 0 == 1")] == ["PB504"]


@pytest.mark.parametrize(
    "text",
    [
        "rate() == 0.1",
        "rate() != 2.5",
        "latency_ms() < timeout_secs()",
        "a_ms - b.c_us > 0",
        "size_kb == x_mb()",
    ],
)
def test_exact_fractions_and_units(text):
    assert [(id, severity) for id, severity, _ in said(text)] == [("PB510", "info")]


@pytest.mark.parametrize(
    "text",
    [
        "rate() == 1.0",
        "rate() >= 0.1",
        "latency_ms() < timeout_ms()",
        "latency_ms() < timeout_secs() * 1000",
        "total_ms / x_secs > 1",
        "ms < s",
        "latency_ms < limit",
    ],
)
def test_numbers_and_units_that_agree(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "part", "meant"),
    [
        ("a == nil", "nil", "a == null"),
        ("x == TRUE", "TRUE", "x == true"),
        ("NOT(x)", "NOT(x)", "!(x)"),
        ("AND(a, b > 1, c)", "AND(a, b > 1, c)", "(a && b > 1 && c)"),
        ("a.length > 1", "a.length", "a.len() > 1"),
    ],
)
def test_words_of_other_languages(text, part, meant):
    (problem,) = parse(text).facts.problems
    assert (problem.id, text[problem.start : problem.end]) == ("PB505", part)
    assert problem.rewrites[0].applied(text) == meant


@pytest.mark.parametrize("text", ["NOT(a, b)", "OR(a)", "AND((a), b)"])
def test_what_cannot_be_rewritten_simply_is_only_pointed_out(text):
    (problem,) = parse(text).facts.problems
    assert problem.rewrites == ()


def test_and_or_not_are_this_languages_own():
    assert said("a and not b or c") == []

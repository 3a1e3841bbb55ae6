"""What a single expression says of kinds of values: what cannot be, and what its names must be."""

from __future__ import annotations

import pytest

from playbook.expr.kinds import ANY, BOOLEAN, LIST, MAP, NUMBER, ORDERED, SIZED, TEXT, named
from playbook.expr.parser import parse


def said(text: str) -> list[str]:
    parsed = parse(text)
    assert parsed.tree is not None, parsed.problems
    return [f"{p.id} {text[p.start : p.end]}: {p.message}" for p in parsed.facts.problems]


def uses(text: str) -> list[tuple[str, int]]:
    facts = parse(text).facts
    return [(text[node.start : node.end], kinds) for node, kinds, _ in facts.uses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true < a", 'PB504 true < a: "<" cannot order a boolean'),
        ("[1] < 2", 'PB504 [1] < 2: "<" cannot order a list and a number'),
        ("a < (b && c)", 'PB504 a < (b && c): "<" cannot order a boolean'),
        ("state > 3", 'PB504 state > 3: "<" cannot order'.replace("<", ">")),
        ("-'x' == 1", "PB504 'x': \"-\" needs a number, not a text"),
        ("a + true == 1", 'PB504 a + true: "+" adds two numbers or joins two texts'),
        ("1 + 'x' == a", "PB504 1 + 'x': \"+\" adds two numbers or joins two texts, not a number and a text"),
        ("a / 0 > 1", "PB504 0: division by zero"),
        ("a % 0.0 > 1", "PB504 0.0: division by zero"),
        ("1 in 5", 'PB504 5: "in" looks into a text, a list or a map, not a number'),
        ("true contains 'x'", 'PB504 true: "contains" looks into'),
        ("5 in state", "PB504 5: a text can contain a text, not a number"),
        ("5 matches 'x'", 'PB504 5: "matches" needs texts, not a number'),
        ("a matches 5", 'PB504 5: "matches" needs texts, not a number'),
        ("a matches '('", "PB501 '(': this is not a pattern"),
        ("a.len()", "PB504 a.len(): this is a number, not true or false"),
        ("a ? 1 : 2", "PB504 a ? 1 : 2: this is a number or a text".replace(" or a text", "")),
        ("5 ? a : b", 'PB504 5: "?" asks a condition; this is a number, not true or false'),
        ("a && b.trim()", 'PB504 b.trim(): "&&" joins conditions; this is a text'),
        ("state.name == 1", 'PB504 state.name: a text has no entry "name"'),
        ("state.abs() > 1", "PB504 state: a text has no method abs()"),
        ("a.starts_with(5)", "PB504 5: a number is not what starts_with() takes"),
        ("5[0] == a", "PB504 5[0]: a number cannot be indexed by a number"),
        ("a[true] == 1", "PB504 true: nothing is indexed by a boolean"),
        ("a.len() == 'x'", "PB511 a.len() == 'x': \"==\" of a number and a text is always false"),
        ("state in [1, 2]", "PB511 state in [1, 2]: a text is never in a list of a number"),
        ("a in []", "PB511 a in []: nothing is in an empty list"),
    ],
)
def test_what_cannot_be_is_said_at_its_place(text, expected):
    assert [line[: len(expected)] for line in said(text)] == [expected]


def test_a_pattern_has_a_limit():
    assert said("a matches '" + "x" * 1001 + "'")[0].startswith("PB506")


@pytest.mark.parametrize(
    "text",
    [
        "a == null",
        "null != a.first()",
        "a.len() == null",
        "f().x == 1",
        "a < b && b < c",
        "'x' in state",
        "state in ['a', null]",
        "a['x'] == 1 || b[0] == 'y'",
        "a[b] > 1",
        "(a ? b : c) > 1",
        "(a ? 'x' : 1) == 1",
        "a + b == 'xy'",
        "a.min() < 3 && a.first() == 'x'",
        "a contains b",
        "true == a",
        "-a < -1",
    ],
)
def test_what_can_be_is_not_complained_of(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f()", [("f()", BOOLEAN)]),
        ("f && !g()", [("g()", BOOLEAN), ("f", BOOLEAN)]),
        ("f() < 5", [("f()", NUMBER)]),
        ("'b' > f()", [("f()", TEXT)]),
        ("f() < g()", [("f()", ORDERED), ("g()", ORDERED)]),
        ("f() == 'x'", [("f()", TEXT)]),
        ("f() != null", []),
        ("f() == g()", []),
        ("f('a') == true", [("f('a')", BOOLEAN)]),
        ("a.b >= 1", [("a", MAP), ("a.b", NUMBER)]),
        ("f() - 1 == g()", [("f()", NUMBER), ("g()", NUMBER)]),
        ("f() + 1 > 2", [("f()", NUMBER)]),
        ("f() in ['a', 'b']", [("f()", TEXT)]),
        ("f() in ['a', 1]", [("f()", TEXT | NUMBER)]),
        ("'x' in f()", [("f()", SIZED)]),
        ("f() contains 5", [("f()", LIST)]),
        ("f() matches 'x'", [("f()", TEXT)]),
        ("f().len() > 0", [("f()", SIZED)]),
        ("f().is_some()", []),
        ("state.contains(f())", [("state", SIZED)]),
        ("x.starts_with(f())", [("x", TEXT), ("f()", TEXT)]),
        ("f() ? true : g()", [("f()", BOOLEAN)]),
        ("f()['x'] == 1", [("f()", MAP)]),
        ("f()[0] == 1", [("f()", LIST | TEXT)]),
    ],
)
def test_a_use_says_what_a_name_must_be(text, expected):
    assert uses(text) == expected


def test_kinds_are_named_as_people_name_them():
    assert [named(k) for k in (NUMBER, NUMBER | TEXT, ANY, 0)] == [
        "a number",
        "a number or a text",
        "anything",
        "nothing",
    ]


def test_sums_inside_sums_are_looked_into_only_so_far():
    assert said("(" * 40 + "'a'" + " + 'b')" * 40 + " == a") == []


def test_of_alternatives_without_their_comparison_one_rewrite_is_offered():
    problems = parse("a == 'x' || 'y' || 'z'").facts.problems
    assert [len(p.rewrites) for p in problems] == [1, 0]
    assert problems[0].rewrites[0].applied("a == 'x' || 'y' || 'z'") == "a in ['x', 'y', 'z']"


@pytest.mark.parametrize("text", ["a != 'x' || 'y'", "a == 'x' && 'y'", "(a == 'x') || 'y'", "a == b || 'y'"])
def test_other_texts_among_conditions_are_not_guessed_at(text):
    assert [p.rewrites for p in parse(text).facts.problems] == [()]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("length", "len"), ("startsWith", "starts_with"), ("includes", "contains"), ("lenn", "len")],
)
def test_methods_of_other_languages(name, meant):
    text = f"a.{name}('x')"
    (problem,) = parse(text).facts.problems
    assert problem.rewrites[0].applied(text) == f"a.{meant}('x')"

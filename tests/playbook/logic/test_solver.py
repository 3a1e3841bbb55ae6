"""What the solver says of the conditions that playbooks contain."""

from __future__ import annotations

import pytest

from playbook.logic.condition import condition
from playbook.logic.known import Known
from playbook.logic.solver import Impossible, Possible, Solver, Undecided


def solve(*true, false=(), known=None, steps=400_000):
    ready = [[condition(text) for text in texts] for texts in (true, false)]
    return Solver(steps).solve(*ready, known or Known())


def implies(given, wanted, **known):
    return Solver().implies([condition(text) for text in given], condition(wanted), Known(**known))


@pytest.mark.parametrize(
    "true",
    [
        ["catalog_count() == 0", "catalog_count() >= 1"],
        ["x > 5", "x < 5"],
        ["x >= 5", "5 > x"],
        ["x > 1", "x < 1 + 0"],
        ["has_candidates()", "!has_candidates()"],
        ["a() == true", "!a()"],
        ["!(a() && b())", "a()", "b()"],
        ["a() || b()", "!a() && !b()"],
        ["state == 'open'", "state == 'closed'"],
        ["state in ['a', 'b']", "state != 'a'", "state != 'b'"],
        ["['a', 'b'] contains x", "x == 'c'"],
        ["x == 'a' || x == 'b'", "x in ['c', 'd']"],
        ["x == null", "x.is_some()"],
        ["x.is_none()", "x == 'a'"],
        ["consecutive_failures() >= failure_threshold()", "consecutive_failures() < failure_threshold()"],
        ["f() >= g()", "f() == 0", "g() > 0"],
        ["f() + 1 > g()", "g() >= f() + 1"],
        ["a < b", "b < c", "c < a"],
        ["x + 1 == 3", "x == 1"],
        ["x + 1 != 3", "x == 2"],
        ["x - x == 1"],
        ["x - x < 0"],
        ["x - y == 2", "y >= x"],
        ["x - y != 0", "x <= y", "y <= x"],
        ["x - 1 + y == 2", "y - 1 + x > 2"],
        ["2 * x + y - 1 > 3", "4 * x + 2 * y <= 8 - 0"],
        ["'a' == x", "x == 'b'"],
        ["x != x"],
        ["x == y", "x > 1", "y < 1"],
        ["x == y", "y > 1", "x < 1"],
        ["x in [1, 5]", "x > 2", "x < 4"],
        ["p != q", "q != r", "p != r", "p in [true, false]", "q in [true, false]", "r in [true, false]"],
        ["x < y", "x in [1, 2]", "y in [0, 1]"],
        ["a != b", "a == 'k'", "b == 'k'"],
        ["x == y", "y == x", "x != y"],
        ["a != b", "a in ['k', 'l']", "b == 'l'", "a != 'k'"],
        ["a == b", "b == c", "a != c"],
        ["a == b", "a == 1", "b == 2"],
        ["a - b >= 2", "b - a > -2"],
        ["2 * f() > 3", "f() <= 1.5"],
        ["f() / 2 > 3", "f() < 6"],
        ["-f() > 0", "f() >= 0"],
        ["f() + g() - 1 > 2", "f() + g() < 3"],
        ["a() ? b() : c()", "!b()", "!c()"],
        ["(a() ? 1 : 2) > 2"],
        ["(a() > 1) == true", "a() < 0"],
        ["(a() > 1) != true", "a() > 2"],
        ["x == true", "x == false || x == 1"],
        ["x in [a, b, 1]", "a == 'k'", "b == 'k'", "x == 'l'"],
        ["true || a()", "false"],
        ["1 + 2 * 3 == 6"],
        ["a.b == 1", "a.b == 2"],
        ["(a() ? x : 3) < 3", "!a()"],
        ["f() > f()"],
        ["!(a() && b()) == (1 < 2)", "a()", "b()"],
    ],
    ids=" and ".join,
)
def test_these_contradict_each_other(true):
    assert solve(*true) == Impossible()


@pytest.mark.parametrize(
    "true",
    [
        ["1 == '1'"],
        ["true == 1"],
        ["x == 1", "x == '1'"],
        ["x > 1", "x == 'a'"],
        ["x()", "x() > 0"],
        ["x > null"],
        ["x < true"],
        ["1 < 'a'"],
        ["x + 1 == 'a'"],
        ["x + 1 < 'a'"],
    ],
    ids=" and ".join,
)
def test_nothing_is_coerced_and_an_error_is_not_true(true):
    assert solve(*true) == Impossible()


def test_what_is_an_error_is_not_false_either():
    assert solve("x == 'a'", false=["x > 1"]) == Impossible()


@pytest.mark.parametrize(
    ("true", "false", "witness"),
    [
        (["a.b == 1", "a.c.d == 'k'"], [], {"a.b": 1, "a.c.d": "k"}),
        (["a.b.c == 1", "a.b.d == 2", "a.e == 3"], [], {"a.b.c": 1, "a.b.d": 2, "a.e": 3}),
        (["a != b", "a == 'k'"], [], {"a": "k", "b": 0}),
        (["a != b", "a > 3"], [], {"a": 4, "b": 0}),
        (["x == x", "x > 1"], [], {"x": 2}),
        (["x + 1 != y", "x == 1", "y <= 2"], [], {"x": 1, "y": 1}),
        (["x - y != 1", "x - y <= 1", "y == 0", "x >= 0"], [], {"x": 0, "y": 0}),
        (
            ["p != q", "p != null", "q != p", "p in [true, null]", "q in [true, false]"],
            [],
            {"p": True, "q": False},
        ),
        (["x > 0", "x < 1", "x != 0.5"], [], {"x": 0.25}),
        (["x >= 0.5", "x < 1"], [], {"x": 0.5}),
        (["x < 3", "x != 2"], [], {"x": 1}),
        (["x <= 3"], [], {"x": 3}),
        (["x.is_none()"], [], {"x": None}),
        (["true || a()"], [], {"a()": True}),
        (["'a' + 'b' == 'ab'"], [], {}),
        (["x > 3"], [], {"x": 4}),
        (["x > 3", "x < 4"], [], {"x": 3.5}),
        (["x() != 0", "x() >= 0"], [], {"x()": 1}),
        (["ready()"], ["slow()"], {"ready()": True, "slow()": False}),
        (["s in ['a', 'b']"], ["s == 'a'"], {"s": "b"}),
        (["display.text == '0'"], [], {"display.text": "0"}),
        (["a < b", "b < c", "c <= 2", "a >= 0"], [], {"a": 0, "b": 1, "c": 2}),
        (["f('a') > f('b')", "f('b') == 7"], [], {"f('a')": 8, "f('b')": 7}),
        (["a == b", "a == 'x'"], [], {"a": "x", "b": "x"}),
        (["x != null", "x.is_some()"], [], {"x": 0}),
        (["'a' < name"], [], {"name": "other"}),
        (["p != q", "q"], [], {"p": False, "q": True}),
    ],
)
def test_what_is_possible_comes_with_an_example(true, false, witness):
    assert solve(*true, false=false) == Possible(witness)


def test_an_example_names_what_is_evaluated_but_does_not_matter():
    answer = solve("a() || b() > 3")
    assert isinstance(answer, Possible) and set(answer.witness) == {"a()", "b()"}


@pytest.mark.parametrize(
    "true",
    [
        ["name matches 'a+'"],
        ["text.contains('Error')"],
        ["x * y > 3"],
        ["f(g()) > 1"],
        ["x.y == 1", "x == 1"],
        ["count == 1", "count() == 2"],
        ["a.b == 1", "a.b.c == 2"],
        ["f() + g() > 3"],
        ["f() - 'a' > 3"],
        ["-'a' < x"],
        ["x * 'a' > 3"],
        ["1 / 0 > x"],
        ["x / 0 > 1"],
        ["f(a && b) == 1"],
        ["f(a ? 1 : 2) == 1"],
        ["(a > 1) == b"],
        [f"x in [{', '.join(f'a{i}()' for i in range(20))}]"],
        [" || ".join(f"a{i} > 1" for i in range(300))],
        ["limits.names != 1"],
        ["true || (x > 1 && x)"],
    ],
    ids=" and ".join,
)
def test_what_it_does_not_look_into_is_undecided(true):
    assert solve(*true, known=Known({"limits.names": ["a"]})) == Undecided()


@pytest.mark.parametrize(
    "true",
    [
        ["name matches 'a+'", "!(name matches 'a+')"],
        ["x*y > 3", "x * y < 3"],
        ["f( g() )>1", "f(g()) < 1"],
        ["name < 'a'", "name >= 'a'"],
        ["[f(), 2].len() == 1", "[f(), 2].len() == 2"],
        ["items[0] > 1", "items[0] < 1"],
    ],
    ids=" and ".join,
)
def test_but_it_has_one_value_wherever_it_stands(true):
    assert solve(*true) == Impossible()


def test_two_calls_with_different_arguments_are_two_things():
    assert isinstance(solve("f('a') == 1", 'f("b") == 2'), Possible)
    assert solve("f('a') == 1", 'f( "a" ) == 2') == Impossible()


def test_counts_are_whole_and_never_negative():
    counts = Known(kinds={"n": "count", "m": "count"})
    assert solve("n() > 2", "n() < 3", known=counts) == Impossible()
    assert solve("n() < 0", known=counts) == Impossible()
    assert solve("n() < m()", "m() < n() + 1", known=counts) == Impossible()
    assert solve("n() != m()", "n() <= m()", "m() <= n()", known=counts) == Impossible()
    assert solve("n() in [0.5, 1]", known=counts) == Possible({"n()": 1})
    assert solve("n() < m()", "m() < 2", known=counts) == Possible({"n()": 0, "m()": 1})
    assert isinstance(solve("n() > 2", "n() < 3"), Possible)


def test_a_boolean_is_true_or_false():
    assert solve("p != true", "p != false", known=Known(kinds={"p": "boolean"})) == Impossible()
    assert isinstance(solve("p != true", "p != false"), Possible)
    flags = Known(kinds=dict.fromkeys("pqr", "boolean"))
    assert solve("p != q", "q != r", "p != r", known=flags) == Impossible()


def test_a_count_that_must_not_be_0_is_the_next():
    counts = Known(kinds={"n": "count", "m": "count"})
    assert solve("n() <= m()", "n() != 0", known=counts) == Possible({"n()": 1, "m()": 1})


def test_whole_numbers_among_others():
    counts = Known(kinds={"n": "count"})
    assert solve("n() < x", "x < n() + 1", "n() > 4", known=counts) == Possible({"n()": 5, "x": 5.5})


def test_amounts_are_never_negative():
    assert solve("t_ms() < 0", known=Known(kinds={"t_ms": "amount"})) == Impossible()


def test_lengths_are_counts():
    assert solve("text.len() < 0") == Impossible()


def test_kinds_and_choices_are_known_by_name_whatever_the_arguments():
    known = Known(kinds={"f": "boolean", "g": "number"}, choices={"s": ("a", "b")})
    assert solve("f('x') == 1", known=known) == Impossible()
    assert solve("g(1) == 'a'", known=known) == Impossible()
    assert solve("s('x') != 'a'", known=known) == Possible({"s('x')": "b"})
    assert solve("s == 'c'", known=known) == Impossible()


def test_fixed_values_are_values_of_the_playbook():
    known = Known({"limits.days": 14, "state": "open", "limits.names": ["a"]})
    assert solve("limits.days >= 30", known=known) == Impossible()
    assert solve("x() > limits.days", "x() < 15.5", known=known).witness["x()"] == 15
    assert solve("state == 'closed'", known=known) == Impossible()
    assert solve("limits.names == 1", known=known) == Impossible()
    assert solve("limits.most > 1", known=Known({"limits.most": float("inf")})) == Impossible()
    assert solve("state != 'open'", known=known.at(state="shut")) == Possible({"state": "shut"})


def test_whole_examples_where_nothing_else_is_known():
    assert solve("x > 3", "x < 4", known=Known(whole=True)) == Impossible()
    assert solve("x < 3", known=Known(whole=True)) == Possible({"x": 0})


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["x >= 1"], "x > 0"),
        (["x == 5"], "x in [5, 6]"),
        (["a() && b()"], "a()"),
        (["s == 'a'"], "s != 'b'"),
        (["x < y", "y < z"], "x < z"),
        (["x * y == 3"], "x * y > 2"),
    ],
)
def test_it_follows(given, wanted):
    assert implies(given, wanted)


def test_what_may_be_an_error_does_not_follow():
    assert not implies(["a()"], "b() > 0 || b() <= 0")
    assert implies(["a()"], "b() > 0 || b() <= 0", kinds={"b": "number"})
    assert not implies(["x > 0"], "x * y == 1 || x * y != 1")
    assert not implies(["x > 0"], "x < y || x >= y", kinds={"x": "number"})
    assert implies(["x > 0"], "x < y || x >= y", kinds={"x": "number", "y": "number"})


def test_a_question_without_conditions_has_an_answer():
    assert solve() == Possible({})
    assert solve("true", false=["false"]) == Possible({})
    assert solve("5 && true") == Impossible()

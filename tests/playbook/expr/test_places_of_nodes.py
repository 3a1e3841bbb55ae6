"""Every part of an expression knows where it stands: read by itself, its text is the same part."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr import tree
from playbook.expr.parser import parse
from playbook.limits import MAX_EXPRESSION_CHARS, MAX_EXPRESSION_DEPTH

LEAVES = st.sampled_from(["a", "f()", "1", "2.5", "'x y'", '"it\'s"', "true", "null", "[]", "state"])


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "or", "+", "-", "*", "%"]), inner).map(" ".join),
        st.tuples(inner, st.sampled_from(["==", "<=", "in", "matches"]), inner).map(
            lambda p: f"({' '.join(p)})"
        ),
        st.tuples(st.sampled_from(["!", "not ", "-", "- "]), inner).map(lambda p: f"({p[0]}{p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.lists(inner, min_size=1, max_size=3).map(lambda p: f"f( {' , '.join(p)})"),
        st.tuples(inner, inner).map(lambda p: f"g({p[0]}, to={p[1]} )"),
        st.tuples(inner, st.sampled_from([".b", " .b", ".len()", ".contains(1)", "[0]", "[ 'k' ]"])).map(
            lambda p: f"({p[0]}){p[1]}"
        ),
    )


EXPRESSIONS = st.recursive(LEAVES, combined, max_leaves=10)


def relative(part, start: int):
    """A node as plain data, its offsets counted from `start`."""
    if isinstance(part, tuple):
        return tuple(relative(item, start) for item in part)
    if not isinstance(part, tree.Node):
        return part
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    values["start"], values["end"] = part.start - start, part.end - start
    return type(part).__name__, [(key, relative(value, start)) for key, value in values.items()]


@given(EXPRESSIONS)
def test_the_text_of_a_part_reads_as_that_part(text):
    for node in parse(text).nodes:
        alone = parse(text[node.start : node.end]).tree
        assert relative(alone, 0) == relative(node, node.start)


@given(EXPRESSIONS)
def test_white_space_around_an_expression_only_moves_it(text):
    node, moved = parse(text).tree, parse(f" \t\n{text} ").tree
    assert relative(moved, 3) == relative(node, 0)


@given(EXPRESSIONS)
def test_parts_lie_in_their_whole_in_reading_order(text):
    for node in parse(text).nodes:
        ends = [node.start]
        for part in tree.children(node):
            assert ends[-1] <= part.start < part.end <= node.end
            ends.append(part.end)


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a * b + c", "(a * b) + c"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("a % b * c", "(a % b) * c"),
        ("a + b < c - d", "(a + b) < (c - d)"),
        ("a < b && c < d", "(a < b) && (c < d)"),
        ("a && b || c && d", "(a && b) || (c && d)"),
        ("a or b and c", "a or (b and c)"),
        ("!a == b", "!(a == b)"),
        ("not a in b", "not (a in b)"),
        ("!a && b", "(!a) && b"),
        ("-a * b", "(-a) * b"),
        ("-a.b", "-(a.b)"),
        ("-a[0] + b", "(-(a[0])) + b"),
        ("a || b ? c : d ? e : f", "(a || b) ? c : (d ? e : f)"),
        ("a ? b ? c : d : e", "a ? (b ? c : d) : e"),
        ("!a ? b : c", "(!a) ? b : c"),
        ("a.b.c[d].e()", "(((a.b).c)[d]).e()"),
    ],
)
def test_how_tightly_operators_bind(text, brackets):
    def kept(node):
        return type(node).__name__, getattr(node, "op", ""), [kept(part) for part in tree.children(node)]

    assert kept(parse(text).tree) == kept(parse(brackets).tree)


@pytest.mark.parametrize(
    ("text", "word"),
    [("a and b", "&&"), ("a && b", "&&"), ("a or b", "||"), ("a || b", "||"), ("not a", "!"), ("!a", "!")],
)
def test_words_and_signs_are_the_same_operators(text, word):
    assert parse(text).tree.op == word


def test_a_chain_of_one_operator_is_flat():
    assert len(parse("a && b and c && d").tree.operands) == 4


DEEPEST = [
    ("(" * (MAX_EXPRESSION_DEPTH - 1) + "a" + ")" * (MAX_EXPRESSION_DEPTH - 1), "(a)"),
    ("!" * (MAX_EXPRESSION_DEPTH - 1) + "a", "!a"),
    ("-" * (MAX_EXPRESSION_DEPTH - 1) + "a", "-a"),
    ("a" + ".b" * (MAX_EXPRESSION_DEPTH - 1), "a.b"),
    ("a" + "[0]" * (MAX_EXPRESSION_DEPTH - 1), "a[0]"),
    ("a" + ".b()" * (MAX_EXPRESSION_DEPTH - 1), "a.b()"),
    (" + ".join(["a"] * MAX_EXPRESSION_DEPTH), "a + a"),
    ("f(" * (MAX_EXPRESSION_DEPTH - 1) + "a" + ")" * (MAX_EXPRESSION_DEPTH - 1), "f(a)"),
    ("[" * (MAX_EXPRESSION_DEPTH - 1) + "a" + "]" * (MAX_EXPRESSION_DEPTH - 1), "[a]"),
    ("a ? b : " * (MAX_EXPRESSION_DEPTH - 1) + "c", "a ? b : a"),
]


@pytest.mark.parametrize(("text", "deeper"), DEEPEST, ids=[deeper for _, deeper in DEEPEST])
def test_an_expression_is_as_deep_as_the_limit_and_no_deeper(text, deeper):
    assert parse(text).problems == ()
    one_more = text.replace("a", deeper, 1)
    assert [problem.id for problem in parse(one_more).problems] == ["PB506"]
    assert parse(one_more).problems[0].message == "nested deeper than 64 levels"


@pytest.mark.parametrize(
    "text",
    [
        " && ".join(["!a"] * 200),
        " && ".join(["-a < (1)"] * 100),
        " || ".join(["f(a, [b]) == a.b.c"] * 100),
        "[" + ", ".join(["(a ? b : c)"] * 100) + "]",
    ],
)
def test_what_stands_side_by_side_is_not_deep(text):
    assert parse(text).problems == ()


def test_too_deep_is_marked_where_it_begins():
    text = "!" * MAX_EXPRESSION_DEPTH + "far && b"
    (problem,) = parse(text).problems
    assert text[problem.start : problem.end] == "far"


def test_a_chain_too_long_is_marked_where_it_is():
    (problem,) = parse("a" + ".b" * 100).problems
    assert (problem.start, problem.end) == (127, 128)
    (problem,) = parse("a" + " + b" * 100).problems
    assert (problem.start, problem.end) == (254, 255)


def test_too_deep_at_the_end_is_marked_behind_the_text():
    (problem,) = parse("!" * MAX_EXPRESSION_DEPTH).problems
    assert (problem.id, problem.start, problem.end) == ("PB506", 64, 65)


@pytest.mark.parametrize("before", ["!a", "(a)", "-a < 1", "f(a)", "a.b.c", "[a] == [a]", "a + a < a"])
def test_what_stands_before_does_not_make_room(before):
    side_by_side = " && ".join([before] * 70)
    text = f"{side_by_side} && {'(' * 64}far{')' * 64}"
    assert [problem.id for problem in parse(text).problems] == ["PB506"]
    inside = f"{'(' * 40}{before} && {'(' * 40}far{')' * 80}"
    assert [problem.id for problem in parse(inside).problems] == ["PB506"]


def test_chains_upon_chains_are_as_deep_as_all_their_links():
    text = "b && a" + ".b" * 40 + " + 1" * 40
    (problem,) = parse(text).problems
    assert (problem.id, problem.message) == ("PB506", "nested deeper than 64 levels")
    assert (problem.start, problem.end) == (0, len(text))


def at_the_end_of_the_stack(text: str):
    """What is read by the first caller from the bottom of the stack who has room enough to be answered."""
    try:
        return at_the_end_of_the_stack(text)
    except RecursionError:
        return parse(text)


def test_a_caller_without_room_is_told_so_and_others_are_not():
    text = "(" * 30 + "the_end" + ")" * 30
    parsed = at_the_end_of_the_stack(text)
    assert (parsed.text, parsed.tree) == (text, None)
    (problem,) = parsed.problems
    assert (problem.id, problem.message) == ("PB506", "nested too deeply to be read")
    assert (problem.start, problem.end) == (0, len(text))
    assert parse(text).problems == ()


@pytest.mark.parametrize("text", ["a", "a =", "!f()", "x" * 5000, "a" + ".b" * 40 + " + 1" * 40])
def test_what_was_read_is_remembered_with_its_text(text):
    assert parse(text).text == text


def test_an_expression_is_as_long_as_the_limit_and_no_longer():
    longest = "a == '" + "x" * (MAX_EXPRESSION_CHARS - 7) + "'"
    assert parse(longest).problems == ()
    (problem,) = parse(longest + " ").problems
    assert (problem.id, problem.start, problem.end) == ("PB506", 4096, 4097)
    assert problem.message == "the expression has 4097 characters; the limit is 4096"

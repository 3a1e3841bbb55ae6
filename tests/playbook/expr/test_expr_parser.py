from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr import tree
from playbook.expr.parser import parse


def problem(text: str):
    parsed = parse(text)
    assert parsed.tree is None
    return parsed.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "catalog_count() == 0",
        "!circuit_open_for_target()",
        "has_candidates() && !all_circuits_open()",
        "!has_candidates() || all_circuits_open()",
        "circuit_state('node-1') == 'open'",
        "routing_reason() contains 'latency'",
        "display.text.len() > 0",
        "error_message().is_some()",
        "a and not b or c",
        "x in [1, 2.5, 'three', true, null]",
        "failures[node] + 1 >= circuit_breaker.failure_threshold",
        "f(1, name='x', other=2)",
        "a ? b : c ? d : e",
        "-x * 3 % 2 - 1 / 4",
        'text matches "^a+$"',
    ],
)
def test_the_grammar_is_read(text):
    assert parse(text).problems == ()


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("", 0, "expected a condition, found the end"),
        ("a = 1", 2, 'write "==" to compare'),
        ("a & b", 2, 'write "&&"'),
        ("a === b", 4, 'write "=="'),
        ("(a", 2, 'expected ")"'),
        ("f(1", 3, 'expected ","'),
        ("'open", 0, "this text is not closed"),
        ("a == 'x\\q'", 7, 'no escape "\\q"'),
        ("a < b < c", 6, "comparisons do not chain"),
        ("9**9", 2, "no power operator"),
        ("сount() == 1", 0, "U+0441"),
        ("a; b", 1, "an expression is one condition"),
        ("x is 1", 2, 'write "=="'),
        ("f(a=1, 2)", 7, "named arguments come last"),
        ("f(a=1, a=2)", 7, "given twice"),
        ("99999999999999999999", 0, "64 bits"),
        ("1e999", 0, "too large"),
        ("f(not=1)", 2, "expected a parameter's name"),
        ("a.b(c=1)", 2, 'the method "b" takes no named arguments'),
        ("true()", 0, "expected a value"),
        ("in()", 0, "expected a value"),
        ("a.not()", 2, "expected a name after the dot"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_place(text, start, said):
    found = problem(text)
    assert said in found.message
    assert found.start == start
    assert found.end > found.start


@pytest.mark.parametrize(
    "text",
    [
        "''.__class__",
        "__import__('os')",
        "(lambda: 1)()",
        "[x for x in y]",
        "f'{x}'",
        "'%9999d' % 1 if x else y",
        "a := 1",
        "{1: 2}",
        "x.y = 3",
        "*a",
        "a @ b",
        "1 << 99",
    ],
)
def test_what_is_no_condition_is_refused(text):
    assert parse(text).tree is None


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "!" * 4_000 + "x", "-" * 2_000 + "1", "a" + ".b" * 1_500, "[" * 99]
)
def test_deep_nesting_is_refused_without_a_crash(text):
    assert problem(text).id in ("PB506", "PB501")


def test_a_long_chain_is_flat():
    node = parse("a || " * 600 + "b").tree
    assert isinstance(node, tree.Logic)
    assert len(node.operands) == 601


def test_and_binds_tighter_than_or():
    node = parse("a || b && c").tree
    assert isinstance(node, tree.Logic)
    assert node.op == "||"


def test_not_binds_looser_than_a_comparison():
    node = parse("!a == b").tree
    assert isinstance(node, tree.Unary)
    assert isinstance(node.operand, tree.Binary)


def test_every_node_knows_its_place():
    text = "ready() && load() < 3"
    node = parse(text).tree
    assert isinstance(node, tree.Logic)
    assert [text[part.start : part.end] for part in node.operands] == ["ready()", "load() < 3"]


@given(st.text(max_size=60))
def test_no_text_raises(text):
    parsed = parse(text)
    assert (parsed.tree is None) == bool(parsed.problems)


@given(st.text(alphabet="ab()[].!&|=<>+-*/%?:,'\" 1in", max_size=40))
def test_no_text_of_the_languages_own_characters_raises(text):
    parsed = parse(text)
    assert (parsed.tree is None) == bool(parsed.problems)


def test_chains_inside_parentheses_count_by_the_height_of_the_whole():
    text = "1"
    for _ in range(24):
        text = f"({text} + {' + '.join(['1'] * 40)})"
    assert problem(text).id == "PB506"


def test_brackets_on_the_left_count_by_the_height_of_the_whole_too():
    text = "1"
    for _ in range(10):
        text = f"({text} + {' + '.join(['1'] * 20)})"
    assert (problem(text).id, problem(text).start) == ("PB506", 1)


@pytest.mark.parametrize("text", ["f(__a=1)", "__f()", "a.__b", "a.__b()", "a.__b(1)", "__f(1)"])
def test_names_that_reach_inside_are_not_allowed(text):
    found = problem(text)
    assert (found.id, text[found.start : found.start + 2]) == ("PB506", "__")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("(a + b) * c", "(a + b) * c"),
        ("!(a && b)", "!(a && b)"),
        ("(a).len()", "(a).len()"),
        ("a && (b)", "a && (b)"),
        ("(a ? b : c)", "a ? b : c"),
    ],
)
def test_brackets_belong_to_what_is_written_with_them(text, part):
    node = parse(text).tree
    assert node is not None
    assert text[node.start : node.end] == part


def test_parts_come_before_wholes():
    parsed = parse("f(a, b.c) && [1, -x] contains 2 ? !y : z['k'].len()")
    seen = set()
    for node in parsed.nodes:
        assert {id(part) for part in tree.children(node)} <= seen
        seen.add(id(node))
    assert parsed.nodes[-1] is parsed.tree
    assert seen == {id(node) for node in tree.walk(parsed.tree)}


def test_facts_are_gathered_once():
    parsed = parse("a() && b")
    assert parsed.facts is parsed.facts
    assert ([c.name for c in parsed.facts.calls], [v.name for v in parsed.facts.variables]) == (["a"], ["b"])
    assert parse("a = ").facts.calls == []


def test_digits_of_other_scripts_are_no_numbers():
    assert "U+0663" in problem("\u0663 > 1").message


def far_down(frames: int, text: str):
    return far_down(frames - 1, text) if frames else parse(text)


def test_what_can_be_read_does_not_hang_on_the_callers_stack():
    text = "(" * 60 + "far" + ")" * 60
    assert far_down(400, text).tree is not None


def test_escapes_in_a_text():
    node = parse(r"'it\'s\n\"so\" \\'").tree
    assert isinstance(node, tree.Literal)
    assert node.value == 'it\'s\n"so" \\'

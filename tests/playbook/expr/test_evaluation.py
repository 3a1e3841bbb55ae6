"""Values, three-valued logic, and a slow reference evaluator that must agree with the compiled one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr import tree
from playbook.expr.compile import compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Unknown, ValueProblem, equal, show
from tests.playbook.expr.scopes import Fixed

SCOPE = Fixed(
    t=True,
    f=False,
    zero=0,
    one=1,
    half=0.5,
    name="ready",
    empty=None,
    items=[3, 1, 2],
    table={"a": 1, "b": {"c": "deep"}},
    big="x" * 40_000,
    double=lambda x: 2 * x,
)


def value(text: str):
    node = parse(text).tree
    assert node is not None, parse(text).problems
    return compile_tree(node)(SCOPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 == 1.0", True),
        ("1 == '1'", False),
        ("t == 1", False),
        ("null == empty", True),
        ("[1, 'a'] == [1.0, 'a']", True),
        ("1 + 2 * 3", 7),
        ("-(1 + 2) % 2", 1),
        ("7 / 2", 3.5),
        ("'a' + 'b'", "ab"),
        ("'b' > 'a'", True),
        ("2 in items", True),
        ("'a' in table", True),
        ("name contains 'ead'", True),
        ("items contains 4", False),
        ("name matches '^re.*y$'", True),
        ("table.b.c", "deep"),
        ("table['a'] + items[0]", 4),
        ("items.len() == 3 && items.max() == 3 && items.sum() == 6", True),
        ("name.starts_with('re') && name.upper() == 'READY'", True),
        ("empty.is_none() && name.is_some()", True),
        ("one > 0 ? 'some' : 'none'", "some"),
        ("double(4)", 8),
        ("f && nothing()", False),
        ("t || nothing()", True),
        ("nothing() ? 1 : 1", 1),
    ],
)
def test_values(text, expected):
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("nothing()", {"nothing()"}),
        ("t && nothing()", {"nothing()"}),
        ("a() || f || b()", {"a()", "b()"}),
        ("!nothing()", {"nothing()"}),
        ("nothing() == 1", {"nothing()"}),
        ("thing.part.len() > 0", {"thing"}),
        ("double(nothing())", {"nothing()"}),
        ("nothing() ? 1 : 2", {"nothing()"}),
    ],
)
def test_the_unknown_spreads_and_names_what_is_missing(text, missing):
    assert value(text) == Unknown(frozenset(missing))


@pytest.mark.parametrize(
    ("text", "said", "part"),
    [
        ("t && name < 1", '"<" cannot order a text', "name < 1"),
        ("one / zero > 2", "division by zero", "one / zero"),
        ("one && t", "expected true or false, found a number", "one"),
        ("!name", "expected true or false", "name"),
        ("t + 1", '"+" needs numbers', "t + 1"),
        ("table.missing", "no entry 'missing'", "table.missing"),
        ("items[7]", "no item 7", "items[7]"),
        ("name.sum()", "a text has no method sum()", "name.sum()"),
        ("9223372036854775807 + 1", "64 bits", "9223372036854775807 + 1"),
        ("name matches '('", "not a pattern", "name matches '('"),
        ("1 in 2", "contains nothing", "1 in 2"),
    ],
)
def test_errors_have_a_place(text, said, part):
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert said in caught.value.message
    assert text[caught.value.start : caught.value.end] == part


def test_a_text_cannot_be_doubled_without_end():
    with pytest.raises(EvaluationError, match="longer than 65536"):
        value("big + big")


def test_a_slow_pattern_is_not_slow():
    assert value("'" + "a" * 2_000 + "' matches '(a+)+$'") is True


NAMES = st.sampled_from(["t", "f", "u", "v"])
LOGIC = st.recursive(
    st.one_of(NAMES.map(lambda n: f"{n}()"), st.sampled_from(["true", "false"])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} && {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} || {p[1]})"),
        inner.map(lambda p: f"(!{p})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} == {p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
    ),
    max_leaves=12,
)
WORLD = {"t": True, "f": False}


def possible(node) -> set[bool]:
    """What the node may be, over all the ways in which the unknown functions could answer one by one.

    Kleene's logic is exact where no unknown stands twice; it must never claim more than this.
    """
    match node:
        case tree.Literal(value=value):
            return {value}
        case tree.Call(name=name):
            return {WORLD[name]} if name in WORLD else {True, False}
        case tree.Unary(operand=operand):
            return {not v for v in possible(operand)}
        case tree.Logic(op=op, operands=operands):
            results = {op == "&&"}
            for part in operands:
                results = {(a and b) if op == "&&" else (a or b) for a in results for b in possible(part)}
            return results
        case tree.Binary(left=left, right=right):
            return {equal(a, b) for a in possible(left) for b in possible(right)}
        case tree.Conditional(test=test, yes=yes, no=no):
            return {v for t in possible(test) for v in possible(yes if t else no)}
    raise AssertionError(node)


@given(LOGIC)
def test_three_valued_logic_agrees_with_all_possible_answers(text):
    node = parse(text).tree
    assert node is not None
    result = compile_tree(node)(Fixed(**WORLD))
    answers = possible(node)
    if isinstance(result, Unknown):
        assert result.missing <= {"u()", "v()"}
    else:
        assert answers == {result}
    if len(answers) == 2:
        assert isinstance(result, Unknown)


def test_a_list_larger_than_a_result_may_be_is_refused_before_it_is_compared():
    with pytest.raises(EvaluationError, match="larger than 65536"):
        value("[" + ", ".join(["big"] * 3) + "] == 1")


def test_a_huge_value_is_shown_without_being_written_out():
    shared = ["x" * 1_000_000] * 100_000
    assert show(shared) == "['" + "x" * 75 + "..."


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([], "[]"),
        ([1, "a", None, True], "[1, 'a', null, true]"),
        ({"a": [2.5], "b": {}}, "{'a': [2.5], 'b': {}}"),
    ],
)
def test_values_are_shown_as_the_language_writes_them(given, shown):
    assert show(given) == shown


def test_a_variable_that_refuses_has_a_place_too():
    class Refusing(Fixed):
        def variable(self, name):
            raise ValueProblem("not now")

    node = parse("true && x").tree
    with pytest.raises(EvaluationError) as caught:
        compile_tree(node)(Refusing())
    assert (caught.value.start, caught.value.message) == (8, "not now")

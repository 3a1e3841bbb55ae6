"""The methods of values: what they give, and what they refuse."""

from __future__ import annotations

import pytest

from playbook.expr.compile import compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError
from tests.playbook.expr.scopes import Fixed

SCOPE = Fixed(
    name=" Ready ",
    yes=True,
    nothing=None,
    nodes={"n1": 3, "n2": 1},
    mixed=[1, "a"],
    big=[2**62, 2**62],
    none=[],
)


def value(text: str):
    node = parse(text).tree
    assert node is not None, parse(text).problems
    return compile_tree(node)(SCOPE)


def refusal(text: str) -> str:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name.len()", 7),
        ("nodes.len()", 2),
        ("none.is_empty()", True),
        ("mixed.rest()", ["a"]),
        ("none.rest()", []),
        ("mixed.without('a')", [1]),
        ("mixed.without('1')", [1, "a"]),
        ("['a', 'b', 'a'].without('a')", ["b"]),
        ("nodes.without('n1')", {"n2": 1}),
        ("nodes.without('n3')", {"n1": 3, "n2": 1}),
        ("mixed.is_empty()", False),
        ("name.contains('ea')", True),
        ("nodes.contains('n2')", True),
        ("nodes.contains(3)", False),
        ("nodes.contains('n3')", False),
        ("mixed.contains(1.0)", True),
        ("mixed.contains(true)", False),
        ("yes.is_some()", True),
        ("nothing.is_some()", False),
        ("nothing.is_none()", True),
        ("name.starts_with(' R')", True),
        ("name.ends_with('y')", False),
        ("name.lower()", " ready "),
        ("name.upper()", " READY "),
        ("name.trim()", "Ready"),
        ("nodes.keys()", ["n1", "n2"]),
        ("nodes.values()", [3, 1]),
        ("mixed.first()", 1),
        ("mixed.last()", "a"),
        ("none.first()", None),
        ("none.last()", None),
        ("nodes.values().min()", 1),
        ("nodes.values().max()", 3),
        ("['b', 'a'].min()", "a"),
        ("none.max()", None),
        ("nodes.values().sum()", 4),
        ("none.sum()", 0),
        ("(-2.5).abs()", 2.5),
    ],
)
def test_a_method_gives(text, expected):
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name.contains(1)", "a text can contain a text, not a number"),
        ("5 contains name", "5 is a number and contains nothing"),
        ("yes in nothing", "null is null and contains nothing"),
        ("yes.len()", "a boolean has no method len(): it is true"),
        ("yes.abs()", "a boolean has no method abs(): it is true"),
        ("name.keys()", "a text has no method keys(): it is ' Ready '"),
        ("name.starts_with(1)", "starts_with() does not take a number: 1"),
        ("name.ends_with(nothing)", "ends_with() does not take null: null"),
        ("mixed.min()", "the items are not all numbers or all texts"),
        ("mixed.sum()", "'a' is not a number"),
        ("[true].sum()", "true is not a number"),
        ("[true, 1].max()", "the items are not all numbers or all texts"),
        ("big.sum()", "the result does not fit into 64 bits"),
        ("name.shout()", "there is no method shout()"),
        ("name.len(1)", "len() takes 0 arguments, not 1"),
    ],
)
def test_a_method_refuses(text, said):
    assert refusal(text) == said


def test_a_map_is_without_a_text_or_the_question_makes_no_sense():
    assert refusal("nodes.without(1)") == "a map's keys are texts, not a number"

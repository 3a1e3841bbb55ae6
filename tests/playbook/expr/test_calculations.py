"""What operators give, where their values end, and what they refuse, in words and with a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.expr.compile import compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Unknown, ValueProblem
from tests.playbook.expr.scopes import Fixed


class Losing(Fixed):
    """A scope that refuses the variable `gone`."""

    def variable(self, name):
        if name == "gone":
            raise ValueProblem("it is gone")
        return super().variable(name)


def asked(*args, **kwargs):
    """A function that gives back what it was asked with."""
    return [list(args), kwargs]


def refusing(*args):
    raise ValueProblem("not today")


SCOPE = Losing(
    three=3,
    name="ready",
    yes=True,
    nodes={"a": 1, "b": {}},
    items=[5, 6, 7],
    huge=10**400,
    asked=asked,
    refusing=refusing,
)


def value(text: str, scope: Fixed = SCOPE):
    node = parse(text).tree
    assert node is not None, parse(text).problems
    return compile_tree(node)(scope)


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    return text[caught.value.start : caught.value.end], caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-three", -3),
        ("- -three", 3),
        ("three - 1", 2),
        ("three * -2", -6),
        ("7 % three", 1),
        ("-7 % three", 2),
        ("three / 2", 1.5),
        ("6 / three", 2.0),
        ("name + '!'", "ready!"),
        ("items[0]", 5),
        ("items[2]", 7),
        ("items[-3]", 5),
        ("name[-1]", "y"),
        ("nodes['a']", 1),
        ("nodes.b", {}),
        ("'a' == 'A'", False),
        ("[1, [true]] == [1, [1]]", False),
        ("nodes == nodes", True),
        ("nodes != [1]", True),
        ("'b' <= 'b'", True),
        ("three < 3", False),
        ("three >= 3.0", True),
        ("three > 2.5", True),
        ("yes != 1", True),
        ("yes ? three : refusing()", 3),
        ("!yes ? refusing() : three", 3),
    ],
)
def test_an_operator_gives(text, expected):
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("1 + -name", "-name", "\"-\" needs a number; 'ready' is a text"),
        ("1 > -yes", "-yes", '"-" needs a number; true is a boolean'),
        ("three + name", "three + name", "\"+\" needs numbers; 'ready' is a text"),
        ("name + three", "name + three", "\"+\" needs numbers; 'ready' is a text"),
        ("items * 2", "items * 2", '"*" needs numbers; [5, 6, 7] is a list'),
        ("2 - yes", "2 - yes", '"-" needs numbers; true is a boolean'),
        ("1 / (three - 3)", "1 / (three - 3)", "division by zero"),
        ("1 % (three - 3)", "1 % (three - 3)", "division by zero"),
        ("huge * 0.5", "huge * 0.5", "the result is too large"),
        ("1e308 * 10", "1e308 * 10", "the result is not a finite number"),
        ("name matches three", "name matches three", '"matches" needs texts; 3 is a number'),
        ("three matches name", "three matches name", '"matches" needs texts; 3 is a number'),
        ("three matches yes", "three matches yes", '"matches" needs texts; 3 is a number'),
        ("name >= 1", "name >= 1", "\">=\" cannot order a text ('ready') and a number (1)"),
        ("yes < yes", "yes < yes", '"<" cannot order a boolean (true) and a boolean (true)'),
        ("three && yes", "three", "expected true or false, found a number: 3"),
        ("yes && (name)", "name", "expected true or false, found a text: 'ready'"),
        ("name ? 1 : 2", "name", "expected true or false, found a text: 'ready'"),
        ("!items", "items", "expected true or false, found a list: [5, 6, 7]"),
        ("name.size", "name.size", "a text has no entry 'size': it is 'ready'"),
        ("nodes.c", "nodes.c", "there is no entry 'c'; there are: a, b"),
        ("nodes['c']", "nodes['c']", "there is no entry 'c'; there are: a, b"),
        ("nodes.b.c", "nodes.b.c", "there is no entry 'c'; there are: none"),
        ("items[3]", "items[3]", "there is no item 3; there are 3"),
        ("items[-4]", "items[-4]", "there is no item -4; there are 3"),
        ("items[yes]", "items[yes]", "a list cannot be indexed by a boolean"),
        ("items['a']", "items['a']", "a list cannot be indexed by a text"),
        ("nodes[0]", "nodes[0]", "a map cannot be indexed by a number"),
        ("three[0]", "three[0]", "a number cannot be indexed by a number"),
        ("items[1.0]", "items[1.0]", "a list cannot be indexed by a number"),
        ("yes && refusing()", "refusing()", "not today"),
        ("yes && refusing(1) && yes", "refusing(1)", "not today"),
        ("yes && [-name] == 1", "-name", "\"-\" needs a number; 'ready' is a text"),
        ("(nodes.c) == 1", "nodes.c", "there is no entry 'c'; there are: a, b"),
        ("(gone + 1) > 2", "gone", "it is gone"),
        ("yes && three.abs() > name.abs()", "name.abs()", "a text has no method abs(): it is 'ready'"),
    ],
)
def test_an_operator_refuses(text, part, message):
    assert refusal(text) == (part, message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asked()", [[], {}]),
        ("asked(1, name)", [[1, "ready"], {}]),
        ("asked(to=three)", [[], {"to": 3}]),
        ("asked(1, to=name, by=2)", [[1], {"to": "ready", "by": 2}]),
    ],
)
def test_a_function_is_asked_with_its_arguments(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text", ["asked(far)", "asked(1, to=far)", "[1, far]", "far[0]", "nodes[far]", "far.x"]
)
def test_nobody_is_asked_with_what_is_unknown(text):
    assert value(text) == Unknown(frozenset({"far"}))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("far + near", {"far", "near"}),
        ("far ? near : lost", {"far", "near", "lost"}),
        ("far ? 1 : near", {"far", "near"}),
        ("yes ? near : 1", {"near"}),
    ],
)
def test_all_that_is_missing_is_named(text, missing):
    assert value(text) == Unknown(frozenset(missing))


@pytest.mark.parametrize(
    "text", ["far ? three : 3.0", "far ? items : [5, 6, 7]", "far || yes", "!(far && !yes)"]
)
def test_what_does_not_hang_on_the_unknown_is_known(text):
    assert not isinstance(value(text), Unknown)


NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False)


@given(NUMBERS, NUMBERS)
def test_numbers_are_calculated_and_ordered_as_in_python(a, b):
    scope = Fixed(a=a, b=b)
    assert value("[a + b, a - b, a * b, -a]", scope) == [a + b, a - b, a * b, -a]
    assert value("[a < b, a <= b, a > b, a >= b]", scope) == [a < b, a <= b, a > b, a >= b]
    assert value("[a == b, a != b]", scope) == [a == b, a != b]


@given(st.text(max_size=9), st.text(max_size=9))
def test_texts_are_joined_ordered_and_searched_as_in_python(a, b):
    scope = Fixed(a=a, b=b)
    assert value("[a + b, a < b, a >= b, a in b, b contains a]", scope) == [
        a + b,
        a < b,
        a >= b,
        a in b,
        a in b,
    ]


def test_what_is_no_node_of_an_expression_is_not_compiled():
    with pytest.raises(TypeError, match="str is not a node of an expression"):
        compile_tree("f()")

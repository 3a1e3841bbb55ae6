from __future__ import annotations

import pytest

from playbook.expr.check import Names, check
from playbook.expr.explain import explain
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.signatures import FunctionSignature
from tests.playbook.expr.scopes import Fixed

SCOPE = Fixed(retry_count=0, state="routing", ready=True, load=9)
NAMES = Names(
    frozenset({"state", "load"}), {"ready": FunctionSignature(), "circuit_state": FunctionSignature(0, 1)}
)


def test_a_failed_condition_explains_itself():
    assert explain("retry_count() == 1", SCOPE).sentence == (
        "`retry_count() == 1` failed because `retry_count()` was `0`"
    )


def test_of_a_conjunction_the_part_that_failed_is_blamed():
    said = explain("ready() && state == 'completed'", SCOPE).sentence
    assert "because `state == 'completed'` is false (`state` was `'routing'`)" in said


def test_an_unknown_names_what_nothing_provides():
    found = explain("nothing() > 1", SCOPE)
    assert (found.holds, found.missing) == (None, frozenset({"nothing()"}))
    assert "nothing provides `nothing()`" in found.sentence


def test_an_error_is_explained_and_holds_for_nothing():
    found = explain("state < 1", SCOPE)
    assert found.holds is None
    assert "cannot order" in found.error


def test_what_cannot_be_read_is_explained_too():
    assert "column 3" in explain("a = 1", SCOPE).error


def test_a_number_is_no_condition():
    assert explain("load()", SCOPE).error == "`load()` is 9, not true or false"


def test_every_part_has_its_value():
    found = explain("load() > 5 && state != 'ready'", SCOPE)
    assert found.values == (("load()", "9"), ("state", "'routing'"))


def said(text: str, names: Names = NAMES) -> list[str]:
    node = parse(text).tree
    assert node is not None
    return [f"{problem.id} {problem.message}" for problem in check(node, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raedy()", 'PB502 unknown function raedy(); did you mean "ready"?'),
        ("ready(1)", "PB502 ready() takes 0 arguments, not 1"),
        ("circuit_state(1, 2) == 'x'", "PB502 circuit_state() takes 0 to 1 arguments, not 2"),
        ("stat == 'x'", 'PB503 unknown name "stat"; did you mean "state"?'),
        ("ready == true", 'PB503 unknown name "ready"; it is a function: write "ready()"'),
        ("'a' < 1", 'PB504 "<" cannot order a text and a number'),
        ("load - 'x' > 1", 'PB504 "-" needs numbers, not a text'),
        ("1 == '1'", 'PB511 "==" of a number and a text is always false: there is no coercion'),
        ("true != 1", 'PB511 "!=" of a boolean and a number is always true: there is no coercion'),
        ("'a' - 1 > 2", 'PB504 "-" needs numbers, not a text'),
        ("load + 1", "PB504 this is a calculation, not true or false"),
        ("ready() && 'x'", 'PB504 "&&" joins conditions; this is a text, not true or false'),
        ("state.lenn() > 1", 'PB502 unknown method .lenn(); did you mean "len"?'),
        ("state.len(1) > 1", "PB502 .len() takes 0 arguments, not 1"),
    ],
)
def test_what_cannot_fit_is_said_before_it_runs(text, expected):
    assert expected in said(text)


@pytest.mark.parametrize(
    "text", ["ready()", "circuit_state('x') == 'open'", "!ready() || load > 1.5", "state < 'b'"]
)
def test_what_fits_is_not_complained_of(text):
    assert said(text) == []


def test_what_is_not_known_is_not_complained_of():
    assert said("whatever(1) == something", Names()) == []


def test_used_names_come_in_reading_order():
    node = parse("b(a) && c.d > e()").tree
    assert node is not None
    found = used(node)
    assert [v.name for v in found.variables] == ["a", "c"]
    assert [c.name for c in found.calls] == ["b", "e"]


CITY = Fixed(a=True, b=False, f=False, n=3, m=4, name="abc", box={"text": "", "items": [1, 2]})


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("b() || f()", "`b()` was `false` and `f()` was `false`"),
        ("!(n() == 3 && a())", "`n()` was `3` and `a()` was `true`"),
        ("!(a() || b())", "`a()` was `true`"),
        ("!!b()", "`b()` was `false`"),
        ("a() && !a()", "`!a()` is false (`a()` was `true`)"),
        ("a() && (b() || n() > 3)", "`b() || n() > 3` is false (`b()` was `false` and `n()` was `3`)"),
        ("a() ? n() > 5 : b()", "`n() > 5` is false (`n()` was `3`), asked because `a()` is true"),
        (
            "b() ? a() : n() > m()",
            "`n() > m()` is false (`n()` was `3` and `m()` was `4`), asked because `b()` is false",
        ),
        ("name().starts_with('x')", "`name()` was `'abc'`"),
        ("box.text.len() > 0", "`box.text.len()` was `0` and `box.text` was `''`"),
        ("n() + m() < 5", "`n() + m()` was `7` and `n()` was `3` and `m()` was `4`"),
        ("n() in [1, 2]", "`n()` was `3`"),
        ("a() && box.items.contains(7)", "`box.items.contains(7)` is false (`box.items` was `[1, 2]`)"),
    ],
)
def test_the_deciding_part_is_named_with_its_values(text, because):
    assert explain(text, CITY).sentence == f"`{text}` failed because {because}"


def test_functions_with_arguments_are_told_how_to_be_called():
    names = Names(frozenset({"state"}), {"health": FunctionSignature(1, 1)})
    assert said("health == 1", names) == [
        'PB503 unknown name "health"; it is a function and takes 1 argument'
    ]


def test_whatever_is_near_is_asked_of_the_one_who_knows():
    names = Names(frozenset({"state"}), {}, near=lambda name, known: "state")
    assert said("xyz == 1", names) == ['PB503 unknown name "xyz"; did you mean "state"?']


def test_of_several_unknowns_all_are_named():
    assert "nothing provides `x()`, `y()`" in explain("x() || y()", SCOPE).sentence


def test_a_part_that_cannot_be_evaluated_is_shown_as_unknown():
    assert explain("state.abs() > 1", SCOPE).values == (("state.abs()", "unknown"),)

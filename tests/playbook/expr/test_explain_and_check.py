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
    "text", ["ready()", "circuit_state('x') == 'open'", "!ready() || load > 1.5", "'a' < 'b'"]
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

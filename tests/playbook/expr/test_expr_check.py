"""An expression against the names that there are: what is said, where, and the way out."""

from __future__ import annotations

import pytest

from playbook.expr.check import Names, check, nearest
from playbook.expr.parser import parse
from playbook.expr.problems import ExprProblem
from playbook.signatures import FunctionSignature

NAMES = Names(
    frozenset({"state", "load", "lead"}),
    {"ready": FunctionSignature(), "health": FunctionSignature(1, 1), "route": FunctionSignature(0, 2)},
)


def only(text: str, names: Names = NAMES) -> ExprProblem:
    node = parse(text).tree
    assert node is not None
    (problem,) = check(node, names)
    return problem


def part(text: str) -> str:
    problem = only(text)
    return text[problem.start : problem.end]


def ways_out(text: str) -> dict[str, str]:
    return {rewrite.title: rewrite.applied(text) for rewrite in only(text).rewrites}


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("!redy()", "redy"),
        ("state == 'x' && ready(1) && ready()", "ready(1)"),
        ("load.lenn() > 1 && ready()", ".lenn()"),
        ("ready() && state.len(1) > 1", ".len(1)"),
        ("ready() && load.length > 1 && ready()", "load.length"),
        ("1 < loda", "loda"),
        ("load > 1 && ready == 2", "ready"),
    ],
)
def test_what_is_blamed_is_marked(text, blamed):
    assert part(text) == blamed


@pytest.mark.parametrize(
    ("text", "title", "after"),
    [
        ("!redy()", 'Replace by "ready"', "!ready()"),
        ("healt('n1') == 1", 'Replace by "health"', "health('n1') == 1"),
        ("1 < stat", 'Replace by "state"', "1 < state"),
        ("load == ready", 'Write "ready()"', "load == ready()"),
        ("state == open", "Write it as a text", "state == 'open'"),
        ("state in [open, 'shut']", "Write it as a text", "state in ['open', 'shut']"),
        ("open != state", "Write it as a text", "'open' != state"),
    ],
)
def test_a_name_that_there_is_not_has_a_way_out(text, title, after):
    assert ways_out(text) == {title: after}


def test_where_a_text_may_have_been_meant_both_ways_are_offered():
    assert ways_out("state == stat") == {
        'Replace by "state"': "state == state",
        "Write it as a text": "state == 'stat'",
    }


@pytest.mark.parametrize("text", ["far()", "health == 1", "ready(1)", "far > 1", "load == 1 && far > 'x'"])
def test_where_nothing_is_near_no_way_out_is_offered(text):
    assert only(text).rewrites == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("far()", "unknown function far()"),
        ("far > 1", 'unknown name "far"; a text stands in quotes'),
        ("health() == 1", "health() takes 1 argument, not 0"),
        ("route(1, 2, to=3)", "route() takes 0 to 2 arguments, not 3"),
        ("route(a=1, b=2, c=3)", "route() takes 0 to 2 arguments, not 3"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(text, said):
    assert only(text).message == said


@pytest.mark.parametrize("text", ["route()", "route(1)", "route(1, b=2)"])
def test_as_many_arguments_as_a_function_takes_are_right(text):
    assert check(parse(text).tree, NAMES) == []


def test_only_a_condition_must_be_true_or_false():
    assert only("load + 1").id == "PB504"
    assert check(parse("load + 1").tree, NAMES, condition=False) == []


def test_the_nearest_of_several_names_is_suggested():
    assert nearest("lod", ["loud", "load", "lode"]) in ("load", "loud", "lode")
    assert nearest("stat", ["start", "state", "static"]) == "state"


@pytest.mark.parametrize(("name", "found"), [("raedy", "ready"), ("rdxyy", None), ("wholly", None)])
def test_a_name_that_only_somewhat_looks_alike_is_not_suggested(name, found):
    assert nearest(name, ["ready"]) == found


def test_among_very_many_names_none_is_sought():
    many = [f"name_{number}" for number in range(99)]
    assert nearest("redy", [*many, "ready"]) == "ready"
    assert nearest("redy", [*many, "more", "ready"]) is None

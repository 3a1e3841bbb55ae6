"""What a `simulation:` section offers to the rest of the playbook."""

import pytest

from playbook.document.simulation import Header, declared, header


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("press()", Header("press")),
        ("press", Header("press")),
        (" press ( lamp , count ) ", Header("press", ("lamp", "count"))),
    ],
)
def test_a_header(text, found):
    assert header(text) == found


@pytest.mark.parametrize(
    "text", ["", "press(", "press)", "(a)", "1()", "press(a,)", "press(a, a)", "press(a) x", "f(g(x))"]
)
def test_what_is_no_header(text):
    assert header(text).problem


@pytest.mark.parametrize("section", [None, 1, "x", [1]])
def test_of_what_is_no_map_nothing_is_known(section):
    assert declared(section) is None


def test_functions_take_as_many_arguments_as_they_have_parameters():
    functions = declared({"functions": {"f(a, b)": "a + b"}}).functions
    assert (functions["f"].least, functions["f"].most) == (2, 2)


def test_a_function_whose_header_cannot_be_read_may_take_anything():
    functions = declared({"functions": {"f(a": "a"}}).functions
    assert (functions["f"].least, functions["f"].most > 10) == (0, True)


def test_variables_are_read_like_functions_without_arguments():
    found = declared({"variables": {"heat": 0}})
    assert (found.variables, found.functions["heat"].most) == ({"heat"}, 0)


def test_actions_have_their_parameters_and_are_unknown_where_one_cannot_be_read():
    assert [p.name for p in declared({"actions": {"press(lamp)": []}}).actions["press"]] == ["lamp"]
    assert declared({"actions": {"press(lamp)": [], "x(": []}}).actions is None


def test_panels_have_the_columns_of_their_rows():
    panels = {"lamps": {"row": {"Lamp": "lamp"}}, "odd": 1, "empty": {"row": 2}}
    assert declared({"panels": panels}).panels == {"lamps": ("Lamp",)}

"""The tree: what it answers, and that equal texts have equal trees."""

import pytest

from playbook.source.nodes import find, plain
from playbook.source.reader import read

TEXT = "a: [1, {b: c}]\nd:\n  e: f\n"


def root(text=TEXT):
    return read(text).root


def test_a_map_answers_for_its_keys():
    map_ = root()
    assert (list(map_), "a" in map_, "x" in map_, map_.get("x"), map_.key("x")) == (
        ["a", "d"],
        True,
        False,
        None,
        None,
    )
    assert (map_.key("d").span.line, map_.entries[1][0] is map_.key("d")) == (2, True)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((), {"a": [1, {"b": "c"}], "d": {"e": "f"}}),
        (("a", 1, "b"), "c"),
        (("a", 2), None),
        (("a", "0"), None),
        (("d", "e", "x"), None),
    ],
)
def test_a_path_leads_to_a_node_or_nowhere(path, value):
    assert plain(find(root(), path)) == value


def test_equal_texts_have_equal_trees():
    assert root() == root()
    assert root() != root(TEXT.replace("f", "g"))
    assert root() != root("\n" + TEXT)


@pytest.mark.parametrize(
    ("one", "other"), [("[1]", "['1']"), ("[1]", "[1.0]"), ("[a]", "{a: }"), ("a", "[a]"), ("[true]", "[1]")]
)
def test_trees_that_say_something_else_are_not_equal(one, other):
    assert root(one) != root(other)


def test_not_a_number_is_as_it_was():
    assert root("[.nan]") == root("[.nan]")


def test_nodes_show_what_they_are():
    assert repr(root("a: [b]")) == "Mapping([(Scalar('a'), Sequence([Scalar('b')]))])"

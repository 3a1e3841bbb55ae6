"""Edits that add to maps and lists in the style that they are written in."""

import pytest

from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.rules.edits import add_entry, add_item, remove_key
from playbook.rules.registry import Subject
from playbook.signatures import Signatures
from playbook.source.positions import Lines
from playbook.source.reader import read


def changed(text, function, *arguments):
    root = read(text).root
    playbook = decode(root).playbook
    edit = function(Subject(text, root, Lines(text), playbook, Index(playbook), Signatures()), *arguments)
    return None if edit is None else text[: edit.span.start] + edit.text + text[edit.span.end :]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  b: 1\n", "a:\n  b: 1\n  x: 2\n"),
        ("a:\n  b: 1 # one\n# end\n", "a:\n  b: 1 # one\n  x: 2\n# end\n"),
        ("a:\n  b: 1", "a:\n  b: 1\n  x: 2"),
        ("a:\r\n  b: 1\r\nc: 3\r\n", "a:\r\n  b: 1\n  x: 2\r\nc: 3\r\n"),
        ("a:\n  b: |\n    text\nc: 3\n", "a:\n  b: |\n    text\n  x: 2\nc: 3\n"),
        ("a:\n  b:\n    - 1\n    - 2\n", "a:\n  b:\n    - 1\n    - 2\n  x: 2\n"),
        ("a:\n  b: &n [1]\n  c: *n # it\n", "a:\n  b: &n [1]\n  c: *n # it\n  x: 2\n"),
        ("a: {b: 1}\n", "a: {b: 1, x: 2}\n"),
        ("a: {\n  b: 1, # one\n}\n", "a: {\n  b: 1, x: 2, # one\n}\n"),
        ("a: {}\n", "a: {x: 2}\n"),
    ],
)
def test_an_entry_is_added_to_a_map(text, after):
    assert changed(text, add_entry, ("a",), ["x: 2"]) == after


def test_several_entries_have_a_line_each_or_none():
    assert changed("a:\n  b: 1\n", add_entry, ("a",), ["x: 2", "y: 3"]) == "a:\n  b: 1\n  x: 2\n  y: 3\n"
    assert changed("a: {}\n", add_entry, ("a",), ["x: 2", "y: 3"]) == "a: {x: 2, y: 3}\n"


@pytest.mark.parametrize(
    "text", ["a: 1\n", "a: [1]\n", "b: 1\n", "a:\n", "n: &n 1\na: {c: *n}\n", "x: &m {b: 1}\na:\n  <<: *m\n"]
)
def test_where_no_entry_can_be_added_safely_none_is(text):
    assert changed(text, add_entry, ("a",), ["x: 2"]) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  - b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n  - x: 2\n    y: 3\n"),
        ("a:\n- b: 1 # one\nd: 1\n", "a:\n- b: 1 # one\n- x: 2\n  y: 3\nd: 1\n"),
        ("a: [{b: 1}]\n", "a: [{b: 1}, { x: 2, y: 3 }]\n"),
        ("a: []\n", "a: [{ x: 2, y: 3 }]\n"),
    ],
)
def test_an_item_is_added_to_a_list(text, after):
    assert changed(text, add_item, ("a",), ["x: 2", "y: 3"]) == after


@pytest.mark.parametrize("text", ["a: 1\n", "a: {}\n", "n: &n 1\na: [*n]\n", "a: &l\n  - 1\nb: *l\n"])
def test_where_no_item_can_be_added_safely_none_is(text):
    assert changed(text, add_item, ("a",), ["x: 2"]) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a:\n  x: 1\n  b: 2\n", "a:\n  b: 2\n"),
        ("a:\n  b: 2\n  x: 1\nc: 3\n", "a:\n  b: 2\nc: 3\n"),
        ("a:\n  - b: 2\n    x: 1\n", None),
        ("a: {x: 1, b: 2}\n", "a: {b: 2}\n"),
        ("a: {b: 2, x: 1}\n", "a: {b: 2}\n"),
    ],
)
def test_a_key_is_removed_with_its_line_or_comma(text, after):
    assert changed(text, remove_key, ("a", "x")) == after


@pytest.mark.parametrize(
    "text",
    [
        "a: {x: 1}\n",
        "a: {b: 1}\n",
        "a: {b: 1, c: 2}\n",
        "a:\n  x: 1 # why\n  b: 2\n",
        "n: &n 1\na: {x: *n, b: 2}\n",
    ],
)
def test_where_no_key_can_be_removed_safely_none_is(text):
    assert changed(text, remove_key, ("a", "x")) is None


def test_behind_a_key_with_a_question_mark_nothing_is_added():
    assert changed("a:\n  ? b\n  : c\nd: 1\n", add_entry, ("a",), ["x: 2"]) is None

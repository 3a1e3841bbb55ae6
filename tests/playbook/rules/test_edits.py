"""Remedies as text edits, in block and in flow style, with comments and line ends kept."""

import pytest

from playbook.analysis import analyse
from playbook.diagnostics import Fix
from playbook.rules.edits import add_key, remove_item
from playbook.rules.registry import Subject
from playbook.signatures import Signatures
from playbook.source.positions import Lines
from tests.playbook.texts import mended


def subject(text: str) -> Subject:
    found = analyse(text)
    assert found.root is not None and found.playbook is not None and found.index is not None
    return Subject(text, found.root, Lines(text), found.playbook, found.index, Signatures())


def after(text: str, edit) -> str:
    assert edit is not None
    return mended(text, Fix("", (edit,)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n", "a: 1\nc: 3\nb: 2\n"),
        ("a: 1  # why\nb: 2\n", "a: 1  # why\nc: 3\nb: 2\n"),
        ("a:\n  - x\nb: 2\n", "a:\n  - x\nc: 3\nb: 2\n"),
        ("a: 1", "a: 1\nc: 3"),
        ("{a: 1, b: 2}\n", "{a: 1, c: 3, b: 2}\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\nc: 3\r\nb: 2\r\n"),
    ],
)
def test_a_key_goes_behind_another(text, expected):
    assert after(text, add_key(subject(text), (), "a", "c: 3")) == expected


def test_behind_a_key_that_is_not_there_nothing_goes():
    assert add_key(subject("b: 1\n"), (), "a", "c: 3") is None
    assert add_key(subject("a: [1]\n"), ("a",), "a", "c: 3") is None


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("a:\n  - 1\n  - 2\nb: 1\n", 0, "a:\n  - 2\nb: 1\n"),
        ("a:\n  - 1\n  - 2\nb: 1\n", 1, "a:\n  - 1\nb: 1\n"),
        ("a:\n  - x: 1\n    y: 2  # both\n  - z\n", 0, "a:\n  - z\n"),
        ("a:\n  - 1\n  - 2", 1, "a:\n  - 1\n"),
        ("a: [1, 2, 3]\n", 0, "a: [2, 3]\n"),
        ("a: [1, 2, 3]\n", 1, "a: [1, 3]\n"),
        ("a: [1, 2, 3]\n", 2, "a: [1, 2]\n"),
        ("a:\r\n  - 1\r\n  - 2\r\n", 0, "a:\r\n  - 2\r\n"),
    ],
)
def test_an_item_goes_with_its_lines_or_its_comma(text, position, expected):
    assert after(text, remove_item(subject(text), ("a", position))) == expected


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: [1]\n", ("a", 0)),
        ("a: [1, 2]\n", ("a", 5)),
        ("a: 1\n", ("a", 0)),
        ("a: {b: 1, c: 2}\n", ("a", "b")),
        ("a: [[1, 2]]\n", ("a", 0)),
    ],
)
def test_what_cannot_be_taken_out_stays(text, path):
    assert remove_item(subject(text), path) is None


def test_an_item_that_shares_its_line_with_another_list_stays():
    text = "a:\n  - - 1\n    - 2\n"
    assert remove_item(subject(text), ("a", 0, 0)) is None
    assert remove_item(subject(text), ("a", 0, 1)) is not None

"""Near names, within a budget."""

import pytest

from playbook.rules.hints import Hints, listed, meant, replacement
from playbook.spans import START


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("reddy", "ready"),
        ("Ready", "ready"),
        ("routin", "routing"),
        ("xyz", None),
        ("", None),
        ("r" * 500, None),
    ],
)
def test_the_nearest_name(name, close):
    assert Hints().nearest(name, ["ready", "routing", "failed"]) == close


def test_a_spent_budget_suggests_nothing():
    hints = Hints(budget=2)
    assert [hints.nearest("reddy", ["ready", "routing"]), hints.nearest("reddy", ["ready"])] == [
        "ready",
        None,
    ]


def test_names_of_quite_another_length_cost_nothing():
    hints = Hints(budget=1)
    hints.nearest("reddy", ["r" * 50] * 1_000)
    assert hints.nearest("reddy", ["ready"]) == "ready"


def test_only_a_plain_name_is_offered_as_a_fix():
    assert replacement('a"b', START) == replacement(None, START) == ()
    assert replacement("a-b", START, '"')[0].edits[0].text == '"a-b"'


def test_a_hint_reads_on_from_a_message():
    assert (meant("x"), meant(None)) == ('; did you mean "x"?', "")


def test_a_long_list_is_cut():
    assert (listed(["a", "b"]), listed("abcdefghij", most=2)) == ("a, b", "a, b and 8 more")

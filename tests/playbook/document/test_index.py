"""Look-ups in a playbook: wildcards with exceptions, forbidden pairs, panels by a near name."""

import pytest

from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.source.reader import read
from tests.playbook.texts import LAMP, lamp

ANYWHERE = """\
    - {id: blow, from: "*", to: dark, event: blown}
    - {id: save, from: "*", except: [dark], to: bright, event: saved}
"""


def index(text=LAMP):
    return Index(decode(read(text).root).playbook)


def names(transitions):
    return [t.id for t in transitions]


def test_own_transitions_come_before_wildcards():
    found = index(lamp("  transitions:\n", "  transitions:\n" + ANYWHERE))
    assert names(found.outgoing("bright")) == ["switch_off", "blow", "save"]
    assert names(found.own("bright")) == ["switch_off"]


def test_an_excepted_state_is_not_covered():
    found = index(lamp(more=ANYWHERE))
    assert names(found.covering("dark")) == ["blow"]
    assert [found.excepts(t, "dark") for t in found.wildcards] == [False, True]


def test_a_state_named_twice_in_a_list_counts_once():
    assert names(index(lamp("from: dark", "from: [dark, dark]")).own("dark")) == ["switch_on"]


def test_a_wildcard_beside_a_state_is_taken_once():
    assert names(index(lamp("from: dark", 'from: [dark, "*"]')).outgoing("dark")) == ["switch_on"]


def test_transitions_that_arrive():
    assert names(index().incoming("bright")) == ["switch_on"]


@pytest.mark.parametrize(
    ("pair", "refused"),
    [
        ("from: a, to: b", True),
        ('from: "*", to: b', True),
        ('from: a, to: "*"', True),
        ("from: b, to: a", False),
    ],
)
def test_a_forbidden_pair_may_have_a_star(pair, refused):
    found = index(lamp(more="  forbidden:\n    - {" + pair + "}\n"))
    assert (found.forbidden("a", "b") is not None) is refused


def test_the_first_scenario_of_a_name_counts():
    found = index(
        lamp(more="scenarios:\n  - {name: s, description: one, steps: []}\n  - {name: s, steps: []}\n")
    )
    assert found.scenarios["s"].description == "one"


@pytest.mark.parametrize(
    ("name", "panel"),
    [("circuits", "circuits"), ("circuit", "circuits"), ("healths", "health"), ("boxs", None), ("x", None)],
)
def test_a_panel_is_found_by_singular_or_plural(name, panel):
    found = index(lamp(more="tui: {panels: [{id: circuits}, {id: health}]}\n")).panel(name)
    assert (found.id if found else None) == panel


def test_without_a_dashboard_there_is_no_panel():
    assert index().panel("health") is None


def test_every_use_of_a_states_name_is_listed():
    text = lamp(more=ANYWHERE + "  forbidden:\n    - {from: bright, to: bright}\n")
    used = [ref.name for ref in index(text).references()]
    assert used == [
        "dark",
        "dark",
        "bright",
        "bright",
        "dark",
        "*",
        "dark",
        "*",
        "dark",
        "bright",
        "bright",
        "bright",
    ]

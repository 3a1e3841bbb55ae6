from __future__ import annotations

from playbook.analysis import analyse
from playbook.diagram.graph import build, shortened

MACHINE = """\
version: "1.0"
name: Test
machine:
  id: test
  initial: a
  states:
    a: {description: The first}
    b: {final_state: true, invariants: [{condition: "x() > 0"}, {condition: "y() > 0"}]}
  transitions:
    - {id: many, from: [a, b], to: b, event: go, guard: "ready()"}
    - {id: wild, from: "*", except: [b], to: a, event: reset}
    - {id: lost, from: a, to: nowhere, event: leave}
  forbidden:
    - {from: b, to: a, reason: never back}
"""


def graph(text: str = MACHINE):
    playbook = analyse(text).playbook
    assert playbook is not None
    return build(playbook)


def box(name: str):
    return next(found for found in graph().boxes if found.name == name)


def test_states_carry_their_marks():
    assert (box("a").initial, box("a").final) == (True, False)
    assert (box("b").initial, box("b").final, box("b").invariants) == (False, True, 2)


def test_the_wildcard_is_one_box():
    assert [found.label for found in graph().boxes if found.wildcard] == ["any state"]


def test_a_name_that_nothing_declares_is_drawn_as_such():
    assert box("nowhere").undeclared


def test_a_transition_from_several_states_has_one_arrow_each_and_one_path():
    arrows = [arrow for arrow in graph().arrows if arrow.name == "many"]
    assert [arrow.path for arrow in arrows] == [("machine", "transitions", 0)] * 2
    assert arrows[0].source != arrows[1].source


def test_forbidden_pairs_are_a_kind_of_their_own():
    (pair,) = [arrow for arrow in graph().arrows if arrow.kind == "forbidden"]
    assert pair.note == "never back"


def test_what_a_wildcard_excepts_is_noted():
    (wild,) = [arrow for arrow in graph().arrows if arrow.name == "wild"]
    assert wild.note == "not from b"


def test_labels_are_one_short_line():
    assert shortened("a\nb\0c") == "a b c"
    assert len(shortened("x" * 500)) == 30


def test_a_machine_without_an_initial_state_draws():
    assert graph(MACHINE.replace("  initial: a\n", "")).initial is None

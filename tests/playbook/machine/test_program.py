"""A playbook compiled for running."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from playbook.analysis import analyse
from playbook.expr.values import EvaluationError
from playbook.machine.events import Ambiguous, ForbiddenTried, Ignored
from playbook.machine.program import Program, compiled
from playbook.machine.scope import RunScope
from tests.playbook.machine.driving import engine, program, told
from tests.playbook.machine.scripted import HEAD, Scripted

OLDER = """\
  states: {a: {}, b: {invariants: [{description: Own, condition: "own()"}]}}
  transitions: [{id: ab, from: a, to: b, event: go}]
  invariant_violations:
    - {state: b, condition: "load() > 5 && empty()", reason: Nothing arrives}
"""


def playbook(text=OLDER):
    found = analyse(HEAD + text).playbook
    assert found is not None
    return found


def test_an_invariant_violation_is_a_negated_invariant():
    made = engine(OLDER, Scripted({}, load=9, empty=True, own=True))
    made.step("go")
    own, violated = told(made, "invariant")
    assert (own.holds, violated.holds) == (True, False)
    assert (violated.path, violated.line, violated.state) == ("/machine/invariant_violations/0", 9, "b")
    assert (violated.description, violated.severity) == ("Nothing arrives", "error")
    assert violated.condition == "!(load() > 5 && empty())"
    assert made.violations == [violated]


def test_an_invariant_violation_that_does_not_occur_holds():
    made = engine(OLDER, Scripted({}, load=1, empty=True, own=True))
    made.step("go")
    assert [event.holds for event in told(made, "invariant")] == [True, True]


def test_an_invariant_violation_of_another_state_is_not_checked():
    made = engine(
        OLDER.replace("state: b, cond", "state: a, cond"), Scripted({}, load=9, empty=True, own=True)
    )
    made.step("go")
    assert len(told(made, "invariant")) == 1


def test_an_invariant_violation_may_be_of_every_state():
    made = engine(
        OLDER.replace("state: b, cond", "state: '*', cond"), Scripted({}, load=9, empty=True, own=True)
    )
    made.enter_initial()
    made.step("go")
    assert len(made.violations) == 2


def test_every_event_knows_its_line():
    text = """\
  states:
    a: {}
    b:
      invariants:
        - {description: Low, condition: "load() < 5"}
  transitions:
    - {id: ab, from: a, to: b, event: go, guard: "load() < 9"}
    - {id: ac, from: a, to: b, event: go}
    - {id: ba, from: b, to: a, event: go}
  forbidden:
    - {from: b, to: a}
"""
    made = engine(text, Scripted({}, load=1))
    made.step("nobody")
    made.step("go")
    made.step("go")
    lines = {event.kind: (event.path, event.line) for event in made.drain()}
    assert lines == {
        "emitted": ("", 0),
        "ignored": ("/machine/states/a", 7),
        "ambiguous": ("/machine/transitions/0", 12),
        "taken": ("/machine/transitions/0", 12),
        "invariant": ("/machine/states/b/invariants/0", 10),
        "forbidden": ("/machine/forbidden/0", 16),
    }


def test_what_is_ignored_ambiguous_or_refused_is_told_whole():
    text = """\
  states: {a: {}, b: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
    - {id: other, from: a, to: a, event: go}
  forbidden: [{from: a, to: b, reason: never}]
"""
    made = engine(text)
    made.advance(7)
    made.step("nobody")
    made.step("go")
    assert told(made, "ignored", "ambiguous", "forbidden") == [
        Ignored(
            at_ms=7,
            path="/machine/states/a",
            line=6,
            event="nobody",
            state="a",
            reasons=('no transition for "nobody" leaves "a"',),
        ),
        Ambiguous(
            at_ms=7,
            path="/machine/transitions/0",
            line=8,
            event="go",
            state="a",
            chosen="ab",
            others=("other",),
        ),
        ForbiddenTried(
            at_ms=7,
            path="/machine/forbidden/0",
            line=10,
            source="a",
            target="b",
            reason="never",
            transition="ab",
        ),
    ]


def test_the_condition_of_an_assertion_stands_where_the_assertion_stands():
    text = OLDER.replace("event: go", "event: go, assertions: ['own()']")
    (candidate,) = program(text).candidates("a", "go")
    (claim,) = candidate.claims
    assert (claim.condition.path, claim.condition.line) == ("/machine/transitions/0/assertions/0", 7)


@pytest.mark.parametrize("condition", ["own()", "own( &&"])
def test_a_condition_knows_its_text_and_where_it_stands(condition):
    made = program(OLDER.replace("own()", condition)).stay("b").checks[0].condition
    assert (made.text, made.path, made.line) == (condition, "/machine/states/b/invariants/0/condition", 6)


def test_a_condition_that_cannot_be_read_says_what_is_wrong_with_it_and_where():
    made = program(OLDER.replace("own()", "own() = 1")).stay("b").checks[0].condition
    with pytest.raises(EvaluationError, match='"=="') as caught:
        made.evaluate(RunScope(SimpleNamespace(state="b"), {}, {}))
    assert (caught.value.start, caught.value.end) == (6, 7)


def test_a_condition_that_cannot_be_read_is_an_error_wherever_it_is_used():
    made = engine(OLDER.replace('"own()"', '"own( &&"'), Scripted({}, load=1, empty=True))
    made.step("go")
    broken, _ = told(made, "invariant")
    assert broken.holds is False
    assert "cannot be read" in broken.explanation


def test_a_machine_without_initial_starts_in_its_first_state():
    text = HEAD.replace("  initial: a\n", "") + OLDER
    assert program(text).initial == "a"


def test_a_machine_without_states_stands_nowhere():
    made = engine(HEAD.replace("  initial: a\n", "") + "  states: {}\n")
    made.enter_initial()
    made.step("go")
    assert made.state == ""
    assert [event.kind for event in made.drain()] == ["emitted", "ignored"]


def test_an_undeclared_target_is_entered_and_has_nothing_to_check():
    made = engine(OLDER.replace("to: b", "to: nowhere"), Scripted({}))
    made.step("go")
    assert made.state == "nowhere"


def test_an_undeclared_state_can_be_left_and_says_where_it_would_stand():
    text = OLDER.replace("to: b", "to: nowhere").replace(
        "transitions: [", 'transitions: [{id: back, from: "*", to: a, event: back, actions: [x]}, '
    )
    made = engine(text, Scripted({}))
    made.step("go")
    made.step("nobody")
    (ignored,) = told(made, "ignored")
    assert (ignored.path, ignored.line) == ("/machine/states/nowhere", 0)
    made.step("back")
    assert made.state == "a"


def test_own_transitions_come_before_wildcards():
    text = OLDER.replace("transitions: [", 'transitions: [{id: any, from: "*", to: a, event: go}, ')
    found = program(text).candidates("a", "go")
    assert [one.transition.id for one in found] == ["ab", "any"]
    assert program(text).candidates("a", "other") == ()


def test_a_program_is_compiled_once_for_a_playbook():
    found = playbook()
    assert compiled(found) is compiled(found)
    assert compiled(found).playbook is found


def test_what_an_event_may_take_is_worked_out_once():
    made = program(OLDER)
    assert made.candidates("a", "go") is made.candidates("a", "go")


def test_equal_playbooks_have_each_their_own_program():
    first, second = playbook(), playbook()
    assert compiled(first) is not compiled(second)
    assert compiled(second).playbook is second


def test_only_the_last_programs_are_kept():
    found = playbook()
    first = compiled(found)
    others = [playbook() for _ in range(7)]
    for other in others:
        compiled(other)
    assert compiled(found) is first
    for other in [playbook() for _ in range(8)]:
        compiled(other)
    assert compiled(found) is not first


def test_what_a_transition_has_is_compiled_once_for_all_its_sources():
    text = OLDER.replace("from: a,", 'from: [a, b], guard: "load() > 0",')
    made = Program(playbook(text))
    (first,), (second,) = made.candidates("a", "go"), made.candidates("b", "go")
    assert first.guard is not None
    assert first.guard is second.guard

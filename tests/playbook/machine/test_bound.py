"""The quick way of a machine and the long one: the same events, whatever the functions return."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.expr.values import Unknown
from playbook.machine import bound
from playbook.machine.clock import Clock
from playbook.machine.engine import Engine
from playbook.machine.events import Emitted, InvariantChecked, Taken, to_json
from tests.playbook.machine.driving import engine, program, told
from tests.playbook.machine.scripted import Scripted

TEXT = """\
  states:
    a:
      invariants:
        - {description: F is small, condition: "f() < 3"}
        - {description: We are here, condition: "state == 'a'", severity: warning}
    b:
      invariants:
        - {description: G, condition: "g() || f() == 1"}
        - {description: One is one, condition: "one.x == 1 && h() != 'no'"}
    c: {}
  transitions:
    - {id: first, from: a, to: b, event: go, guard: "f() > 0 && !g()"}
    - {id: second, from: a, to: c, event: go, guard: "h() == 'yes'"}
    - {id: third, from: b, to: a, event: go, guard: "f() + 1 < 3"}
    - {id: fourth, from: "*", to: a, event: go}
    - {id: fifth, from: c, to: b, event: hop, guard: "g()"}
  forbidden: [{from: b, to: a, reason: never back}]
one: {x: 1}
"""
PROGRAM = program(TEXT)
VALUES = st.sampled_from([0, 1, 2, 3.5, True, False, "yes", "no", None, [1], Unknown(frozenset({"x()"}))])
STEP = st.tuples(st.sampled_from(["go", "hop", "else"]), VALUES, VALUES, VALUES)


def history(steps, often, monkeypatch, recording=True):
    monkeypatch.setattr(bound, "ASKED_OFTEN", often)
    world: dict[str, object] = {}
    system = Scripted({}, f=lambda: world["f"], g=lambda: world["g"], h=lambda: world["h"])
    made = Engine(PROGRAM, system, Clock())
    made.recording = recording
    found = []
    for event, f, g, h in steps:
        world.update(f=f, g=g, h=h)
        made.step(event)
        found.append([to_json(told) for told in made.drain()])
    return found, made.state, system.entries, made.unknown, made.violations, made.refusals


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_the_quick_way_tells_what_the_long_way_tells(steps):
    with pytest.MonkeyPatch.context() as monkeypatch:
        long = history(steps, 10**9, monkeypatch)
        assert history(steps, 1, monkeypatch) == long


@settings(max_examples=50, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_recording_changes_nothing_but_what_is_told(steps):
    with pytest.MonkeyPatch.context() as monkeypatch:
        full, silent = history(steps, 2, monkeypatch), history(steps, 2, monkeypatch, recording=False)
        assert silent[1:] == full[1:]
        kept = [
            [e for e in events if e["kind"] == "forbidden" or e.get("holds", True) is not True]
            for events in full[0]
        ]
        assert silent[0] == kept


RING = """\
  states:
    a: {invariants: [{description: Low, condition: "load() < 5"}]}
    b: {}
  transitions:
    - {id: ab, from: a, to: b, event: go, guard: "load() >= 0"}
    - {id: ba, from: b, to: a, event: go}
"""


def ring(monkeypatch, load, **others):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 3)
    made = engine(RING, Scripted({}, load=load, **others))
    return made, made._bound


def test_conditions_that_are_asked_often_get_a_quick_way(monkeypatch):
    made, places = ring(monkeypatch, lambda: 1)
    for _ in range(2):
        made.step("go")
    assert (places.place("a").holds, places.place("a").plans["go"].decide) == (None, None)
    for _ in range(6):
        made.step("go")
    assert places.place("a").holds() is True
    assert places.place("a").plans["go"].decide() == 1


@pytest.mark.parametrize("guard", ["state == 'a' && load() > 0", "load() < most", "load() in [1, 2]"])
def test_the_quick_way_knows_the_state_the_sections_and_the_scope(monkeypatch, guard):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    made = engine(RING.replace("load() >= 0", guard) + "most: 3\n", Scripted({}, load=1))
    made.step("go")
    assert made._bound.place("a").plans["go"].decide() == 1
    made = engine(RING.replace("load() < 5", guard) + "most: 3\n", Scripted({}, load=1))
    made.end_step()
    assert made._bound.place("a").holds() is True


def test_the_quick_way_tells_one_guard_from_another(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    text = """\
  states: {a: {}}
  transitions:
    - {id: low, from: a, to: a, event: go, guard: "load() < 5"}
    - {id: high, from: a, to: a, event: go, guard: "load() > 5"}
"""
    loads = iter([5, 9, 1, 5, 9, 1])
    load = [0]
    made = engine(text, Scripted({}, load=lambda: load[0]))
    for load[0] in loads:
        made.step("go")
    assert [event.transition for event in told(made, "taken")] == ["high", "low"] * 2


def test_what_nothing_provides_gets_no_quick_way(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    made = engine(RING)
    for _ in range(4):
        made.step("go")
    assert made._bound.place("a").plans["go"].decide is None
    assert made.state == "a"


def test_a_quick_way_is_made_once_for_all_runs_of_a_program(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    shared = program(RING)
    recipes = []
    for load in (1, 2):
        made = Engine(shared, Scripted({}, load=load), Clock())
        for _ in range(4):
            made.step("go")
        recipes.append(dict(shared.recipes))
    assert recipes[0] == recipes[1]
    assert len(recipes[0]) == 2


def test_each_run_asks_its_own_system(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    shared = program(RING)
    runs = [Engine(shared, Scripted({}, load=load), Clock()) for load in (1, 9)]
    for made in runs:
        for _ in range(4):
            made.step("go")
    assert [len(made.violations) > 0 for made in runs] == [False, True]


def test_a_violation_is_seen_on_the_quick_way(monkeypatch):
    load = [1]
    made, _ = ring(monkeypatch, lambda: load[0])
    for _ in range(10):
        made.step("go")
    made.drain()
    load[0] = 9
    made.end_step()
    (event,) = told(made, "invariant")
    assert (event.holds, event.explanation) == (False, "`load() < 5` failed because `load()` was `9`")


def test_an_invariant_that_holds_again_is_told_again(monkeypatch):
    load = [1]
    made, _ = ring(monkeypatch, lambda: load[0])
    for value in (1, 1, 1, 1, 9, 9, 1, 1):
        load[0] = value
        made.end_step()
    assert [event.holds for event in told(made, "invariant")] == [True, False, True]


def test_a_system_that_breaks_on_the_quick_way_says_so(monkeypatch):
    load = [1]
    made, _ = ring(monkeypatch, lambda: 1 // load[0])
    for _ in range(10):
        made.step("go")
    load[0] = 0
    with pytest.raises(ZeroDivisionError):
        made.step("go")


def test_a_function_that_emits_is_heard_when_the_step_settles(monkeypatch):
    wanted = [False]

    def load():
        if wanted[0]:
            wanted[0] = False
            made.emit("go")
        return 1

    made, _ = ring(monkeypatch, load)
    for _ in range(10):
        made.step("go")
    assert made.state == "a"
    wanted[0] = True
    made.end_step()
    assert made.state == "b"


def test_a_step_hears_what_a_function_emits_while_it_checks(monkeypatch):
    count = [0]

    def load():
        count[0] += 1
        if count[0] == 30:
            made.emit("other")
        return 1

    made, _ = ring(monkeypatch, load)
    while count[0] < 30:
        made.step("go")
    made.end_step()
    assert "other" in [event.event for event in told(made, "emitted")]


def test_events_that_no_transition_waits_for_do_not_fill_the_memory(monkeypatch):
    made, places = ring(monkeypatch, lambda: 1)
    for number in range(50):
        made.step(f"event {number}")
    assert places.place("a").plans == {}


def test_guards_that_were_looked_at_are_told():
    made = engine(
        TEXT.replace("  forbidden: [{from: b, to: a, reason: never back}]\n", ""),
        Scripted({}, f=0, g=False, h="yes"),
    )
    made.step("go")
    (taken,) = told(made, "taken")
    assert taken.transition == "second"
    assert taken.guards == (("/machine/transitions/0/guard", False), ("/machine/transitions/1/guard", True))


def test_guards_of_an_ignored_event_are_told_the_unknown_too():
    made = engine(TEXT, Scripted({}, f=0, g=Unknown(frozenset({"g()"})), h="no"))
    made.state = "c"
    made.step("hop")
    (ignored,) = told(made, "ignored")
    assert ignored.guards == (("/machine/transitions/4/guard", None),)
    assert made.unknown == {
        "/machine/transitions/4/guard": ("`g()` is unknown: nothing provides `g()`", frozenset({"g()"}))
    }


def test_a_guard_that_cannot_be_evaluated_does_not_hold():
    made = engine(RING, Scripted({}, load="x"))
    made.step("go")
    (ignored,) = told(made, "ignored")
    assert ignored.guards == (("/machine/transitions/0/guard", False),)
    assert "cannot be evaluated" in ignored.reasons[0]
    assert made.unknown == {}


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("ending", ["step", "emit and end", "emit and settle"])
def test_what_breaks_once_on_the_quick_way_is_asked_again_at_length(monkeypatch, nth, ending):
    fuse = [0]

    def load():
        fuse[0] -= 1
        if fuse[0] == 0:
            raise ValueError("once")
        return 1

    made, _ = ring(monkeypatch, load)
    for _ in range(10):
        made.step("go")
    fuse[0] = nth
    for _ in range(2):
        if ending == "step":
            made.step("go")
        else:
            made.emit("go")
            made.settle() if ending == "emit and settle" else made.end_step()
    assert (made.state, made.violations, made.unknown) == ("a", [], {})


def test_a_condition_that_cannot_be_read_has_no_quick_way(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)
    made = engine(RING.replace("load() < 5", "load( <"), Scripted({}, load=1))
    for _ in range(4):
        made.step("go")
    assert made._bound.place("a").holds is None
    assert len(made.violations) == 2


def test_a_section_that_grows_is_read_each_time(monkeypatch):
    monkeypatch.setattr(bound, "ASKED_OFTEN", 1)

    class Growing(dict):
        """Not a plain map: a run of the older form puts in what it captures."""

    found = program(RING.replace("load() < 5", "most > load()") + "most: 3\n")
    sections = Growing(found.playbook.sections)
    grown = Engine(program_of(found, sections), Scripted({}, load=1), Clock())
    for _ in range(4):
        grown.step("go")
    sections["most"] = 0
    grown.end_step()
    assert len(grown.violations) == 1


def program_of(found, sections):
    return type(found)(replace(found.playbook, sections=sections))


def test_what_breaks_for_good_when_a_step_settles_is_said():
    calls = [0]

    def load():
        calls[0] += 1
        if calls[0] > 2:
            raise ValueError("for good")
        return 1

    made = engine(RING.replace(', guard: "load() >= 0"', ""), Scripted({}, load=load))
    made._bound.place("a").holds = lambda: load() < 5
    made.state = "b"
    made.step("go")
    with pytest.raises(ValueError, match="for good"):
        made.end_step()


@pytest.mark.parametrize("often", [1, 10**9])
def test_a_step_checks_again_when_it_has_settled(monkeypatch, often):
    monkeypatch.setattr(bound, "ASKED_OFTEN", often)
    values = iter([1] * 20 + [9] * 20)
    made = engine(RING.replace(', guard: "load() >= 0"', ""), Scripted({}, load=lambda: next(values)))
    made.state = "b"
    seen = []
    while not seen:
        made.step("go")
        seen = [event.holds for event in told(made, "invariant") if event.holds is False]
    assert len(made.violations) == 1


def test_what_a_function_emits_is_not_handled_while_it_is_asked():
    states = []

    def load():
        if states == ["now"]:
            made.emit("go")
            made.settle()
            states.append(made.state)
        return 1

    made = engine(RING, Scripted({}, load=load))
    states.append("now")
    made.end_step()
    assert (states, made.state) == (["now", "a"], "b")


def test_a_step_tells_what_broke_only_once_it_had_settled():
    values = chain([1], repeat(9))
    made = engine(RING, Scripted({}, load=lambda: next(values)))
    made.state = "b"
    made.step("go")
    assert [event.holds for event in told(made, "invariant")] == [True, False]


@pytest.mark.parametrize("often", [1, 10**9])
def test_a_system_that_breaks_for_good_on_entry_says_so_before_the_step_has_settled(monkeypatch, often):
    monkeypatch.setattr(bound, "ASKED_OFTEN", often)
    broken = [0]
    made = engine(RING.replace(', guard: "load() >= 0"', ""), Scripted({}, load=lambda: 1 // (1 - broken[0])))
    for _ in range(5):
        made.step("go")
    broken[0] = 1
    made.emit("go")
    with pytest.raises(ZeroDivisionError):
        made.settle()


@pytest.mark.parametrize("often", [1, 10**9])
def test_a_system_that_breaks_for_good_when_a_step_has_settled_breaks_the_step(monkeypatch, often):
    monkeypatch.setattr(bound, "ASKED_OFTEN", often)
    values = iter([1] * 9)
    made = engine(RING.replace(', guard: "load() >= 0"', ""), Scripted({}, load=lambda: next(values)))
    made.state = "b"
    with pytest.raises(StopIteration):
        for _ in range(10):
            made.step("go")
    assert made.state == "a"


@pytest.mark.parametrize("often", [1, 10**9])
def test_what_is_taken_and_checked_is_told_whole(monkeypatch, often):
    monkeypatch.setattr(bound, "ASKED_OFTEN", often)
    made = engine(RING, Scripted({}, load=1))
    for _ in range(3):
        made.step("go")
    made.drain()
    made.advance(7)
    made.step("go", "why")
    assert told(made, "emitted", "taken", "invariant") == [
        Emitted(at_ms=7, event="go", cause="why"),
        Taken(
            at_ms=7,
            path="/machine/transitions/1",
            line=11,
            transition="ba",
            event="go",
            source="b",
            target="a",
        ),
        InvariantChecked(
            at_ms=7,
            path="/machine/states/a/invariants/0",
            line=7,
            state="a",
            description="Low",
            condition="load() < 5",
            severity="error",
            holds=True,
        ),
    ]

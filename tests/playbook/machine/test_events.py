"""Run events as values and as JSON."""

from __future__ import annotations

import json

import pytest

from playbook.machine.events import (
    KINDS,
    ActionCalled,
    Asserted,
    Emitted,
    ForbiddenTried,
    Ignored,
    InvariantChecked,
    Problem,
    StepStarted,
    Taken,
    counts,
    from_json,
    to_json,
)

TAKEN = Taken(
    path="/machine/transitions/0",
    line=7,
    transition="t",
    event="go",
    source="a",
    target="b",
    guards=(("/g", True),),
)
CHECKED = InvariantChecked(
    path="/i",
    line=3,
    state="a",
    description="D",
    condition="c()",
    severity="error",
    holds=True,
    explanation="E",
)


def test_the_same_at_another_time_is_equal_but_for_the_time():
    assert TAKEN.at(0) == TAKEN
    assert {**to_json(TAKEN.at(9)), "at_ms": 0} == to_json(TAKEN)
    assert TAKEN.at(9).at_ms == 9


def test_invariants_at_another_time_are_equal_but_for_the_time():
    log = [TAKEN]
    InvariantChecked.all_at(9, log, (CHECKED, CHECKED))
    assert len(log) == 3
    assert {**to_json(log[2]), "at_ms": 0} == to_json(CHECKED)
    assert log[1].at_ms == 9


def test_a_quickly_made_event_is_what_the_constructor_makes():
    assert Emitted.at(5, "go", "why") == Emitted(at_ms=5, event="go", cause="why")


def test_events_are_equal_by_what_they_say():
    assert Taken(transition="t", event="go", source="a", target="b") != TAKEN
    assert len({TAKEN, TAKEN.at(0), TAKEN.at(1)}) == 2


@pytest.mark.parametrize(
    "event", [TAKEN, CHECKED, Ignored(event="e", state="a", reasons=("x",), guards=(("/g", None),))]
)
def test_json_and_back(event):
    assert from_json(json.loads(json.dumps(to_json(event)))) == event


def test_json_has_the_kind_first_and_every_field():
    assert list(to_json(TAKEN)) == [
        "kind",
        "at_ms",
        "path",
        "line",
        "transition",
        "event",
        "source",
        "target",
        "guards",
    ]


def test_older_events_can_still_be_read():
    older = {
        "kind": "taken",
        "at_ms": 1,
        "path": "/p",
        "transition": "t",
        "event": "go",
        "source": "a",
        "target": "b",
    }
    read = from_json({**older, "colour": "of a later version"})
    assert (read.line, read.guards) == (0, ())
    called = from_json({"kind": "action", "name": "go"})
    assert (called.origin, called.provided, called.params) == ("step", True, {})
    assert from_json({"kind": "step_started", "index": 0, "label": "x"}).phase == "step"


def test_a_kind_of_a_later_version_is_refused():
    with pytest.raises(KeyError, match="colour"):
        from_json({"kind": "colour"})


def test_kinds_are_the_names_of_all_events():
    assert all(cls.kind == kind for kind, cls in KINDS.items())
    assert {"taken", "invariant", "verdict", "step_started"} <= KINDS.keys()


@pytest.mark.parametrize(
    ("event", "held"),
    [
        (CHECKED, False),
        (InvariantChecked(state="a", description="", condition="", severity="warning", holds=False), True),
        (InvariantChecked(state="a", description="", condition="", severity="error", holds=None), True),
        (Asserted(condition="c", holds=True), False),
        (Asserted(condition="c", holds=False), True),
        (Asserted(condition="c", holds=None), True),
        (ForbiddenTried(source="a", target="b", reason=""), True),
        (Problem(message="x"), True),
        (TAKEN, False),
        (ActionCalled(name="x", provided=False), False),
        (StepStarted(index=0, label="x"), False),
    ],
)
def test_what_may_count_against_a_run(event, held):
    assert counts(event) is held

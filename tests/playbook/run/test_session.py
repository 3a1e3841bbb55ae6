from __future__ import annotations

import pytest

from playbook.errors import PlaybookError
from playbook.machine.port import SystemProblem
from playbook.run.session import CannotAct, Session
from tests.playbook.run.turnstile import Turnstile, supply


@pytest.fixture
def session() -> Session:
    return Session(supply())


def kinds(events):
    return [event.kind for event in events]


def test_it_begins_in_the_initial_state(session):
    assert session.engine.state == "locked"
    assert kinds(session.events) == ["invariant"]


def test_an_action_tells_what_came_of_it(session):
    assert kinds(session.act("insert", {"coins": 1})) == ["emitted", "taken", "invariant"]
    assert session.engine.state == "open"


def test_back_undoes_the_machine_and_its_system_and_what_was_told(session):
    before = list(session.events)
    session.act("insert", {"coins": 2})
    session.act("push", {})
    session.back(2)
    assert (session.engine.state, session.engine.system.coins) == ("locked", 0)
    assert session.events == before


def test_one_step_back_is_one_change(session):
    session.act("insert", {"coins": 2})
    session.act("push", {})
    session.back()
    assert (session.engine.state, session.engine.system.coins) == ("open", 2)


def test_to_go_back_where_nothing_was_done_is_refused(session):
    with pytest.raises(PlaybookError, match="back by 1: nothing has been done to the machine since it began"):
        session.back()


@pytest.mark.parametrize(("kicks", "said"), [(1, "1 change is there"), (2, "2 changes are there")])
def test_further_back_than_there_is_a_way_is_refused(session, kicks, said):
    for _ in range(kicks):
        session.act("kick", {})
    with pytest.raises(PlaybookError, match=f"cannot go back by 3: {said} to undo"):
        session.back(3)


def test_to_go_back_by_less_than_nothing_is_refused(session):
    with pytest.raises(PlaybookError, match="a number of changes, not -1"):
        session.back(-1)


def test_what_cannot_be_done_changes_nothing(session):
    with pytest.raises(CannotAct, match="no coin"):
        session.act("insert", {"coins": 0})
    assert kinds(session.events) == ["invariant"]
    with pytest.raises(PlaybookError):
        session.back()


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("sing", {}, 'the system has no action "sing"; there are: insert, push, kick'),
        ("insert", {}, 'the action "insert" needs the parameter "coins"'),
        ("wait", {}, 'the action "wait" needs "duration_ms"'),
        ("insert", {"coins": 1, "fast": True}, 'the action "insert" has no parameter "fast"'),
    ],
)
def test_a_wrong_call_is_told_so(session, name, params, said):
    with pytest.raises(CannotAct) as problem:
        session.act(name, params)
    assert said in str(problem.value)


def test_a_system_that_breaks_is_told_so():
    class Broken(Turnstile):
        def push(self) -> None:
            raise KeyError("spring")

    with pytest.raises(CannotAct, match="the system broke: KeyError: 'spring'"):
        Session(supply(system=Broken)).act("push", {})


def test_any_system_can_wait(session):
    session.act("wait", {"duration_ms": 250})
    assert session.engine.now() == 250


def test_an_event_can_be_handed_in(session):
    session.emit("coin")
    assert session.engine.state == "open"
    session.back()
    assert session.engine.state == "locked"


def test_to_stand_in_a_state_checks_nothing(session):
    before = list(session.events)
    session.stand_in("open")
    assert session.engine.state == "open"
    assert session.events == before


def test_enabled_events_are_those_that_take_a_transition(session):
    assert session.enabled() == ("coin",)
    assert session.engine.state == "locked"
    session.engine.system.kicks = 3
    assert session.enabled() == ("coin", "kicked")


def test_where_the_system_cannot_go_back_the_machine_does_not():
    class Gone(Turnstile):
        def restore(self, snapshot):
            raise SystemProblem("the line is cut")

    session = Session(supply(system=Gone))
    session.act("insert", {"coins": 1})
    session.act("wait", {"duration_ms": 9})
    with pytest.raises(PlaybookError, match="the line is cut"):
        session.back(2)
    assert (session.engine.state, session.engine.now(), len(session.events)) == ("open", 9, 5)


def test_a_critical_invariant_leaves_the_machine_where_it_is():
    session = Session(supply('condition: "coins() > 0"', 'condition: "coins() > 1", severity: critical'))
    events = session.act("insert", {"coins": 1})
    assert [event.holds for event in events if event.kind == "invariant"] == [False]
    assert session.engine.state == "open"

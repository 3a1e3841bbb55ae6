from __future__ import annotations

from playbook.machine.port import CannotSnapshot
from playbook.run.force import tries
from tests.playbook.run.turnstile import Turnstile, supply

EVENTS = ["coin", "pushed", "kicked", "key"]


def changes(given, source, events=EVENTS):
    return [(t.event, t.taken.target) for t in tries(given, source, events) if t.taken is not None]


def test_each_event_is_tried_from_the_same_state():
    assert changes(supply(), "locked") == [("coin", "open")]
    assert changes(supply(), "open") == [("pushed", "locked")]


def test_an_event_that_takes_nothing_says_why():
    found = {t.event: t.reasons for t in tries(supply(), "locked", EVENTS)}
    assert found["pushed"] == ('no transition for "pushed" leaves "locked"',)
    assert found["kicked"][0].startswith("ring: `kicks() >= 3` failed")


def test_a_change_that_the_engine_refuses_is_told():
    given = supply("from: alarm, to: locked, event: key", "from: alarm, to: open, event: key")
    (tried,) = tries(given, "alarm", ["key"])
    assert tried.taken is None
    assert (tried.refused.source, tried.refused.target) == ("alarm", "open")


def test_a_system_without_snapshots_is_made_anew_for_each():
    class Forgetful(Turnstile):
        def snapshot(self):
            raise CannotSnapshot("none here")

    before = Forgetful.made
    assert changes(supply(system=Forgetful), "locked") == [("coin", "open")]
    assert Forgetful.made - before == len(EVENTS) + 1


def test_a_system_that_breaks_in_the_new_state_has_changed_all_the_same():
    class Fragile(Turnstile):
        def entered(self, state: str) -> None:
            if state == "open":
                raise KeyError(state)

    assert changes(supply(system=Fragile), "locked") == [("coin", "open")]

from __future__ import annotations

from playbook.machine.port import CannotSnapshot, Function
from playbook.run.force import decided, tries
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


def test_a_system_without_snapshots_is_made_anew_where_it_was_changed():
    class Forgetful(Turnstile):
        def snapshot(self):
            raise CannotSnapshot("none here")

    before = Forgetful.made
    assert (
        changes(supply(system=Forgetful), "locked", ["key", "coin", "key", "coin"]) == [("coin", "open")] * 2
    )
    assert Forgetful.made - before == 2


def test_what_cannot_be_decided_is_told():
    class Gone(Turnstile):
        def attach(self, host):
            super().attach(host)
            self.functions["kicks"] = Function(lambda: {}["kicks"])

    (tried,) = tries(supply(system=Gone), "locked", ["kicked"])
    assert (tried.undecided, tried.taken) == ("KeyError: 'kicks'", None)


def test_what_an_event_would_take_is_known_without_doing_it():
    engine = supply().begun()
    assert decided(engine, "coin").transition.id == "pay"
    assert decided(engine, "kicked") is decided(engine, "nothing") is None
    assert engine.state == "locked"


def test_a_forbidden_change_is_not_what_an_event_would_take():
    engine = supply("from: alarm, to: locked, event: key", "from: alarm, to: open, event: key").begun()
    engine.state = "alarm"
    assert decided(engine, "key") is None


def test_a_system_that_breaks_in_the_new_state_has_changed_all_the_same():
    class Fragile(Turnstile):
        def entered(self, state: str) -> None:
            if state == "open":
                raise KeyError(state)

    assert changes(supply(system=Fragile), "locked") == [("coin", "open")]

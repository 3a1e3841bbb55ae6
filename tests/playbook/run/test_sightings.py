from __future__ import annotations

import pytest

from playbook.machine.events import ForbiddenTried, Ignored, Taken
from playbook.run.sightings import Sightings
from playbook.run.supply import Supply
from tests.playbook.run.turnstile import TURNSTILE, read, supply, transition

PAY = Taken(transition="pay", event="coin", source="locked", target="open")


def sightings(*events, states=("locked",), given=None) -> Sightings:
    found = Sightings((given or supply()).program)
    found.states.update(dict.fromkeys(states))
    found.note(events)
    return found


def why(id, *events, given=None, **more):
    given = given or supply()
    return sightings(*events, given=given, **more).why(transition(given, id))


def test_no_source_was_reached():
    assert why("calm", PAY) == 'no action reached "alarm", which it leaves; reached were "locked", "open"'


def test_its_event_was_never_emitted():
    assert why("ring", PAY) == 'nothing that was tried makes the system emit "kicked"; "locked" was reached'


def test_its_event_came_elsewhere_only():
    elsewhere = Ignored(event="kicked", state="open")
    assert why("ring", elsewhere) == 'its event "kicked" never came in "locked"'


def test_its_guard_said_no():
    guard = Ignored(event="kicked", state="locked", reasons=("rung: no", "ring: `kicks() >= 3` failed"))
    assert why("ring", guard) == 'in "locked" its event came, but not its guard: `kicks() >= 3` failed'


def test_another_transition_was_first():
    given = supply("event: kicked, guard", "event: coin, guard")
    assert why("ring", PAY, given=given) == 'in "locked" its event "coin" took "pay" instead'


def test_it_is_forbidden():
    refused = ForbiddenTried(source="locked", target="alarm", reason="", transition="ring")
    assert why("ring", refused) == 'it would go from "locked" to "alarm", which is forbidden'


def test_a_wildcard_leaves_many_states():
    given = supply("from: alarm, to: locked", "from: '*', to: locked")
    assert why("calm", states=(), given=given).startswith(
        'no action reached "locked", "open" or "alarm", which it leaves; reached were none'
    )


def test_what_its_guard_lacks_is_known():
    given = supply()
    found = sightings(given=given)
    found.note_unknown({"/machine/transitions/2/guard": ("it is unknown", frozenset({"kicks()"}))})
    assert found.lacking(transition(given, "ring")) == {"kicks()"}
    assert found.lacking(transition(given, "pay")) == frozenset()
    assert sightings(given=given).lacking(transition(given, "ring")) == frozenset()


def test_the_whole_reason_of_a_guard_is_told():
    said = "ring: `note() == ''` failed because `note()` was `'a: b'`"
    guard = Ignored(event="kicked", state="locked", reasons=(said,))
    assert why("ring", guard).endswith("its guard: `note() == ''` failed because `note()` was `'a: b'`")


def test_two_sources_are_an_alternative():
    given = supply("from: alarm, to: locked", "from: [open, alarm], to: locked")
    assert why("calm", given=given).startswith('no action reached "open" or "alarm", which it leaves')


def test_six_states_are_all_listed():
    text = TURNSTILE.replace("    alarm: {}\n", "    alarm: {}\n    s0: {}\n    s1: {}\n    s2: {}\n")
    given = Supply(read("from: alarm, to: locked", "from: '*', to: locked", text=text))
    assert '"s0", "s1" or "s2", which it leaves' in why("calm", states=(), given=given)


@pytest.mark.parametrize("count", [7, 9])
def test_many_states_are_cut_short(count):
    states = "".join(f"    s{n}: {{}}\n" for n in range(count - 3))
    text = TURNSTILE.replace("    alarm: {}\n", f"    alarm: {{}}\n{states}")
    given = Supply(read("from: alarm, to: locked", "from: '*', to: locked", text=text))
    assert f'"s2" or {count - 6} more, which it leaves' in why("calm", states=(), given=given)

"""Guards and the invariants on both sides of a transition (PB411 to PB417)."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, mended, only, quoted

DOOR = """\
version: "1.0"
name: "Door"
machine:
  id: "door"
  initial: "closed"
  states:
    closed:
      invariants:
        - {description: "Shut", condition: "angle() == 0"}
        - {description: "Quiet", condition: "!alarm()"}
    open:
      invariants:
        - {description: "Free", condition: "!blocked()"}
  transitions:
    - {id: open_it, from: closed, to: open, event: turned, guard: "true"}
    - {id: close_it, from: open, to: closed, event: pushed}
"""


def door(guard="true", *, closed="", open="", more=""):
    """The door with a guard on its way out, other invariants, and more transitions."""
    text = DOOR.replace('guard: "true"', f'guard: "{guard}"') + more
    text = text.replace("angle() == 0", closed or "angle() == 0")
    return text.replace("!blocked()", open or "!blocked()")


def found(text):
    return [(d.id, d.severity.value[0]) for d in findings(text) if d.id.startswith("PB41")]


def test_a_guard_that_needs_a_broken_invariant():
    text = door("angle() >= 1")
    finding = only(text, "PB411")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "angle() >= 1")
    assert '"angle() >= 1" is false as long as "angle() == 0" of "closed" holds' in finding.message
    assert [text[r.span.start : r.span.end] for r in finding.related] == ['"angle() == 0"']
    assert finding.path == ("machine", "transitions", 0, "guard")


def test_the_part_that_is_to_blame_is_marked():
    text = door("!locked() && (quiet() && angle() > 5)")
    assert quoted(text, only(text, "PB411")) == "angle() > 5"


def test_where_it_takes_several_invariants_all_are_named():
    text = door("angle() > width()", closed="angle() == depth()").replace("!alarm()", "depth() < width()")
    message = only(text, "PB411").message
    assert '"angle() == depth()" and "depth() < width()" of "closed"' in message


def test_the_whole_guard_is_marked_where_no_part_of_it_suffices():
    text = door("angle() >= 5 && angle() <= 5", closed="angle() != 5")
    assert quoted(text, only(text, "PB411")) == "angle() >= 5 && angle() <= 5"


def test_of_several_sources_only_the_one_that_says_so():
    text = door("angle() > 5").replace("from: closed", "from: [open, closed]")
    assert '"closed"' in only(text, "PB411").message


@pytest.mark.parametrize(
    "guard", ["angle() < 5", "locked()", "angle() >", "name() matches 'x'", "state == 'open'"]
)
def test_guards_that_the_invariants_allow(guard):
    assert found(door(guard)) == []


def test_a_guard_that_is_false_anyway_is_another_matter():
    assert found(door("angle() > 5 && angle() < 5")) == []


def test_contradicting_invariants_are_another_matter():
    assert found(door("alarm()", closed="alarm()")) == []


def test_an_alternative_that_cannot_be():
    text = door("!locked() || angle() > 5")
    finding = only(text, "PB412")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "angle() > 5")
    assert '"angle() == 0" of "closed"' in finding.message


def test_an_alternative_inside_a_conjunction():
    text = door("ready() && (!locked() or alarm() or late())")
    assert quoted(text, only(text, "PB412")) == "alarm()"


def test_where_no_alternative_is_left_the_guard_is_told_of():
    assert found(door("alarm() || angle() > 5")) == [("PB411", "i")]


def test_invariants_that_exclude_each_other_across_a_transition():
    text = door(open="angle() > 0")
    finding = findings(text, "PB414")[0]
    assert finding.severity is Severity.INFO and finding.path == ("machine", "transitions", 0)
    assert '"angle() == 0" of "closed" to "angle() > 0" of "open"' in finding.message
    assert [text[r.span.start : r.span.end] for r in finding.related] == ['"angle() == 0"', '"angle() > 0"']
    assert len(findings(text, "PB414")) == 2


@pytest.mark.parametrize("open", ["angle() >", "angle() > 0 && angle() < 0", "angle() < 5"])
def test_what_excludes_nothing_hands_nothing_over(open):
    assert found(door(open=open)) == []


def test_that_the_state_is_another_one_is_no_hand_over():
    assert found(door(closed="state == 'closed'", open="state != 'closed'")) == []


def test_many_hand_overs_are_counted():
    more = "".join(f"    - {{id: t{i}, from: closed, to: open, event: e{i}}}\n" for i in range(20))
    told = findings(door(open="angle() > 0", more=more), "PB414")
    assert len(told) == 11 and any("12 more transitions" in d.message for d in told)


WILD = '    - {id: blow, from: "*", to: open, event: blown, guard: "%s"}\n'


def test_a_wildcard_that_is_dead_in_a_state():
    text = door(more=WILD % "angle() > 45")
    finding = only(text, "PB415")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"angle() > 45"')
    assert 'cannot be taken from "closed" as long as "angle() == 0" holds there' in finding.message
    assert found(mended(text, finding.fixes[0])) == []


def test_a_wildcard_that_is_dead_in_several_states_is_told_of_once():
    text = door(open="angle() < 9", more=WILD % "angle() > 45")
    finding = only(text, "PB415")
    assert "neither from open" in finding.message and finding.fixes == ()


def test_a_wildcard_that_names_its_exceptions_itself_means_it():
    assert found(door(more=WILD % "state != 'closed'")) == []


@pytest.mark.parametrize("guard", ["angle() >", "angle() < 5 && !alarm()", "!alarm()"])
def test_a_wildcard_that_may_be_taken_anywhere(guard):
    assert found(door(more=WILD % guard)) == []


def test_an_excepted_state_is_not_asked():
    more = (WILD % "angle() > 45").replace('"*"', '"*", except: [closed]')
    assert found(door(more=more)) == []


IN = '    - {id: kick, from: closed, to: open, event: kicked, guard: "%s"}\n'


def test_an_invariant_that_every_way_in_excludes():
    text = door("blocked()", more=IN % "blocked() && strong()")
    finding = only(text, "PB416")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"!blocked()"')
    assert "open_it, kick" in finding.message and len(finding.related) == 2


def test_a_single_way_in_is_a_hint():
    assert found(door("blocked()")) == [("PB416", "i")]


@pytest.mark.parametrize(
    "text",
    [
        door("blocked()", more=IN % "strong()"),
        door("blocked()", open="!blocked( "),
        door("blocked(", more=IN % "blocked()"),
        door("blocked()", open="state == 'blocked'"),
        door("blocked()", more=(IN % "blocked()").replace(', guard: "blocked()"', "")),
        door("blocked()").replace("event: turned", "event: turned, actions: [clear]"),
        door("blocked()").replace("    open:\n", "    open:\n      on_entry: [clear]\n"),
        door("blocked()").replace("    closed:\n", "    closed:\n      on_exit: [clear]\n"),
        door("blocked()").replace('initial: "closed"', 'initial: "open"'),
    ],
    ids=[
        "other guard",
        "unreadable",
        "unreadable guard",
        "state",
        "no guard",
        "action",
        "entry",
        "exit",
        "initial",
    ],
)
def test_where_something_may_make_it_true(text):
    assert "PB416" not in [id for id, _ in found(text)]


HARD = " && ".join(f"(a{i} ? !b{i} : b{i})" for i in range(150))


def test_where_there_is_too_much_to_find_out_it_says_so_and_stops():
    state = '    s%d: {invariants: [{condition: "' + HARD + ' && c > %d"}]}\n'
    states = "".join(state % (i, i) for i in range(25))
    text = door("angle() > 5 || alarm()", more=WILD % "angle() > 45").replace(
        "  transitions:\n", states + "  transitions:\n"
    )
    finding = only(text, "PB992")
    assert (finding.severity, finding.path) == (Severity.INFO, ("machine", "states"))
    assert found(text) == [] and found(door("angle() > 5 || alarm()")) == [("PB411", "i")]
    assert findings(door(), "PB992") == []


@pytest.mark.parametrize(
    ("condition", "event"),
    [
        ("turning_time_remaining() > 0", "turning_time_elapsed"),
        ("0 < remaining_tries", "tries_exhausted"),
        ("lease_left('x') >= 1", "lease_expired"),
        ("lease_left() != 0", "lease_ended"),
    ],
)
def test_what_remains_until_the_event_that_says_it_does_not(condition, event):
    text = door(closed=condition).replace("event: turned", f"event: {event}")
    finding = only(text, "PB417")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, f'"{condition}"')
    assert event in finding.message


@pytest.mark.parametrize(
    ("condition", "event"),
    [
        ("lease_left() < 9", "lease_expired"),
        ("lease_left() > 0", "other_expired"),
        ("lease_left() > 0", "lease_renewed"),
        ("lease() > 0", "lease_expired"),
        ("lease_left() > 0 && quiet()", "lease_expired"),
    ],
)
def test_what_says_nothing_of_the_kind(condition, event):
    assert found(door(closed=condition).replace("event: turned", f"event: {event}")) == []

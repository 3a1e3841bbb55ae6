"""Changes summed up in a line, and for other programs."""

from __future__ import annotations

from playbook.changes.change import Change, summary


def added(noun: str, name: str) -> Change:
    text = f"{noun} `{name}` added"
    return Change("added", None, ("x", name), text, text, noun)


GUARD = Change("changed", ("a",), ("a",), "guard of `x` changed from `1` to `2`", "guard of `x` changed")
PROSE = Change("changed", ("b",), ("b",), "name changed", "name changed", meaning="text")


def test_no_change_is_an_empty_line():
    assert summary([]) == ""


def test_several_of_one_kind_are_counted():
    assert (
        summary([added("state", "a"), GUARD, added("state", "b")]) == "2 states added, guard of `x` changed"
    )


def test_behaviour_goes_before_what_people_read():
    assert summary([PROSE, GUARD]) == "guard of `x` changed, name changed"


def test_what_does_not_fit_is_counted():
    assert summary([GUARD, PROSE, PROSE], most=31) == "guard of `x` changed and 2 more"


def test_where_nothing_fits_only_the_number_is_told():
    assert summary([GUARD, PROSE], most=12) == "2 changes"
    assert summary([GUARD], most=12) == "1 change"


def test_a_plural_may_end_otherwise():
    assert summary([added("routing policy", "a"), added("routing policy", "b")]) == "2 routing policies added"


def test_keys_keep_their_plural():
    assert summary([added("key", "a"), added("key", "b")]) == "2 keys added"


def test_paths_are_pointers_for_programs():
    said = added("state", "a/b").as_json()
    assert (said["old"], said["new"], said["old_line"]) == (None, "/x/a~1b", None)

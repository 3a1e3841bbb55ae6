"""Two sides merged by element: what both wrote is kept, what they disagree on is a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.changes.merge import merged

ORDER = (Path(__file__).resolve().parents[3] / "playbooks" / "order.yaml").read_text()
GUARD = ('event: "order_placed"\n', 'event: "order_placed"\n      guard: "total > 0"  # nothing is free\n')
NEW_STATE = (
    "    cancelled:\n",
    "    # Nobody came for it.\n    stored:\n      final_state: true\n    cancelled:\n",
)
STORE = (
    '    - id: "deliver"\n',
    '    - id: "store"\n      from: "shipped"\n      to: "cancelled"\n      event: "nobody_came"\n    - id: "deliver"\n',
)
MONEY = ('condition: "paid == 0"', 'condition: "paid <= 0"')
STEP = ("    steps:\n", "    steps:\n      - action: wait\n        params: {duration_ms: 5}\n")


def edited(*edits: tuple[str, str]) -> str:
    text = ORDER
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (GUARD, MONEY),
        (GUARD, NEW_STATE),
        (STORE, GUARD),
        (NEW_STATE, MONEY),
        (STORE, NEW_STATE),
        (STEP, GUARD),
        (GUARD, ("# What is delayed", "# Whatever is delayed")),
        (GUARD, ('event: "order_placed"', "event: 'ordered'")),
        (GUARD, ('    - id: "place"\n', '    # The first one.\n    - id: "place"\n')),
        (NEW_STATE, ('      description: "The parcel is on its way."\n', "")),
    ],
)
def test_what_touches_different_things_is_merged_with_every_character_of_both(mine, theirs):
    together = edited(mine, theirs)
    assert merged(ORDER, edited(mine), edited(theirs)).text == together
    assert merged(ORDER, edited(theirs), edited(mine)).text == together


def test_what_both_have_added_at_one_place_stands_there_in_turn():
    other = ("    cancelled:\n", "    lost: {}\n    cancelled:\n")
    result = merged(ORDER, edited(NEW_STATE), edited(other)).text
    assert result == edited(("    cancelled:\n", NEW_STATE[1].replace("    cancelled:\n", other[1])))


def test_the_same_change_of_both_is_made_once():
    assert merged(ORDER, edited(GUARD, MONEY), edited(GUARD)).text == edited(GUARD, MONEY)


@pytest.mark.parametrize("text", [ORDER, edited(GUARD), "not: [a playbook"])
def test_who_changed_nothing_takes_the_other_text(text):
    assert merged(ORDER, ORDER, text).text == text
    assert merged(ORDER, text, ORDER).text == text


def test_a_value_that_both_have_changed_is_a_conflict_with_all_three_versions():
    [conflict] = merged(ORDER, edited(MONEY), edited((MONEY[0], 'condition: "paid < 1"'))).conflicts
    assert conflict.path == ("machine", "states", "cancelled", "invariants", 0, "condition")
    assert [side.text.strip() for side in (conflict.base, conflict.mine, conflict.theirs)] == [
        'condition: "paid == 0"',
        'condition: "paid <= 0"',
        'condition: "paid < 1"',
    ]


def test_a_conflict_says_where_it_stands_in_either_text():
    mine, theirs = edited(MONEY, NEW_STATE), edited((MONEY[0], 'condition: "paid < 1"'))
    [conflict] = merged(ORDER, mine, theirs).conflicts
    for side, text in ((conflict.mine, mine), (conflict.theirs, theirs)):
        assert text[side.span.start : side.span.end] == side.text
    assert conflict.mine.span.line == conflict.base.span.line + 3


def test_what_one_side_has_removed_and_the_other_one_changed_is_a_conflict():
    start, end = ORDER.index('    - id: "place"'), ORDER.index('    - id: "pay"')
    result = merged(ORDER, ORDER[:start] + ORDER[end:], edited(GUARD))
    [conflict] = result.conflicts
    assert result.text is None
    assert conflict.mine.text is None
    assert "nothing is free" in conflict.theirs.text
    assert conflict.reason == "one side has removed it, the other one changed it"


def test_different_elements_of_one_name_are_a_conflict():
    other = NEW_STATE[0], "    stored: {}\n    cancelled:\n"
    [conflict] = merged(ORDER, edited(NEW_STATE), edited(other)).conflicts
    assert (conflict.path, conflict.base.text) == (("machine", "states", "stored"), None)


def test_steps_that_both_have_put_at_one_place_are_a_conflict():
    other = "    steps:\n", "    steps:\n      - action: place\n"
    [conflict] = merged(ORDER, edited(STEP), edited(other)).conflicts
    assert conflict.path[-1] == "steps"


def test_transitions_of_both_for_one_event_of_one_state_are_a_conflict():
    mine = edited(STORE)
    theirs = edited((STORE[0], STORE[1].replace('"store"', '"lose"')))
    [conflict] = merged(ORDER, mine, theirs).conflicts
    assert "one event of one state" in conflict.reason


def test_a_use_of_a_state_that_the_other_side_has_renamed_is_a_conflict():
    mine = edited(STORE).replace(
        'from: "shipped"\n      to: "cancelled"\n      event: "nobody',
        'from: "cart"\n      to: "cancelled"\n      event: "nobody',
    )
    theirs = ORDER.replace("    cart:", "    basket:").replace('"cart"', '"basket"')
    [conflict] = merged(ORDER, mine, theirs).conflicts
    assert "'cart'" in conflict.reason
    assert (conflict.mine.text, conflict.theirs.text) == (mine, theirs)


def test_a_text_that_cannot_be_read_is_not_merged():
    [conflict] = merged(ORDER, edited(GUARD), ORDER + "tui: [\n").conflicts
    assert (conflict.path, conflict.mine.text) == ((), edited(GUARD))


def test_values_in_braces_are_merged_key_by_key():
    base = 'version: "1.0"\nmachine:\n  id: m\n  initial: a\n  states: {a: {}}\n  transitions:\n    - {id: t, from: a, to: a, event: e}\n'
    mine, theirs = base.replace("from: a", "from: '*'"), base.replace("event: e}", "event: f}")
    assert merged(base, mine, theirs).text == base.replace("from: a", "from: '*'").replace(
        "event: e}", "event: f}"
    )


def test_windows_line_ends_and_a_mark_stay():
    base, mine, theirs = (
        "\ufeff" + text.replace("\n", "\r\n") for text in (ORDER, edited(GUARD), edited(NEW_STATE))
    )
    assert merged(base, mine, theirs).text == "\ufeff" + edited(GUARD, NEW_STATE).replace("\n", "\r\n")


def test_a_last_line_without_its_end_is_no_change():
    result = merged(ORDER.rstrip("\n"), edited(GUARD), edited(MONEY).rstrip("\n"))
    assert result.text == edited(GUARD, MONEY)


def test_steps_that_either_side_has_put_elsewhere_are_merged():
    last = '      - assert: "paid == 60"\n'
    assert last in ORDER
    end = last, last + "      - action: wait\n        params: {duration_ms: 7}\n"
    assert merged(ORDER, edited(STEP), edited(end)).text == edited(STEP, end)


def test_steps_that_both_have_taken_out_are_taken_out_once():
    gone = "      - action: wait\n        params: {duration_ms: 5}\n", ""
    base = edited(STEP)
    mine, theirs = base.replace(*gone), base.replace(*gone).replace(*MONEY)
    assert merged(base, mine, theirs).text == theirs
    assert merged(base, mine.replace(*GUARD), theirs).text == edited(GUARD, MONEY)


def test_comments_that_both_have_written_above_one_element_are_a_conflict():
    lines = [('    - id: "place"\n', f'    # {word}.\n    - id: "place"\n') for word in ("Once", "Twice")]
    [conflict] = merged(ORDER, edited(lines[0]), edited(lines[1])).conflicts
    assert conflict.path == ("machine", "transitions", 0)
    assert "comments" in conflict.reason


def blocks(text: str) -> tuple[str, str, str]:
    """The order with its first transitions, one after another."""
    starts = [text.index(f'    - id: "{name}"') for name in ("place", "pay", "ship", "deliver")]
    return text[starts[0] : starts[1]], text[starts[1] : starts[2]], text[starts[2] : starts[3]]


def test_another_order_of_one_side_and_an_edit_of_the_other_are_merged():
    place, pay, ship = blocks(ORDER)
    turned = ORDER.replace(place + pay + ship, ship + place + pay)
    assert merged(ORDER, edited(GUARD), turned).text == turned.replace(*GUARD)
    assert merged(ORDER, turned, edited(GUARD)).text == turned.replace(*GUARD)


def test_another_order_by_either_side_is_a_conflict():
    place, pay, ship = blocks(ORDER)
    mine, theirs = (
        ORDER.replace(place + pay + ship, other) for other in (ship + place + pay, pay + place + ship)
    )
    [conflict] = merged(ORDER, mine, theirs).conflicts
    assert conflict.path == ("machine", "transitions")


def test_another_indentation_and_an_edit_are_a_conflict_there():
    start, end = ORDER.index('    - id: "place"'), ORDER.index("  forbidden:\n")
    deeper = "".join(f"  {line}" if line.strip() else line for line in ORDER[start:end].splitlines(True))
    [conflict] = merged(ORDER, ORDER[:start] + deeper + ORDER[end:], edited(GUARD)).conflicts
    assert conflict.path == ("machine", "transitions")


@pytest.mark.parametrize("item", ["just a text", "[1]"])
def test_an_item_that_is_no_map_keeps_its_place(item):
    odd = ('    - id: "pay"\n', f'    - {item}\n    - id: "pay"\n')
    result = merged(edited(odd), edited(odd, GUARD), edited(odd, STORE))
    assert result.text == edited(odd, GUARD, STORE)


def test_two_elements_of_one_name_cannot_be_told_apart():
    twice = ('    - id: "pay"\n', '    - id: "place"\n')
    [conflict] = merged(
        edited(twice), edited(twice, GUARD), edited(twice, ('event: "payment_received"', "event: x"))
    ).conflicts
    assert conflict.path == ("machine", "transitions")


def test_a_removed_anchor_that_the_other_side_uses_is_a_conflict():
    base = ORDER + "x: &a\n  b: 1\n"
    [conflict] = merged(base, ORDER, base + "y: *a\n").conflicts
    assert conflict.reason == "the changes of the two sides cannot be told apart"


def test_an_element_that_both_have_added_alike_is_added_once():
    result = merged(ORDER, edited(NEW_STATE), edited(NEW_STATE, MONEY))
    assert result.text == edited(NEW_STATE, MONEY)
    before = ("    placed:\n", "    held: {}\n    placed:\n")
    assert merged(ORDER, edited(NEW_STATE, before), edited(NEW_STATE, MONEY)).text == edited(
        NEW_STATE, MONEY, before
    )


def test_an_element_that_both_have_removed_is_gone():
    other = ("    placed:\n", "    held: {}\n    placed:\n")
    result = merged(edited(NEW_STATE), edited(MONEY), edited(other))
    assert result.text == edited(MONEY, other)


def test_every_conflict_is_told():
    event = 'event: "payment_received"'
    mine, theirs = edited(MONEY, (event, "event: a")), edited((MONEY[0], "condition: x"), (event, "event: b"))
    assert [conflict.path[-1] for conflict in merged(ORDER, mine, theirs).conflicts] == ["condition", "event"]


BRACES = """\
version: "1.0"
machine:
  id: m
  initial: a
  states: {a: {}}
  transitions:
    - {id: t, from: [a, b], to: a, event: e}
"""


@pytest.mark.parametrize(
    ("mine", "theirs", "path"),
    [
        (("[a, b]", "[a]"), ("[a, b]", "[b]"), "from"),
        (("event: e}", "event: e, guard: x}"), ("to: a", "to: b"), 0),
        (("{a: {}}", "\n    a: {}\n    b: {}"), ("{a: {}}", "{a: {final_state: true}}"), "states"),
        (("{a: {}}", "{a: {}, b: {}}"), ("{a: {}}", "{a: {}, c: {}}"), "states"),
    ],
)
def test_what_cannot_be_taken_apart_is_a_conflict_as_a_whole(mine, theirs, path):
    [conflict] = merged(BRACES, BRACES.replace(*mine), BRACES.replace(*theirs)).conflicts
    assert conflict.path[-1] == path


@pytest.mark.parametrize(
    "list",
    ["-   # one\n    a\n  - b\n", "- a\n  -\n", "- - a\n    - b\n  - c\n", "? a\n  : b\n  ? c\n  : d\n"],
)
def test_lists_of_an_uncommon_form_lose_no_side(list):
    base = BRACES + "x:\n  " + list
    mine, theirs = (
        base.replace("    a\n", "    q\n") + "  # mine\n",
        base.replace("- b", "- r") + "  # theirs\n",
    )
    result = merged(base, mine, theirs)
    assert result.text is None
    assert "# mine" in result.conflicts[0].mine.text
    assert "# theirs" in result.conflicts[0].theirs.text


def test_a_line_that_ends_as_only_yaml_ends_lines_is_not_cut():
    base = "# A remark\u2028" + BRACES
    result = merged(base, base.replace("id: m", "id: n"), base.replace("initial: a", "initial: b"))
    assert [conflict.path for conflict in result.conflicts] == [()]

"""Transitions that compete for one event (PB321, PB325), and what their guards leave out (PB328)."""

from __future__ import annotations

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, mended, only, quoted

ORDER = """\
version: "1.0"
name: "Order"
machine:
  id: "order"
  initial: "new"
  states:
    new:
      invariants:
        - {description: "It costs something", condition: "price() > 0"}
    small: {}
    large: {}
    lost: {}
  transitions:
    - {id: back, from: [small, large], to: new, event: reopened}
"""


def order(*guards, more="", source="new", start=""):
    """Transitions of `new` for one event, to three states in turn; a guard may be None."""
    lines = []
    for number, guard in enumerate(guards):
        target = ("small", "large", "lost")[number % 3]
        written = f', guard: "{guard}"' if guard is not None else ""
        lines.append(f"    - {{id: t{number}, from: {source}, to: {target}, event: checked{written}}}\n")
    return ORDER + start + "".join(lines) + more


def found(text):
    return [
        (d.id, d.severity.value[0]) for d in findings(text) if d.id in ("PB206", "PB321", "PB325", "PB328")
    ]


def test_two_transitions_without_guards():
    text = order(None, None)
    finding = only(text, "PB321")
    assert (finding.severity, finding.path) == (Severity.ERROR, ("machine", "transitions", 2))
    assert '"t1" can never be taken on "checked" in "new": "t0" before it has no guard' in finding.message
    assert finding.related[0].span.line == 15 and finding.fixes == ()


@pytest.mark.parametrize("other", ["amount() > 5", "amount( )  > 5", "5 < amount()", "!(amount() <= 5)"])
def test_two_transitions_with_the_same_guard(other):
    text = order("amount() > 5", other, None)
    finding = only(text, "PB321")
    assert finding.severity is Severity.ERROR and "has the same guard" in finding.message


def test_one_without_guard_hides_what_comes_after():
    text = order(None, "amount() > 5")
    finding = only(text, "PB321")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"amount() > 5"')
    assert found(mended(text, finding.fixes[0])) == []


def test_the_special_case_is_moved_also_in_a_block():
    text = order(more="").replace(
        "    - {id: back",
        "    - id: all\n      from: new\n      to: small\n      event: checked  # any\n"
        "    - id: some\n      from: new\n      to: large\n      event: checked\n      guard: vip()\n    - {id: back",
    )
    after = mended(text, only(text, "PB321").fixes[0])
    assert found(after) == [] and after.index("id: some") < after.index("id: all")


def test_a_wider_guard_hides_a_narrower_one():
    text = order("amount() > 5", "amount() > 10", None)
    finding = only(text, "PB321")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"amount() > 10"')
    assert 'whenever its guard is true, so is "amount() > 5" of "t0"' in finding.message
    assert found(mended(text, finding.fixes[0])) == []


def test_two_guards_that_can_both_be_true():
    text = order("amount() > 5", "amount() < 10")
    finding = only(text, "PB321")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"amount() < 10"')
    assert "for example when amount() is 6: the first in the text is taken" in finding.message


def test_two_guards_that_speak_of_different_things():
    message = only(order("late()", "vip()", None), "PB321").message
    assert "when late() is true and vip() is true" in message


@pytest.mark.parametrize(
    "guards",
    [
        ["amount() > 5", "amount() > 1", None],
        ["amount() > 5 && vip()", "amount() > 5", None],
        ["amount() > 5", None],
        ["vip()", "!vip()"],
        ["kind() == 'a'", "kind() == 'b'", "kind() == 'c'"],
        ["kind() in ['a', 'b']", "kind() != 'a' && kind() != 'b'"],
        ["amount() < 5", "amount() >= 5"],
        ["amount() <= 5", "amount() >= 6"],
        ["price() <= 0", "price() < 0 || vip()", None],
        ["kind() != 'a'", "kind() != 'b'"],
        ["name() matches 'a'", "name() matches 'b'"],
        ["amount() >", "amount() > 1"],
        ["state == 'new'", None],
    ],
    ids=" | ".join(str(n) for n in range(13)).split(" | "),
)
def test_choices_that_are_well_written(guards):
    assert [f for f in found(order(*guards)) if f[0] != "PB328"] == []


def test_an_overlap_that_the_state_excludes():
    assert found(order("price() < 5", "price() < 0 || price() > 3", None)) == [("PB321", "w")]
    text = order("amount() > 5", "vip()", None)
    assert found(text.replace("price() > 0", "!(amount() > 5 && vip())")) == []


def test_no_two_numbers_that_nobody_has_in_mind():
    assert found(order("n() < 5", "n() > 3.5", None)) == [("PB321", "w")]
    assert found(order("n() < 4", "n() > 3", None)) == []
    assert found(order("n() < 1", "n() < 0 || n() > 3", None)) == []


def test_the_same_target_is_no_conflict_unless_one_is_hidden():
    same = "    - {id: s%d, from: new, to: small, event: checked, guard: '%s'}\n"
    assert found(order(more=same % (1, "a()") + same % (2, "b()"))) == []
    assert found(order(more=same % (1, "a()") + same % (2, "a() && b()"))) == [("PB321", "w")]


def test_a_repeated_transition_has_its_own_finding():
    again = "    - {id: s%d, from: new, to: small, event: checked, guard: 'a()'}\n"
    assert found(order(more=again % 1 + again % 2)) == [("PB206", "w")]


def test_a_pair_is_told_of_once_though_it_meets_in_several_states():
    assert found(order(None, None, source="[new, lost]")) == [("PB321", "e")]


def test_where_the_later_one_is_taken_elsewhere_it_is_a_warning():
    more = "    - {id: general, from: [new, lost], to: large, event: checked}\n"
    assert found(order(None, more=more)) == [("PB321", "w")]


def test_without_an_event_nothing_competes():
    assert found(order(None, None).replace("event: checked", "event: ''")) == []
    assert found(wild(None, None).replace("event: shaken", "event: ''")) == []


def test_a_pair_is_compared_once_for_all_states():
    text = order("a() > 5", "a() < 9", "a() > 20 || a() < 2", source="[new, small, lost]")
    assert found(text) == [("PB321", "w")] * 3


def test_a_pair_may_conflict_in_one_state_and_not_in_another():
    text = order("price() > 5", "price() < 9", source="[new, lost]").replace("price() > 0", "price() > 10")
    assert 'in "lost"' in only(text, "PB321").message


def test_the_special_case_stays_where_the_list_is_in_one_line():
    head, _, _ = ORDER.partition("  transitions:")
    pair = "[{from: new, to: small, event: e}, {from: new, to: lost, event: e, guard: vip()}]"
    assert only(head + f"  transitions: {pair}\n", "PB321").fixes == ()


@pytest.mark.parametrize(
    "items",
    [
        "- id: a\n      from: new\n      to: small\n      event: e\n    -\n      from: new\n      to: lost\n      event: e\n      guard: vip()\n"
    ],
)
def test_nor_is_what_is_indented_otherwise_moved(items):
    head, _, _ = ORDER.partition("  transitions:")
    assert only(head + f"  transitions:\n    {items}", "PB321").fixes == ()


def test_where_there_is_too_much_to_compare_it_stops():
    hard = " && ".join(f"(a{i} ? !b{i} : b{i})" for i in range(150))
    text = order(*(f"{hard} && c > {i}" for i in range(10)))
    assert [d.id for d in findings(text) if d.id in ("PB321", "PB328", "PB992")] == ["PB992"]


def test_durations_need_not_be_whole_but_nobody_thinks_of_halves():
    assert found(order("wait_ms() < 4", "wait_ms() > 3", None)) == []


def wild(*guards, excepted=("", "")):
    lines = []
    for number, guard in enumerate(guards):
        written = f', guard: "{guard}"' if guard is not None else ""
        target, skip = ("lost", "small")[number % 2], excepted[number % 2]
        lines.append(f'    - {{id: w{number}, from: "*"{skip}, to: {target}, event: shaken{written}}}\n')
    return ORDER + "".join(lines)


def test_wildcards_that_can_both_be_taken():
    text = wild("force() > 5", "force() < 10")
    finding = only(text, "PB325")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, '"force() < 10"')
    assert '"w0" and "w1" can both be taken on "shaken", for example when force() is 6' in finding.message


def test_a_wildcard_that_hides_another():
    assert "before it has no guard" in only(wild(None, None), "PB325").message
    assert found(wild("force() > 5", "force() > 9")) == [("PB325", "w")]


@pytest.mark.parametrize(
    "text",
    [
        wild("force() > 5", "force() <= 5"),
        wild("force() > 5", None),
        wild("force() >", "force() > 1"),
        wild(None, None, excepted=(", except: [new]", "")),
        wild(None, None, excepted=(", except: [new, lost]", ", except: [small, large]")),
        wild("state == 'new'", "state == 'small'"),
    ],
    ids=["exclusive", "else", "unreadable", "special", "disjoint", "state"],
)
def test_wildcards_that_are_well_written(text):
    assert found(text) == []


def test_wildcards_that_ask_for_the_state():
    text = wild("state == 'new' || tired()", "state in ['new', 'small']")
    assert "when state is 'new' and tired() is" in only(text, "PB325").message


def test_a_repeated_wildcard_has_its_own_finding():
    again = '    - {id: again, from: "*", to: lost, event: shaken}\n'
    assert found(wild(None) + again) == [("PB206", "w")]


def test_a_wildcard_without_guard_hides_all_others_in_whatever_they_share():
    assert found(wild(None, "force() > 5", excepted=("", ", except: [new]"))) == [("PB325", "w")]


@pytest.mark.parametrize(
    ("guards", "example"),
    [
        (["amount() > 5", "amount() < 5"], "amount() is 5"),
        (["amount() > 5 && vip()", "amount() <= 5"], "amount() is 6 and vip() is false"),
        (["vip() && late()", "!vip()"], "vip() is true and late() is false"),
        (["kind() == 'a'", "kind() == 'b'"], "kind() is 'c'"),
        (["kind() in ['a', 1]", "kind() == 'b'"], "kind() is 'c'"),
        (["a() > b()", "b() > a()"], "a() is 0 and b() is 0"),
    ],
)
def test_a_case_that_no_guard_covers(guards, example):
    elsewhere = "    - {id: other, from: lost, to: new, event: found, guard: \"kind() == 'c'\"}\n"
    text = order(*guards, more=elsewhere)
    finding = only(text, "PB328")
    assert finding.severity is Severity.WARNING and f"is true when {example}: " in finding.message
    assert quoted(text, finding) == f'"{guards[-1]}"'


@pytest.mark.parametrize(
    "guards",
    [
        ["amount() > 5"],
        ["amount() > 5", "amount() <= 5"],
        ["amount() > 5", "amount() < 5", None],
        ["kind() == 'a'", "kind() == 'b'"],
        ["level() == 1", "level() == 2"],
        ["ok()", "failed()"],
        ["amount() > 9", "amount() > 5"],
        ["n() >= 1", "n() < 1 && n() >= 0"],
        ["n() > 3", "n() <= 2 || n() == 3"],
        ["name() matches 'a'", "name() matches 'b'"],
    ],
    ids=str,
)
def test_where_nothing_is_certainly_left_out(guards):
    assert "PB328" not in [id for id, _ in found(order(*guards))]


def test_an_invariant_of_the_state_excludes_the_gap():
    text = order("amount() > 5", "amount() < 5")
    assert found(text) == [("PB328", "w")]
    assert found(text.replace("price() > 0", "amount() != 5")) == []


@pytest.mark.parametrize("guard", ["", ', guard: "amount() == 5"'])
def test_a_wildcard_covers_the_rest(guard):
    more = f'    - {{id: rest, from: "*", to: lost, event: checked{guard}}}\n'
    assert found(order("amount() > 5", "amount() < 5", more=more)) == []

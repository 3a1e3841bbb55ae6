"""A name changed everywhere, and nothing else with it."""

from __future__ import annotations

import re

import pytest

from playbook.analysis import analyse
from playbook.editing.edits import EditRefused
from playbook.editing.mentions import KINDS, Kind, Named, kind_of
from playbook.editing.opened import Opened
from playbook.editing.renaming import dependents, renamed
from tests.playbook.editing.changing import FILES
from tests.playbook.texts import LAMP, lamp

SHOP = """\
version: "1.0"
machine:
  id: shop
  initial: open   # where it starts
  states:
    open: {id: "open", description: "open all day", on_entry: [count, {emit: sold}]}
    shut:
      invariants: [{condition: "state in ['shut', 'open'] && left(1) > 0 && stock >= 0"}]
  transitions:
    - {id: close, from: "*", except: [open], to: shut, event: sold, guard: "left(1) == stock"}
    - {id: again, from: shut, to: open, event: delivered, actions: [count()]}
  forbidden: [{from: shut, to: shut}]
performance_assertions:
  - {name: few, condition: "stock < 5"}
scenarios:
  - name: a day
    performance: {few: breached}
    steps:
      - {action: count, repeat: 2}
      - {assert: "state != \\"open\\" || stock == 0"}
simulation:
  variables: {stock: 5, shelves: {}}
  functions:
    left(n): "stock - n"
    twice(stock): "stock * 2"
  actions:
    count():
      - {when: "left(1) > 0 && state == 'open'", set: {stock: "stock - 1", "shelves['a']": "stock"}, emit: sold}
  panels:
    shelf: {each: shelves, as: [k, stock], row: {Name: k, stock: stock}}
tui:
  panels: [{id: shelf, columns: [Name]}, {id: plot, type: ascii_plot, data_source: stock}]
  status_bar: {left: "{{ state }} {{stock}} in stock"}
  keybindings: {s: toggle_shelf_panel, p: panel_plots}
"""


def changed(kind: Kind, old: str, new: str, text: str = SHOP) -> list[tuple[int, str, str]]:
    """The lines that differ, before and after."""
    after = renamed(text, kind, old, new).text
    pairs = enumerate(zip(text.splitlines(), after.splitlines(), strict=True), 1)
    return [(number, one, other) for number, (one, other) in pairs if one != other]


def lines(kind: Kind, old: str, new: str) -> list[int]:
    return [line for line, _, _ in changed(kind, old, new)]


def test_a_state_is_followed_through_machine_and_conditions():
    assert lines("state", "open", "ready") == [4, 6, 8, 10, 11, 20, 28]


def test_quotes_comments_and_descriptions_stay():
    found = {line: after.strip() for line, _, after in changed("state", "open", "ready")}
    assert found[4] == "initial: ready   # where it starts"
    assert found[6].startswith('ready: {id: "ready", description: "open all day"')
    assert found[20] == r'- {assert: "state != \"ready\" || stock == 0"}'


def test_an_event_is_followed_into_what_emits_it():
    assert lines("event", "sold", "gone") == [6, 10, 28]


def test_on_the_bare_machine_actions_are_called_like_events_and_transitions():
    text = lamp(more="scenarios:\n  - {name: s, steps: [{action: pressed}, {action: switch_off}]}\n")
    assert "{action: pushed}" in renamed(text, "event", "pressed", "pushed").text
    assert "{action: off_again}" in renamed(text, "transition", "switch_off", "off_again").text


def test_with_a_system_actions_are_its_own():
    assert lines("transition", "close", "count_down") == [10]


def test_the_other_kinds_are_followed():
    assert lines("scenario", "a day", "a long day") == [16]
    assert lines("assertion", "few", "scarce") == [14, 17]
    assert lines("function", "left", "rest") == [8, 10, 24, 28]
    assert lines("action", "count", "sell") == [6, 11, 19, 27]


def test_a_variable_is_not_what_a_parameter_or_a_row_calls_so():
    assert lines("variable", "stock", "store") == [8, 10, 14, 20, 22, 24, 28, 32, 33]
    after = renamed(SHOP, "variable", "stock", "store").text
    assert 'twice(stock): "stock * 2"' in after and "as: [k, stock], row: {Name: k, stock: stock}" in after
    assert '"{{ state }} {{store}} in stock"' in after


def test_a_panel_is_followed_by_its_keys_and_its_rows():
    assert lines("panel", "shelf", "rack") == [30, 32, 34]
    assert "p: panel_graph}" in renamed(SHOP, "panel", "plot", "graph").text


def test_a_stats_field_that_has_a_column_names_that():
    text = SHOP.replace("{id: shelf, columns: [Name]}", "{id: shelf, type: stats, fields: [stock]}")
    assert "fields: [stock]" in renamed(text, "variable", "stock", "store").text


def test_older_sections_are_followed():
    more = "playbook:\n  setup: [pressed]\n  steps: [{name: x, transitions: [switch_on]}]\n"
    more += "assertions:\n  path: {must_visit: [bright], ends_at: bright}\n"
    text = lamp(more=more)
    assert "{must_visit: [light], ends_at: light}" in renamed(text, "state", "bright", "light").text
    assert "transitions: [on_it_goes]" in renamed(text, "transition", "switch_on", "on_it_goes").text
    assert "setup: [pushed]" in renamed(text, "event", "pressed", "pushed").text


def test_the_changes_say_what_is_where():
    change = renamed(LAMP, "event", "pressed", "pushed").changes[0]
    assert (change.line, change.path, change.before, change.after) == (
        13, ("machine", "transitions", 0, "event"), "pressed", "pushed",
    )  # fmt: skip


def test_a_name_that_other_readers_take_for_a_boolean_is_quoted():
    assert 'event: "on"}' in renamed(LAMP, "event", "pressed", "on").text


@pytest.mark.parametrize(
    ("kind", "old", "new", "reason"),
    [
        ("state", "nowhere", "x", 'there is no state "nowhere"; there are: open, shut'),
        ("state", "open", "shut", 'there is a state "shut" already'),
        ("state", "open", "state", "means something else"),
        ("state", "open", "two words", "cannot name a state"),
        ("scenario", "a day", " x", "cannot name a scenario"),
        ("function", "left", "stock", 'there is a variable "stock" already'),
        ("function", "left", "true", "means something else"),
        ("variable", "stock", "random", "means something else"),
        ("variable", "shelves", "a-b", "letters, digits and _"),
        ("action", "count", "wait", "means something else"),
    ],
)
def test_a_name_that_cannot_be_is_refused(kind, old, new, reason):
    with pytest.raises(EditRefused, match=re.escape(reason)):
        renamed(SHOP, kind, old, new)


def test_a_name_that_a_parameter_would_hide_is_refused():
    text = SHOP.replace('left(n): "stock - n"', 'left(n): "stock - n + shelves.len()"')
    with pytest.raises(EditRefused, match='line 24 has a name "n" of its own'):
        renamed(text, "variable", "shelves", "n")


def test_on_the_bare_machine_an_event_and_a_transition_are_not_confused():
    with pytest.raises(EditRefused, match="would fire the event"):
        renamed(LAMP, "event", "pressed", "switch_off")
    with pytest.raises(EditRefused, match="fires the event"):
        renamed(LAMP, "transition", "switch_on", "released")


def test_an_anchor_that_is_something_else_too_is_refused():
    text = LAMP.replace('name: "Lamp"', "name: &n dark").replace('initial: "dark"', "initial: *n")
    with pytest.raises(EditRefused, match="an anchor gives"):
        renamed(text, "state", "dark", "dim")


def test_an_anchor_that_is_always_the_name_is_followed():
    text = LAMP.replace("from: dark", "from: &d dark").replace("to: dark", "to: *d")
    assert "from: &d dim, to: bright" in renamed(text, "state", "dark", "dim").text


@pytest.mark.parametrize("more", ["own: {a: 1, a: 2}\n", "own: [1, 2\n"])
def test_a_text_that_was_not_read_whole_is_refused(more):
    with pytest.raises(EditRefused, match="mend what cannot be read first"):
        renamed(LAMP + more, "state", "dark", "dim")


def test_what_is_no_playbook_is_refused():
    with pytest.raises(EditRefused, match="cannot be read as a playbook"):
        renamed("- 1\n", "state", "a", "b")


# Keys may call a panel by its plural, which does not come back.
COMING_BACK = [kind for kind in KINDS if kind != "panel"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("kind", COMING_BACK)
def test_every_name_of_a_real_playbook_can_be_changed_and_changed_back(file, kind):
    text = file.read_text()
    for name in sorted(Named(Opened(text)).declared(kind))[:2]:
        there = renamed(text, kind, name, "zebra_7").text
        assert there != text
        assert renamed(there, kind, "zebra_7", name).text == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_state_by_another_name_brings_no_findings(file):
    text = file.read_text()
    first = next(iter(Named(Opened(text)).index.states))
    found = [d.id for d in analyse(renamed(text, "state", first, "zebra_7").text).diagnostics]
    assert found == [d.id for d in analyse(text).diagnostics]


def test_what_names_a_state_depends_on_it():
    assert [(d.span.line, d.kind) for d in dependents(LAMP, ("machine", "states", "bright"))] == [
        (13, "state"),
        (14, "state"),
    ]


def test_what_reads_a_section_or_an_entry_depends_on_it():
    text = lamp("warmth() > 0", "warmth() > limits.least", more="limits: {least: 3, most: 9}\n")
    assert [d.span.line for d in dependents(text, ("limits", "least"))] == [11]
    assert [d.path for d in dependents(text, ("limits",))] == [
        ("machine", "states", "bright", "invariants", 0, "condition")
    ]
    assert dependents(text, ("limits", "most")) == ()


def test_what_nothing_names_has_no_dependents():
    assert dependents(SHOP, ("scenarios", 0)) == ()


def test_an_event_of_one_transition_goes_with_it():
    playbook = analyse(SHOP).playbook
    assert playbook is not None
    assert list(kind_of(playbook, ("machine", "transitions", 0))) == [
        ("transition", "close"),
        ("event", "sold"),
    ]
    assert [d.span.line for d in dependents(SHOP, ("machine", "transitions", 0))] == [6, 28]

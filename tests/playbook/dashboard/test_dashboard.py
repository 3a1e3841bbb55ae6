from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.dashboard.chrome import key_actions
from playbook.dashboard.panels import cell, panel_event
from playbook.document.model import Panel
from tests.playbook.machine.scripted import HEAD, Scripted, only, run

TUI = """\
  states: {a: {}}
  transitions: []
scenarios: [{name: s, steps: [{action: work}, {action: work}, {action: rest}]}]
tui:
  panels: [{id: circuits, title: CIRCUITS, columns: [Node, Load]}]
  status_bar: {left: "{{state}}", center: "{{load}} of {{limits.most}}", right: "{{nobody}} {{ 1 + }}"}
  keybindings: {q: quit, c: toggle_circuit_panel, s: panel_stats, "?": help, p: toggle_pause}
limits: {most: 9}
"""


def events():
    load = [0]

    def work(host):
        load[0] += 1
        system.rows["circuits"] = [{"Node": "n", "Load": load[0]}]

    system = Scripted({"work": work, "rest": lambda host: None}, load=lambda: load[0])
    return run(TUI, system)


def test_a_panel_is_sent_when_it_has_changed_and_only_then():
    assert [e.rows for e in only(events(), "panel")] == [(), (("n", "1"),), (("n", "2"),)]


def test_placeholders_are_resolved_like_names_and_the_unknown_is_a_question_mark():
    status = only(events(), "status")[-1]
    assert (status.left, status.center, status.right) == ("a", "2 of 9", "? ?")


def test_keys_find_their_panels_by_singular_plural_and_the_built_in_one():
    playbook = analyse(HEAD + TUI).playbook
    assert playbook is not None
    found = {action.key: (action.verb, action.panel) for action in key_actions(playbook)}
    assert found == {
        "q": ("quit", ""),
        "c": ("panel", "circuits"),
        "s": ("panel", "stats"),
        "?": ("help", ""),
        "p": ("pause", ""),
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (True, "yes"),
        (1234567, "1,234,567"),
        (0.5, "0.5"),
        (2.0, "2"),
        ("x", "x"),
        ([1, None], "1, –"),
    ],
)
def test_cells_read_well(value, shown):
    assert cell(value) == shown


def test_a_stats_panel_shows_its_fields_in_their_order():
    event = panel_event(Panel(id="s", type="stats", fields=("b", "a")), [{"a": 1, "b": 2}], 0)
    assert event.rows == (("b", "2"), ("a", "1"))


def test_a_plot_is_scaled_to_its_greatest_value():
    event = panel_event(Panel(id="p", type="ascii_plot"), [{"load": 0}, {"load": 4}, {"load": 8}], 0)
    assert event.rows == (("load", " ▄█"),)

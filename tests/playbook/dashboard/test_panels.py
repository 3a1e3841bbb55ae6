"""What panels show and when they are told of, on a dashboard without a run."""

from __future__ import annotations

import math
from typing import Any

import pytest

from playbook.dashboard.cells import cell
from playbook.dashboard.panels import MAX_ROWS, MAX_SAMPLES, Dashboard, panel_event
from playbook.document.model import Panel, Tui
from playbook.machine.scope import RunScope
from tests.playbook.machine.scripted import Scripted


class Standing:
    state = "a"


def dashboard(*panels: Panel, system: Scripted | None = None, refresh_rate_ms: int = 100, **values: Any):
    """The dashboard of some panels; `values` are functions of the system, or sections where so named."""
    system = system or Scripted({}, **values)
    scope = RunScope(Standing(), system.functions, {"loads": [1, 2, 4], "nodes": [{"Node": "n"}]})
    return Dashboard(Tui(panels=panels, refresh_rate_ms=refresh_rate_ms), system, scope)


def rows(panel: Panel, **values: Any) -> tuple[tuple[str, ...], ...]:
    (event,) = dashboard(panel, **values).changes(0)
    return event.rows


def counting() -> Scripted:
    """A system whose one panel shows something new whenever it is looked at."""
    system = Scripted({})
    count = iter(range(1000))
    system.panels = lambda: {"p": [{"n": next(count)}]}
    return system


def test_without_a_tui_there_is_nothing_to_tell():
    system = Scripted({})
    assert Dashboard(None, system, RunScope(Standing(), {}, {})).changes(0) == []


def test_what_has_not_changed_is_not_told_again():
    made = dashboard(Panel(id="p"))
    assert [len(made.changes(at)) for at in (0, 500)] == [1, 0]


def test_between_steps_the_refresh_rate_is_kept():
    made = dashboard(Panel(id="p"), system=counting())
    told = [len(made.changes(at, settled=False)) for at in (0, 50, 99, 100, 150, 200)]
    assert told == [1, 0, 0, 1, 0, 1]


def test_a_settled_step_is_always_up_to_date():
    made = dashboard(Panel(id="p"), system=counting())
    assert [len(made.changes(at)) for at in (0, 1, 2)] == [1, 1, 1]


def test_the_statistics_need_no_declaration():
    system = Scripted({})
    system.rows = {"stats": [{"Requests": 3}]}
    (event,) = dashboard(system=system).changes(0)
    assert (event.panel, event.title, event.rows) == ("stats", "STATISTICS", (("Requests", "3"),))


def test_a_declared_statistics_panel_takes_the_place_of_the_built_in_one():
    system = Scripted({})
    system.rows = {"stats": [{"Requests": 3, "Failed": 1}]}
    panel = Panel(id="stats", title="FIGURES", type="stats", fields=("Failed",))
    (event,) = dashboard(panel, system=system).changes(0)
    assert (event.title, event.rows) == ("FIGURES", (("Failed", "1"),))


def test_a_table_without_columns_shows_all_that_there_is():
    event = panel_event(Panel(id="p"), [{"a": 1}, {"b": 2}], 0)
    assert (event.columns, event.rows) == (("a", "b"), (("1", "–"), ("–", "2")))


def test_a_panel_without_a_title_is_called_by_its_id():
    assert panel_event(Panel(id="p"), [], 0).title == "p"


def test_a_very_long_table_is_cut():
    assert len(panel_event(Panel(id="p"), [{"n": n} for n in range(1000)], 0).rows) == MAX_ROWS


def test_fields_that_the_system_does_not_list_are_looked_up_like_names():
    panel = Panel(id="s", type="stats", fields=("load", "load() * 2", "state", "nobody", {"no": "text"}))
    assert rows(panel, load=4) == (("load", "4"), ("load() * 2", "8"), ("state", "a"), ("nobody", "?"))


def test_a_plot_follows_its_source():
    load = iter([1, 4, 8])
    made = dashboard(Panel(id="p", type="ascii_plot", data_source="load"), load=lambda: next(load))
    shown = [made.changes(at)[0].rows for at in range(3)]
    assert shown == [(("load", "█"),), (("load", "▂█"),), (("load", "▁▄█"),)]


def test_a_plot_keeps_the_last_values_only():
    load = iter(range(1000))
    made = dashboard(Panel(id="p", type="heatmap", data_source="load"), load=lambda: next(load))
    *_, last = [made.changes(at)[0].rows for at in range(1, MAX_SAMPLES + 20)]
    assert len(last[0][1]) == MAX_SAMPLES


def test_a_list_is_plotted_at_once():
    assert rows(Panel(id="p", type="ascii_plot", data_source="loads")) == (("loads", "▂▄█"),)


def test_a_table_may_have_a_list_of_maps_for_its_source():
    assert rows(Panel(id="p", columns=("Node",), data_source="nodes")) == (("n",),)


def test_a_text_shows_its_source():
    assert rows(Panel(id="p", type="text", data_source="load"), load=7) == (("7",),)


@pytest.mark.parametrize("source", ["nobody()", "1 +", "state < 1", ""])
def test_a_source_that_gives_nothing_leaves_the_panel_empty(source):
    assert rows(Panel(id="p", type="ascii_plot", data_source=source)) == ()


def test_rows_of_the_system_come_before_a_source():
    system = Scripted({}, load=9)
    system.rows = {"p": [{"own": 1}]}
    (event,) = dashboard(Panel(id="p", data_source="load"), system=system).changes(0)
    assert event.columns == ("own",)


def test_a_plot_leaves_out_what_is_no_finite_number():
    series = [{"x": 4}, {"x": math.inf}, {"x": math.nan}, {"x": None}, {"x": True}, {"x": 8}]
    assert panel_event(Panel(id="p", type="ascii_plot"), series, 0).rows == (("x", "▄█"),)


def test_a_plot_of_nothing_but_zeros_and_less_is_flat():
    assert panel_event(Panel(id="p", type="ascii_plot"), [{"x": 0}, {"x": -3}], 0).rows == (("x", "  "),)


def test_every_series_of_a_heatmap_is_a_line():
    grid = [{"a": 1, "b": 0}, {"a": 1, "b": 2}]
    assert panel_event(Panel(id="p", type="heatmap"), grid, 0).rows == (("a", "██"), ("b", " █"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (False, "no"),
        (0, "0"),
        (-1234.5678, "-1,234.568"),
        (97.5, "97.5"),
        (100.0, "100"),
        (math.inf, "inf"),
        ("", ""),
        ([], ""),
        ({"a": 1, "b": None}, "a: 1, b: –"),
        ([{"a": [1, 2]}], "a: 1, 2"),
    ],
)
def test_every_kind_of_value_has_a_text(value, shown):
    assert cell(value) == shown

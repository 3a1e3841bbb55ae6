"""What the dashboard's panels show: rows of the system under test as text (LANGUAGE.md section 8)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from playbook.dashboard.cells import cell
from playbook.dashboard.chrome import STATS, look_up, shown, status_event
from playbook.document.model import Panel, Tui
from playbook.expr.compile import Scope
from playbook.expr.values import Unknown
from playbook.limits import MAX_PANEL_ROWS
from playbook.machine.events import PanelChanged, RunEvent, StatusChanged
from playbook.machine.port import System
from playbook.spans import pointer
from playbook.values import Value

MAX_ROWS = MAX_PANEL_ROWS
# How many of the last values of a `data_source` a plot shows.
MAX_SAMPLES = 60
BLOCKS = " ▁▂▃▄▅▆▇█"
PLOTS = ("ascii_plot", "heatmap")


class Dashboard:
    """Follows one run: tells what changed since the last time it was asked."""

    def __init__(self, tui: Tui | None, system: System, scope: Scope) -> None:
        self._tui, self._system, self._scope = tui, system, scope
        self._shown: dict[str, RunEvent] = {}
        self._samples: dict[str, list[float]] = {}
        self._told_ms: int | None = None

    def changes(self, at_ms: int, *, settled: bool = True) -> list[PanelChanged | StatusChanged]:
        """New panel and status contents; between two steps (`settled` false) no more often than
        the playbook's `refresh_rate_ms` of virtual time."""
        if self._tui is None:
            return []
        due = self._told_ms is None or at_ms - self._told_ms >= self._tui.refresh_rate_ms
        if not settled and not due:
            return []
        self._told_ms = at_ms
        found: list[PanelChanged | StatusChanged] = []
        rows = self._system.panels()
        for event in self._panels(rows, at_ms):
            self._keep(event.panel, event, found)
        status = status_event(self._tui, self._system, self._scope, at_ms)
        if status is not None:
            self._keep("", status, found)
        return found

    def _keep(
        self,
        key: str,
        event: PanelChanged | StatusChanged,
        found: list[PanelChanged | StatusChanged],
    ) -> None:
        last = self._shown.get(key)
        if last is None or _content(last) != _content(event):
            self._shown[key] = event
            found.append(event)

    def _panels(self, rows: Mapping[str, Rows], at_ms: int) -> list[PanelChanged]:
        assert self._tui is not None
        own = {panel.id for panel in self._tui.panels}
        panels = [
            panel_event(panel, self._rows(panel, rows), at_ms, self._field) for panel in self._tui.panels
        ]
        if STATS in rows and STATS not in own:
            panels.append(panel_event(Panel(id=STATS, title="STATISTICS", type=STATS), rows[STATS], at_ms))
        return panels

    def _field(self, name: str) -> str:
        return shown(name, self._system, self._scope)

    def _rows(self, panel: Panel, given: Mapping[str, Rows]) -> Rows:
        """What the system has for the panel, else what its `data_source` stands for."""
        if panel.id in given or not panel.data_source:
            return given.get(panel.id, ())
        name = panel.data_source
        value = look_up(name, self._system, self._scope)
        if isinstance(value, Unknown):
            return ()
        if panel.type in PLOTS and isinstance(value, int | float):
            samples = self._samples.setdefault(panel.id, [])
            samples.append(float(value))
            del samples[:-MAX_SAMPLES]
            return [{name: sample} for sample in samples]
        items = value if isinstance(value, list) else [value]
        return [item if isinstance(item, dict) else {name: item} for item in items]


Rows = Sequence[Mapping[str, Value]]


def _content(event: RunEvent) -> object:
    if isinstance(event, PanelChanged):
        return (event.columns, event.rows)
    return (event.left, event.center, event.right) if isinstance(event, StatusChanged) else event


def panel_event(
    panel: Panel, rows: Rows, at_ms: int, field: Callable[[str], str] = lambda name: "–"
) -> PanelChanged:
    """A panel's whole content; rows past `MAX_ROWS` are left out.

    `field` says what a field of a stats panel shows that the system's row does not have.
    """
    kept = list(rows)[:MAX_ROWS]
    columns: tuple[str, ...] = ("", "")
    if panel.type == STATS:
        cells = _fields(panel, kept, field)
    elif panel.type in PLOTS:
        cells = _bars(kept)
    else:
        columns = panel.columns or tuple(dict.fromkeys(name for row in kept for name in row))
        cells = tuple(tuple(cell(row.get(name)) for name in columns) for row in kept)
    return PanelChanged(
        at_ms=at_ms,
        path=pointer(panel.path),
        panel=panel.id,
        title=panel.title or panel.id,
        type=panel.type,
        columns=columns,
        rows=cells,
    )


def _fields(panel: Panel, rows: Rows, field: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    row = rows[0] if rows else {}
    names = [name for name in panel.fields if isinstance(name, str)] or list(row)
    return tuple((name, cell(row[name]) if name in row else field(name)) for name in names)


def _bars(rows: Rows) -> tuple[tuple[str, ...], ...]:
    """Every numeric series as one line of blocks, scaled to its greatest value."""
    series: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                series.setdefault(name, []).append(float(value))
    return tuple((name, _blocks(values)) for name, values in series.items())


def _blocks(values: list[float]) -> str:
    top = max(values) if values and max(values) > 0 else 1.0
    return "".join(BLOCKS[round(max(0.0, value) / top * (len(BLOCKS) - 1))] for value in values)

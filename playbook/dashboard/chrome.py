"""The frame around the panels: the status bar's texts and what the keys do (LANGUAGE.md section 8)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from playbook.dashboard.cells import cell
from playbook.document.index import Index
from playbook.document.model import Playbook, Tui
from playbook.expr.compile import Scope, compile_tree
from playbook.expr.parser import parse
from playbook.expr.values import EvaluationError, Result, Unknown
from playbook.machine.events import StatusChanged
from playbook.machine.port import System
from playbook.spans import pointer

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_PANEL_VERB = re.compile(r"toggle_(?P<toggle>.+)_panel\Z|panel_(?P<panel>.+)\Z")
# The panel that is there without being declared, where the system has statistics.
STATS = "stats"
_WORDS = {
    "quit": "Leave the run",
    "refresh": "Refresh",
    "help": "Help",
    "reset": "Show all panels",
    "toggle_pause": "Pause or go on",
}


def status_event(tui: Tui, system: System, scope: Scope, at_ms: int) -> StatusChanged | None:
    """The status bar with its placeholders filled in; `?` for one that nothing provides."""
    bar = tui.status_bar
    if bar is None:
        return None

    def fill(text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: shown(match[1], system, scope), text)

    return StatusChanged(
        at_ms=at_ms,
        path=pointer(bar.path),
        left=fill(bar.left),
        center=fill(bar.center),
        right=fill(bar.right),
    )


def look_up(name: str, system: System, scope: Scope) -> Result:
    """What a name on the dashboard stands for: the system's own wording of it, else an expression.

    Unknown where nothing provides it, and where it cannot be evaluated: a dashboard never fails a run.
    """
    name = name.strip()
    if name in system.placeholders:
        return system.placeholders[name]()
    tree = parse(name).tree
    if tree is None:
        return Unknown(frozenset())
    try:
        return compile_tree(tree)(scope)
    except EvaluationError:
        return Unknown(frozenset())


def shown(name: str, system: System, scope: Scope) -> str:
    """What a name stands for, as text; `?` where that is unknown."""
    value = look_up(name, system, scope)
    return "?" if isinstance(value, Unknown) else cell(value)


@dataclass(frozen=True, slots=True)
class KeyAction:
    """What a key does; `verb` is quit, refresh, help, reset, pause, panel or unknown."""

    key: str
    action: str
    verb: str
    panel: str = ""
    label: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def key_actions(playbook: Playbook) -> list[KeyAction]:
    """The playbook's keybindings, with panels found by id, singular, plural or the built-in stats."""
    if playbook.tui is None:
        return []
    index = Index(playbook)
    return [_key(index, binding.key, binding.action) for binding in playbook.tui.keybindings]


def _key(index: Index, key: str, action: str) -> KeyAction:
    match = _PANEL_VERB.match(action)
    if match is None:
        verb = "pause" if action == "toggle_pause" else action
        return KeyAction(key, action, verb if action in _WORDS else "unknown", "", _WORDS.get(action, action))
    wanted = match["toggle"] or match["panel"]
    panel = index.panel(wanted)
    if panel is None and wanted != STATS:
        return KeyAction(key, action, "unknown", "", action)
    found = panel.id if panel is not None else wanted
    title = panel.title.capitalize() if panel is not None and panel.title else found.capitalize()
    return KeyAction(key, action, "panel", found, f"Show or hide {title.lower()}")

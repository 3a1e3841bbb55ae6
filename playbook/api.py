"""The only door to this library: what `editor/`, `runner/`, the command line and users may use."""

from __future__ import annotations

from playbook.analysis import Analysis, analyse
from playbook.catalogue.entry import Entry
from playbook.catalogue.everything import CATALOGUE, FAMILIES, FAMILY_OF
from playbook.catalogue.example import completed
from playbook.dashboard.chrome import KeyAction, key_actions
from playbook.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from playbook.diagram.draw import Drawing, draw
from playbook.diagram.exports import dot
from playbook.diagram.graph import build as build_graph
from playbook.document.index import Index
from playbook.document.model import (
    WILDCARD,
    Element,
    Expression,
    Forbidden,
    Invariant,
    Machine,
    Playbook,
    Scenario,
    State,
    Step,
    Transition,
)
from playbook.document.schema import schema
from playbook.errors import PlaybookError
from playbook.limits import MAX_TEXT_BYTES
from playbook.machine.events import Finished, RunEvent, from_json, to_json
from playbook.run.fold import RunState, blank, fold, fold_all
from playbook.run.runner import PlaybookRunner, ScenarioResult
from playbook.run.scenario import label as step_label
from playbook.run.scenario import run_scenario
from playbook.source.fixing import OverlappingEdits, applied
from playbook.spans import Path, Span, parse_pointer, pointer

__all__ = [
    "CATALOGUE",
    "FAMILIES",
    "FAMILY_OF",
    "MAX_TEXT_BYTES",
    "WILDCARD",
    "Analysis",
    "Diagnostic",
    "Drawing",
    "Element",
    "Entry",
    "Expression",
    "Finished",
    "Fix",
    "Forbidden",
    "Index",
    "Invariant",
    "KeyAction",
    "Machine",
    "OverlappingEdits",
    "Path",
    "Playbook",
    "PlaybookError",
    "PlaybookRunner",
    "Related",
    "RunEvent",
    "RunState",
    "Scenario",
    "ScenarioResult",
    "Severity",
    "Span",
    "State",
    "Step",
    "TextEdit",
    "Transition",
    "analyse",
    "applied",
    "blank",
    "build_graph",
    "completed",
    "dot",
    "draw",
    "fold",
    "fold_all",
    "from_json",
    "key_actions",
    "parse_pointer",
    "pointer",
    "run_scenario",
    "schema",
    "step_label",
    "to_json",
]

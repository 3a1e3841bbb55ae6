"""The only door to this library: what `editor/`, `runner/`, the command line and users may use."""

from __future__ import annotations

from playbook.analysis import Analysis, analyse
from playbook.catalogue.entry import Entry
from playbook.catalogue.everything import CATALOGUE, FAMILIES, FAMILY_OF
from playbook.catalogue.example import completed
from playbook.changes.change import Change
from playbook.changes.change import summary as summary_of_changes
from playbook.changes.compare import changes
from playbook.changes.merge import Conflict, Merge, Version, merged
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
    Scenario,
    State,
    Step,
    Transition,
)
from playbook.document.model import Playbook as Document
from playbook.document.schema import schema
from playbook.editing.edits import (
    Delete,
    Edit,
    Edited,
    EditRefused,
    InsertItem,
    MoveItem,
    RenameKey,
    SetValue,
)
from playbook.editing.mentions import KINDS as NAME_KINDS
from playbook.editing.mentions import Kind as NameKind
from playbook.editing.patching import edited
from playbook.editing.renaming import Dependent, NameChange, Renamed, dependents, renamed
from playbook.errors import PlaybookError
from playbook.facade import Invalid, Playbook, Unreadable
from playbook.limits import MAX_SEED, MAX_TEXT_BYTES
from playbook.machine.events import Finished, RunEvent, from_json, to_json
from playbook.run.acting import CannotAct
from playbook.run.answers import Answer, Application, Attempt, NotExercised, Refused, ScenarioResult
from playbook.run.derived import Derived, DerivedResult, Hop, Walked, derive
from playbook.run.explore import Progress
from playbook.run.fold import RunState, blank, fold, fold_all
from playbook.run.plan import label as step_label
from playbook.run.plan import named as scenario_named
from playbook.run.plan import planned, runnable
from playbook.run.runner import PlaybookRunner
from playbook.run.scenario import run_scenario
from playbook.run.supply import SystemFactory, SystemSource
from playbook.source.fixing import OverlappingEdits, applied
from playbook.spans import Path, Span, parse_pointer, pointer
from playbook.templates.offered import Template, machine_id, template, templates
from playbook.templates.offered import adapted as adapted_template

__all__ = [
    "CATALOGUE",
    "FAMILIES",
    "FAMILY_OF",
    "MAX_SEED",
    "MAX_TEXT_BYTES",
    "NAME_KINDS",
    "WILDCARD",
    "Analysis",
    "Answer",
    "Application",
    "Attempt",
    "CannotAct",
    "Change",
    "Conflict",
    "Delete",
    "Dependent",
    "Derived",
    "DerivedResult",
    "Diagnostic",
    "Document",
    "Drawing",
    "Edit",
    "EditRefused",
    "Edited",
    "Element",
    "Entry",
    "Expression",
    "Finished",
    "Fix",
    "Forbidden",
    "Hop",
    "Index",
    "InsertItem",
    "Invalid",
    "Invariant",
    "KeyAction",
    "Machine",
    "Merge",
    "MoveItem",
    "NameChange",
    "NameKind",
    "NotExercised",
    "OverlappingEdits",
    "Path",
    "Playbook",
    "PlaybookError",
    "PlaybookRunner",
    "Progress",
    "Refused",
    "Related",
    "RenameKey",
    "Renamed",
    "RunEvent",
    "RunState",
    "Scenario",
    "ScenarioResult",
    "SetValue",
    "Severity",
    "Span",
    "State",
    "Step",
    "SystemFactory",
    "SystemSource",
    "Template",
    "TextEdit",
    "Transition",
    "Unreadable",
    "Version",
    "Walked",
    "adapted_template",
    "analyse",
    "applied",
    "blank",
    "build_graph",
    "changes",
    "completed",
    "dependents",
    "derive",
    "dot",
    "draw",
    "edited",
    "fold",
    "fold_all",
    "from_json",
    "key_actions",
    "machine_id",
    "merged",
    "parse_pointer",
    "planned",
    "pointer",
    "renamed",
    "run_scenario",
    "runnable",
    "scenario_named",
    "schema",
    "step_label",
    "summary_of_changes",
    "template",
    "templates",
    "to_json",
]

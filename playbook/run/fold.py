"""What a run's events come to: one state for live pages, replay and reports.

`static/js/run/fold.js` is this function's twin; tests/fixtures/events holds both to the same answers.
Events are JSON (`events.to_json`); kinds and keys that are not known are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

RunState = dict[str, Any]

_FACTS = {
    "action",
    "emitted",
    "taken",
    "ignored",
    "ambiguous",
    "forbidden",
    "assertion",
    "captured",
    "problem",
}


def blank() -> RunState:
    """The state before the first event."""
    return {
        "scenario": "",
        "system": "",
        "seed": 0,
        "machine": "",
        "steps_total": 0,
        "state": "",
        "at_ms": 0,
        "visited": [],
        "taken": [],
        "steps": [],
        "panels": {},
        "status": {"left": "", "center": "", "right": ""},
        "invariants": {},
        "metrics": [],
        "captured": {},
        "thinned": "",
        "problem": "",
        "verdict": "",
        "reasons": [],
        "missing": [],
        "remarks": [],
        "notes": [],
    }


def fold_all(events: Iterable[Mapping[str, Any]]) -> RunState:
    """The state after all events."""
    state = blank()
    for event in events:
        fold(state, event)
    return state


def fold(state: RunState, event: Mapping[str, Any]) -> RunState:
    """Take one event into the state, in place, and hand the state back."""
    kind = event.get("kind", "")
    if kind == "worker":
        state["notes"].append({key: event.get(key, "") for key in ("what", "message")})
        return state
    state["at_ms"] = max(state["at_ms"], event.get("at_ms", 0))
    handler = _HANDLERS.get(kind)
    if handler is not None:
        handler(state, event)
    violated = kind == "invariant" and event["holds"] is False
    if (kind in _FACTS or violated) and state["steps"]:
        state["steps"][-1]["facts"].append(dict(event))
    return state


def _started(state: RunState, event: Mapping[str, Any]) -> None:
    for key in ("scenario", "system", "seed", "machine"):
        state[key] = event[key]
    state["steps_total"] = event["steps"]
    _enter(state, event["state"])


def _enter(state: RunState, name: str) -> None:
    state["state"] = name
    if name and name not in state["visited"]:
        state["visited"].append(name)


def _step_started(state: RunState, event: Mapping[str, Any]) -> None:
    steps = state["steps"]
    if steps and steps[-1]["index"] == event["index"]:
        steps[-1]["repetition"] = event["repetition"]
        return
    kept = {key: event[key] for key in ("index", "path", "label", "repetition", "repeat")}
    phase = event.get("phase", "step")
    steps.append({**kept, "phase": phase, "outcome": "running", "message": "", "facts": []})


def _step_finished(state: RunState, event: Mapping[str, Any]) -> None:
    if state["steps"]:
        step = state["steps"][-1]
        step.update(outcome=event["outcome"], message=event["message"])
        if event["outcome"] == "passed":
            # Not every repetition is told of; a step that passed has had them all.
            step["repetition"] = step["repeat"]


def _taken(state: RunState, event: Mapping[str, Any]) -> None:
    step = state["steps"][-1]["index"] if state["steps"] else -1
    kept = {key: event[key] for key in ("path", "transition", "event", "source", "target")}
    state["taken"].append({**kept, "step": step})
    _enter(state, event["target"])


def _invariant(state: RunState, event: Mapping[str, Any]) -> None:
    keys = ("state", "description", "condition", "severity", "holds", "explanation")
    state["invariants"][event["path"]] = {key: event[key] for key in keys}


def _panel(state: RunState, event: Mapping[str, Any]) -> None:
    keys = ("title", "type", "columns", "rows")
    state["panels"][event["panel"]] = {key: event[key] for key in keys}


def _status(state: RunState, event: Mapping[str, Any]) -> None:
    state["status"] = {key: event[key] for key in ("left", "center", "right")}


def _metric(state: RunState, event: Mapping[str, Any]) -> None:
    keys = ("path", "name", "band", "condition", "explanation", "reason")
    state["metrics"].append({**{key: event[key] for key in keys}, "expected": event.get("expected", "")})


def _captured(state: RunState, event: Mapping[str, Any]) -> None:
    state["captured"][event["var"]] = {key: event[key] for key in ("known", "value")}


def _thinned(state: RunState, event: Mapping[str, Any]) -> None:
    state["thinned"] = event["message"]


def _problem(state: RunState, event: Mapping[str, Any]) -> None:
    state["problem"] = event["message"]


def _finished(state: RunState, event: Mapping[str, Any]) -> None:
    for key in ("verdict", "reasons", "missing"):
        state[key] = event[key]
    state["remarks"] = event.get("notes", [])
    # A run that ends without its engine, lost or cancelled in the queue, stays where it was seen last.
    _enter(state, event["state"] or state["state"])


_HANDLERS = {
    "run_started": _started,
    "step_started": _step_started,
    "step_finished": _step_finished,
    "taken": _taken,
    "invariant": _invariant,
    "panel": _panel,
    "status": _status,
    "metric": _metric,
    "captured": _captured,
    "thinned": _thinned,
    "problem": _problem,
    "verdict": _finished,
}

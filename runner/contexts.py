"""What each run page is given, as a dataclass per template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import Max
from django.utils.safestring import SafeString, mark_safe

from editor.analysis import examine, examine_and_draw
from editor.models import Playbook
from playbook.api import RunState, Scenario, blank, fold, key_actions, planned, runnable
from runner import log
from runner.models import Run, RunEvent

# A run may take ten thousand transitions, in one step; static/js/run/show.js shows as many.
FACTS_SHOWN = STOPS_SHOWN = 200
VERDICT_WORDS = {
    "passed": "Passed",
    "failed": "Failed",
    "inconclusive": "Inconclusive",
    "error": "Error",
    "cancelled": "Cancelled",
    "lost": "Lost",
}


@dataclass(frozen=True, slots=True)
class RunsPage:
    """`runner/runs.html`."""

    playbook: Playbook
    runs: Page
    scenarios: tuple[Scenario, ...]
    chosen: str
    problem: str
    unfinished: bool
    tab: str = "runs"


@dataclass(frozen=True, slots=True)
class RunPage:
    """`runner/run.html`; `state` is the fold of the log up to `seq`."""

    run: Run
    playbook: Playbook
    state: RunState
    steps: list[dict[str, Any]]
    data: dict[str, Any]
    svg: SafeString | None
    notice: str
    keys: list[dict[str, str]]
    notes: list[dict[str, Any]]
    path: list[str]
    dashboard: bool
    verdict: str
    standing: str
    clock: str
    newest: bool
    tab: str = "runs"


def runs_page(playbook: Playbook, runs: Page, *, chosen: str = "", problem: str = "") -> RunsPage:
    """The list of a playbook's runs, and what may be run."""
    for run in runs.object_list:
        run.took = took(run)
        run.clock = _clock(run.virtual_ms or 0)
        run.word = VERDICT_WORDS.get(run.verdict, run.status.capitalize())
    analysis = examine(playbook.head.text) if playbook.head else None
    scenarios = runnable(analysis.playbook) if analysis and analysis.playbook else ()
    unfinished = any(run.status != Run.Status.FINISHED for run in runs.object_list)
    return RunsPage(playbook, runs, scenarios, chosen, problem, unfinished)


def run_page(run: Run, urls: dict[str, str]) -> RunPage:
    """A run as it stands, drawn on the revision that it ran on."""
    state, seq = folded(run)
    examined = examine_and_draw(run.revision.text)
    playbook = examined.analysis.playbook
    keys = [key.as_json() for key in key_actions(playbook)] if playbook else []
    drawing = examined.drawing
    planned = _planned(run, runnable(playbook) if playbook else ())
    return RunPage(
        run=run,
        playbook=run.playbook,
        state=state,
        steps=_with_planned(state["steps"], planned),
        data={
            "state": state,
            "seq": seq,
            "planned": planned,
            "keys": keys,
            "urls": urls,
            "info": standing(run),
        },
        svg=mark_safe(drawing.svg) if drawing else None,
        notice=drawing.notice if drawing else "",
        keys=keys,
        notes=_notable(state),
        path=_path(state),
        dashboard=bool(playbook and playbook.tui),
        verdict=VERDICT_WORDS.get(run.verdict, ""),
        standing=_standing_words(run),
        clock=_clock(state["at_ms"]),
        newest=run.playbook.head_id == run.revision_id,
    )


def folded(run: Run) -> tuple[RunState, int]:
    """The state that a run's log comes to so far, and the number of its last event."""
    state, seq = blank(), 0
    while page := log.after(run.pk, seq):
        for event in page:
            fold(state, event)
        seq = page[-1]["seq"]
    return state, seq


def standing(run: Run) -> dict[str, Any]:
    """How a run stands, as the websocket tells it too."""
    last = RunEvent.objects.filter(run=run).aggregate(last=Max("seq"))["last"] or 0
    return {
        "status": run.status,
        "verdict": run.verdict,
        "wanted": run.wanted,
        "pace": run.pace,
        "last_seq": last,
        "attempts": run.attempts,
        "worker": run.worker,
    }


def _standing_words(run: Run) -> str:
    """How a run stands, for people; static/js/run/standing.js says the same while it changes."""
    if run.status != Run.Status.FINISHED and run.wanted == Run.Wanted.PAUSE:
        return "paused"
    if run.status == Run.Status.QUEUED:
        return "queued: no worker has taken it yet"
    return run.status


def _clock(milliseconds: int) -> str:
    return f"{milliseconds:,} ms"


def _notable(state: RunState) -> list[dict[str, Any]]:
    """The notes worth keeping in sight: a pause is worth it only while it lasts."""
    notes = state["notes"]
    lasting = notes[-1:] if not state["verdict"] and notes and notes[-1]["what"] == "paused" else []
    return [note for note in notes if note["what"] not in ("paused", "continued")] + lasting


def _planned(run: Run, scenarios: tuple[Scenario, ...]) -> list[dict[str, Any]]:
    """The scenario's steps as they will come, so that the page need not grow while it runs."""
    for scenario in scenarios:
        if scenario.name == run.scenario:
            return [
                {"index": plan.index, "label": plan.label, "repeat": plan.step.repeat, "phase": plan.phase}
                for plan in planned(scenario)
            ]
    return []


def _with_planned(steps: list[dict[str, Any]], planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    blank_step = {"outcome": "", "message": "", "facts": [], "repetition": 0}
    return [*map(_newest_facts, steps), *({**blank_step, **step} for step in planned[len(steps) :])]


def _newest_facts(step: dict[str, Any]) -> dict[str, Any]:
    facts = step["facts"]
    return {**step, "facts": facts[-FACTS_SHOWN:], "earlier": max(0, len(facts) - FACTS_SHOWN)}


def _path(state: RunState) -> list[str]:
    """The states that the run passed through, the newest ones where there are too many to show."""
    taken = state["taken"]
    if not taken:
        return [state["state"]]
    newest = taken[-STOPS_SHOWN:]
    first = newest[0]["source"] if len(newest) == len(taken) else "…"
    return [f"{first} → {newest[0]['target']}", *(f"→ {stop['target']}" for stop in newest[1:])]


def took(run: Run) -> timedelta | None:
    """The time from the first claim to the verdict."""
    if run.started_at is None or run.finished_at is None:
        return None
    return run.finished_at - run.started_at

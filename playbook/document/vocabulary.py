"""ONE table of sections, keys, types and help: decoding, hints and documentation all read it.

Sources: case-study.txt for the keys themselves, LANGUAGE.md section 2 for what it leaves open.
This file is a data table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.limits import MAX_REPEAT

Kind = Literal["text", "expression", "integer", "number", "boolean", "list", "map", "state", "states", "any"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a shape; `least` and `most` bound a number."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    least: float | None = None
    most: float | None = None


SHAPES: dict[str, tuple[Key, ...]] = {
    "playbook": (
        Key("version", "text", 'The version of the format: "1.0".', required=True),
        Key("name", "text", "What people call this playbook."),
        Key("description", "text", "What the system does, in a sentence or two."),
        Key("machine", "map", "The state machine.", required=True),
        Key("health", "map", "How node health is watched."),
        Key("circuit_breaker", "map", "When a circuit opens and closes again."),
        Key("routing_policies", "list", "Weighted policies that score a candidate."),
        Key("performance", "map", "Budgets, as numbers that expressions may read."),
        Key("performance_assertions", "list", "Conditions judged at the end of a run."),
        Key("scenarios", "list", "Executable specifications."),
        Key("tui", "map", "The dashboard."),
        Key("system", "any", "Which system under test the scenarios drive."),
        Key("simulation", "map", "A system under test written in the playbook itself."),
        Key("playbook", "map", "Older form: setup, steps by transition, teardown."),
        Key("assertions", "map", "Older form: paths and outputs that a run must show."),
        Key("metadata", "map", "Anything of your own."),
    ),
    "machine": (
        Key("id", "text", "Identifies the machine; systems are found by it.", required=True),
        Key("initial", "state", "The state that a run starts in.", required=True),
        Key("states", "map", "The states, by name.", required=True),
        Key("transitions", "list", "What may happen.", required=True),
        Key("forbidden", "list", "Pairs of states that no step may connect."),
        Key("invariant_violations", "list", "Older form: conditions that show a bug in a state."),
    ),
    "state": (
        Key("id", "text", "The state's name again."),
        Key("description", "text", "What it means to be in this state."),
        Key("invariants", "list", "What must hold in this state."),
        Key("final_state", "boolean", "Whether the machine may end here."),
        Key("on_entry", "list", "Actions on entering."),
        Key("on_exit", "list", "Actions on leaving."),
    ),
    "invariant": (
        Key("description", "text", "The rule in words."),
        Key("condition", "expression", "The rule as a condition.", required=True),
        Key("severity", "text", "warning, error (the default) or critical."),
    ),
    "transition": (
        Key("id", "text", "Identifies the transition.", required=True),
        Key("from", "states", "The source: a state, a list of states, or * for any.", required=True),
        Key("except", "states", "States that * does not stand for."),
        Key("to", "state", "The target.", required=True),
        Key("event", "text", "The event that triggers it.", required=True),
        Key("guard", "expression", "A condition that must be true."),
        Key("description", "text", "What happens here."),
        Key("actions", "list", "What is done on the way."),
        Key("assertions", "list", "What must be true afterwards."),
    ),
    "forbidden": (
        Key("from", "state", "The state that must not be left so.", required=True),
        Key("to", "state", "The state that must not be reached so.", required=True),
        Key("reason", "text", "Why: shown to whoever tries."),
    ),
    "violation": (
        Key("state", "state", "The state it speaks of.", required=True),
        Key("condition", "expression", "What indicates the bug.", required=True),
        Key("reason", "text", "What the bug would be."),
    ),
    "circuit_breaker": (
        Key("failure_threshold", "integer", "Failures that open a circuit.", least=1),
        Key("reset_timeout_ms", "number", "Milliseconds that a circuit stays open.", least=1),
        Key("half_open_successes", "integer", "Successes that close a half-open circuit.", least=1),
    ),
    "health": (
        Key("check_interval_ms", "number", "Milliseconds between two health checks.", least=1),
        Key("timeout_ms", "number", "Milliseconds after which a check has failed.", least=1),
        Key("unhealthy_threshold", "integer", "Failed checks that make a node unhealthy.", least=1),
        Key("healthy_threshold", "integer", "Passed checks that make it healthy again.", least=1),
    ),
    "policy": (
        Key("name", "text", "health, latency, privacy, locality, cost, or one of your own.", True),
        Key("weight", "number", "How much its score counts.", least=0),
        Key("description", "text", "What it prefers."),
        Key("max_latency_ms", "number", "Latency at which the latency score is 0.", least=1),
        Key("default_level", "text", "Privacy level of a request that names none."),
        Key("same_region_boost", "number", "Added for a node in the request's region."),
    ),
    "performance": (
        Key("max_routing_ms", "number", "Budget of one routing decision.", least=0),
        Key("max_retry_backoff_ms", "number", "The longest wait between two attempts.", least=0),
        Key("max_total_latency_ms", "number", "Budget of one request.", least=0),
        Key("target_success_rate", "number", "Share of requests that succeed.", least=0, most=1),
        Key("max_duration_ms", "number", "Budget of a whole run.", least=0),
        Key("max_memory_mb", "number", "Budget of memory.", least=0),
    ),
    "assertion": (
        Key("name", "text", "Identifies the assertion.", required=True),
        Key("condition", "expression", "Met when this holds.", required=True),
        Key("critical", "expression", "Degraded when only this holds, else breached."),
        Key("failure_reason", "text", "What a breach means."),
    ),
    "scenario": (
        Key("name", "text", "Identifies the scenario.", required=True),
        Key("description", "text", "What it shows."),
        Key("steps", "list", "Actions and assertions, in order.", required=True),
    ),
    "step": (
        Key("action", "text", "An action of the system under test."),
        Key("params", "map", "The action's parameters."),
        Key("assert", "expression", "A condition that must be true now."),
        Key("repeat", "integer", "How many times.", least=1, most=MAX_REPEAT),
        Key("description", "text", "What the step is for."),
    ),
    "tui": (
        Key("refresh_rate_ms", "integer", "The least time between two updates.", least=1),
        Key("panels", "list", "The panels."),
        Key("status_bar", "map", "Three texts with {{name}} placeholders."),
        Key("keybindings", "map", "What keys do."),
    ),
    "panel": (
        Key("id", "text", "Identifies the panel.", required=True),
        Key("title", "text", "Its heading."),
        Key("type", "text", "table (the default), text, stats, ascii_plot or heatmap."),
        Key("columns", "list", "Column titles of a table."),
        Key("fields", "list", "Fields of a stats panel."),
        Key("data_source", "text", "Where a plot's or heatmap's numbers come from."),
    ),
    "status_bar": (
        Key("left", "text", "Text at the left."),
        Key("center", "text", "Text in the middle."),
        Key("right", "text", "Text at the right."),
    ),
}

SEVERITIES = ("warning", "error", "critical")
PANEL_TYPES = ("table", "text", "stats", "ascii_plot", "heatmap")
LEGACY_SECTIONS = {
    "playbook": "its steps are not executed yet; scenarios are",
    "assertions": "it is not checked yet; assertions in scenarios are",
}


def keys(shape: str) -> dict[str, Key]:
    """The keys of a shape by name."""
    return {key.name: key for key in SHAPES[shape]}

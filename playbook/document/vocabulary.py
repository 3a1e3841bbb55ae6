"""ONE table of sections, keys, types and help: decoding, hints and documentation all read it.

Sources: case-study.txt for the keys themselves, LANGUAGE.md section 2 for what it leaves open.
This file is a data table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.limits import MAX_HTTP_TIMEOUT_MS, MAX_REPEAT, MAX_SEED, MIN_HTTP_TIMEOUT_MS

Kind = Literal[
    "text",
    "expression",
    "integer",
    "number",
    "boolean",
    "list",
    "map",
    "text or map",
    "text or list",
    "state",
    "states",
    "any",
]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a shape; a null stands for an absent value everywhere.

    `least` and `most` bound a number, `choices` lists the texts that are allowed (in a map: as its values).
    `shape` names the shape
    of a map whose keys are the language's. `each` says what every item of a list, or every value of a map
    whose keys are the user's, is: a shape or a kind, in brackets where it is a list of them (`[statement]`).
    """

    name: str
    kind: Kind
    help: str
    required: bool = False
    least: float | None = None
    most: float | None = None
    shape: str = ""
    each: str = ""
    choices: tuple[str, ...] = ()


SEVERITIES = ("warning", "error", "critical")
BANDS = ("met", "degraded", "breached")
PANEL_TYPES = ("table", "text", "stats", "ascii_plot", "heatmap")


SHAPES: dict[str, tuple[Key, ...]] = {
    "playbook": (
        Key("version", "text", 'The version of the format: "1.0".', required=True, choices=("1.0",)),
        Key("name", "text", "What people call this playbook."),
        Key("description", "text", "What the system does, in a sentence or two."),
        Key("machine", "map", "The state machine.", required=True, shape="machine"),
        Key("health", "map", "How node health is watched.", shape="health"),
        Key("circuit_breaker", "map", "When a circuit opens and closes again.", shape="circuit_breaker"),
        Key("routing_policies", "list", "Weighted policies that score a candidate.", each="policy"),
        Key("performance", "map", "Budgets, as numbers that expressions may read.", shape="performance"),
        Key("performance_assertions", "list", "Conditions judged at the end of a run.", each="assertion"),
        Key("scenarios", "list", "Executable specifications.", each="scenario"),
        Key("tui", "map", "The dashboard.", shape="tui"),
        Key("system", "text or map", "Which system under test the scenarios drive.", shape="system"),
        Key("simulation", "map", "A system under test written in the playbook itself.", shape="simulation"),
        Key("playbook", "map", "Older form: setup, steps by transition, teardown.", shape="older_playbook"),
        Key(
            "assertions",
            "map",
            "Older form: paths and outputs that a run must show.",
            shape="older_assertions",
        ),
        Key("metadata", "any", "Anything of your own."),
    ),
    "machine": (
        Key("id", "text", "Identifies the machine; systems are found by it.", required=True),
        Key("initial", "state", "The state that a run starts in.", required=True),
        Key("states", "map", "The states, by name.", required=True, each="state"),
        Key("transitions", "list", "What may happen.", required=True, each="transition"),
        Key("forbidden", "list", "Pairs of states that no step may connect.", each="forbidden"),
        Key(
            "invariant_violations",
            "list",
            "Older form: conditions that show a bug in a state.",
            each="violation",
        ),
    ),
    "state": (
        Key("id", "text", "The state's name again."),
        Key("description", "text", "What it means to be in this state."),
        Key("invariants", "list", "What must hold in this state.", each="invariant"),
        Key("final_state", "boolean", "Whether the machine may end here."),
        Key("on_entry", "list", "Actions on entering.", each="any"),
        Key("on_exit", "list", "Actions on leaving.", each="any"),
    ),
    "invariant": (
        Key("description", "text", "The rule in words."),
        Key("condition", "expression", "The rule as a condition.", required=True),
        Key("severity", "text", "warning, error (the default) or critical.", choices=SEVERITIES),
    ),
    "transition": (
        Key("id", "text", "Identifies the transition.", required=True),
        Key("from", "states", "The source: a state, a list of states, or * for any.", required=True),
        Key("except", "states", "States that * does not stand for."),
        Key("to", "state", "The target.", required=True),
        Key("event", "text", "The event that triggers it.", required=True),
        Key("guard", "expression", "A condition that must be true."),
        Key("description", "text", "What happens here."),
        Key("actions", "list", "What is done on the way.", each="any"),
        Key("assertions", "list", "What must be true afterwards.", each="any"),
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
        Key("setup", "list", "Steps that bring the system to where the scenario begins.", each="step"),
        Key("steps", "list", "Actions and assertions, in order.", required=True, each="step"),
        Key("seed", "integer", "For what the system draws by chance.", least=0, most=MAX_SEED),
        Key("performance", "map", "The bands that it expects, by assertion.", each="text", choices=BANDS),
    ),
    "step": (
        Key("action", "text", "An action of the system under test."),
        Key("params", "map", "The action's parameters.", each="any"),
        Key("assert", "expression", "A condition that must be true now."),
        Key("repeat", "integer", "How many times.", least=1, most=MAX_REPEAT),
        Key("description", "text", "What the step is for."),
    ),
    "tui": (
        Key("refresh_rate_ms", "integer", "The least time between two updates.", least=16),
        Key("panels", "list", "The panels.", each="panel"),
        Key("status_bar", "map", "Three texts with {{name}} placeholders.", shape="status_bar"),
        Key("keybindings", "map", "What keys do.", each="text"),
    ),
    "panel": (
        Key("id", "text", "Identifies the panel.", required=True),
        Key("title", "text", "Its heading."),
        Key("type", "text", "table (the default), text, stats, ascii_plot or heatmap.", choices=PANEL_TYPES),
        Key("columns", "list", "Column titles of a table.", each="text"),
        Key("fields", "list", "Fields of a stats panel.", each="any"),
        Key("data_source", "text", "Where a plot's or heatmap's numbers come from."),
    ),
    "status_bar": (
        Key("left", "text", "Text at the left."),
        Key("center", "text", "Text in the middle."),
        Key("right", "text", "Text at the right."),
    ),
    "system": (Key("http", "map", "A system that is driven over HTTP.", required=True, shape="http"),),
    "http": (
        Key("url", "text", "Where it listens: http:// or https://, a host, a port, a path.", required=True),
        Key(
            "timeout_ms",
            "integer",
            "How long one answer may take; 5,000 milliseconds where nothing is said.",
            least=MIN_HTTP_TIMEOUT_MS,
            most=MAX_HTTP_TIMEOUT_MS,
        ),
        Key("headers", "map", "Further headers: a text, or {env: NAME} for a secret.", each="text or map"),
        Key("actions", "list", "The actions that it offers, as name(parameters).", each="text"),
        Key("functions", "list", "The functions that it offers, as name(parameters).", each="text"),
    ),
    "simulation": (
        Key("variables", "map", "Its variables, with the values that they start from.", each="any"),
        Key("functions", "map", "What conditions may ask, as name(parameters).", each="expression"),
        Key("actions", "map", "What steps may do, as name(parameters).", each="[statement]"),
        Key("panels", "map", "The dashboard's tables, by panel.", each="view"),
    ),
    "statement": (
        Key("set", "map", "Variables, or parts of them, and their new values: expressions.", each="any"),
        Key("emit", "text", "The event that it emits."),
        Key("fail", "text", "The action fails, for this reason."),
        Key("when", "expression", "Only where this holds."),
        Key("after_ms", "expression", "Only after so many milliseconds of virtual time."),
    ),
    "view": (
        Key("each", "any", "The list or map that has a row for each of its parts: an expression."),
        Key(
            "as", "text or list", "What a row calls its part: a name, or one for key and value.", each="text"
        ),
        Key("row", "map", "The columns of a row, each an expression.", required=True, each="any"),
    ),
    "older_playbook": (
        Key("setup", "list", "What happens before.", each="any"),
        Key("steps", "list", "The steps, each by its transitions.", each="older_step"),
        Key("teardown", "list", "What happens afterwards.", each="any"),
    ),
    "older_step": (
        Key("name", "text", "What the step is for."),
        Key("transitions", "list", "The transitions that it takes.", each="text"),
        Key("capture", "list", "What it remembers, and from where.", each="older_capture"),
    ),
    "older_capture": (
        Key("var", "text", "The variable that conditions read."),
        Key("from", "text", "An expression, or what the system's `capture(from)` or `text(from)` reads."),
    ),
    "older_assertions": (
        Key("path", "map", "The states that a run must and must not visit.", shape="older_path"),
        Key("output", "list", "What remembered values must be.", each="older_output"),
    ),
    "older_output": (
        Key("var", "text", "The variable."),
        Key("description", "text", "The check in words."),
        Key("not_empty", "boolean", "Whether it must have something in it."),
        Key("equals", "any", "What it must be."),
        Key("not_equals", "any", "What it must not be."),
        Key("contains", "any", "What must be in it."),
        Key("matches", "text", "A pattern that must be found in it."),
        Key("starts_with", "text", "How it must start."),
        Key("ends_with", "text", "How it must end."),
        Key("less_than", "any", "What it must be below."),
        Key("greater_than", "any", "What it must be above."),
        Key("at_most", "any", "What it must not exceed."),
        Key("at_least", "any", "What it must reach."),
    ),
    "older_path": (
        Key("must_visit", "list", "States that a run must visit.", each="text"),
        Key("must_not_visit", "list", "States that it must not.", each="text"),
        Key("ends_at", "text", "The state that it must end in."),
    ),
}

LEGACY_SECTIONS = {
    "playbook": 'it runs as "playbook section"; scenarios say more',
    "assertions": 'it is checked when "playbook section" runs; assertions in scenarios say more',
}
# Keys of the machine that are mistaken for sections, and sections that end up in the machine.
MACHINE_KEYS = ("states", "transitions", "forbidden", "initial", "invariant_violations")
SECTIONS = (
    "health",
    "circuit_breaker",
    "routing_policies",
    "performance",
    "performance_assertions",
    "scenarios",
    "tui",
    "simulation",
)
# Keys that say by themselves where they belong; the others could be anybody's.
DISTINCTIVE: dict[str, tuple[str, ...]] = {
    "invariants": ("state",),
    "final_state": ("state",),
    "on_entry": ("state",),
    "on_exit": ("state",),
    "initial": ("machine",),
    "states": ("machine",),
    "transitions": ("machine",),
    "forbidden": ("machine",),
    "guard": ("transition",),
    "event": ("transition",),
    "except": ("transition",),
    "from": ("transition", "forbidden"),
    "to": ("transition", "forbidden"),
    "severity": ("invariant",),
    "condition": ("invariant", "assertion"),
    "critical": ("assertion",),
    "failure_reason": ("assertion",),
    "steps": ("scenario",),
    "assert": ("step",),
    "repeat": ("step",),
    "params": ("step",),
    "panels": ("tui",),
    "status_bar": ("tui",),
    "keybindings": ("tui",),
    "refresh_rate_ms": ("tui",),
    "columns": ("panel",),
    "data_source": ("panel",),
    "failure_threshold": ("circuit_breaker",),
    "reset_timeout_ms": ("circuit_breaker",),
    "half_open_successes": ("circuit_breaker",),
}
# Shapes that hold settings of the user's own beside the language's.
OPEN_SHAPES = ("health", "policy", "performance", "circuit_breaker")
# What other dialects call it.
OLDER_KEYS = {
    ("state", "terminal"): "final_state",
    ("state", "final"): "final_state",
    ("state", "invariant"): "invariants",
}

_BY_NAME = {shape: {key.name: key for key in found} for shape, found in SHAPES.items()}


def keys(shape: str) -> dict[str, Key]:
    """The keys of a shape by name; one table for all who ask."""
    return _BY_NAME[shape]

"""PB6xx and PB9xx: numbers that must agree. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_BREAKER = """\
machine:
  id: "gateway"
  initial: "ready"
  states:
    ready: {}
    circuit_open: {}
    circuit_half_open: {}
  transitions:
    - {id: "open_circuit", from: "ready", to: "circuit_open", event: "failure_threshold_exceeded"}
    - {id: "half_open_circuit", from: "circuit_open", to: "circuit_half_open", event: "reset_timeout_elapsed"}
    - {id: "close_circuit", from: "circuit_half_open", to: "ready", event: "probe_succeeded"}
    - {id: "reopen_circuit", from: "circuit_half_open", to: "circuit_open", event: "probe_failed"}
"""

ENTRIES = (
    Entry(
        "PB601",
        (ERROR, WARNING),
        "A performance threshold compares nothing",
        "A threshold must be true or false. A quantity alone, such as `routing_latency_ms()`, is a number: the assertion "
        "could never be met, and every run would count it as breached. A threshold that reads only sections of the "
        "playbook measures nothing of the system.",
        "Compare the quantity with a bound: `routing_latency_ms() <= 10`.",
        bad="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms()"
    critical: "routing_latency_ms() <= 50"
""",
        good="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() <= 50"
""",
    ),
    Entry(
        "PB602",
        (ERROR,),
        "The condition and the critical threshold cannot both hold",
        "An assertion is met when its condition holds, degraded when only `critical` does, and breached otherwise. So "
        "`critical` is the looser bound on the same side. Here no value satisfies both: what is met counts as worse than "
        "critical, and what is far too slow as merely degraded.",
        "Write `critical` as what can just be tolerated, not as what is too bad.",
        bad="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() >= 50"
""",
        good="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() <= 50"
""",
    ),
    Entry(
        "PB603",
        (WARNING, INFO),
        "The critical threshold is stricter than the condition",
        "Whoever misses the condition misses the stricter threshold all the more: the assertion can never be degraded, only "
        "met or breached. Most often the two were swapped. The same bound twice (a hint) says nothing either.",
        "Swap the two, or loosen `critical`.",
        bad="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 50"
    critical: "routing_latency_ms() <= 10"
""",
        good="""\
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 10"
    critical: "routing_latency_ms() <= 50"
""",
    ),
    Entry(
        "PB604",
        (INFO,),
        "A bound has no critical threshold",
        "Without `critical` there is nothing between met and breached: a value that is off by a hair fails the run as surely "
        "as one that is ten times too large.",
        "Add `critical` with what can just be tolerated, if there is such a thing. An exact demand, such as "
        "`chunks_dropped() == 0`, needs none and is not spoken of.",
        bad="""\
performance_assertions:
  - name: "circuit_recovery"
    condition: "mean_recovery_time_ms() <= 60000"
""",
        good="""\
performance_assertions:
  - name: "circuit_recovery"
    condition: "mean_recovery_time_ms() <= 60000"
    critical: "mean_recovery_time_ms() <= 120000"
""",
    ),
    Entry(
        "PB605",
        (WARNING, INFO),
        "A budget and an assertion do not give the same number",
        "`performance` and the assertions speak of the same quantity, by their names, and give different bounds. One of them "
        "was changed and the other forgotten. Where both give the same number (a hint), that is bound to happen some day.",
        "Write the number once, and let the assertion read it: `routing_latency_ms() <= performance.max_routing_ms`.",
        bad="""\
performance:
  max_routing_ms: 10
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= 12"
    critical: "routing_latency_ms() <= 50"
""",
        good="""\
performance:
  max_routing_ms: 10
performance_assertions:
  - name: "routing_latency"
    condition: "routing_latency_ms() <= performance.max_routing_ms"
    critical: "routing_latency_ms() <= 50"
""",
    ),
    Entry(
        "PB606",
        (INFO,),
        "A budget that no assertion is about",
        "A number under `performance` does nothing by itself. Unless an assertion is about the same quantity, or an "
        "expression reads the number, nobody notices when the budget is exceeded.",
        "Add a performance assertion that reads it, or delete it.",
        bad="""\
performance:
  max_retry_backoff_ms: 1000
""",
        good="""\
performance:
  max_retry_backoff_ms: 1000
performance_assertions:
  - name: "retry_backoff"
    condition: "retry_backoff_ms() <= performance.max_retry_backoff_ms"
    critical: "retry_backoff_ms() <= 2000"
""",
    ),
    Entry(
        "PB607",
        (WARNING,),
        "The weights of the routing policies sum to 0",
        "A policy of weight 0 does not count. If all have it, every candidate scores alike and the choice is arbitrary.",
        "Give at least one policy a weight above 0, or delete the section.",
        bad="""\
routing_policies:
  - {name: "health", weight: 0}
  - {name: "latency", weight: 0}
""",
        good="""\
routing_policies:
  - {name: "health", weight: 2}
  - {name: "latency", weight: 1}
""",
    ),
    Entry(
        "PB901",
        (WARNING, INFO),
        "The machine does not enforce `half_open_successes`",
        "The circuit breaker asks for several successes before it closes, but the transition out of the half-open state has no "
        "guard: it is taken on the first success event. On the bare machine that is certain (a warning). A bound system may "
        "count the successes itself before it emits the event, as the built-in federation gateway does; the machine still "
        "does not show it, and another system would not know (a hint).",
        "Guard the transition with a count: `probe_successes() >= circuit_breaker.half_open_successes`.",
        bad=_BREAKER + "circuit_breaker: {half_open_successes: 3}\n",
        good=_BREAKER.replace(
            'event: "probe_succeeded"',
            'event: "probe_succeeded", guard: "probe_successes() >= circuit_breaker.half_open_successes"',
        )
        + "circuit_breaker: {half_open_successes: 3}\n",
    ),
    Entry(
        "PB902",
        (INFO,),
        "A scenario copies the failure threshold",
        "The scenario fails something exactly as often as `failure_threshold` says. `repeat` takes a number, so the copy "
        "cannot be avoided; but who raises the threshold will wonder why the scenario no longer opens the circuit.",
        "Nothing, or say so in the step's description. When the threshold changes, change the scenario with it.",
        bad=_BREAKER
        + """\
system: "federation_gateway"
circuit_breaker: {failure_threshold: 5}
scenarios:
  - name: "trip"
    steps:
      - {action: "register_model", params: {model: "embed", node: "n", capability: "embed"}}
      - {repeat: 5, action: "record_failure", params: {node: "n"}}
      - assert: "circuit_is_open('n')"
""",
        good=_BREAKER
        + """\
system: "federation_gateway"
circuit_breaker: {failure_threshold: 5}
scenarios:
  - name: "closed_below_the_threshold"
    steps:
      - {action: "register_model", params: {model: "embed", node: "n", capability: "embed"}}
      - {repeat: 4, action: "record_failure", params: {node: "n"}}
      - assert: "!circuit_is_open('n')"
""",
    ),
    Entry(
        "PB903",
        (WARNING,),
        "A circuit stays open for longer than recovery may take",
        "A recovery takes at least `reset_timeout_ms`: for so long nothing is tried at all. The assertion allows less than "
        "that, so no circuit that ever opened can meet it.",
        "Shorten the timeout, or allow more for the recovery.",
        bad=_BREAKER
        + """\
circuit_breaker: {reset_timeout_ms: 90000}
performance_assertions:
  - name: "circuit_recovery"
    condition: "mean_recovery_time_ms() <= 60000"
""",
        good=_BREAKER
        + """\
circuit_breaker: {reset_timeout_ms: 30000}
performance_assertions:
  - name: "circuit_recovery"
    condition: "mean_recovery_time_ms() <= 60000"
""",
    ),
    Entry(
        "PB904",
        (WARNING,),
        "A circuit breaker is configured, but the machine has it in part or not at all",
        "A circuit goes from closed to open, to half-open, and back to closed or open. The machine has some of these states "
        "and transitions and lacks others, so a circuit that opens is stuck. Or it has none, and neither an expression nor "
        "a bound system uses the section: then its numbers have no effect.",
        "Add the states and transitions that the message names, let an expression read the section, or delete it.",
        bad="circuit_breaker: {failure_threshold: 5, reset_timeout_ms: 30000, half_open_successes: 3}\n",
        good=_BREAKER.replace(
            'event: "probe_succeeded"',
            'event: "probe_succeeded", guard: "probe_successes() >= circuit_breaker.half_open_successes"',
        )
        + "circuit_breaker: {failure_threshold: 5, reset_timeout_ms: 30000, half_open_successes: 3}\n",
    ),
)

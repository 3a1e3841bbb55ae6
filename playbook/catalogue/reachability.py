"""PB30x: states that nothing reaches or leaves, and ways that a wildcard opens. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import INFO, WARNING, Entry

_TOGGLE = """\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
"""
_RETURNING = """\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    placed: {}
    cancelled: {final_state: true}
  transitions:
    - {id: "place", from: "cart", to: "placed", event: "order_placed"}
    - {id: "cancel", from: ["cart", "placed"], to: "cancelled", event: "cancel_requested"}
"""

ENTRIES = (
    Entry(
        "PB301",
        (WARNING,),
        "A state cannot be reached",
        "No sequence of events leads from the initial state to this one, wildcards counted. Either a transition was "
        "forgotten, or the state is a leftover that readers take for a possibility.",
        "Add the transition that leads there, or delete the state.",
        bad=_TOGGLE.replace("    bright: {}\n", "    bright: {}\n    blinking: {}\n").replace(
            '"released"}\n',
            '"released"}\n    - {id: "calm_down", from: "blinking", to: "dark", event: "released"}\n',
        ),
        good=_TOGGLE,
    ),
    Entry(
        "PB302",
        (INFO,),
        "A state is reached only through a wildcard",
        "The plain transitions alone never lead here. That is often right (a failure may strike anywhere), but then every "
        "state that `*` stands for is an entrance, and few scenarios try more than one of them. The message shows the "
        "shortest way.",
        "Nothing, if it is meant. Otherwise name the sources, or take states away with `except`.",
        bad="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
    broken: {final_state: true}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
    - {id: "break_down", from: "*", except: ["broken"], to: "broken", event: "bulb_failed"}
""",
        good="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
    broken: {final_state: true}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
    - {id: "break_down", from: "bright", to: "broken", event: "bulb_failed"}
""",
    ),
    Entry(
        "PB303",
        (WARNING,),
        "A state has no way out and is not final",
        "Once the machine is here it stays for ever. If that is the end, say so; if not, a transition is missing.",
        "Mark the state with `final_state: true`, or add the transition that leaves it.",
        bad="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    placed: {}
  transitions:
    - {id: "place", from: "cart", to: "placed", event: "order_placed"}
""",
        good="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    placed: {final_state: true}
  transitions:
    - {id: "place", from: "cart", to: "placed", event: "order_placed"}
""",
    ),
    Entry(
        "PB304",
        (WARNING,),
        "Only wildcards lead out of a state",
        "The state has no transition of its own. What was meant for emergencies is the only way on: in the case study a "
        "failed request could be left only by tripping a circuit breaker, although a forbidden pair says that a failure "
        "must be acknowledged.",
        "Add the ordinary way out, or mark the state as final.",
        bad="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    failed: {}
    cancelled: {final_state: true}
  transitions:
    - {id: "fail", from: "cart", to: "failed", event: "payment_failed"}
    - {id: "cancel", from: "*", except: ["cancelled"], to: "cancelled", event: "cancel_requested"}
""",
        good="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    failed: {}
    cancelled: {final_state: true}
  transitions:
    - {id: "fail", from: "cart", to: "failed", event: "payment_failed"}
    - {id: "try_again", from: "failed", to: "cart", event: "acknowledged"}
    - {id: "cancel", from: "*", except: ["cancelled"], to: "cancelled", event: "cancel_requested"}
""",
    ),
    Entry(
        "PB305",
        (WARNING,),
        "From a state no plain transition leads to an end",
        "The machine has ends: states marked as final or, where none is, states whose names say that something is over. "
        "From this state they are out of reach, unless a wildcard happens to fire.",
        "Add the missing way, or mark the state as final.",
        bad="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    placed: {}
    disputed: {}
    in_review: {}
    delivered: {final_state: true}
  transitions:
    - {id: "place", from: "cart", to: "placed", event: "order_placed"}
    - {id: "deliver", from: "placed", to: "delivered", event: "parcel_received"}
    - {id: "dispute", from: "placed", to: "disputed", event: "complaint"}
    - {id: "review", from: "disputed", to: "in_review", event: "clerk_assigned"}
    - {id: "ask_back", from: "in_review", to: "disputed", event: "question_asked"}
""",
        good="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    placed: {}
    disputed: {}
    in_review: {}
    delivered: {final_state: true}
  transitions:
    - {id: "place", from: "cart", to: "placed", event: "order_placed"}
    - {id: "deliver", from: "placed", to: "delivered", event: "parcel_received"}
    - {id: "dispute", from: "placed", to: "disputed", event: "complaint"}
    - {id: "review", from: "disputed", to: "in_review", event: "clerk_assigned"}
    - {id: "ask_back", from: "in_review", to: "disputed", event: "question_asked"}
    - {id: "settle", from: "in_review", to: "placed", event: "agreed"}
""",
    ),
    Entry(
        "PB306",
        (INFO,),
        "No state is marked as final",
        "Without a final state nobody can tell a machine that rests from one that is stuck, and the checks for dead ends "
        "have to guess. A controller that runs for ever has none, rightly.",
        "Mark the states in which a run may end with `final_state: true`.",
        bad=_RETURNING.replace("cancelled: {final_state: true}", "cancelled: {}"),
        good=_RETURNING,
    ),
    Entry(
        "PB307",
        (INFO,),
        "A final state can be left",
        "`final_state` says that a run may end here. Readers of other notations take it for a state that nothing leaves.",
        "Nothing, if a run may end here and may also go on. Otherwise delete the mark or the transition.",
        bad=_TOGGLE.replace("bright: {}", "bright: {final_state: true}"),
        good=_RETURNING,
    ),
    Entry(
        "PB308",
        (WARNING,),
        "A wildcard bypasses a transition that every other way takes",
        "Without wildcards, this transition is a gate: nobody gets to the states behind it except through it, so its guard "
        "protects them all. A wildcard opens a way around the gate. In the case study a circuit may open before any model "
        "is registered, and from there the machine recovers to `ready` without one. The message shows the way.",
        "Take the states before the gate out of the wildcard with `except`, or let the way back end before the gate.",
        bad="""\
machine:
  id: "shop"
  initial: "logged_out"
  states:
    logged_out: {}
    browsing: {}
    paused: {}
  transitions:
    - {id: "log_in", from: "logged_out", to: "browsing", event: "password_accepted"}
    - {id: "log_out", from: "browsing", to: "logged_out", event: "left"}
    - {id: "pause", from: "*", to: "paused", event: "maintenance_began"}
    - {id: "resume", from: "paused", to: "browsing", event: "maintenance_ended"}
""",
        good="""\
machine:
  id: "shop"
  initial: "logged_out"
  states:
    logged_out: {}
    browsing: {}
    paused: {}
  transitions:
    - {id: "log_in", from: "logged_out", to: "browsing", event: "password_accepted"}
    - {id: "log_out", from: "browsing", to: "logged_out", event: "left"}
    - {id: "pause", from: "*", except: ["logged_out"], to: "paused", event: "maintenance_began"}
    - {id: "resume", from: "paused", to: "browsing", event: "maintenance_ended"}
""",
    ),
    Entry(
        "PB309",
        (INFO,),
        "Two states have the same ways out and the same invariants",
        "Nothing that the playbook says tells them apart once they are entered.",
        "Make one state of them, or say what differs: an invariant, a way out, a description.",
        bad="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
    shining: {}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "shine", from: "dark", to: "shining", event: "pressed_long"}
    - {id: "bright_off", from: "bright", to: "dark", event: "released"}
    - {id: "shining_off", from: "shining", to: "dark", event: "released"}
""",
        good=_TOGGLE,
    ),
    Entry(
        "PB310",
        (INFO,),
        "Events that no scenario fires",
        "What no scenario does is specified but not shown. On the bare machine an action fires the event of its name, so "
        "these events certainly never happen; where a system under test decides, only a run can tell.",
        "Write a scenario in which they happen.",
        bad="""\
scenarios:
  - name: "start"
    steps:
      - {action: "started"}
      - {assert: "state == 'busy'"}
""",
        good="""\
scenarios:
  - name: "start_and_finish"
    steps:
      - {action: "started"}
      - {assert: "state == 'busy'"}
      - {action: "finished"}
      - {assert: "state == 'idle'"}
""",
    ),
)

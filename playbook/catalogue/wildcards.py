"""PB32x and PB33x: what wildcards include, and what forbidden pairs refuse. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_HEAD = """\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    locked: {}
    broken: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
    - {id: "lock_it", from: "closed", to: "locked", event: "key_turned"}
    - {id: "unlock_it", from: "locked", to: "closed", event: "key_turned"}
    - {id: "repair", from: "broken", to: "closed", event: "repaired"}
"""
_BREAK = '    - {id: "break_it", from: "*", except: ["broken"], to: "broken", event: "kicked"}\n'

ENTRIES = (
    Entry(
        "PB322",
        (INFO,),
        "A state's own transition comes before a wildcard",
        "An event looks for transitions of the current state first and for `*` afterwards. In these states the wildcard is "
        "never reached, or only when the guards of the state's own transitions say no.",
        "Nothing, if the exception is meant. `except` beside the wildcard makes it visible.",
        bad=_HEAD.replace(
            '    - {id: "repair"',
            '    - {id: "resist", from: "locked", to: "locked", event: "kicked"}\n    - {id: "repair"',
        )
        + _BREAK,
        good=_HEAD.replace(
            '    - {id: "repair"',
            '    - {id: "resist", from: "locked", to: "locked", event: "kicked"}\n    - {id: "repair"',
        )
        + _BREAK.replace('["broken"]', '["broken", "locked"]'),
    ),
    Entry(
        "PB323",
        (INFO,),
        "A wildcard includes its own target",
        "`*` stands for every state, the target included: the machine may leave the state and enter it again, with its exit "
        "and entry actions and a fresh check of its invariants. In the case study an open circuit may be opened once more.",
        "Nothing, if that is meant. Otherwise take the target away with `except`.",
        bad=_HEAD + _BREAK.replace(', except: ["broken"]', ""),
        good=_HEAD + _BREAK,
    ),
    Entry(
        "PB324",
        (INFO,),
        "A transition leads back to the same state and says nothing about it",
        "Without a guard, an action or a description a reader cannot tell whether the event is meant to change nothing, or "
        "whether the target is a slip.",
        "Describe it in a sentence, guard it, or correct the target.",
        bad=_HEAD + '    - {id: "knock", from: "locked", to: "locked", event: "knocked"}\n',
        good=_HEAD
        + '    - {id: "knock", from: "locked", to: "locked", event: "knocked", description: "Nobody answers."}\n',
    ),
    Entry(
        "PB326",
        (WARNING,),
        "A wildcard leaves a final state",
        "The state is final and nothing else leaves it, so that readers take it for the end. `*` stands for it all the same: "
        "what has ended may begin again.",
        "Take the final states out of the wildcard with `except`.",
        bad="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    on_hold: {}
    delivered: {final_state: true}
  transitions:
    - {id: "deliver", from: "cart", to: "delivered", event: "parcel_received"}
    - {id: "hold", from: "*", except: ["on_hold"], to: "on_hold", event: "complaint"}
    - {id: "go_on", from: "on_hold", to: "cart", event: "settled"}
""",
        good="""\
machine:
  id: "order"
  initial: "cart"
  states:
    cart: {}
    on_hold: {}
    delivered: {final_state: true}
  transitions:
    - {id: "deliver", from: "cart", to: "delivered", event: "parcel_received"}
    - {id: "hold", from: "*", except: ["on_hold", "delivered"], to: "on_hold", event: "complaint"}
    - {id: "go_on", from: "on_hold", to: "cart", event: "settled"}
""",
    ),
    Entry(
        "PB327",
        (INFO,),
        "An event is handled in all states but one",
        "Where so many states handle an event, the one that does not is easily a forgotten one. There the event is ignored, "
        "and the run goes on as if nothing had happened.",
        "Add the transition, or leave it if the state is right to ignore the event.",
        bad="""\
machine:
  id: "player"
  initial: "loading"
  states:
    loading: {}
    playing: {}
    paused: {}
    seeking: {}
    stopped: {}
  transitions:
    - {id: "play", from: "loading", to: "playing", event: "loaded"}
    - {id: "pause", from: "playing", to: "paused", event: "pause_pressed"}
    - {id: "go_on", from: "paused", to: "playing", event: "play_pressed"}
    - {id: "seek", from: "playing", to: "seeking", event: "slider_moved"}
    - {id: "found", from: "seeking", to: "playing", event: "loaded"}
    - {id: "stop", from: ["loading", "playing", "paused"], to: "stopped", event: "stop_pressed"}
    - {id: "again", from: "stopped", to: "loading", event: "play_pressed"}
""",
        good="""\
machine:
  id: "player"
  initial: "loading"
  states:
    loading: {}
    playing: {}
    paused: {}
    seeking: {}
    stopped: {}
  transitions:
    - {id: "play", from: "loading", to: "playing", event: "loaded"}
    - {id: "pause", from: "playing", to: "paused", event: "pause_pressed"}
    - {id: "go_on", from: "paused", to: "playing", event: "play_pressed"}
    - {id: "seek", from: "playing", to: "seeking", event: "slider_moved"}
    - {id: "found", from: "seeking", to: "playing", event: "loaded"}
    - {id: "stop", from: ["loading", "playing", "paused", "seeking"], to: "stopped", event: "stop_pressed"}
    - {id: "again", from: "stopped", to: "loading", event: "play_pressed"}
""",
    ),
    Entry(
        "PB331",
        (ERROR,),
        "A transition is declared and forbidden",
        "The playbook says that this change may happen and that it must never happen. A run would refuse it and fail.",
        "Delete the transition or the forbidden pair, whichever is wrong.",
        bad=_HEAD
        + """\
    - {id: "burst", from: "locked", to: "open", event: "kicked"}
  forbidden:
    - {from: "locked", to: "open", reason: "A locked door does not open"}
""",
        good=_HEAD
        + """\
    - {id: "burst", from: "locked", to: "broken", event: "kicked"}
  forbidden:
    - {from: "locked", to: "open", reason: "A locked door does not open"}
""",
    ),
    Entry(
        "PB332",
        (ERROR,),
        "A wildcard allows what is forbidden",
        "`*` stands for the source of a forbidden pair too. When the event comes in that state, the run would refuse the "
        "change and fail.",
        "Take the state out of the wildcard with `except`.",
        bad=_HEAD
        + _BREAK
        + """\
  forbidden:
    - {from: "locked", to: "broken", reason: "The lock protects the door"}
""",
        good=_HEAD
        + _BREAK.replace('["broken"]', '["broken", "locked"]')
        + """\
  forbidden:
    - {from: "locked", to: "broken", reason: "The lock protects the door"}
""",
    ),
    Entry(
        "PB333",
        (INFO,),
        "What is forbidden as one step is possible in several",
        "A forbidden pair refuses the direct change only. Mostly that is the point: the way around does what the reason "
        "demands. Where only a wildcard opens the way, it may skip exactly that, as in the case study, where a failed request "
        "reaches `inferring` through a circuit breaker without being acknowledged.",
        "Read the way that the message shows. If it must not exist, break it: a guard, an `except`, another forbidden pair.",
        bad=_HEAD
        + """\
  forbidden:
    - {from: "locked", to: "open", reason: "Unlock it first"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    scrapped: {final_state: true}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
    - {id: "scrap_it", from: "closed", to: "scrapped", event: "replaced"}
  forbidden:
    - {from: "scrapped", to: "open", reason: "It hangs in no frame any more"}
""",
    ),
    Entry(
        "PB334",
        (INFO,),
        "Forbidden pairs that no scenario tries",
        "A rule that nothing ever tests is only a sentence. No declared transition makes the change, so that a system which "
        "follows the machine never attempts it; the derived tests do, by forcing the machine into the source state.",
        "Run the derived tests, or write a scenario in which the system is provoked to do what is forbidden.",
        bad="""\
system: "federation_gateway"
machine:
  id: "small_gateway"
  initial: "initializing"
  states:
    initializing: {}
    ready: {}
    inferring: {}
  transitions:
    - {id: "register", from: "initializing", to: "ready", event: "model_registered"}
    - {id: "infer", from: "ready", to: "inferring", event: "node_selected"}
    - {id: "answer", from: "inferring", to: "ready", event: "stream_complete"}
  forbidden:
    - {from: "initializing", to: "inferring", reason: "Cannot infer without registered models"}
scenarios:
  - name: "register"
    steps:
      - {action: "register_model", params: {model: "m", node: "n", capability: "c"}}
      - {assert: "state == 'ready'"}
""",
        good="""\
machine:
  id: "door"
  initial: "locked"
  states:
    locked: {}
    closed: {}
    open: {}
  transitions:
    - {id: "unlock_it", from: "locked", to: "closed", event: "key_turned"}
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
  forbidden:
    - {from: "locked", to: "open", reason: "Unlock it first"}
scenarios:
  - name: "without_the_key"
    steps:
      - {action: "handle_turned"}
      - {assert: "state == 'locked'"}
""",
    ),
)

"""PB4xx: what conditions say together. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_TANK = """\
machine:
  id: "tank"
  initial: "empty"
  states:
    empty:
      invariants:
        - {description: "Nothing is in it", condition: "level() == 0"}
    filling:
      invariants:
%s
    full: {}
  transitions:
    - {id: "open_tap", from: "empty", to: "filling", event: "tap_opened"}
    - {id: "close_tap", from: "filling", to: "full", event: "tap_closed"}
    - {id: "drain", from: "full", to: "empty", event: "drained"}
"""
_FLOWS = '        - {description: "Water runs", condition: "flow() >= 1"}'
_DOOR = """\
machine:
  id: "door"
  initial: "closed"
  states:
    closed:
      invariants:
        - {description: "Shut", condition: "%s"}
    open: {}
    alarmed: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned", guard: "%s"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
    - {id: "calm_down", from: "alarmed", to: "closed", event: "code_entered"}
"""
_GATEWAY = """\
machine:
  id: "federation_gateway"
  initial: "%s"
  states:
    starting:
      invariants:
        - {description: "No model yet", condition: "catalog_count() == 0"}
    ready:
      invariants:
        - {description: "A model is there", condition: "catalog_count() > 0"}
  transitions:
    - {id: "register", from: "starting", to: "ready", event: "model_registered"}
    - {id: "again", from: "ready", to: "starting", event: "emptied"}
"""
_PUMP = """\
machine:
  id: "pump"
  initial: "idle"
  states:
    idle: {}
    running:
      invariants:
        - {description: "There is pressure", condition: "pressure() > 0"}
  transitions:
    - {id: "start", from: "idle", to: "running", event: "started", guard: "%s"}
    - {id: "resume", from: "idle", to: "running", event: "resumed", guard: "pressure() == 0"}
    - {id: "stop", from: "running", to: "idle", event: "stopped"}
"""
_TIMER = """\
machine:
  id: "oven"
  initial: "idle"
  states:
    idle: {}
    baking:
      invariants:
        - {description: "There is time left", condition: "%s"}
  transitions:
    - {id: "start", from: "idle", to: "baking", event: "started"}
    - {id: "finish", from: "baking", to: "idle", event: "baking_time_elapsed"}
"""

ENTRIES = (
    Entry(
        "PB401",
        (ERROR, WARNING),
        "The invariants of a state contradict each other",
        "All invariants of a state must hold when it is entered and whenever a step has settled. These can never be true "
        "together, so every run that reaches the state fails there. It is a warning where one of them is only noted "
        "(`severity: warning`), or where the playbook's own numbers decide it, as in `limits.days >= 30` with `days: 14`.",
        "Correct the one that is wrong. The finding names the fewest that are needed for the contradiction.",
        bad=_TANK % (_FLOWS + '\n        - {description: "The tap is shut", condition: "flow() == 0"}'),
        good=_TANK % (_FLOWS + '\n        - {description: "It is not full", condition: "level() < 100"}'),
    ),
    Entry(
        "PB402",
        (WARNING,),
        "An invariant says what another one of the state says already",
        "It repeats the other, or follows from it as `x > 0` follows from `x >= 1`: it can only fail together with it. The "
        "reader looks for a difference that is not there, and a failing run reports one defect twice. An invariant that is "
        "checked more severely than the other one is never called needless.",
        "Delete it, or write what it was meant to say.",
        bad=_TANK % (_FLOWS + '\n        - {description: "The pump works", condition: "flow() > 0"}'),
        good=_TANK % (_FLOWS + '\n        - {description: "The pump works", condition: "pressure() > 0"}'),
    ),
    Entry(
        "PB403",
        (INFO,),
        "An invariant is always true",
        "It cannot fail, so it checks nothing. Most often a count is compared with 0: `tokens_generated() >= 0` in the case "
        "study. What counts is what the bound system declares as a count, or what plainly names one: `retry_count`, "
        "`tokens_generated`, `timeout_ms`.",
        "Write what must hold: `tokens_generated() > 0`, or a bound above. Delete it if there is nothing to say.",
        bad=_TANK % '        - {description: "Litres are counted", condition: "litre_count() >= 0"}',
        good=_TANK % '        - {description: "Litres are counted", condition: "litre_count() > 0"}',
    ),
    Entry(
        "PB404",
        (WARNING,),
        "An invariant of the initial state is false when a run starts",
        "A run enters the initial state before anything has happened, and checks its invariants. The bound system was asked "
        "what its functions return at that moment, and they make this invariant false: every run fails before its first step.",
        "Start in a state whose invariants hold of a fresh system, or correct the invariant.",
        bad=_GATEWAY % "ready",
        good=_GATEWAY % "starting",
    ),
    Entry(
        "PB411",
        (INFO,),
        "A guard can be true only when the state's invariant is already broken",
        "The guard and an invariant of the state that the transition leaves exclude each other: the moment at which the state ends "
        "is the moment at which its invariant is over. Counters and limits are written so, rightly. Such a transition can be taken: the effect of an action comes before its event, and invariants are not checked between the two, so a run may "
        "pass. But the invariant does not hold as long as the machine is in the state, as it claims, and a reader (or a "
        "monitor that checks at any time) is misled. In the case study `register_model` needs `catalog_count() >= 1` where "
        "`initializing` promises `catalog_count() == 0`.",
        "Nothing, if the action breaks the invariant and emits the event at once. Otherwise weaken the invariant, or drop the guard where "
        "the target's invariants check the same on entry.",
        bad=_DOOR % ("angle() == 0", "angle() > 5"),
        good=_DOOR % ("angle() == 0", "!locked()"),
    ),
    Entry(
        "PB412",
        (INFO,),
        "An alternative in a guard is excluded by the state's invariants",
        "The guard can be true, but not through this part of it: an invariant of the state that the transition leaves says the "
        "opposite. Either the part is needless, or the invariant is not as invariable as it says.",
        "Take the part out of the guard, or weaken the invariant.",
        bad=_DOOR % ("angle() == 0", "!locked() || angle() > 0"),
        good=_DOOR % ("angle() == 0", "!locked() || emergency()"),
    ),
    Entry(
        "PB414",
        (INFO,),
        "The invariants before and after a transition exclude each other",
        "That is how states differ, and no defect. It tells what must change on the way: the action behind the event, or the "
        "entry into the new state, has to turn the one invariant into the other. It is the first thing to look at when a run "
        "fails on entering the state.",
        "Nothing, if that is what the action does. Ten are told one by one, the rest as a number.",
        bad=_DOOR.replace("    open: {}", '    open: {invariants: [{condition: "angle() > 0"}]}')
        % ("angle() == 0", "!locked()"),
        good=_DOOR.replace("    open: {}", '    open: {invariants: [{condition: "!locked()"}]}')
        % ("angle() == 0", "!locked()"),
    ),
    Entry(
        "PB415",
        (WARNING,),
        "A wildcard's guard is excluded by the invariants of a state that it stands for",
        "`*` stands for every state, but as long as the invariants of this one hold the guard is false: the wildcard is dead "
        "there. The diagram and the derived tests show a way that does not exist.",
        "Take the state out with `except` (the quick fix writes it), or correct the guard or the invariant.",
        bad=_DOOR % ("angle() == 0", "!locked()")
        + '    - {id: "alarm", from: "*", except: ["alarmed"], to: "alarmed", event: "shaken", guard: "angle() > 45"}\n',
        good=_DOOR % ("angle() == 0", "!locked()")
        + '    - {id: "alarm", from: "*", except: ["alarmed", "closed"], to: "alarmed", event: "shaken", guard: "angle() > 45"}\n',
    ),
    Entry(
        "PB416",
        (WARNING, INFO),
        "An invariant is false on every way into its state",
        "Each transition that leads into the state has a guard under which this invariant is false, and no action of the "
        "playbook stands between the guard and the check on entry. Unless the system changes it in that moment, every run that "
        "enters the state fails. Where a single transition leads in, a change by the system is likely enough: a hint.",
        "Correct the invariant or the guards, or write down as `actions` what changes in between.",
        bad=_PUMP % "pressure() < 0",
        good=_PUMP % "pressure() > 0",
    ),
    Entry(
        "PB417",
        (INFO,),
        "An invariant stops being true just when its state is left",
        "The state promises that something remains, and is left by the event which says that nothing does: "
        "`reset_timeout_remaining() > 0` and `reset_timeout_elapsed` in the case study. When the event arrives the invariant is "
        "already false; a run passes because it checks on entry and when a step has settled. Judged by the names alone.",
        "Nothing, if the invariant is meant for the entry only. Otherwise say `>= 0`.",
        bad=_TIMER % "baking_time_remaining() > 0",
        good=_TIMER % "heat() > 0",
    ),
)

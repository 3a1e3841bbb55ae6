"""PB2xx: names that nothing declares, and names that are declared twice. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, WARNING, Entry

ENTRIES = (
    Entry(
        "PB201",
        (ERROR,),
        "A transition names a state that is not declared",
        "The machine would have to enter, or to leave, a state of which nothing is known: no invariant could be checked "
        "there, and nobody could say what it means to be in it.",
        "Declare the state under `machine.states`, or correct the name; the message says which declared name is nearest.",
        bad="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "opened", event: "handle_turned"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
""",
    ),
    Entry(
        "PB202",
        (ERROR,),
        "A forbidden pair names a state that is not declared",
        "A rule about a state that does not exist protects nothing, although everybody reads it as a promise.",
        "Correct the name, declare the state, or delete the pair.",
        bad="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    locked: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "lock_it", from: "closed", to: "locked", event: "key_turned"}
  forbidden:
    - {from: "loked", to: "open", reason: "A locked door does not open"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    locked: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "lock_it", from: "closed", to: "locked", event: "key_turned"}
  forbidden:
    - {from: "locked", to: "open", reason: "A locked door does not open"}
""",
    ),
    Entry(
        "PB203",
        (ERROR,),
        "The initial state is not declared",
        "Every run starts in the initial state; without it the machine cannot take its first event.",
        "Name a declared state under `machine.initial`.",
        bad="""\
machine:
  id: "door"
  initial: "shut"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
""",
    ),
    Entry(
        "PB204",
        (ERROR,),
        "Two transitions have the same id",
        "Runs, coverage and comparisons speak of a transition by its id. With two of the same id nobody can tell which "
        "one was taken.",
        "Give one of them another id.",
        bad="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "turn", from: "closed", to: "open", event: "handle_turned"}
    - {id: "turn", from: "open", to: "closed", event: "pushed"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
""",
    ),
    Entry(
        "PB205",
        (ERROR,),
        "A scenario, panel, policy or performance assertion has the name of another",
        "Histories and trends are kept by these names: results of two different things would end up in one line.",
        "Give one of them another name.",
        bad="""\
scenarios:
  - name: "start"
    steps:
      - {action: "started"}
      - {assert: "state == 'busy'"}
  - name: "start"
    steps:
      - {action: "finished"}
      - {assert: "state == 'idle'"}
""",
        good="""\
scenarios:
  - name: "start"
    steps:
      - {action: "started"}
      - {assert: "state == 'busy'"}
  - name: "finish_too_early"
    steps:
      - {action: "finished"}
      - {assert: "state == 'idle'"}
""",
    ),
    Entry(
        "PB206",
        (WARNING,),
        "A transition repeats another one",
        "The second has the same sources, event, target and guard as the first. The first is always the one that is taken; "
        "the second is never exercised, and a change to one of them is easily forgotten in the other.",
        "Delete one of the two.",
        bad="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
    - {id: "open_again", from: "closed", to: "open", event: "handle_turned"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "close_it", from: "open", to: "closed", event: "pushed"}
""",
    ),
    Entry(
        "PB208",
        (WARNING,),
        "A pair is forbidden twice",
        "The same pair, or one that includes it through `*`, is forbidden already. Only one reason is shown when somebody "
        "tries it, and the two may come to contradict each other.",
        "Keep the one with the better reason.",
        bad="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    locked: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "lock_it", from: "closed", to: "locked", event: "key_turned"}
  forbidden:
    - {from: "locked", to: "open", reason: "A locked door does not open"}
    - {from: "locked", to: "open", reason: "Unlock it first"}
""",
        good="""\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
    locked: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
    - {id: "lock_it", from: "closed", to: "locked", event: "key_turned"}
  forbidden:
    - {from: "locked", to: "open", reason: "A locked door does not open: unlock it first"}
""",
    ),
    Entry(
        "PB209",
        (ERROR,),
        "What a `*` forbids is declared as a transition",
        "The pair forbids a change to or from any state, yet a transition makes just that change. It would be refused "
        "every time, and the run would fail.",
        "Forbid the pairs that are meant one by one, or delete the transition.",
        bad="""\
machine:
  id: "safe"
  initial: "locked"
  states:
    locked: {}
    unlocked: {}
    open: {}
  transitions:
    - {id: "unlock", from: "locked", to: "unlocked", event: "code_entered"}
    - {id: "open_it", from: "unlocked", to: "open", event: "handle_turned"}
    - {id: "shut", from: "open", to: "locked", event: "pushed"}
  forbidden:
    - {from: "*", to: "open", reason: "Nobody opens it without the code"}
""",
        good="""\
machine:
  id: "safe"
  initial: "locked"
  states:
    locked: {}
    unlocked: {}
    open: {}
  transitions:
    - {id: "unlock", from: "locked", to: "unlocked", event: "code_entered"}
    - {id: "open_it", from: "unlocked", to: "open", event: "handle_turned"}
    - {id: "shut", from: "open", to: "locked", event: "pushed"}
  forbidden:
    - {from: "locked", to: "open", reason: "Nobody opens it without the code"}
""",
    ),
)

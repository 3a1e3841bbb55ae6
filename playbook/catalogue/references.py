"""PB2xx: names that nothing declares, and names that are declared twice. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, Entry

ENTRIES = (
    Entry(
        "PB201",
        (ERROR,),
        "A transition names a state that is not declared",
        "The machine would have to enter, or to leave, a state of which nothing is known: no invariant could be "
        "checked there, and no diagram could show it.",
        "Declare the state under `machine.states`, or correct the name; the message says which declared name is "
        "nearest.",
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
)

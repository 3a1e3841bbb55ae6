"""PB730: what states and transitions do on the way. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import INFO, WARNING, Entry

_HOOKED = """\
machine:
  id: "job"
  initial: "idle"
  states:
    idle: {{}}
    busy:
      on_entry: [{written}]
  transitions:
    - {{id: "start", from: "idle", to: "busy", event: "started"}}
    - {{id: "finish", from: "busy", to: "idle", event: "finished"}}
simulation:
  variables: {{ told: [] }}
  actions:
    start(): [{{ emit: "started" }}]
    finish(): [{{ emit: "finished" }}]
    tell(text): [{{ set: {{ "told[told.len()]": "text" }} }}]
scenarios:
  - name: "a_job"
    steps:
      - action: "start"
      - assert: "told == ['busy']"
      - action: "finish"
      - assert: "state == 'idle'"
"""

ENTRIES = (
    Entry(
        "PB730",
        (INFO, WARNING),
        "A state or transition names an action that the system does not carry out there",
        "What the system does not provide is told of in a run, and fails nothing: a playbook may be written before its system. But "
        "a name that is only misspelt does nothing either, and so does an action with its parameters in parentheses, as if it were a "
        "call in a condition.",
        "Correct the name. Write an action with parameters as a map: `{ action: tell, params: { text: hello } }`.",
        bad=_HOOKED.format(written='{ action: "tel", params: { text: "busy" } }'),
        good=_HOOKED.format(written='{ action: "tell", params: { text: "busy" } }'),
    ),
)

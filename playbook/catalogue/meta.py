"""PB99x: about the check itself. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import INFO, WARNING, Entry

ENTRIES = (
    Entry(
        "PB990",
        (INFO,),
        "Findings are ignored by a comment",
        "Somebody looked at these findings and decided to keep the playbook as it is. The note keeps that decision in "
        "sight, so that it is not forgotten when the reason for it goes away.",
        "Nothing has to be done. Remove the comment when its reason no longer holds.",
        bad="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
    # playbook: ignore PB303 -- the bulb is thrown away then
    broken: {}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
    - {id: "break_it", from: "bright", to: "broken", event: "burned_out"}
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
    - {id: "break_it", from: "bright", to: "broken", event: "burned_out"}
""",
    ),
    Entry(
        "PB991",
        (WARNING,),
        "A comment that ignores findings does nothing, or gives no reason",
        "A comment that ignores a finding which is not there (any more) hides the next one that comes up in its place. "
        "One without a reason cannot be judged by the next reader. Errors cannot be ignored at all: a text with an "
        "error cannot be saved or run.",
        'Remove the comment, correct the id, or write the reason behind "--".',
        bad="""\
# playbook: ignore PB303
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
""",
        good="""\
machine:
  id: "lamp"
  initial: "dark"
  states:
    dark: {}
    bright: {}
  transitions:
    - {id: "switch_on", from: "dark", to: "bright", event: "pressed"}
    - {id: "switch_off", from: "bright", to: "dark", event: "released"}
""",
    ),
)

"""PB99x: about the check itself. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import INFO, WARNING, Entry

_HARD = " && ".join(f"(open_{i}() ? !full_{i}() : full_{i}())" for i in range(100))

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
    Entry(
        "PB992",
        (INFO,),
        "The analysis stopped at a limit",
        "Some questions (which conditions exclude each other, which wildcard bypasses what) can cost any amount of work. A check "
        "does a bounded amount and then says so: what it has found is true, but it may not be all that there is.",
        "Break the machine or its conditions into simpler parts: name an intricate condition and ask for it as one function.",
        bad="""\
machine:
  id: "mixer"
  initial: "waiting"
  states:
    waiting: {}
    mixing: {}
  transitions:
    - {id: "stop", from: "mixing", to: "waiting", event: "stopped"}
"""
        + "".join(
            f'    - {{id: "mix_{n}", from: "waiting", to: "mixing", event: "started", guard: "{_HARD} && speed() > {n}"}}\n'
            for n in range(10)
        ),
        good="""\
machine:
  id: "mixer"
  initial: "waiting"
  states:
    waiting: {}
    mixing: {}
  transitions:
    - {id: "stop", from: "mixing", to: "waiting", event: "stopped"}
    - {id: "mix", from: "waiting", to: "mixing", event: "started", guard: "valves_agree() && speed() > 0"}
""",
    ),
)

"""PB7xx: scenarios. This file is a data table."""

from __future__ import annotations

from playbook.catalogue import expected, http, on_the_way
from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

# The machine of the short examples is idle until "started", and busy until "finished".
_GOOD = """\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
      - action: "finished"
      - assert: "state == 'idle'"
"""
_GATEWAY = """\
system: "federation_gateway"
scenarios:
  - name: "a_node_fails"
    steps:
      - action: "register_model"
        params: { model: "whisper-v3", node: "us-west-1", capability: "transcribe" }
      - action: "fail_node"
        params: { node: "us-west-1" }
      - assert: "retry_count() == 0"
"""
_KETTLE = """\
simulation:
  variables: { degrees: 20 }
  functions:
    temperature(): "degrees"
  actions:
    heat(by): [{ set: { degrees: "degrees + by" } }, { emit: "started" }]
    cool(): [{ set: { degrees: "20" } }, { emit: "finished" }]
scenarios:
  - name: "tea"
    steps:
      - action: "heat"
        params: { by: 80 }
      - assert: "temperature() == 100"
"""
_COOLED = """\
      - action: "wait"
        params: { duration_ms: 1000 }
      - action: "cool"
      - assert: "temperature() == 20"
"""
_WITH_FAILURE = """\
machine:
  id: "job"
  initial: "idle"
  states:
    idle: {}
    busy: {}
    failed: {}
  transitions:
    - {id: "start", from: "idle", to: "busy", event: "started"}
    - {id: "finish", from: "busy", to: "idle", event: "finished"}
    - {id: "fail", from: "busy", to: "failed", event: "crashed"}
    - {id: "recover", from: "failed", to: "idle", event: "restarted"}
"""

ENTRIES = (
    Entry(
        "PB701",
        (ERROR,),
        "A step is neither an action nor an assertion, or both",
        "A step does one thing: it calls an action of the system, or it asserts a condition. With both, nobody knows which "
        "comes first; with neither, it does nothing.",
        "Write `action` or `assert`; make two steps of one that has both.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
        assert: "state == 'busy'"
""",
        good="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
""",
    ),
    Entry(
        "PB702",
        (ERROR,),
        "An assertion compares `state` with a state that is not declared",
        "The current state is always one of the declared ones, so the assertion can never hold: the scenario must fail.",
        "Declare the state, or correct the name; the message says which declared name is nearest.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'bussy'"
""",
        good="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
""",
    ),
    Entry(
        "PB703",
        (ERROR,),
        "An action that the system does not offer",
        "The run ends with an error at this step. What a system offers is known before: its actions, or on the bare machine "
        "the events and transitions of the playbook; `wait` is offered everywhere.",
        "Correct the name, or bind the system that has the action with `system`.",
        bad=_GOOD.replace('"started"', '"strated"'),
        good=_GOOD,
    ),
    Entry(
        "PB704",
        (ERROR,),
        "Parameters that do not fit the action",
        "A parameter is missing, unknown, or of the wrong kind: the run ends with an error at this step.",
        "Give the parameters that the message names, each of its kind.",
        bad=_GATEWAY.replace(
            'action: "fail_node"\n        params: { node: "us-west-1" }', 'action: "fail_node"'
        ),
        good=_GATEWAY,
    ),
    Entry(
        "PB705",
        (WARNING,),
        "A scenario asserts nothing, or nothing after its last action",
        "What is not asserted is not tested: whatever the last action does, the scenario passes.",
        "Assert what must be true at the end, such as the state.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
      - action: "finished"
""",
        good=_GOOD,
    ),
    Entry(
        "PB706",
        (WARNING,),
        "A scenario asserts a state that the machine cannot be in by then",
        "On the bare machine the steps alone decide the state, and it is another one. On any system, no path of the machine "
        "leads to the asserted state from where the scenario was before. So the scenario must fail.",
        "Assert the state that the message names, or add the steps or the transition that lead to the other.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'idle'"
""",
        good=_GOOD,
    ),
    Entry(
        "PB707",
        (WARNING, INFO),
        "A `repeat` that has no use",
        "Nothing happens between two evaluations of an assertion, so repeating it shows nothing. `repeat: 1` (a hint) says "
        "nothing.",
        "Repeat the action instead, or remove `repeat`.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
        repeat: 3
""",
        good="""\
scenarios:
  - name: "pressed_again"
    steps:
      - action: "started"
        repeat: 3
      - assert: "state == 'busy'"
""",
    ),
    Entry(
        "PB708",
        (WARNING,),
        "Two scenarios have the same steps",
        "The second shows nothing that the first does not. Often it was copied to be changed, and was not.",
        "Change one of them, or delete it.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
  - name: "a_job_is_done"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
""",
        good="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
  - name: "a_job_is_done"
    steps:
      - action: "started"
      - action: "finished"
      - assert: "state == 'idle'"
""",
    ),
    Entry(
        "PB709",
        (INFO,),
        "Actions or parameters that no scenario uses",
        "The system offers more than the scenarios try. That is no defect, but a list of what nothing in the playbook shows.",
        "Nothing, or a scenario that uses them.",
        bad=_KETTLE,
        good=_KETTLE + _COOLED,
    ),
    Entry(
        "PB710",
        (WARNING,),
        "A scenario changes nothing",
        "Every event of the scenario is ignored in the state that it starts in, and it does not say that this is what it means "
        "to show: most likely a step that leads there is missing.",
        "Add the missing steps, or assert that the state is still the same.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "finished"
      - assert: "jobs_done() == 1"
""",
        good="""\
scenarios:
  - name: "nothing_to_finish"
    steps:
      - action: "finished"
      - assert: "state == 'idle'"
""",
    ),
    Entry(
        "PB711",
        (INFO,),
        "States, transitions or forbidden pairs that no scenario covers",
        "A summary, as far as it can be known without a run. On the bare machine the scenarios are followed step by step; on "
        "other systems a state counts as covered when an assertion demands it, and a transition when its target does.",
        "Add scenarios for what matters. Derived tests try every transition and every forbidden pair in any case.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "state == 'busy'"
""",
        good=_GOOD,
    ),
    Entry(
        "PB712",
        (WARNING,),
        "A wait that no run can carry out",
        "Time is virtual, but it has bounds: a wait is at least 0 and at most seven days, and says for how long. Another one "
        "ends the run with an error.",
        "Give `duration_ms` in milliseconds of virtual time.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "wait"
        params: { duration_ms: -5 }
      - assert: "state == 'idle'"
""",
        good="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "wait"
        params: { duration_ms: 5000 }
      - assert: "state == 'idle'"
""",
    ),
    Entry(
        "PB713",
        (INFO,),
        "No scenario ends in a failure",
        "Judged by the names of its states the machine can fail, and no scenario says that it does. What happens when things go "
        "wrong is what people most want to know of a system.",
        "Add a scenario that leads to the failure and asserts it.",
        bad=_WITH_FAILURE + _GOOD,
        good=_WITH_FAILURE
        + _GOOD
        + """\
  - name: "a_crash"
    steps:
      - action: "started"
      - action: "crashed"
      - assert: "state == 'failed'"
""",
    ),
    Entry(
        "PB714",
        (WARNING,),
        "Two scenarios expect different results of the same steps",
        "The same actions from the same start have the same result. The scenarios assert two values of one thing after them, "
        "so one of them must fail.",
        "Correct the wrong one, or add the step that makes the difference.",
        bad="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "jobs_running() == 1"
  - name: "another_job"
    steps:
      - action: "started"
      - assert: "jobs_running() == 2"
""",
        good="""\
scenarios:
  - name: "a_job"
    steps:
      - action: "started"
      - assert: "jobs_running() == 1"
  - name: "no_second_job"
    steps:
      - action: "started"
      - action: "started"
      - assert: "jobs_running() == 1"
""",
    ),
    Entry(
        "PB715",
        (WARNING,),
        "The system that the playbook asks for cannot be had here",
        "Runs will refuse to start. A warning only, because another machine may have the system, and because a playbook can be "
        "written before its system.",
        "Register the system (docs/systems.md), correct its name, or remove `system` to use the bare machine. A host that may "
        "not be reached from here is listed by whoever operates the machine, in `PLAYBOOKS_HTTP_HOSTS` (docs/operating.md).",
        bad='system: "federation_gatway"\n',
        good='system: "bare"\n',
    ),
    *expected.ENTRIES,
    *http.ENTRIES,
    *on_the_way.ENTRIES,
)

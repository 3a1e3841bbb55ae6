"""PB72x: a system written in the playbook. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_GOOD = """\
simulation:
  variables: {jobs: 0}
  functions:
    job_count(): "jobs"
  actions:
    start(count):
      - set: {jobs: "jobs + count"}
      - {when: "jobs > 0", emit: started}
    finish():
      - set: {jobs: "0"}
      - {after_ms: 500, emit: finished}
"""

ENTRIES = (
    Entry(
        "PB720",
        (ERROR, WARNING),
        "A part of the simulation has the wrong shape",
        "A simulation is a map of `variables`, `functions`, `actions` and `panels`. A function is one expression, an action is a "
        "list of statements, a panel has a `row`. What has another shape cannot be executed.",
        "Write it as the message says.",
        bad=_GOOD.replace(
            '      - set: {jobs: "0"}\n      - {after_ms: 500, emit: finished}', "      emit: finished"
        ),
        good=_GOOD,
    ),
    Entry(
        "PB721",
        (ERROR, WARNING),
        "A header cannot be read, or declares what is taken",
        "Functions and actions are declared by a header: a name with its parameters, `circuit_is_open(node)`. A name is declared "
        "once, and neither variables nor parameters may be called `state`. A parameter that hides a variable is a warning.",
        "Correct the header; choose names of their own.",
        bad=_GOOD.replace("start(count)", "start(count, count)"),
        good=_GOOD,
    ),
    Entry(
        "PB722",
        (ERROR, WARNING),
        "A statement does nothing, or has a key that there is not",
        "A statement sets variables, emits an event, or fails; `when` and `after_ms` say under which condition and when. A "
        "misspelt key is kept and never executed. An action that fails changes and emits nothing, so `set` and `emit` beside "
        "`fail` are lost.",
        "Correct the key, or say what the statement does.",
        bad=_GOOD.replace("emit: started", "emits: started"),
        good=_GOOD,
    ),
    Entry(
        "PB723",
        (ERROR,),
        "What `set` names is no variable",
        "Only variables of the simulation, and parts of them, can be set: `models`, `failures[node]`. Functions, parameters and "
        "sections of the playbook cannot.",
        "Declare the variable under `simulation.variables`, or correct the name.",
        bad=_GOOD.replace('set: {jobs: "0"}', 'set: {job: "0"}'),
        good=_GOOD,
    ),
    Entry(
        "PB724",
        (WARNING,),
        "A simulated event that no transition waits for",
        "The machine ignores the event in every state, so emitting it shows nothing.",
        "Correct the event, or add the transition that it is for.",
        bad=_GOOD.replace("emit: finished", "emit: finishd"),
        good=_GOOD,
    ),
    Entry(
        "PB725",
        (INFO,),
        "A variable that nothing reads",
        "No function, action, panel, condition or status bar reads the variable; setting it has no effect.",
        "Delete it, or read it somewhere.",
        bad=_GOOD.replace("{jobs: 0}", "{jobs: 0, workers: 2}"),
        good=_GOOD,
    ),
    Entry(
        "PB726",
        (ERROR,),
        "The time of `after_ms` is none that a run can wait for",
        "The delay of an event is milliseconds of virtual time: at least 0, and at most seven days.",
        "Give a number of milliseconds, or an expression that is one.",
        bad=_GOOD.replace("after_ms: 500", "after_ms: -500"),
        good=_GOOD,
    ),
    Entry(
        "PB727",
        (WARNING,),
        "A function calls itself",
        "Directly, or through others. A condition such as `n == 0 ? 0 : count(n - 1)` may end it; most often it is a slip, and "
        "the evaluation stops at its limit.",
        "Break the circle, or make sure that it ends.",
        bad=_GOOD.replace('job_count(): "jobs"', 'job_count(): "job_count() + 1"'),
        good=_GOOD,
    ),
    Entry(
        "PB728",
        (INFO,),
        "Events that no simulated action emits",
        "The transitions that wait for these events can never be taken by a scenario of this playbook.",
        "Emit them from an action, if scenarios should get there.",
        bad=_GOOD.replace("{after_ms: 500, emit: finished}", '{fail: "nobody finishes"}'),
        good=_GOOD,
    ),
    Entry(
        "PB729",
        (ERROR,),
        "A value that no variable of a simulation can start from",
        "Numbers are finite and whole ones have 64 bits, as in conditions; all variables together may have two million "
        "characters and items, what aliases stand for included.",
        "Start from a value that can be calculated with.",
        bad=_GOOD.replace("{jobs: 0}", "{jobs: .inf}"),
        good=_GOOD,
    ),
)

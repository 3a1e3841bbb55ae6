"""PB8xx: the dashboard. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_PANELS = """\
tui:
  panels:
    - {id: "circuits", columns: ["Node", "State"]}
    - {id: "models", columns: ["Model", "Node"]}
  keybindings:
    q: "quit"
    "?": "help"
    c: "toggle_circuits_panel"
    m: "toggle_models_panel"
"""
_BAR = """\
limits:
  return_days: 30
tui:
  status_bar:
    left: "{{state}}"
    right: "returns within {{limits.return_days}} days"
"""
_GATEWAY = """\
system: "federation_gateway"
tui:
  panels:
    - {id: "circuits", columns: ["Node", "State", "Failures"]}
"""

ENTRIES = (
    Entry(
        "PB801",
        (ERROR, INFO),
        "A key speaks of a panel that there is not",
        "A panel is named by its id, by the singular or plural of its id, or as the built-in `stats`. A key that names no panel "
        "does nothing. Where the singular or plural is written a hint says which panel is meant.",
        "Write the panel's id.",
        bad=_PANELS.replace('c: "toggle_circuits_panel"', 'c: "toggle_circut_panel"'),
        good=_PANELS,
    ),
    Entry(
        "PB802",
        (INFO,),
        "A panel has no key",
        "Other things have keys, but no key shows or hides this panel.",
        "Assign a free key: `toggle_<panel>_panel`.",
        bad=_PANELS.replace('    m: "toggle_models_panel"\n', ""),
        good=_PANELS,
    ),
    Entry(
        "PB803",
        (WARNING,),
        "Nothing provides a placeholder of the status bar",
        "A placeholder is resolved like a name in a condition: `state`, a section of the playbook, what the system provides. One "
        "that nothing provides shows a question mark for ever. Where no system is bound, what conditions of the playbook "
        "ask for counts as provided, because the system that it is written for must have it.",
        "Correct the name; the message says which is nearest.",
        bad=_BAR.replace("limits.return_days", "limits.retrun_days"),
        good=_BAR,
    ),
    Entry(
        "PB804",
        (ERROR,),
        "A placeholder is malformed",
        "A placeholder is a name between two pairs of braces. What is not closed, or has no name in it, is shown as it is "
        "written, braces and all.",
        "Write `{{name}}`.",
        bad=_BAR.replace("{{state}}", "{{state}"),
        good=_BAR,
    ),
    Entry(
        "PB805",
        (ERROR, WARNING, INFO),
        "A key that is no key, or that does what there is not",
        "A key is one character, or the name of one key with the keys held beside it: `q`, `Enter`, `ctrl+x`. `on` and `yes` "
        "are none, and other readers of YAML take them for true. A key does `quit`, `refresh`, `help`, `reset`, "
        "`toggle_pause`, `toggle_<panel>_panel` or `panel_<panel>`. A digit without quotes (a hint) is a number for others.",
        "Correct the key or what it does; quote digits.",
        bad=_PANELS.replace('q: "quit"', 'q: "qiut"'),
        good=_PANELS,
    ),
    Entry(
        "PB806",
        (ERROR, WARNING, INFO),
        "Two keys are the same, or the browser keeps a key for itself",
        "`ctrl+X` and `Ctrl+x` are one key: it cannot do two things, and doing the same twice is a leftover. Some keys belong to "
        "the browser (`ctrl+w` closes the tab), and a run's page leaves all keys with Ctrl, Alt or Meta to it.",
        "Choose another key.",
        bad=_PANELS.replace(
            'm: "toggle_models_panel"', 'Enter: "toggle_models_panel"\n    Return: "refresh"'
        ),
        good=_PANELS,
    ),
    Entry(
        "PB807",
        (WARNING,),
        "A panel has nothing to show",
        "A table needs columns, a stats panel fields, a plot or heatmap a data_source, unless the system has rows for the panel. "
        "A column listed twice shows the same twice, and an unknown type is drawn as a table.",
        "Add what is missing.",
        bad=_PANELS.replace(
            '{id: "circuits", columns: ["Node", "State"]}', '{id: "circuits", title: "CIRCUITS"}'
        ),
        good=_PANELS,
    ),
    Entry(
        "PB808",
        (WARNING,),
        "The system has nothing for a panel or a column",
        "The bound system says which panels and columns it fills. A column of another name stays empty, and so does a panel.",
        "Use the names that the message lists.",
        bad=_GATEWAY.replace('"Failures"', '"Failurs"'),
        good=_GATEWAY,
    ),
    Entry(
        "PB809",
        (INFO,),
        "Panels are refreshed more often than viewers are told of it",
        "Who watches a run in the browser is told of news about ten times a second. A shorter `refresh_rate_ms` makes the run's "
        "log longer, and no picture smoother. (Below 16 ms no screen could follow: that is PB110.)",
        "Use 100 ms or more.",
        bad="tui: {refresh_rate_ms: 50}\n",
        good="tui: {refresh_rate_ms: 100}\n",
    ),
    Entry(
        "PB810",
        (INFO,),
        "No key for help or to quit",
        "There are keys, but none that leaves the dashboard, or none that shows what the keys are.",
        'Add `q: "quit"` and `"?": "help"`.',
        bad=_PANELS.replace('    "?": "help"\n', ""),
        good=_PANELS,
    ),
    Entry(
        "PB811",
        (INFO,),
        "A panel is called like a state",
        "In talk, in logs and in the key's name nobody can tell whether `routing` is the state of the machine or the panel of "
        "routing decisions.",
        "Rename one of them, if people mix them up.",
        bad='tui: {panels: [{id: "busy", columns: ["Job"]}]}\n',
        good='tui: {panels: [{id: "jobs", columns: ["Job"]}]}\n',
    ),
)

"""PB1xx: sections, keys and types. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import ERROR, INFO, WARNING, Entry

_DOOR = """\
machine:
  id: "door"
  initial: "closed"
  states:
    closed: {}
    open: {}
  transitions:
    - {id: "open_it", from: "closed", to: "open", event: "handle_turned"}
"""
_HEAD = 'version: "1.0"\nname: "Door"\n'

ENTRIES = (
    Entry(
        "PB101",
        (ERROR,),
        "Something that every playbook needs is missing or empty",
        "Without a version nobody knows how to read the text; without `id`, `initial`, `states` and `transitions` there is no machine to run. A "
        "transition needs its ends and its event, an invariant its condition, a scenario its name and steps.",
        "Add the key, or give it a value; where one can be guessed a quick fix writes a skeleton.",
        bad=_DOOR.replace('  initial: "closed"\n', ""),
        good=_DOOR,
    ),
    Entry(
        "PB102",
        (ERROR,),
        "The version is not the text 1.0",
        "The version says in which language the playbook is written. There is one, and its name is a text: the number 1.0 becomes 1 in many "
        "tools that read and write YAML.",
        'Write `version: "1.0"`.',
        bad="version: 1.0\n" + _DOOR,
        good='version: "1.0"\n' + _DOOR,
        whole=True,
    ),
    Entry(
        "PB103",
        (WARNING, ERROR, INFO),
        "A key that the language does not know",
        "Keys and sections of your own are kept, and conditions can read the sections. But a key that is spelt almost like one of the "
        "language's, or that belongs somewhere else, has no effect where it stands: most likely it was meant to. Where it must stand for a key that the part cannot be without, "
        "that is an error, and the rest is judged as if it were written right.",
        "Correct the spelling, or move the key to where the message says it belongs.",
        bad=_DOOR.replace("event:", "evnt:", 1),
        good=_DOOR,
    ),
    Entry(
        "PB104",
        (ERROR,),
        "A value has the wrong type",
        "A list where a map belongs, a text where a number belongs: the part cannot be read, and a run would be without it.",
        "Write the value as the message says; a number in quotes is a text.",
        bad='circuit_breaker:\n  failure_threshold: "5"\n',
        good="circuit_breaker:\n  failure_threshold: 5\n",
    ),
    Entry(
        "PB105",
        (ERROR,),
        "A section stands in the wrong place",
        "Mostly indentation that was lost, or is too much: `forbidden` belongs to the machine, `tui` to the playbook. The part is read "
        "where it stands, so that the rest can be checked.",
        "Move it; the quick fix takes its comments along.",
        bad=_DOOR
        + 'forbidden:\n  # A closed door stays closed until somebody comes.\n  - {from: "closed", to: "closed", reason: "Nobody came"}\n',
        good=_DOOR + '  forbidden:\n    - {from: "closed", to: "closed", reason: "Nobody came"}\n',
    ),
    Entry(
        "PB106",
        (WARNING,),
        "A state's id is not its key",
        "A state is known by its key under `states`. An `id` that says something else misleads whoever reads the state, and the other tools "
        "that go by the id.",
        "Set the id to the key, or leave it out.",
        bad=_DOOR.replace("    open: {}", '    open: {id: "opened"}'),
        good=_DOOR.replace("    open: {}", '    open: {id: "open"}'),
    ),
    Entry(
        "PB107",
        (WARNING, ERROR, INFO),
        "A name that cannot be written everywhere",
        "States are compared in conditions, shown in addresses, and named on the command line: small letters, digits and `_` need no quotes and "
        "no escapes anywhere. `*`, `state` and `__start` mean something else and cannot name a state at all. For transitions and events "
        "this is a hint.",
        "Rename it; where every use of the name is known the quick fix changes all of them.",
        bad=_DOOR.replace("closed", "Closed"),
        good=_DOOR,
    ),
    Entry(
        "PB108",
        (INFO,),
        "Two names differ only by case, or by an s",
        "`circuit` and `circuits`, `Ready` and `ready`: readers take them for one, and a search for one does not find the other.",
        "Choose one spelling, or names that tell the two apart.",
        bad=_DOOR.replace("    open: {}\n", "    open: {}\n    opens: {}\n").replace(
            'handle_turned"}\n',
            'handle_turned"}\n    - {id: "let_go", from: "open", to: "opens", event: "released"}\n',
        ),
        good=_DOOR,
    ),
    Entry(
        "PB109",
        (INFO,),
        "Descriptions are missing",
        "Descriptions of states and scenarios, reasons of forbidden pairs and of failures are what people see who were not there when the "
        "playbook was written: in the diagram, beside a run, in a report.",
        "Say in a sentence what each is for.",
        bad=_DOOR.replace("    open: {}\n", "    open: {}\n    ajar: {}\n"),
        good=_DOOR.replace("closed: {}", 'closed: {description: "Nobody passes."}'),
    ),
    Entry(
        "PB110",
        (WARNING,),
        "A number is out of range",
        "A weight below zero would prefer the worst node; a success rate above one can never be met; no screen follows an update every "
        "five milliseconds. The value is kept as it is.",
        "Correct the number; the quick fix sets the nearest one that makes sense.",
        bad="performance:\n  target_success_rate: 99\n",
        good="performance:\n  target_success_rate: 0.99\n",
    ),
    Entry(
        "PB111",
        (INFO,),
        "Another dialect",
        "Playbooks of other tools and times have sections and keys of their own: `playbook`, `assertions`, `invariant_violations`, "
        "`terminal`, `invariant`. They are read, kept, drawn and executed; the message says what they are read as.",
        "Nothing needs to be done; a quick fix writes the newer form where there is one.",
        bad=_DOOR.replace("    open: {}", "    open: {terminal: true}"),
        good=_DOOR.replace("    open: {}", "    open: {final_state: true}"),
    ),
    Entry(
        "PB112",
        (WARNING,),
        "A key has no effect where it stands",
        "`except` takes states away from the wildcard `*`: beside states that are named it does nothing. `params` are given to an action: "
        "an assertion has none.",
        "Leave the key out, or write what it was meant for.",
        bad=_DOOR.replace('to: "open",', 'except: ["open"], to: "open",'),
        good=_DOOR.replace('from: "closed", to: "open",', 'from: "*", except: ["open"], to: "open",'),
    ),
)

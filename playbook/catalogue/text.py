"""PB0xx: the YAML text itself. This file is a data table."""

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

ENTRIES = (
    Entry(
        "PB001",
        (ERROR,),
        "The text is not valid YAML",
        "Nothing can be concluded from what cannot be read. The reader repairs the place, goes on behind it, and reports what it finds in "
        "the rest; findings that may only be an echo of the repair are held back.",
        "Correct the place that the message names; where the text itself shows what was meant, a quick fix does it. A character that must "
        "not stand in a text, such as NUL, is removed; a file must be UTF-8.",
        bad='description: "Opens and closes\n',
        good='description: "Opens and closes"\n',
    ),
    Entry(
        "PB002",
        (ERROR,),
        "A value must be quoted",
        "To YAML a value that starts with `!` is a tag, with `*` an alias, with `&` an anchor, with `{{` a map in a map; `%`, `@` and the "
        "backquote cannot start a value at all. The reader goes on as if the value were quoted.",
        "Put the value in quotes.",
        bad=_DOOR.replace('from: "closed", to', "from: *, to"),
        good=_DOOR.replace('from: "closed", to', 'from: "*", to'),
    ),
    Entry(
        "PB003",
        (ERROR,),
        "A key is there twice",
        "YAML keeps only one of two equal keys of a map; which one depends on the tool. What stands under the other is lost without a word. "
        "Until this is settled the validator reads maps and lists under both as one.",
        "Merge the two, rename one, or delete one.",
        bad=_DOOR
        + """\
  states:
    locked: {}
""",
        good=_DOOR.replace("    open: {}\n", "    open: {}\n    locked: {}\n"),
    ),
    Entry(
        "PB004",
        (INFO,),
        "Tools that read YAML 1.1 take this value for another",
        "Playbooks are YAML 1.2: `on`, `off`, `yes` and `no` are texts, `12:30` is a text, `0777` is the number 777. Many tools still read "
        "YAML 1.1, where they are truths, a number of minutes, and 511.",
        "Quote the value where a text is meant, and write numbers without a leading zero.",
        bad=_DOOR.replace('"open"', "on").replace("open:", "on:"),
        good=_DOOR.replace('"open"', '"on"').replace("open:", '"on":'),
    ),
    Entry(
        "PB005",
        (ERROR,),
        "The text expands to too many nodes",
        "An alias stands for all that its anchor holds. A few lines of aliases of aliases can stand for billions of nodes, so what they expand "
        "to is counted before any of it is built; the limit is 200,000 nodes.",
        "Write out what is meant, or split the playbook.",
        bad="metadata:\n  - &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"  - &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdef", "bcdefg", strict=True)
        ),
        good="metadata:\n  - &a [x, x, x]\n  - [*a, *a]\n",
    ),
    Entry(
        "PB006",
        (WARNING, ERROR),
        "An anchor without an alias, or an alias without an anchor",
        "An anchor that no alias names is a leftover, or its alias is misspelt. An alias that names no anchor, or the node that it is part of, "
        "stands for nothing: that is an error, and it is read as a text.",
        "Remove the anchor, correct the name, or quote the text that was meant.",
        bad="metadata: {owner: &owner platform}\n",
        good="metadata: {owner: &owner platform, reviewer: *owner}\n",
    ),
    Entry(
        "PB007",
        (WARNING,),
        "A merge key is used",
        "The merge key `<<` belongs to YAML 1.1. It is honoured here, and tools that read YAML 1.2 take it for an ordinary key.",
        "Write out what it adds; a quick fix does.",
        bad="metadata:\n  base: &base {team: platform, tier: one}\n  service:\n    <<: *base\n",
        good="metadata:\n  base: {team: platform, tier: one}\n  service: {team: platform, tier: one}\n",
    ),
    Entry(
        "PB008",
        (ERROR,),
        "The text is larger, or nested deeper, than the limits allow",
        "A text has at most 2 MiB and 64 levels, a key at most 1,024 characters. That is far beyond any playbook written by hand, and near "
        "enough to keep a hostile one from costing anything.",
        "Split the playbook, or look for the bracket that is never closed.",
        bad="metadata: " + "[" * 65 + "]" * 65 + "\n",
        good="metadata: " + "[" * 5 + "]" * 5 + "\n",
    ),
    Entry(
        "PB009",
        (ERROR,),
        "A custom tag, or a second document",
        "A tag asks the reader to build something of its own from a value: playbooks are data, and only YAML's own types exist in them. A "
        "playbook is one document; what follows a second `---` is not read.",
        "Remove the tag; put the second document into a file of its own.",
        bad="metadata: {released: !date 2024-05-01}\n",
        good='metadata: {released: "2024-05-01"}\n',
    ),
    Entry(
        "PB010",
        (ERROR,),
        "A tab indents a line",
        "YAML does not allow tabs in indentation, because their width is not defined. The reader goes on as if there were spaces.",
        "Replace tabs by spaces; most editors can do so on saving.",
        bad="metadata:\n\towner: platform\n",
        good="metadata:\n  owner: platform\n",
    ),
    Entry(
        "PB011",
        (WARNING, ERROR),
        "A placeholder stands where something should",
        "Three dots without quotes are what a sketch or a copied example leaves open. They are read as nothing. At the start of a line they "
        "end a YAML document, and what follows would be lost: that is an error.",
        "Write what belongs there, or delete the dots.",
        bad="health: { ... }\n",
        good="health: {check_interval_ms: 5000}\n",
    ),
)

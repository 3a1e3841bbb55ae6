"""`playbook explain`: what a finding means, why it matters, and an example before and after."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from playbook.analysis import analyse
from playbook.catalogue.entry import Entry
from playbook.catalogue.everything import CATALOGUE
from playbook.catalogue.example import completed
from playbook.commands.outcome import GOOD
from playbook.commands.selecting import unknown
from playbook.reports.checked import Checked, Manner, Selection
from playbook.reports.colour import Paint, for_stream
from playbook.reports.explanation import explanation
from playbook.reports.text import report

EXAMPLE = "example.yaml"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help="a rule, such as PB411")


def work(options: Namespace) -> int:
    ids = list(dict.fromkeys(id.upper() for id in options.ids))
    for id in ids:
        if id not in CATALOGUE:
            raise unknown(id)
    paint = for_stream(sys.stdout)
    print("\n\n\n".join(_explained(CATALOGUE[id], paint) for id in ids))
    return GOOD


def _explained(entry: Entry, paint: Paint) -> str:
    bad, good = completed(entry, entry.bad), completed(entry, entry.good)
    return explanation(entry, bad, good, drawn(entry, paint), paint)


def drawn(entry: Entry, paint: Paint) -> str:
    """What the validator says of the rule's bad example, this rule's findings only."""
    analysis = analyse(completed(entry, entry.bad))
    found = Selection(select=(entry.id,)).of(analysis.diagnostics)
    return report([Checked(EXAMPLE, analysis.text, found)], Manner(brief=True, paint=paint))

"""`playbook rules`: every rule of the validator."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from playbook.catalogue.everything import CATALOGUE
from playbook.commands.outcome import GOOD
from playbook.reports.colour import for_stream
from playbook.reports.explanation import table


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")


def work(options: Namespace) -> int:
    print(table(CATALOGUE.values(), options.format, for_stream(sys.stdout)))
    return GOOD

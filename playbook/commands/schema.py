"""`playbook schema`: the language as JSON Schema, for editors."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from playbook.commands.outcome import GOOD
from playbook.document.schema import schema


def arguments(parser: ArgumentParser) -> None:
    """None: there is one schema."""


def work(options: Namespace) -> int:
    print(json.dumps(schema(), indent=2))
    return GOOD

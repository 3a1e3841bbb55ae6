"""`playbook new`: start a playbook from a template that runs at once."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from playbook.api import PlaybookError, adapted_template, machine_id, template, templates
from playbook.commands.files import STDIN
from playbook.commands.outcome import GOOD, Cannot


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to write it, - for standard output")
    parser.add_argument("--template", metavar="NAME", help="the template to start from")
    parser.add_argument("--list", action="store_true", help="list the templates")
    parser.add_argument("--name", default="", metavar="TITLE", help="what people call the playbook")
    parser.add_argument("--id", default="", help="the machine's id (made of the name where there is one)")


def work(options: Namespace) -> int:
    if options.list:
        for found in templates():
            print(f"{found.name:<16} {found.description}")
        return GOOD
    if not options.template:
        known = ", ".join(found.name for found in templates())
        raise Cannot(f"say which template to start from: --template NAME, of {known}")
    try:
        text = adapted_template(template(options.template), options.name, options.id)
    except PlaybookError as problem:
        raise Cannot(str(problem)) from None
    if options.file == STDIN:
        sys.stdout.write(text)
        return GOOD
    name = options.file or f"{machine_id(text).replace('_', '-')}.yaml"
    _write(name, text)
    shown = shlex.quote(name)
    print(f"wrote {name}\nnext: playbook validate {shown}\n      playbook run {shown}")
    return GOOD


def _write(name: str, text: str) -> None:
    """Never over a file that is there: it is somebody's work."""
    try:
        with Path(name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Cannot(f"{name} exists already and is left as it is; give another FILE") from None
    except (OSError, ValueError) as problem:
        raise Cannot(f"cannot write {name}: {getattr(problem, 'strerror', None) or problem}") from None

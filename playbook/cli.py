"""The `playbook` command: one module of `playbook.commands` for each word. Exit codes: see there."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from playbook.commands.loading import loaded
from playbook.commands.outcome import CANNOT, INTERRUPTED, NOT_GOOD, Cannot, complain

COMMANDS = {
    "new": "start a playbook from a template that runs at once",
    "validate": "say what is wrong with playbooks",
    "fix": "apply the remedies that are safe",
    "rename": "give a state, an event, a function another name everywhere",
    "rules": "list the rules of the validator",
    "explain": "say what a finding means, with an example before and after",
    "run": "run the scenarios of playbooks, and the tests that derive from them",
    "diff": "say in words what changed from one playbook to another",
    "export": "draw the machine",
    "schema": "print the language as JSON Schema, for editors",
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # What a terminal's encoding lacks is shown as an escape; it is no reason to break off.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser(given).parse_args(given)
    try:
        code: int = options.work(options)
        sys.stdout.flush()
        return code
    except Cannot as problem:
        complain(problem)
        return CANNOT
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_GOOD


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """All commands by name; only the one that is asked for is imported, and knows its arguments."""
    about = "Check, mend, run, compare and draw playbooks."
    parser = argparse.ArgumentParser(prog="playbook", description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asked = next((word for word in given if not word.startswith("-")), "")
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        if name == asked:
            loaded(f"commands.{name}", "arguments")(command)
            command.set_defaults(work=loaded(f"commands.{name}", "work"))
    return parser


if __name__ == "__main__":
    sys.exit(main())

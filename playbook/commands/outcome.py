"""How a command ends. Exit codes: 0 good, 1 not good, 2 cannot be done."""

from __future__ import annotations

import sys

GOOD, NOT_GOOD, CANNOT = 0, 1, 2


class Cannot(Exception):
    """What was asked cannot be done; the message says why."""


def complain(message: object) -> None:
    """Say it where it does not mix with what was asked for."""
    print(f"playbook: {message}", file=sys.stderr)

"""How a command ends. Exit codes: 0 good, 1 not good, 2 cannot be done, 130 interrupted by the keyboard."""

from __future__ import annotations

import sys

GOOD, NOT_GOOD, CANNOT = 0, 1, 2
# As every shell names it: 128 and the number of the signal.
INTERRUPTED = 130


class Cannot(Exception):
    """What was asked cannot be done; the message says why."""


def complain(message: object) -> None:
    """Say it where it does not mix with what was asked for."""
    print(f"playbook: {message}", file=sys.stderr)

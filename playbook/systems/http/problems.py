"""What can go wrong with a system over HTTP; every message says what to do or where to look."""

from __future__ import annotations

from playbook.errors import PlaybookError
from playbook.machine.port import ActionError, SystemProblem


class NotAllowed(PlaybookError):
    """The host, its address or a secret may not be used here; nothing was sent."""


class BadReach(PlaybookError):
    """What an operator allows cannot be read; the message names the entry."""


class Unreached(SystemProblem):
    """No connection came about; nothing was sent, so nothing was carried out."""


class Lost(SystemProblem):
    """The message was sent, or part of it, and no whole answer came back."""


class BadAnswer(SystemProblem):
    """The answer is not what the protocol says (docs/systems.md)."""


class Declined(SystemProblem):
    """The system answered with an error of its own."""


class OutcomeUnknown(ActionError):
    """The answer to an action was lost: it was carried out, or it was not, and nobody can tell."""

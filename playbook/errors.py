"""The root of what this library raises on purpose; problems in a playbook are diagnostics instead."""

from __future__ import annotations


class PlaybookError(Exception):
    """Something was asked that cannot be done; the message says what and what would do."""

"""Parts of the command line that are only imported when they are asked for.

A hook that validates one file before every commit should not wait for the drawing, or for reports in
formats that nobody reads. Everything else in this library is imported where it is named.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def loaded(module: str, name: str) -> Any:
    """A name of a module below `playbook`, imported now."""
    return getattr(import_module(f"playbook.{module}"), name)

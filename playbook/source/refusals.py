"""Why building a tree stops: a limit, or a value that YAML takes for something else."""

from __future__ import annotations

from playbook.diagnostics import Diagnostic


class Refused(Exception):
    """A limit is passed: nothing of the text is read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Misread(Exception):
    """The value that starts here should have been quoted."""

    def __init__(self, start: int) -> None:
        super().__init__(f"a value at {start} must be quoted")
        self.start = start

"""Rows by name that are cheap to keep: a snapshot shares them, and the next change copies them first."""

from __future__ import annotations

from typing import Generic, TypeVar

Row = TypeVar("Row")


class Table(Generic[Row]):
    """Immutable rows by name; `rows` is for reading only.

    `version` grows with every change, also with a restore, and never comes back: whoever keeps something
    made from the rows can tell by it whether that is still true.
    """

    __slots__ = ("_shared", "rows", "version")

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.version = 0
        self._shared = False

    def put(self, name: str, row: Row) -> None:
        """Add a row or replace it."""
        if self._shared:
            self.rows = self.rows.copy()
            self._shared = False
        self.rows[name] = row
        self.version += 1

    def share(self) -> dict[str, Row]:
        """The rows as they are now; nobody changes them any more."""
        self._shared = True
        return self.rows

    def adopt(self, rows: dict[str, Row]) -> None:
        """Go back to what `share` returned."""
        if rows is not self.rows:
            self.version += 1
        self.rows = rows
        self._shared = True

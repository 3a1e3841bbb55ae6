"""PB99x: about the check itself. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

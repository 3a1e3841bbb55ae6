"""PB7xx: scenarios. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

"""PB6xx and PB9xx: numbers that must agree. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

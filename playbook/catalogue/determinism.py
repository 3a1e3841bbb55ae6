"""PB32x and PB33x: what may happen next, and what must not. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

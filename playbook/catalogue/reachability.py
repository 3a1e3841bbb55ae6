"""PB30x: states that nothing reaches or leaves. This file is a data table."""

from __future__ import annotations

from playbook.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()

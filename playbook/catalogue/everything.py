"""Every rule of the validator by id: what `playbook rules`, the pages and the reports read."""

from __future__ import annotations

from playbook.catalogue import (
    conditions,
    configuration,
    dashboard,
    determinism,
    meta,
    reachability,
    reasoning,
    references,
    scenarios,
    schema,
    text,
)
from playbook.catalogue.entry import Entry

_FAMILIES = (
    text,
    schema,
    references,
    reachability,
    determinism,
    reasoning,
    conditions,
    configuration,
    scenarios,
    dashboard,
    meta,
)
CATALOGUE: dict[str, Entry] = {
    entry.id: entry
    for entry in sorted((e for family in _FAMILIES for e in family.ENTRIES), key=lambda entry: entry.id)
}

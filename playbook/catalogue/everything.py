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
    simulation,
    text,
    wildcards,
)
from playbook.catalogue.entry import Entry

_FAMILIES = {
    "YAML and the document": text,
    "Sections, keys and types": schema,
    "References and identity": references,
    "Reachability": reachability,
    "Determinism": determinism,
    "Wildcards and forbidden pairs": wildcards,
    "Invariants and guards": reasoning,
    "Expressions": conditions,
    "Performance and configuration": configuration,
    "Scenarios": scenarios,
    "Simulations": simulation,
    "The dashboard": dashboard,
    "The check itself": meta,
}
# By the title of their family, in the order in which they are shown.
FAMILIES: dict[str, tuple[Entry, ...]] = {title: part.ENTRIES for title, part in _FAMILIES.items()}
CATALOGUE: dict[str, Entry] = {
    entry.id: entry
    for entry in sorted((e for part in FAMILIES.values() for e in part), key=lambda entry: entry.id)
}
FAMILY_OF: dict[str, str] = {entry.id: title for title, part in FAMILIES.items() for entry in part}

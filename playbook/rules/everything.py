"""All rules, in the order of their families."""

from __future__ import annotations

from playbook.rules import (
    conditions,
    configuration,
    dashboard,
    overlaps,
    reachability,
    reasoning,
    references,
    scenarios,
    schema,
    sections,
    transitions,
    types,
    wildcards,
)
from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = (
    *schema.RULES,
    *references.RULES,
    *reachability.RULES,
    *transitions.RULES,
    *wildcards.RULES,
    *overlaps.RULES,
    *reasoning.RULES,
    *conditions.RULES,
    *types.RULES,
    *configuration.RULES,
    *sections.RULES,
    *scenarios.RULES,
    *dashboard.RULES,
)

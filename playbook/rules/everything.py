"""All rules, in the order of their families."""

from __future__ import annotations

from playbook.rules import (
    conditions,
    configuration,
    dashboard,
    handovers,
    http,
    naming,
    on_the_way,
    overlaps,
    reachability,
    reasoning,
    references,
    scenarios,
    schema,
    simulation,
    transitions,
    types,
    wildcards,
)
from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = (
    *schema.RULES,
    *naming.RULES,
    *references.RULES,
    *reachability.RULES,
    *transitions.RULES,
    *wildcards.RULES,
    *overlaps.RULES,
    *reasoning.RULES,
    *handovers.RULES,
    *conditions.RULES,
    *types.RULES,
    *configuration.RULES,
    *scenarios.RULES,
    *http.RULES,
    *on_the_way.RULES,
    *simulation.RULES,
    *dashboard.RULES,
)

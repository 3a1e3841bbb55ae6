"""All rules, in the order of their families."""

from __future__ import annotations

from playbook.rules import conditions, reachability, references, sections, transitions
from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = (
    *references.RULES,
    *reachability.RULES,
    *transitions.RULES,
    *conditions.RULES,
    *sections.RULES,
)

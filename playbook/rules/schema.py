"""Names and descriptions of a playbook's parts (PB1xx)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

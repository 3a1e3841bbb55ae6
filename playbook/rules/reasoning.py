"""What the conditions of a state and of the transitions around it say together (PB4xx)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

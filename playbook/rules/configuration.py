"""Numbers of the configuration against guards, assertions and scenarios (PB6xx, PB9xx)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

"""What a function or variable is, judged by every use of it in the playbook (PB5xx)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

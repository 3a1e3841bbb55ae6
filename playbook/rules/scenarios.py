"""Scenarios beside the machine (PB7xx)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

"""Transitions of one state and event whose guards overlap, hide each other or leave gaps (PB32x)."""

from __future__ import annotations

from playbook.rules.registry import Rule

RULES: tuple[Rule, ...] = ()

"""The values that playbooks, systems and expressions share (LANGUAGE.md section 6)."""

from __future__ import annotations

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]

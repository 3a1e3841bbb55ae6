"""Values as YAML text, in the habits of the text that they are written into."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.editing.habits import Habits
from playbook.editing.quoting import literal, quoted, scalar
from playbook.values import Value

_LONGEST_FLOW = 80


@dataclass(frozen=True)
class Writer:
    """Writes values; columns count from 0, line breaks are `\\n` (see `source.fixing.applied`)."""

    habits: Habits

    def key(self, name: str) -> str:
        """A key; in quotes only where it needs them."""
        return quoted(name, "")

    def text(self, value: str, column: int, key: str) -> str:
        """A text: of several lines as a block at a column, where that can be."""
        block = literal(value, column) if "\n" in value.removesuffix("\n") else None
        return block or self.flow(value, key)

    def flow(self, value: Value, key: str) -> str:
        """A value on one line."""
        if isinstance(value, dict):
            parts = ", ".join(f"{self.key(name)}: {self.flow(part, name)}" for name, part in value.items())
            pad = " " if self.habits.padded and parts else ""
            return f"{{{pad}{parts}{pad}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.flow(part, key) for part in value)}]"
        return scalar(value, self.habits.quote(key))

    def after_key(self, value: Value, column: int, key: str, *, block: bool | None = None) -> str:
        """What follows the colon of a key that stands at a column."""
        if isinstance(value, str):
            return f" {self.text(value, column + self.habits.step, key)}"
        if not isinstance(value, list | dict) or not value or self._on_one_line(value, key, block):
            return f" {self.flow(value, key)}"
        if isinstance(value, dict):
            inner = column + self.habits.step
            return "\n" + " " * inner + self.entries(value, inner)
        dash = column + self.habits.dash
        lead = "\n" + " " * dash
        return "".join(lead + self.item(part, dash, key) for part in value)

    def entries(self, value: dict[str, Value], column: int) -> str:
        """A map in block style, its first key where the text is."""
        lead = "\n" + " " * column
        return lead.join(self.entry(name, part, column) for name, part in value.items())

    def entry(self, name: str, value: Value, column: int, *, block: bool | None = None) -> str:
        """A key and its value."""
        return f"{self.key(name)}:{self.after_key(value, column, name, block=block)}"

    def item(self, value: Value, dash: int, key: str, *, gap: int = 1, block: bool | None = None) -> str:
        """An item of the list under a key, with its dash at a column."""
        inner = dash + 1 + gap
        lead = "-" + " " * gap
        if isinstance(value, str):
            return lead + self.text(value, inner, key)
        if not isinstance(value, list | dict) or not value or self._on_one_line(value, key, block, item=True):
            return lead + self.flow(value, key)
        if isinstance(value, dict):
            return lead + self.entries(value, inner)
        return lead + ("\n" + " " * inner).join(self.item(part, inner, key) for part in value)

    def _on_one_line(self, value: Value, key: str, block: bool | None, *, item: bool = False) -> bool:
        """As its neighbours are; else lists of scalars that are short."""
        if block is not None:
            return not block
        usual = self.habits.flow(key, value)
        if usual is None or (item and isinstance(value, list)):
            inner = value if isinstance(value, list) else [None, []]
            usual = not any(isinstance(part, list | dict) for part in inner)
        return usual and len(self.flow(value, key)) <= _LONGEST_FLOW

"""What can be asked of a playbook's text, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagnostics import TextEdit
from playbook.errors import PlaybookError
from playbook.spans import START, Path, Span, pointer
from playbook.values import Value


@dataclass(frozen=True, slots=True)
class SetValue:
    """Give the element at `path` another value; a key that its map does not have yet is added."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class InsertItem:
    """Put a value into the list at `path`, so that it becomes the item `index`; the first makes the list."""

    path: Path
    index: int
    value: Value


@dataclass(frozen=True, slots=True)
class Delete:
    """Take the element at `path` away, with its key or its dash."""

    path: Path


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Put the item `source` of the list at `path` where `target` is; those between move up or down."""

    path: Path
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Give the key at `path` another name; what refers to it is not followed (see `renamed`)."""

    path: Path
    name: str


Edit = SetValue | InsertItem | Delete | MoveItem | RenameKey


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and the edits that made it: ranges of the text before, in its order."""

    text: str
    edits: tuple[TextEdit, ...] = ()


class EditRefused(PlaybookError):
    """The text at that place cannot be edited safely; `reason` says why, `path` and `span` where."""

    def __init__(self, reason: str, path: Path = (), span: Span = START) -> None:
        super().__init__(f"{span.line}:{span.column}: {reason} (at {pointer(path) or 'the top'})")
        self.reason, self.path, self.span = reason, path, span

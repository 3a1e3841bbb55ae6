"""What decoding has to say of a document, with remedies that change its text."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.limits import MAX_DIAGNOSTICS, MAX_NAME_COMPARISONS
from playbook.source.blocks import end_of_line, indented, whole_lines
from playbook.source.nodes import Mapping, Node, Scalar
from playbook.source.positions import Lines
from playbook.spans import Path, Span

_LONGEST_NAME = 100
_CUTOFF = 0.75


class Findings:
    """Collects diagnostics, of each severity no more than could be shown."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, Lines(text)
        self.diagnostics: list[Diagnostic] = []
        self._counts = dict.fromkeys(Severity, 0)
        self._comparisons = MAX_NAME_COMPARISONS

    def error(self, id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> None:
        self._add(Diagnostic(id, Severity.ERROR, message, span, path, fixes=fixes))

    def warning(self, id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> None:
        self._add(Diagnostic(id, Severity.WARNING, message, span, path, fixes=fixes))

    def info(self, id: str, message: str, span: Span, path: Path = (), *fixes: Fix) -> None:
        self._add(Diagnostic(id, Severity.INFO, message, span, path, fixes=fixes))

    def _add(self, found: Diagnostic) -> None:
        self._counts[found.severity] += 1
        if self._counts[found.severity] <= MAX_DIAGNOSTICS:
            self.diagnostics.append(found)

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """The known key that a misspelt one most likely means, within a budget for the whole document."""
        if len(name) > _LONGEST_NAME or self._comparisons <= 0:
            return None
        self._comparisons -= len(known)
        close = get_close_matches(name, known, n=1, cutoff=_CUTOFF)
        return close[0] if close else None

    def insertion(self, node: Mapping, written: str, title: str) -> tuple[Fix, ...]:
        """The fix that adds an entry at the end of a map, in the way that the map is written."""
        edit = self._end_of_flow(node, written) or self._end_of_block(node, written)
        return (Fix(title, (edit,)),) if edit else ()

    def _end_of_flow(self, node: Mapping, written: str) -> TextEdit | None:
        span = node.span
        if self.text[span.start : span.start + 1] != "{" or "\n" in written:
            return None
        inside = self.text[span.start + 1 : span.end - 1].rstrip()
        if "#" in inside:
            # What is written behind a comment belongs to it.
            return None
        lead = ", " if inside and not inside.endswith(",") else " " if inside else ""
        place = span.start + 1 + len(inside)
        return TextEdit(self.lines.span(place, place), lead + written)

    def _end_of_block(self, node: Mapping, written: str) -> TextEdit | None:
        span = node.span
        end = end_of_line(self.text, span.end)
        if end is None or not node.entries or self.text[span.start : span.start + 1] in ("", "{"):
            return None
        indent = " " * (node.entries[0][0].span.column - 1)
        lines = "".join(f"\n{indent}{line}" for line in written.split("\n"))
        return TextEdit(self.lines.span(end, end), lines)

    def move(self, key: Scalar, value: Node, owner: Scalar, into: Node) -> tuple[Fix, ...]:
        """The fix that moves an entry of a block to the end of the block under the key `owner`."""
        column = owner.span.column + 1
        if isinstance(into, Mapping):
            if not into.entries or self.text[into.span.start : into.span.start + 1] == "{":
                return ()
            column = into.entries[0][0].span.column - 1
        elif into.span.start != into.span.end:
            return ()
        return self._moved(key, value, column, end_of_line(self.text, into.span.end))

    def move_out(self, key: Scalar, value: Node) -> tuple[Fix, ...]:
        """The fix that moves an entry of a block to the end of the document."""
        return self._moved(key, value, 0, len(self.text))

    def wrap(self, key: Scalar, value: Node, owner: str) -> tuple[Fix, ...]:
        """The fix that puts an entry of the document under a new key."""
        source = whole_lines(self.text, self.lines, key, value)
        body = indented(self.text[source.start : source.end], 2) if source is not None else None
        if source is None or body is None:
            return ()
        return (Fix(f'Put it under "{owner}"', (TextEdit(source, f"{owner}:\n{body}"),)),)

    def _moved(self, key: Scalar, value: Node, column: int, place: int | None) -> tuple[Fix, ...]:
        source = whole_lines(self.text, self.lines, key, value)
        if source is None or place is None or not self.text:
            return ()
        body = indented(self.text[source.start : source.end].rstrip("\r\n"), column - key.span.column + 1)
        if body is None:
            return ()
        lead = "" if place == len(self.text) and self.text.endswith(("\n", "\r")) else "\n"
        tail = "\n" if place == len(self.text) else ""
        if place == source.end:
            return (Fix("Move it there", (TextEdit(source, f"{body}{tail}"),)),)
        edits = (TextEdit(self.lines.span(place, place), f"{lead}{body}{tail}"), TextEdit(source, ""))
        return (Fix("Move it there", edits),)

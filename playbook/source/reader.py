"""Text or bytes to a node tree with diagnostics; the only user of PyYAML, and never an exception.

All limits hold before a cost is paid: bytes are counted, characters scanned, and the parser's events
are consumed one at a time, so nothing is ever composed that would be refused (LANGUAGE.md section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from playbook.diagnostics import Diagnostic, Fix, Related, Severity, TextEdit
from playbook.limits import MAX_DEPTH, MAX_NODES, MAX_TEXT_BYTES
from playbook.source.complaints import complaint
from playbook.source.nodes import Mapping, Node, Scalar, Sequence
from playbook.source.positions import Lines
from playbook.source.scalars import YAML_1_1, resolve
from playbook.spans import START, Path, Span

# What YAML 1.2 section 5.1 calls not printable; libyaml refuses it without a place.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_KNOWN_TAGS = {
    None,
    "!",
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")),
}


@dataclass(frozen=True, slots=True)
class Read:
    """The decoded text, the tree (None where there is none) and what was found."""

    text: str
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()


def read(source: str | bytes) -> Read:
    """Read a playbook's text; any input whatever gives a result."""
    text, refused = _decoded(source)
    if refused is not None:
        return Read(text, None, (refused,))
    lines = Lines(text)
    control = _FORBIDDEN.search(text)
    if control is not None:
        return Read(text, None, (_control_character(control, lines),))
    builder = _Builder(text, lines)
    return Read(text, builder.build(), tuple(builder.diagnostics))


def _decoded(source: str | bytes) -> tuple[str, Diagnostic | None]:
    if isinstance(source, str):
        size = len(source) if len(source) > MAX_TEXT_BYTES else len(source.encode("utf-8", "replace"))
        return source, _too_large(source) if size > MAX_TEXT_BYTES else None
    if len(source) > MAX_TEXT_BYTES:
        text = source[: MAX_TEXT_BYTES + 1].decode("utf-8", "replace")
        return text, _too_large(text)
    try:
        return source.decode("utf-8"), None
    except UnicodeDecodeError as problem:
        before = source[: problem.start].decode("utf-8")
        text = source.decode("utf-8", "replace")
        span = Lines(text).span(len(before), len(before) + 1)
        message = f"not UTF-8: byte 0x{source[problem.start]:02X} at byte offset {problem.start}"
        return text, Diagnostic("PB001", Severity.ERROR, message, span)


def _too_large(text: str) -> Diagnostic:
    kept = text.encode("utf-8", "replace")[:MAX_TEXT_BYTES].decode("utf-8", "ignore")
    span = Lines(text).span(len(kept), len(kept))
    message = f"the text is larger than {MAX_TEXT_BYTES:,} bytes; the limit is passed here"
    return Diagnostic("PB008", Severity.ERROR, message, span)


def _control_character(match: re.Match[str], lines: Lines) -> Diagnostic:
    code = ord(match.group())
    name = "NUL character" if code == 0 else "control character"
    if 0xD800 <= code <= 0xDFFF:
        name = "lone surrogate"
    message = f"{name} U+{code:04X} is not allowed in YAML; remove it"
    span = lines.span(*match.span())
    fix = Fix("Remove it", (TextEdit(span, ""),))
    return Diagnostic("PB001", Severity.ERROR, message, span, fixes=(fix,))


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Builder:
    """Builds the tree from parser events and counts what the aliases expand to."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.skip = 1 if text.startswith("\ufeff") else 0
        self.diagnostics: list[Diagnostic] = []
        self.count = 0
        self.anchors: dict[str, tuple[Node | None, int, Span]] = {}
        self.used: set[str] = set()
        self.events: Iterator[yaml.Event] = iter(())

    def build(self) -> Node | None:
        try:
            self.events = yaml.parse(self.text[self.skip :], Loader=yaml.CSafeLoader)
            root = self._document()
        except yaml.YAMLError as problem:
            self.diagnostics.append(complaint(problem, self.text, self.lines))
            return None
        except _Refused as refused:
            self.diagnostics.append(refused.diagnostic)
            return None
        self._unused_anchors()
        return root

    def _document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a playbook is one YAML document; a second one starts here"
                    raise self._refuse("PB009", message, self._span(event))
                root = self._node(next(self.events), (), 0)
        return root

    def _node(self, event: Any, path: Path, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise self._too_many(self._span(event), self.count)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        anchor, before = event.anchor, self.count
        if event.tag not in _KNOWN_TAGS:
            message = f'the tag "{event.tag[:60]}" is not allowed; values are plain YAML'
            raise self._refuse("PB009", message, self._span(event), path)
        if anchor is not None:
            self.anchors[anchor] = (None, 0, self._span(event))
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self._scalar(event, path)
        elif depth >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            raise self._refuse("PB008", message, self._span(event), path)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, path, depth)
        else:
            node = self._mapping(event, path, depth)
        if anchor is not None:
            self.anchors[anchor] = (node, self.count - before + 1, self.anchors[anchor][2])
        return node

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Scalar:
        style = event.style or ""
        span = self._span(event)
        text = event.value
        tag = event.tag
        if style or tag == "!" or (tag and tag.endswith(":str")):
            return Scalar(span, text, text, style)
        if YAML_1_1.match(text):
            message = f'"{text}" is {_meaning(text)} here (YAML 1.2); tools that read YAML 1.1 differ'
            fix = Fix("Quote it", (TextEdit(span, f'"{text}"'),), safe=resolve(text) == text)
            self.diagnostics.append(Diagnostic("PB004", Severity.INFO, message, span, path, fixes=(fix,)))
        return Scalar(span, text, resolve(text), style)

    def _sequence(self, event: Any, path: Path, depth: int) -> Sequence:
        items: list[Node] = []
        for inner in self.events:
            if isinstance(inner, yaml.SequenceEndEvent):
                return Sequence(self._closed(event, inner, items), tuple(items))
            items.append(self._node(inner, (*path, len(items)), depth + 1))
        raise AssertionError("libyaml ends every sequence")

    def _mapping(self, event: Any, path: Path, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        merged: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        for inner in self.events:
            if isinstance(inner, yaml.MappingEndEvent):
                own = {key.text for key, _ in entries}
                span = self._closed(event, inner, [node for _, node in entries])
                return Mapping(span, (*entries, *(m for m in merged if m[0].text not in own)))
            key = self._node(inner, path, depth + 1)
            if not isinstance(key, Scalar):
                raise self._no_key(key.span, path)
            value = self._node(next(self.events), (*path, key.text), depth + 1)
            if key.text == "<<" and not key.style:
                merged += self._merge(key, value, path)
            else:
                self._duplicate(seen, key, path)
                entries.append((key, value))
        raise AssertionError("libyaml ends every mapping")

    def _no_key(self, span: Span, path: Path) -> _Refused:
        if self.text[span.start - 1 : span.start + 1] == "{{":
            message = 'a value that starts with "{{" must be quoted'
            return self._refuse("PB002", message, self.lines.span(span.start - 1, span.end + 1), path)
        return self._refuse("PB104", "a key must be a text", span, path)

    def _duplicate(self, seen: dict[str, Scalar], key: Scalar, path: Path) -> None:
        first = seen.setdefault(key.text, key)
        if first is key:
            return
        place = f"{first.span.line}:{first.span.column}"
        message = f'key "{key.text}" is already defined at {place}; YAML keeps only one of them'
        related = (Related("first defined here", first.span),)
        self.diagnostics.append(
            Diagnostic("PB003", Severity.ERROR, message, key.span, (*path, key.text), related)
        )

    def _merge(self, key: Scalar, value: Node, path: Path) -> list[tuple[Scalar, Node]]:
        sources = value.items if isinstance(value, Sequence) else (value,)
        maps = [source for source in sources if isinstance(source, Mapping)]
        if len(maps) != len(sources):
            raise self._refuse("PB104", '"<<" merges maps only', value.span, path)
        found: dict[str, tuple[Scalar, Node]] = {}
        for source in maps:
            for entry in source.entries:
                found.setdefault(entry[0].text, entry)
        self.count += len(found)
        names = ", ".join(list(found)[:8]) or "nothing"
        message = f'the merge key "<<" adds {names}; YAML 1.2 has no merge keys'
        self.diagnostics.append(Diagnostic("PB007", Severity.WARNING, message, key.span, path))
        return list(found.values())

    def _alias(self, event: Any) -> Node:
        span = self._span(event)
        node, size, _ = self.anchors.get(event.anchor, (None, 0, START))
        if event.anchor not in self.anchors:
            raise self._refuse("PB006", f'the alias "*{event.anchor}" has no anchor before it', span)
        if node is None:
            message = f'the alias "*{event.anchor}" refers to a node that it is part of'
            raise self._refuse("PB006", message, span)
        self.used.add(event.anchor)
        self.count += size
        if self.count > MAX_NODES:
            raise self._too_many(span, self.count)
        return node

    def _unused_anchors(self) -> None:
        for name, (_, _, span) in self.anchors.items():
            if name not in self.used:
                message = f'the anchor "&{name}" is never used'
                self.diagnostics.append(Diagnostic("PB006", Severity.WARNING, message, span))

    def _too_many(self, span: Span, count: int) -> _Refused:
        message = f"aliases and nodes expand to {count:,} nodes or more; the limit is {MAX_NODES:,}"
        return self._refuse("PB005", message, span)

    def _refuse(self, id: str, message: str, span: Span, path: Path = ()) -> _Refused:
        return _Refused(Diagnostic(id, Severity.ERROR, message, span, path))

    def _span(self, event: Any) -> Span:
        first, last = event.start_mark, event.end_mark
        return self.lines.span(first.index + self.skip, last.index + self.skip)

    def _closed(self, first: Any, last: Any, parts: list[Node]) -> Span:
        """A block collection ends with its last part: libyaml's mark is at the next token."""
        start = first.start_mark.index + self.skip
        if first.flow_style or not parts:
            return self.lines.span(start, last.end_mark.index + self.skip)
        return self.lines.span(start, max(start, *(part.span.end for part in parts[-1:])))


def _meaning(text: str) -> str:
    value = resolve(text)
    return "the text" if isinstance(value, str) else f"the number {value}"

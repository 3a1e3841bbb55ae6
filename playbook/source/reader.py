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
from playbook.limits import MAX_DEPTH, MAX_KEY_CHARS, MAX_NODES, MAX_TEXT_BYTES
from playbook.source.complaints import complaint, must_quote
from playbook.source.nodes import Mapping, Node, Scalar, Sequence
from playbook.source.positions import Lines, span_in_scalar
from playbook.source.scalars import YAML_1_1, resolve
from playbook.spans import Path, Span

# What YAML 1.2 section 5.1 calls not printable; libyaml refuses it without a place.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BOM = "\ufeff"
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
    root = builder.build()
    return Read(text, root, tuple(builder.diagnostics))


def _decoded(source: str | bytes) -> tuple[str, Diagnostic | None]:
    if isinstance(source, str):
        source = source.lstrip(_BOM)
        size = len(source) if len(source) > MAX_TEXT_BYTES else len(source.encode("utf-8", "replace"))
        return source, _too_large(source) if size > MAX_TEXT_BYTES else None
    if len(source) > MAX_TEXT_BYTES:
        text = source[: MAX_TEXT_BYTES + 1].decode("utf-8", "replace").lstrip(_BOM)
        return text, _too_large(text)
    try:
        return source.decode("utf-8").lstrip(_BOM), None
    except UnicodeDecodeError as problem:
        before = source[: problem.start].decode("utf-8").lstrip(_BOM)
        text = source.decode("utf-8", "replace").lstrip(_BOM)
        span = Lines(text).span(len(before), len(before) + 1)
        message = f"not UTF-8: byte 0x{source[problem.start]:02X} at byte offset {problem.start}"
        return text, Diagnostic("PB001", Severity.ERROR, message, span)


def _too_large(text: str) -> Diagnostic:
    kept = text[:MAX_TEXT_BYTES].encode("utf-8", "replace")[:MAX_TEXT_BYTES].decode("utf-8", "ignore")
    span = Lines(text).span(len(kept), len(kept))
    message = f"the text is larger than {MAX_TEXT_BYTES:,} bytes; the limit is passed here"
    return Diagnostic("PB008", Severity.ERROR, message, span)


def _named(character: str) -> str:
    """A character that must not be written as itself, by kind and code point."""
    code = ord(character)
    name = "NUL character" if code == 0 else "control character"
    if 0xD800 <= code <= 0xDFFF:
        name = "lone surrogate"
    return f"{name} U+{code:04X}"


def _control_character(match: re.Match[str], lines: Lines) -> Diagnostic:
    message = f"{_named(match.group())} is not allowed in YAML; remove it"
    span = lines.span(*match.span())
    fix = Fix("Remove it", (TextEdit(span, ""),))
    return Diagnostic("PB001", Severity.ERROR, message, span, fixes=(fix,))


@dataclass(slots=True)
class _Anchor:
    """An anchored node: None until it ends; with what an alias of it expands to."""

    span: Span
    node: Node | None = None
    nodes: int = 0
    height: int = 0


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Builder:
    """Builds the tree from parser events and counts what the aliases expand to."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.diagnostics: list[Diagnostic] = []
        self.count = 0
        # How deep the node that was built last goes, aliases expanded: a chain of them adds up.
        self.height = 0
        self.anchors: dict[str, _Anchor] = {}
        self.used: set[str] = set()
        self.events: Iterator[Any] = iter(())
        # The scalar that was read last, and where the node that was built last ends.
        self.last: Any = None
        self.end = 0

    def build(self) -> Node | None:
        try:
            self.events = yaml.parse(self.text, Loader=yaml.CSafeLoader)
            root = self._document()
        except yaml.YAMLError as problem:
            self.diagnostics.append(complaint(problem, self.text, self.lines, self._last_text()))
            return None
        except _Refused as refused:
            self.diagnostics.append(refused.diagnostic)
            return None
        self._unused_anchors()
        return root

    def _last_text(self) -> Span | None:
        """The quoted text that the parser read last: what it refuses next may be that text's rest."""
        scalar = self.last
        return self._span(scalar) if scalar is not None and scalar.style in ("'", '"') else None

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
            return self._alias(event, depth)
        anchor, before = event.anchor, self.count
        if event.tag not in _KNOWN_TAGS:
            raise self._tagged(event, path)
        if anchor is not None:
            self.anchors[anchor] = _Anchor(self._span(event))
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self._scalar(event, path)
            self.height = 0
        elif depth >= MAX_DEPTH:
            raise self._too_deep(self._span(event), path)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, path, depth)
        else:
            node = self._mapping(event, path, depth)
        if anchor is not None:
            span = self.anchors[anchor].span
            self.anchors[anchor] = _Anchor(span, node, self.count - before + 1, self.height)
        return node

    def _tagged(self, event: Any, path: Path) -> _Refused:
        span = self._span(event)
        if "(" in event.tag and self.text[span.start] == "!":
            return _Refused(must_quote(self.text, self.lines, span.start))
        written = self.text[span.start : span.end].split()[0]
        message = f'the tag "{written[:60]}" is not allowed; values are plain YAML'
        return self._refuse("PB009", message, span, path)

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Scalar:
        style = event.style or ""
        span = self._span(event)
        self.last, self.end = event, span.end
        text = event.value
        tag = event.tag
        if style == '"' and _FORBIDDEN.search(text):
            return self._escaped(Scalar(span, text, text, style), path)
        if style or tag == "!" or (tag and tag.endswith(":str")):
            return Scalar(span, text, text, style)
        if YAML_1_1.match(text):
            message = f'"{text}" is {_meaning(text)} here (YAML 1.2); tools that read YAML 1.1 differ'
            fix = Fix("Quote it", (TextEdit(span, f'"{text}"'),), safe=resolve(text) == text)
            self.diagnostics.append(Diagnostic("PB004", Severity.INFO, message, span, path, fixes=(fix,)))
        return Scalar(span, text, resolve(text), style)

    def _escaped(self, scalar: Scalar, path: Path) -> Scalar:
        """What may not be written may not be smuggled in by an escape either."""
        match = _FORBIDDEN.search(scalar.text)
        assert match is not None
        span = span_in_scalar(self.text, scalar, *match.span(), self.lines)
        message = f"{_named(match.group())} is not allowed, not as an escape either; remove it"
        fix = Fix("Remove it", (TextEdit(span, ""),))
        self.diagnostics.append(Diagnostic("PB001", Severity.ERROR, message, span, path, fixes=(fix,)))
        text = _FORBIDDEN.sub("\ufffd", scalar.text)
        return Scalar(scalar.span, text, text, scalar.style)

    def _sequence(self, event: Any, path: Path, depth: int) -> Sequence:
        items: list[Node] = []
        height = 0
        for inner in self.events:
            if isinstance(inner, yaml.SequenceEndEvent):
                self.height = height + 1
                return Sequence(self._closed(event, inner), tuple(items))
            items.append(self._node(inner, (*path, len(items)), depth + 1))
            height = max(height, self.height)
        raise AssertionError("libyaml ends every sequence")

    def _mapping(self, event: Any, path: Path, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        merged: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        height = 0
        for inner in self.events:
            if isinstance(inner, yaml.MappingEndEvent):
                self.height = height + 1
                own = {key.text for key, _ in entries}
                return Mapping(
                    self._closed(event, inner), (*entries, *(m for m in merged if m[0].text not in own))
                )
            key = self._node(inner, path, depth + 1)
            if not isinstance(key, Scalar):
                raise self._no_key(key.span, path)
            if len(key.text) > MAX_KEY_CHARS:
                message = f"this key has {len(key.text):,} characters; the limit is {MAX_KEY_CHARS:,}"
                raise self._refuse("PB008", message, key.span, path)
            value = self._node(next(self.events), (*path, key.text), depth + 1)
            height = max(height, self.height)
            if key.text == "<<" and not key.style:
                merged += self._merge(key, value, path)
            else:
                self._duplicate(seen, key, path)
                entries.append((key, value))
        raise AssertionError("libyaml ends every mapping")

    def _no_key(self, span: Span, path: Path) -> _Refused:
        if self.text[span.start - 1 : span.start + 1] == "{{":
            return _Refused(must_quote(self.text, self.lines, span.start - 1))
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

    def _alias(self, event: Any, depth: int) -> Node:
        span = self._span(event)
        name = event.anchor
        anchor = self.anchors.get(name)
        if anchor is None:
            message = f'the alias "*{name}" has no anchor before it; quote it if it is a text'
            fix = Fix("Quote it", (TextEdit(span, f'"*{name}"'),))
            raise _Refused(Diagnostic("PB006", Severity.ERROR, message, span, fixes=(fix,)))
        if anchor.node is None:
            raise self._refuse("PB006", f'the alias "*{name}" refers to a node that it is part of', span)
        self.used.add(name)
        self.count += anchor.nodes
        if self.count > MAX_NODES:
            raise self._too_many(span, self.count)
        if depth + anchor.height > MAX_DEPTH:
            raise self._too_deep(span)
        self.height, self.end = anchor.height, span.end
        return anchor.node

    def _unused_anchors(self) -> None:
        for name, anchor in self.anchors.items():
            if name not in self.used:
                message = f'the anchor "&{name}" is never used'
                self.diagnostics.append(Diagnostic("PB006", Severity.WARNING, message, anchor.span))

    def _too_deep(self, span: Span, path: Path = ()) -> _Refused:
        return self._refuse("PB008", f"nested deeper than {MAX_DEPTH} levels", span, path)

    def _too_many(self, span: Span, count: int) -> _Refused:
        message = f"aliases and nodes expand to {count:,} nodes or more; the limit is {MAX_NODES:,}"
        return self._refuse("PB005", message, span)

    def _refuse(self, id: str, message: str, span: Span, path: Path = ()) -> _Refused:
        return _Refused(Diagnostic(id, Severity.ERROR, message, span, path))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            # libyaml's mark is at the next token: a block scalar ends with its last line.
            end = start + len(self.text[start:end].rstrip())
        return self.lines.span(start, end)

    def _closed(self, first: Any, last: Any) -> Span:
        """A block collection ends with its last part: libyaml's mark is at the next token."""
        start = first.start_mark.index
        if first.flow_style:
            self.end = last.end_mark.index
        return self.lines.span(start, max(start, self.end))


def _meaning(text: str) -> str:
    value = resolve(text)
    return "the text" if isinstance(value, str) else f"the number {value}"

"""From the parser's events to our nodes: in one pass, without recursion, every limit held on the way.

Each of a text's 200,000 nodes goes through one loop, so that loop does only what every node needs; what is
rare (anchors, tags, duplicate keys) is looked at in methods of its own. The only user of PyYAML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from playbook.diagnostics import Diagnostic, Severity
from playbook.limits import MAX_DEPTH, MAX_DIAGNOSTICS, MAX_KEY_CHARS, MAX_NODES
from playbook.source import remarks
from playbook.source.anchors import Anchors
from playbook.source.entries import PLACEHOLDER, is_placeholder, placeholder, untangle
from playbook.source.nodes import Mapping, Mark, Node, Scalar, Sequence, end_of, span_between
from playbook.source.positions import Lines
from playbook.source.refusals import Misread, Refused
from playbook.source.scalars import SUSPECT, YAML_1_1, resolve
from playbook.spans import START, Path, Span

_new = object.__new__
# A collection has two events; nothing is built of what lies beyond.
_MOST_EVENTS = 2 * MAX_NODES + 16
_KNOWN_TAGS = frozenset(
    {None, "!"}
    | {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
)
# libyaml itself refuses long keys, unless they are explicit.
_EXPLICIT_KEY = re.compile(r"\?\s")


class Builder:
    """Builds the tree of one text: `root` and `diagnostics`, as far as it came.

    `build` raises Refused at a limit, Misread where a value should have been quoted, and yaml.YAMLError.
    """

    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self._reported = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
        self._anchors = Anchors()
        # What the plain texts that came up mean.
        self._known: dict[str, bool | int | float | str | None] = {}
        self._watched = '|>"' if "\\" in text else "|>"
        self._explicit = _EXPLICIT_KEY.search(text) is not None
        self._placeholders: list[Scalar] = []
        self._count = 1
        # The collections around the place that is read: the nodes before each, and how each began.
        self._stack: list[tuple[list[Node], Any]] = []
        self._nodes: list[Node] = []
        # The alias that was read last: it ends where it stands, not where its node does.
        self._alias: tuple[list[Node], int, Mark] | None = None

    def build(self) -> None:
        known, watched, stack, nodes = self._known, self._watched, self._stack, self._nodes
        suspect = SUSPECT
        kind: Any = None
        events: Iterator[Any] = iter(yaml.CSafeLoader(self.text).get_event, None)
        for event in islice(events, _MOST_EVENTS):
            kind = event.__class__
            if kind is ScalarEvent:
                node = _new(Scalar)
                node.text = text = event.value
                node.style = style = event.style
                node._start = event.start_mark
                node._end = event.end_mark
                if not style:
                    # Most plain texts begin like nothing but a text.
                    if text and text[0] not in suspect:
                        node.value = text
                    else:
                        node.value = known[text] if text in known else self._resolved(node)
                else:
                    node.value = text
                    if style in watched:
                        self._look_at(node)
                if event.tag is not None or event.anchor is not None:
                    self._marked(event, node)
                nodes.append(node)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    raise Refused(remarks.too_deep(_span(event), self._path()))
                if event.tag is not None or event.anchor is not None:
                    self._marked(event, None)
                stack.append((nodes, event))
                self._nodes = nodes = []
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event.end_mark)
                nodes = self._nodes
            elif self._other(kind, event):
                return self._finish()
        raise Refused(remarks.too_many(self._nodes[-1].span if self._nodes else START, MAX_NODES + 1))

    def last_text(self) -> Span | None:
        """The quoted text that was read last: what the parser refuses next may be that text's rest."""
        last = self._nodes[-1] if self._nodes else None
        if not isinstance(last, Scalar) or last.style not in ("'", '"'):
            return None
        # The parser counts lines in its own way.
        return self.lines.span(last._start.index, last._end.index)

    def flow_start(self) -> int | None:
        """Where the outermost of the flow collections starts that are open now."""
        return next((event.start_mark.index for _, event in self._stack if event.flow_style), None)

    def give_up(self) -> None:
        """Take what has been read for the whole text: every collection ends here."""
        while self._stack:
            if self._stack[-1][1].__class__ is MappingStartEvent and len(self._nodes) % 2:
                self._nodes.pop()
            start = self._stack[-1][1].start_mark
            last = end_of(self._nodes[-1]) if self._nodes else start
            try:
                # The node of an alias ends before it.
                self._close(max(start, last, key=lambda mark: mark.index), always=True)
            except (Misread, Refused):
                self._nodes = self._stack.pop()[0]
        self._finish()

    def _finish(self) -> None:
        self.root = self._nodes[0] if self._nodes else None
        for name, span in self._anchors.unused():
            self._report(Severity.WARNING, remarks.unused_anchor, self.text, self.lines, name, span)
        for scalar in self._placeholders:
            self._report(Severity.WARNING, placeholder, self.text, self.lines, scalar)

    def _report(self, severity: Severity, remark: Callable[..., Diagnostic], *about: object) -> None:
        """No more than could be shown of each severity: a text can hold hundreds of thousands."""
        if self._reported[severity] < MAX_DIAGNOSTICS:
            self._reported[severity] += 1
            self.diagnostics.append(remark(*about))

    def _path(self, out: int = 0) -> Path:
        """Where the node that is read stands; with `out` the collection around it, and so on."""
        parts: list[str | int] = []
        before = [*(nodes for nodes, _ in self._stack[1:]), self._nodes]
        for (_, start), nodes in zip(self._stack, before[: len(before) - out], strict=False):
            if start.__class__ is SequenceStartEvent:
                parts.append(len(nodes))
            elif len(nodes) % 2 and isinstance(nodes[-1], Scalar):
                parts.append(nodes[-1].text)
        return tuple(parts)

    def _resolved(self, node: Scalar) -> bool | int | float | str | None:
        """What a plain text means that may be more than a text, and did not come up before."""
        text = node.text
        if not text:
            if node._end.index == len(self.text):
                # At the end of the stream the parser forces a new line, also where there is none.
                node._start = node._end = self.lines.mark(len(self.text))
            return None
        if text == PLACEHOLDER:
            self._placeholders.append(node)
            return None
        value = resolve(text)
        if YAML_1_1.match(text):
            self._report(Severity.INFO, remarks.yaml_1_1, node, value, self._path())
        else:
            self._known[text] = value
        return value

    def _look_at(self, node: Scalar) -> None:
        """A block text, or one that may have escapes."""
        if node.style != '"':
            # libyaml's mark is at the next token: a block scalar ends with its last line.
            start, end = node._start.index, node._end.index
            node._end = self.lines.mark(start + len(self.text[start:end].rstrip()))
        elif remarks.FORBIDDEN.search(node.text):
            self._report(Severity.ERROR, remarks.escape, self.text, self.lines, node, self._path())
            node.text = node.value = remarks.FORBIDDEN.sub("\ufffd", node.text)

    def _marked(self, event: Any, node: Scalar | None) -> None:
        """A node with an anchor or a tag; a collection's is not there yet."""
        if event.tag not in _KNOWN_TAGS:
            span = _span(event)
            if "(" in event.tag and self.text[span.start] == "!":
                raise Misread(span.start)
            self._report(Severity.ERROR, remarks.foreign_tag, self.text, self.lines, span, self._path())
        elif node is not None and (event.tag == "!" or str(event.tag).endswith(":str")):
            node.value = node.text
        if event.anchor is not None:
            self._anchors.opened(event)
            if node is not None:
                self._anchors.closed(node)

    def _close(self, end: Mark, *, always: bool = False) -> None:
        """The innermost collection is complete; a block ends with its last part, unless told otherwise."""
        start, parts = self._stack[-1][1], self._nodes
        self._count += len(parts)
        if self._count > MAX_NODES:
            raise Refused(remarks.too_many(_span(start), self._count))
        node: Mapping | Sequence
        if start.__class__ is MappingStartEvent:
            node = _new(Mapping)
            node._pairs = parts
            node._entries = node._keys = None
        else:
            node = _new(Sequence)
            node.items = parts
        node._start = start.start_mark
        node._end = end if start.flow_style or always else None
        if self._alias is not None and node._end is None:
            nodes, length, mark = self._alias
            node._end = mark if nodes is parts and length == len(parts) else None
        if isinstance(node, Mapping):
            self._index(node)
        elif self._placeholders:
            node._end = end_of(node)
            node.items = [item for item in parts if not is_placeholder(item)]
        if start.anchor is not None:
            self._anchors.closed(node)
        self._nodes = self._stack.pop()[0]
        self._nodes.append(node)

    def _index(self, node: Mapping) -> None:
        """Keys to values; a map that is not simply that is untangled."""
        pairs = node._pairs
        try:
            node.by_key = values = {
                key.text: value  # type: ignore[union-attr]
                for key, value in zip(pairs[::2], pairs[1::2], strict=True)
            }
        except AttributeError:
            # Not every key is a scalar.
            values = {}
        if 2 * len(values) != len(pairs) or "<<" in values or self._placeholders:
            self._count += untangle(self.text, self.lines, node, self._path(1), self._report)
        if self._explicit:
            for key, _ in node.entries:
                if len(key.text) > MAX_KEY_CHARS:
                    raise Refused(remarks.long_key(key, self._path(1)))

    def _aliased(self, event: Any) -> Node:
        """What an alias stands for; a text where it stands for nothing."""
        anchor = self._anchors.get(event.anchor)
        if anchor is None or anchor.node is None:
            remark = remarks.unknown_alias if anchor is None else remarks.recursive_alias
            self._report(Severity.ERROR, remark, event.anchor, _span(event))
            if anchor is not None:
                anchor.used = True
            node = _new(Scalar)
            node.text = node.value = f"*{event.anchor}"
            node.style, node._start, node._end = "", event.start_mark, event.end_mark
            return node
        anchor.used = True
        self._count += anchor.nodes
        if self._count > MAX_NODES:
            raise Refused(remarks.too_many(_span(event), self._count))
        if len(self._stack) + anchor.height > MAX_DEPTH:
            raise Refused(remarks.too_deep(_span(event)))
        return anchor.node

    def _other(self, kind: Any, event: Any) -> bool:
        """An alias, or the end of what is read: the stream's, or another document's start."""
        if kind is AliasEvent:
            self._nodes.append(self._aliased(event))
            self._alias = (self._nodes, len(self._nodes), event.end_mark)
        elif kind is DocumentStartEvent and self._nodes:
            self._report(Severity.ERROR, remarks.second_document, _span(event))
            return True
        return kind is StreamEndEvent


def _span(event: Any) -> Span:
    return span_between(event.start_mark, event.end_mark)

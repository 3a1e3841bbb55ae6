"""Where a part of an element stands: a key's value, or the key itself."""

from __future__ import annotations

from playbook.document.model import Element
from playbook.rules.registry import Subject
from playbook.source.nodes import Mapping, find
from playbook.spans import Path, Span


def value_span(subject: Subject, element: Element, key: str) -> Span:
    """The value of an element's key; the element where there is no such key."""
    node = find(subject.root, (*element.path, key))
    return node.span if node is not None else element.span


def key_span(subject: Subject, path: Path) -> Span:
    """The key at the end of a path; the whole document where it leads nowhere."""
    parent = find(subject.root, path[:-1])
    key = parent.key(str(path[-1])) if isinstance(parent, Mapping) else None
    return key.span if key is not None else subject.root.span

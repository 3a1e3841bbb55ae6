"""From a rewrite of an expression to edits of the document: quotes and escapes of the YAML scalar kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from playbook.diagnostics import Fix, TextEdit
from playbook.document.model import Expression
from playbook.expr.problems import Rewrite
from playbook.rules.registry import Subject
from playbook.source.nodes import Scalar, find

# What may be written into a plain scalar wherever it stands, and what it may start with.
_PLAIN = re.compile(r"""[A-Za-z0-9_.()=<>&|+*/%!'" -]*\Z""")
_PLAIN_START = re.compile(r"[A-Za-z0-9_(]")


def fixes(subject: Subject, expression: Expression, rewrites: Iterable[Rewrite]) -> tuple[Fix, ...]:
    """The rewrites as fixes of the document, less those that cannot be written."""
    return tuple(_fixes(subject, expression, rewrites))


def _fixes(subject: Subject, expression: Expression, rewrites: Iterable[Rewrite]) -> Iterator[Fix]:
    node = find(subject.root, expression.path)
    # An anchor or a tag before the text is part of the node's range, and must stay.
    if isinstance(node, Scalar) and subject.text[node.span.start] not in "&!*":
        for rewrite in rewrites:
            edits = _edits(subject, expression, node, rewrite)
            yield Fix(rewrite.title, edits, rewrite.safe)


def _edits(subject: Subject, expression: Expression, node: Scalar, rewrite: Rewrite) -> tuple[TextEdit, ...]:
    edits = []
    for start, end, new in rewrite.edits:
        span = subject.place(expression, start, end)
        followed = expression.text and subject.text[span.start : span.end] == expression.text[start:end]
        new = _escaped(new, node.style)
        if not followed or (not node.style and not _plain(new, span.start == node.span.start)):
            # Where a piece cannot be written as it is, the whole condition is, in double quotes.
            whole = json.dumps(rewrite.applied(expression.text), ensure_ascii=False)
            return (TextEdit(node.span, whole),)
        edits.append(TextEdit(span, new))
    return tuple(edits)


def _plain(new: str, first: bool) -> bool:
    return bool(_PLAIN.match(new)) and not (first and not _PLAIN_START.match(new))


def _escaped(new: str, style: str) -> str:
    if style == "'":
        return new.replace("'", "''")
    if style == '"':
        return new.replace("\\", "\\\\").replace('"', '\\"')
    return new

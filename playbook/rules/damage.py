"""What can still be said of a text that is not valid YAML everywhere: no echo of what could not be read.

A state that stands in a hole is not undeclared, and a required key that stands there is not missing. What
was read is judged as always: a condition that cannot be parsed is wrong whatever the hole would have said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from playbook.diagnostics import Diagnostic
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.source.reader import Read
from playbook.spans import Span

_EVERYTHING = "*"
_NAME = re.compile(r"[\w.\-]+")
# Further from an element than this, something else stands in between.
_NEAR = 2_000
# What speaks of what is there: nothing that stands in a hole could make it untrue.
_PLAIN_TO_SEE = frozenset(
    {
        *("PB102", "PB107", "PB110", "PB111"),
        *("PB204", "PB205", "PB206", "PB208"),
        *("PB331", "PB332", "PB401", "PB402", "PB403", "PB411", "PB412"),
        *("PB501", "PB505", "PB506", "PB510", "PB511"),
        *("PB601", "PB602", "PB603", "PB707"),
        *("PB990", "PB991", "PB992"),
    }
)
# What speaks of one element: a hole elsewhere could not make it untrue.
_OF_ONE_ELEMENT = frozenset(
    {
        "PB101",
        "PB103",
        "PB104",
        "PB105",
        "PB106",
        "PB112",
        "PB504",
        "PB701",
        "PB804",
        "PB805",
        "PB806",
        "PB807",
    }
)
# What speaks of a name that nothing declares: true where it stands before no colon in the whole text.
_OF_A_NAME = frozenset({"PB201", "PB202", "PB203", "PB508", "PB702"})
_LIKE_A_KEY = re.compile(r"""([\w.\-]+)["']?[ \t]*:(?=\s|\Z)""")
# From which sections each family of rules draws its conclusions; those that are not named: from all.
_DRAWS_ON = {
    "PB2": {"machine"},
    "PB3": {"machine"},
    "PB4": {"machine"},
    "PB5": {"machine", "system", "simulation"},
    "PB7": {"machine", "scenarios", "system", "simulation"},
    "PB8": {"machine", "tui", "system", "simulation"},
}


def believable(findings: Iterable[Diagnostic], reading: Read) -> list[Diagnostic]:
    """The findings that holes in the text cannot have caused."""
    holes, root, text = reading.holes, reading.root, reading.text
    if not holes:
        return list(findings)
    if not isinstance(root, Mapping):
        return []
    hurt = {_section(hole, root, text) for hole in holes}
    declared = frozenset(_LIKE_A_KEY.findall(text))
    return [
        finding
        for finding in findings
        if _declared_nowhere(finding, declared, text) or _holds(finding, hurt, holes, root, text)
    ]


def _declared_nowhere(finding: Diagnostic, declared: Collection[str], text: str) -> bool:
    """Whether it is about a name that not even what could not be read declares."""
    if finding.id not in _OF_A_NAME:
        return False
    name = text[finding.span.start : finding.span.end].strip("\"'")
    return bool(_NAME.fullmatch(name)) and name not in declared


def _holds(finding: Diagnostic, hurt: set[str], holes: Collection[Span], root: Mapping, text: str) -> bool:
    if finding.id in _PLAIN_TO_SEE or finding.id.startswith("PB0"):
        return True
    if finding.id in _OF_ONE_ELEMENT:
        if not finding.path:
            return _EVERYTHING not in hurt
        return not _damaged(find(root, finding.path), holes, text)
    sections = _DRAWS_ON.get(finding.id[:3])
    return sections is not None and _EVERYTHING not in hurt and not sections & hurt


def _section(hole: Span, root: Mapping, text: str) -> str:
    """The top-level section that a hole is in; a hole in the first column may have been any."""
    line = text.rfind("\n", 0, hole.start) + 1
    keys = sorted((key.span.start, key.text) for key, _ in root.entries)
    if text[line : line + 1] not in (" ", "\t", "-", "]", "}", "") and not any(line == k for k, _ in keys):
        return _EVERYTHING
    before = [name for start, name in keys if start <= hole.start]
    return before[-1] if before else _EVERYTHING


def _damaged(node: Node | None, holes: Collection[Span], text: str) -> bool:
    """Whether a hole is in a node, but not in a part of it, or follows it with nothing in between."""
    if node is None:
        return True
    span = node.span
    for hole in holes:
        if span.start <= hole.end and hole.start <= span.end:
            if not any(_within(hole, part) for part in _parts(node)):
                return True
        elif 0 <= hole.start - span.end < _NEAR and not _says_something(text[span.end : hole.start]):
            return True
    return False


def _parts(node: Node) -> Iterable[Node]:
    if isinstance(node, Scalar):
        return ()
    return node.items if isinstance(node, Sequence) else (value for _, value in node.entries)


def _within(hole: Span, part: Node) -> bool:
    span = part.span
    return not isinstance(part, Scalar) and span.start <= hole.start and hole.end <= span.end


def _says_something(text: str) -> bool:
    return any(line.split("#")[0].strip(" \t,:") for line in text.split("\n"))

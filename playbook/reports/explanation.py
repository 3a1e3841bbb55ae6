"""A rule in words: for a terminal, for a report, and the table of all of them."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from typing import Literal

from playbook.catalogue.entry import Entry
from playbook.catalogue.everything import FAMILY_OF
from playbook.reports.colour import Paint

_WIDTH = 96
# An example of what is too large is no reading matter.
MAX_LINES = 80
MAX_COLUMNS = 160


def severities(entry: Entry) -> str:
    """The severities that a rule may give, the usual one first: `warning, in places error`."""
    usual, *others = (severity.value for severity in entry.severities)
    return usual + (f", in places {' or '.join(others)}" if others else "")


def plain(entry: Entry) -> str:
    """Why it matters and what to do, without any markup but the catalogue's own."""
    return f"{entry.why}\n\n{entry.remedy}"


def markdown(entry: Entry) -> str:
    """The same with the two examples, as Markdown."""
    parts = (entry.why, entry.remedy, "It is drawn by:", fenced(cut(entry.bad), "yaml"))
    return "\n\n".join((*parts, "It is not drawn by:", fenced(cut(entry.good), "yaml")))


def cut(text: str) -> str:
    """An example as it is shown: of a very long one the beginning."""
    lines = text.rstrip().split("\n")
    kept = [f"{line[:MAX_COLUMNS]} ..." if len(line) > MAX_COLUMNS else line for line in lines[:MAX_LINES]]
    more = len(lines) - len(kept)
    return "\n".join([*kept, *([f"# ... and {more:,} more lines"] if more else [])])


def fenced(text: str, language: str) -> str:
    """A block of Markdown that shows a text as it is, whatever it contains."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def explanation(entry: Entry, bad: str, good: str, drawn: str, paint: Paint) -> str:
    """The rule for somebody at a terminal; `drawn` is what the validator says of the bad example."""
    kind = paint(severities(entry), entry.severity.value)
    parts = [
        f"{paint(entry.id, 'strong')}  {paint(entry.title, 'strong')}\n{' ' * len(entry.id)}  {kind}",
        _wrapped(entry.why),
        f"{paint('What to do', 'strong')}\n{_wrapped(entry.remedy)}",
        f"{paint('An example that draws it', 'strong')}\n{_indented(cut(bad))}",
        _indented(drawn),
        f"{paint('And one that does not', 'strong')}\n{_indented(cut(good))}",
    ]
    return "\n\n".join(parts)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip(), "  ")


def table(entries: Iterable[Entry], format: Literal["text", "json"], paint: Paint) -> str:
    """All rules, one a line, or as a list of objects."""
    entries = list(entries)
    if format == "json":
        return json.dumps([_row(entry) for entry in entries], indent=2)
    kinds = [", ".join(severity.value for severity in entry.severities) for entry in entries]
    width = max(map(len, kinds), default=0)
    return "\n".join(
        "  ".join((paint(entry.id, "strong"), paint(kind.ljust(width), entry.severity.value), entry.title))
        for entry, kind in zip(entries, kinds, strict=True)
    )


def _row(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "severities": [severity.value for severity in entry.severities],
        "title": entry.title,
        "family": FAMILY_OF[entry.id],
        "docs": entry.page,
    }

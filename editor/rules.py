"""The rules of the validator for people: the list by family, one rule with its examples, near ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from editor.differences import lines_of
from playbook.api import CATALOGUE, FAMILIES, Diagnostic, Entry, Severity, analyse, completed

WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
NEAREST = 3
# Of an example: how much is shown. An example of "too large" is no reading matter.
MAX_LINES = 80
MAX_COLUMNS = 200
MAX_FINDINGS = 5

_ID = re.compile(r"PB(\d{1,6})\Z")


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about one matter."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A line of an example; `severity` where the finding starts in it, else ""."""

    text: str
    severity: str


@dataclass(frozen=True, slots=True)
class Example:
    """A rule's example as it is shown, and what the rule says of it."""

    lines: tuple[ExampleLine, ...]
    findings: tuple[Diagnostic, ...]
    cut: bool


def families(query: str = "") -> tuple[Family, ...]:
    """The rules in which all words of a query occur, by family."""
    words = query.casefold().split()
    found = []
    for title, entries in FAMILIES.items():
        hits = [entry for entry in entries if _has(entry, title, words)]
        if hits:
            found.append(Family(title, tuple(sorted(hits, key=lambda entry: entry.id))))
    return tuple(found)


def _has(entry: Entry, family: str, words: list[str]) -> bool:
    severities = (WORDS[severity] for severity in entry.severities)
    said = " ".join((entry.id, entry.title, family, *severities)).casefold()
    return all(word in said for word in words)


def nearest(id: str) -> list[Entry]:
    """The rules that someone may have meant who asked for one that is not there."""
    match = _ID.match(id.upper())
    if match is None:
        close = get_close_matches(id.upper()[:20], CATALOGUE, n=NEAREST, cutoff=0.5)
        return [CATALOGUE[name] for name in close]
    number = int(match[1])
    return sorted(CATALOGUE.values(), key=lambda entry: (abs(int(entry.id[2:]) - number), entry.id))[:NEAREST]


@cache
def bad_example(id: str) -> Example:
    """The example that draws the finding, as a whole playbook, analysed once per process."""
    entry = CATALOGUE[id]
    text = completed(entry, entry.bad)
    return _example(text, [finding for finding in analyse(text).diagnostics if finding.id == id])


@cache
def good_example(id: str) -> Example:
    """The example of how it should be."""
    entry = CATALOGUE[id]
    return _example(completed(entry, entry.good), [])


def _example(text: str, drawn: list[Diagnostic]) -> Example:
    lines = [line.rstrip("\r\n") for line in lines_of(text)]
    shown = lines[:MAX_LINES]
    marked: dict[int, str] = {}
    for finding in drawn[:MAX_FINDINGS]:
        marked.setdefault(finding.span.line, finding.severity.value)
    numbered = enumerate(shown, start=1)
    return Example(
        lines=tuple(ExampleLine(line[:MAX_COLUMNS], marked.get(number, "")) for number, line in numbered),
        findings=tuple(drawn[:MAX_FINDINGS]),
        cut=len(lines) > len(shown) or any(len(line) > MAX_COLUMNS for line in shown),
    )

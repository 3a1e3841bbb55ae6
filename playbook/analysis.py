"""A text in, everything that is known of it out: the tree, the playbook, the findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playbook.collector import collector_paused
from playbook.diagnostics import Diagnostic, has_errors, in_order
from playbook.document.decode import decode
from playbook.document.index import Index
from playbook.document.model import Playbook
from playbook.rules.damage import believable
from playbook.rules.everything import RULES
from playbook.rules.registry import Subject, run
from playbook.rules.suppression import sift
from playbook.signatures import Signatures
from playbook.source.nodes import Node
from playbook.source.positions import Lines
from playbook.source.reader import read
from playbook.systems.choose import signatures


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a text is found to be.

    `playbook` is None only where there is no readable map at all; a playbook with errors is still
    given, because a draft must draw.
    """

    text: str
    root: Node | None
    playbook: Playbook | None
    index: Index | None
    diagnostics: tuple[Diagnostic, ...]
    # What the text's own comments say to ignore.
    suppressed: tuple[Diagnostic, ...] = ()
    # Whether parts of the text could not be read: the rest is what the playbook is made of.
    recovered: bool = False

    @property
    def ok(self) -> bool:
        """Whether the text may be saved as a revision and run: no error-level finding."""
        return not has_errors(self.diagnostics)


def analyse(source: str | bytes, offers: Callable[[Playbook], Signatures] = signatures) -> Analysis:
    """Read, decode and check a text; never raises, whatever the input.

    `offers` says what the system under test has: by default, of the one that the playbook chooses.
    """
    with collector_paused():
        return _analyse(source, offers)


def _analyse(source: str | bytes, offers: Callable[[Playbook], Signatures]) -> Analysis:
    reading = read(source)
    if reading.root is None and reading.diagnostics:
        found = tuple(in_order(reading.diagnostics))
        return Analysis(reading.text, None, None, None, found)
    decoded = decode(reading.root, reading.text)
    inferred = list(decoded.diagnostics)
    if decoded.playbook is None or reading.root is None:
        inferred = believable(inferred, reading)
        found = tuple(in_order([*reading.diagnostics, *inferred]))
        return Analysis(reading.text, reading.root, None, None, found, recovered=bool(reading.holes))
    index = Index(decoded.playbook)
    subject = Subject(
        text=reading.text,
        root=reading.root,
        lines=Lines(reading.text),
        playbook=decoded.playbook,
        index=index,
        signatures=offers(decoded.playbook),
    )
    inferred += run(RULES, subject)
    findings = _without_doubles([*reading.diagnostics, *believable(inferred, reading)])
    sifted = sift(reading.text, reading.root, subject.lines, findings)
    # What a comment ignores may be among the findings that holes in the text hold back.
    said = [d for d in sifted.kept if d.id != "PB991"] if reading.holes else sifted.kept
    kept, suppressed = tuple(in_order(said)), tuple(in_order(sifted.suppressed))
    holes = bool(reading.holes)
    return Analysis(reading.text, reading.root, decoded.playbook, index, kept, suppressed, holes)


def _without_doubles(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Where a `yes` is an error, that other tools read it otherwise is no news, and quoting no remedy."""
    if not any(finding.id == "PB004" for finding in findings):
        return findings
    wrong = {finding.span for finding in findings if finding.id == "PB104"}
    return [finding for finding in findings if finding.id != "PB004" or finding.span not in wrong]

"""Findings as JUnit XML: a test suite for every file, a test case for every family of rules.

Cases keep their names from run to run, so that a build server can show since when one fails. Findings
that do not fail (`--fail-on`) are told as the output of their case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from playbook.catalogue.everything import FAMILIES, FAMILY_OF
from playbook.diagnostics import Diagnostic
from playbook.reports.checked import Checked, Manner, counted
from playbook.reports.colour import Paint
from playbook.reports.excerpt import Source
from playbook.reports.text import told

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_READING = "Reading the file"


def report(files: Sequence[Checked], manner: Manner) -> str:
    """The whole document, in ASCII, so that no encoding on the way can break it."""
    root = Element("testsuites", name="playbook validate")
    for file in files:
        _suite(root, file, manner)
    for kind in ("tests", "failures", "errors"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    indent(root)
    written: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return written.decode("ascii")


def _suite(root: Element, file: Checked, manner: Manner) -> None:
    suite = SubElement(root, "testsuite", name=_xml(file.file), file=_xml(file.file))
    if file.problem:
        case = SubElement(suite, "testcase", classname=_xml(file.file), name=_READING)
        SubElement(case, "error", message=_xml(file.problem), type="unreadable")
    else:
        source = Source(file.text)
        for family, findings in _by_family(file.diagnostics):
            case = SubElement(suite, "testcase", classname=_xml(file.file), name=family)
            _judge(case, file, source, findings, manner)
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", "0")


def _by_family(findings: Sequence[Diagnostic]) -> Iterator[tuple[str, list[Diagnostic]]]:
    """Every family, also one in which nothing was found; a finding that no family knows is the last's."""
    last = list(FAMILIES)[-1]
    for family in FAMILIES:
        yield family, [finding for finding in findings if FAMILY_OF.get(finding.id, last) == family]


def _judge(case: Element, file: Checked, source: Source, found: list[Diagnostic], manner: Manner) -> None:
    failing = [finding for finding in found if manner.fails(finding)]
    others = [finding for finding in found if not manner.fails(finding)]
    if failing:
        message = failing[0].message if len(failing) == 1 else counted(failing)
        kind = failing[0].id if len({finding.id for finding in failing}) == 1 else "findings"
        failure = SubElement(case, "failure", message=_xml(message), type=kind)
        failure.text = _told(file, source, failing)
    if others:
        SubElement(case, "system-out").text = _told(file, source, others)


def _told(file: Checked, source: Source, findings: list[Diagnostic]) -> str:
    blocks = ("\n".join(told(file.file, source, finding, Paint())) for finding in findings)
    return _xml("\n" + "\n\n".join(blocks) + "\n")


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

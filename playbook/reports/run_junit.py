"""Runs as JUnit XML: a test suite for every playbook, a test case for every run of a test.

Written for the schema by which Jenkins reads such files (its xUnit plug-in's `junit-10.xsd`), which is what
GitLab, GitHub and Azure read, too: no element and no attribute that it does not know. A failure and an
inconclusive run are a `failure`, what broke is an `error`, what was not exercised is `skipped`.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.sax.saxutils import quoteattr

from playbook.machine.events import RunEvent
from playbook.reports.colour import Paint
from playbook.reports.run_text import details
from playbook.reports.tested import Settled, Tally, Target, Tested

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {"failed": "failure", "inconclusive": "failure", "error": "error", "not exercised": "skipped"}
_IN_MEMORY = 1024 * 1024
_MOST_SEEDS = 100
_COUNTS = ("tests", "failures", "errors", "skipped")


class JUnitReport:
    """Writes the document when all is over: a suite's numbers stand before its cases.

    Until then the cases lie in a temporary file once they are many. Where tests are `repeated`, each time
    with another seed, the names of the cases say which.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        repeated: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._write, self._repeated, self._now = write, repeated, now
        self._suites, self._cases = _spool(), _spool()
        self._file = self._revision = self._began = self._system = ""
        self._seeds: dict[int, None] = {}
        self._counts, self._total = Counter[str](), Counter[str]()
        self._seconds = 0.0

    def began(self, file: str, revision: str, tests: int) -> None:
        self._close()
        self._file, self._revision = file, revision
        self._began = self._now().strftime("%Y-%m-%dT%H:%M:%S")

    def event(self, target: Target, seed: int, seq: int, event: RunEvent) -> None:
        pass

    def tested(self, tested: Tested) -> None:
        name = f"{tested.target.title} (seed {tested.seed})" if self._repeated else tested.target.title
        case = self._case(tested.target.file, name, tested.seconds)
        if tested.target.line:
            case.set("line", str(tested.target.line))
        element = _ELEMENTS.get(tested.outcome)
        told = "\n".join(details(tested, Paint()))
        if element is not None:
            message = "; ".join(tested.reasons) or tested.outcome
            said = SubElement(case, element, message=_xml(message), type=tested.outcome.replace(" ", "-"))
            said.text = _xml(f"\n{told}\n")
        SubElement(case, "system-out").text = _xml(_output(tested))
        self._put(case)
        self._system = tested.system or self._system
        if tested.seed is not None and len(self._seeds) < _MOST_SEEDS:
            self._seeds[tested.seed] = None
        self._seconds += tested.seconds

    def settled(self, settled: Settled) -> None:
        pass

    def refused(self, file: str, problems: Iterable[str]) -> None:
        self.began(file, "", 0)
        problems = list(problems)
        case = self._case(file, "The playbook can be run", 0.0)
        error = SubElement(case, "error", message=_xml(problems[0]), type="playbook")
        error.text = _xml("\n" + "\n".join(problems) + "\n")
        self._put(case)
        self._close()

    def finished(self, tally: Tally) -> None:
        self._close()
        counts = " ".join(f'{kind}="{self._total[kind]}"' for kind in _COUNTS if kind != "skipped")
        self._write('<?xml version="1.0" encoding="us-ascii"?>')
        self._write(f'<testsuites name="playbook run" {counts} time="{tally.seconds:.3f}">')
        self._suites.seek(0)
        for line in self._suites:
            self._write(line.rstrip("\n"))
        self._write("</testsuites>")
        self._suites.close()
        self._cases.close()

    def _case(self, file: str, name: str, seconds: float) -> Element:
        named = {"classname": _xml(file), "name": _xml(name), "time": f"{seconds:.3f}", "file": _xml(file)}
        return Element("testcase", named)

    def _put(self, case: Element) -> None:
        self._counts["tests"] += 1
        for element, kind in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            self._counts[kind] += case.find(element) is not None
        indent(case, level=2)
        self._cases.write(
            "    " + tostring(case, encoding="us-ascii", xml_declaration=False).decode().rstrip()
        )
        self._cases.write("\n")

    def _close(self) -> None:
        """End the suite: its numbers, its properties, its cases."""
        if not self._began:
            return
        named = {"name": self._file, "file": self._file, "timestamp": self._began}
        attributes = " ".join(f"{key}={_attribute(value)}" for key, value in named.items())
        counts = " ".join(f'{kind}="{self._counts[kind]}"' for kind in _COUNTS)
        self._suites.write(f'  <testsuite {attributes} {counts} time="{self._seconds:.3f}">\n')
        self._properties()
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, self._suites)
        self._suites.write("  </testsuite>\n")
        self._cases.close()
        self._cases = _spool()
        self._total += self._counts
        self._counts, self._seconds, self._seeds = Counter(), 0.0, {}
        self._began = self._system = ""

    def _properties(self) -> None:
        seeds = ", ".join(map(str, self._seeds))
        known = {"seed": seeds, "system": self._system, "revision": self._revision}
        pairs = [
            f"name={_attribute(name)} value={_attribute(value)}" for name, value in known.items() if value
        ]
        if pairs:
            inner = "\n".join(f"      <property {pair}/>" for pair in pairs)
            self._suites.write(f"    <properties>\n{inner}\n    </properties>\n")


def _spool() -> IO[str]:
    return SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="us-ascii", newline="\n")


def _output(tested: Tested) -> str:
    """The steps, what each came to, and what is noted."""
    head = f"{tested.outcome} in state {tested.state}" if tested.state else tested.outcome
    seed = "the scenarios' own seeds" if tested.seed is None else f"seed {tested.seed}"
    lines = [f"{head} ({seed}, system {tested.system or 'unknown'})"]
    for step in tested.steps:
        times = f" x {step.repeat:,}" if step.repeat > 1 else ""
        said = f": {step.message}" if step.message else ""
        lines.append(f"{step.name}: {step.outcome}: {step.label}{times}{said}")
    if tested.route:
        lines.append(f"path: {' -> '.join(tested.route)}")
    lines += [f"note: {note}" for note in tested.notes]
    return "\n" + "\n".join(lines) + "\n"


def _attribute(text: str) -> str:
    """Quoted, and in ASCII, so that no encoding on the way can break it."""
    return quoteattr(_xml(text)).encode("ascii", "xmlcharrefreplace").decode()


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", text)

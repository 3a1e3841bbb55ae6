"""Reading on behind what is not valid YAML: all errors of a text in one pass, and a tree of the rest.

After each refusal the text is repaired, as its remedy says or by leaving out the value or the lines that
cannot be read, and read again. What was left out is a hole: whoever concludes something from what is not
there must look at the holes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from playbook.diagnostics import Diagnostic
from playbook.limits import MAX_REREAD_CHARS, MAX_SYNTAX_ERRORS
from playbook.source.complaints import Complaint, complaint, must_quote, problem_of
from playbook.source.layout import Layout
from playbook.source.nodes import Node
from playbook.source.positions import Lines
from playbook.source.problem import Problem
from playbook.source.refusals import Misread, Refused
from playbook.source.repairs import Repairs
from playbook.source.tree import Builder
from playbook.spans import Span

# A line is mended first, then what it says is left out, then also what is below it.
_LAST_STAGE = 2
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_UNINDENTED = re.compile(r"^[^\s#-]", re.MULTILINE)
# libyaml counts these as line breaks, and editors do not.
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why an attempt ended: what is said of it, where, and the place whose text cannot be read."""

    said: Complaint
    offset: int
    leads: bool
    blamed: int
    whole: bool


class Reader:
    """Reads one text, as often as it takes; `root` is None where there is nothing, or a limit is passed."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.root: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.holes: list[Span] = []
        self._repairs = Repairs(text, lines)
        self._odd = not text.isascii() and _ODD_BREAKS.search(text) is not None
        # How hard each line has been tried; where the last repair is, and whether it may be wrong.
        self._tried: dict[int, int] = {}
        self._start = self._end = -1
        self._doubtful = False

    def read(self) -> None:
        spent = 0
        for attempt in range(MAX_SYNTAX_ERRORS + 1):
            text = self._repairs.text
            builder = Builder(text, self.lines if attempt == 0 else Lines(text))
            try:
                builder.build()
            except Refused as refused:
                return self._take([*builder.diagnostics, refused.diagnostic])
            except (Misread, yaml.YAMLError) as problem:
                failure = _failure(problem, builder)
                if failure.said.diagnostic.id == "PB008":
                    return self._take([failure.said.diagnostic])
                # What was parsed in vain, and what looking for the lines costs.
                spent += failure.offset + len(text) // 4
                self._say(failure)
                affordable = attempt < MAX_SYNTAX_ERRORS and spent + len(text) <= MAX_REREAD_CHARS
                if affordable and self._repair(failure, builder):
                    continue
                self._abandon(failure, builder)
            return self._finish(builder)

    def _take(self, found: list[Diagnostic]) -> None:
        if self._moved():
            found = [self._repairs.diagnostic(diagnostic) for diagnostic in found]
        self.diagnostics += found

    def _finish(self, builder: Builder) -> None:
        self._take(builder.diagnostics)
        self.diagnostics = [d for d in self.diagnostics if d.id != "PB003" or not self._joined(d)]
        self.root = builder.root
        if self.root is not None and self._moved():
            self._repairs.relocate(self.root)

    def _moved(self) -> bool:
        """Whether the parser's lines and columns are not the text's."""
        return self._repairs.text is not self.text or self._odd

    def _say(self, failure: _Failure) -> None:
        """Report what was wrong, unless that is an echo of the last repair."""
        place = self._repairs.offset(min(failure.offset, failure.blamed))
        adjacent = failure.leads and _silent(self.text[max(0, self._end) : place])
        if self._passed(failure) and not (adjacent and self._doubtful):
            self._take([failure.said.diagnostic])

    def _passed(self, failure: _Failure) -> bool:
        """Whether the parser refuses another place than the one that was repaired last."""
        place = self._repairs.offset(failure.blamed if failure.whole else failure.offset)
        return not self._start <= place <= self._end

    def _abandon(self, failure: _Failure, builder: Builder) -> None:
        """The limit of repairs: what was read so far is the tree."""
        builder.give_up()
        start = self._repairs.offset(builder.lines.starts[builder.lines.place(failure.offset)[0] - 1])
        self.holes.append(self.lines.span(start, len(self.text)))

    def _repair(self, failure: _Failure, builder: Builder) -> bool:
        """Mend the text so that the next attempt comes further; False where everything has been tried."""
        layout, repairs = Layout(builder.text, builder.lines), self._repairs
        number = layout.number(failure.blamed)
        line = self.lines.place(repairs.offset(failure.blamed))[0]
        stage = 0 if self._passed(failure) else self._tried.get(line, 0) + 1
        if stage > _LAST_STAGE:
            return False
        said = failure.said
        edits = [
            (edit.span.start, edit.span.end, edit.text)
            for fix in said.diagnostic.fixes[:1]
            for edit in fix.edits
        ]
        mended = stage == 0 and bool(edits) and not (said.diagnostic.id == "PB002" and layout.opens(number))
        if not mended:
            edits = [_left_out(layout, failure, number, stage)]
        start, end = repairs.offset(min(e[0] for e in edits)), repairs.offset(max(e[1] for e in edits))
        self._tried[line] = stage
        self._doubtful = not (mended and said.certain)
        self._start, self._end = start, end
        if self._doubtful and mended:
            match = _REST_OF_LINE.match(self.text, self._end)
            self._end = match.end() if match else self._end
        if self._doubtful:
            # A guess about the structure may be wrong for all that follows in the section.
            self.holes.append(self.lines.span(start, self._section_end(end) if mended else end))
        repairs.add(edits)
        return True

    def _joined(self, twice: Diagnostic) -> bool:
        """Whether a repair has brought the same keys together: they are of different maps."""
        key, first = twice.span, twice.related[0].span
        return any(
            hole.start <= key.start < hole.end
            or (first.end <= hole.start < key.start and hole.column <= key.column)
            for hole in self.holes
        )

    def _section_end(self, offset: int) -> int:
        """Where the next line begins that is not indented."""
        match = _UNINDENTED.search(self.text, offset)
        return match.start() if match else len(self.text)


def _silent(text: str) -> bool:
    return all(not line.split("#")[0].strip() for line in text.split("\n"))


def _left_out(layout: Layout, failure: _Failure, number: int, stage: int) -> tuple[int, int, str]:
    """The part of the text to leave out: first what is on a line, then also what is below it."""
    near = layout.number(failure.offset) <= number + (1 if failure.whole else 0)
    below = stage == _LAST_STAGE or not near or (failure.whole and layout.opens(number))
    start, end = layout.value(failure.blamed, below=below)
    return start, end, layout.breaks(start, end)


def _failure(problem: Exception, builder: Builder) -> _Failure:
    layout = Layout(builder.text, builder.lines)
    if isinstance(problem, Misread):
        said = Complaint(must_quote(layout, problem.start), certain=True)
        return _Failure(said, problem.start, False, problem.start, False)
    assert isinstance(problem, yaml.YAMLError)
    found = problem_of(problem, layout)
    quoted = builder.last_text()
    said = complaint(found, quoted)
    blamed, whole = _blamed(found, quoted, builder.flow_start())
    return _Failure(said, found.offset, found.leads or whole, blamed, whole)


def _blamed(problem: Problem, quoted: Span | None, flow: int | None) -> tuple[int, bool]:
    """Where the text is wrong, and whether the whole line is: not always where the parser noticed."""
    if problem.said == "could not find expected ':'" and problem.context is not None:
        return problem.context, True
    if problem.reading == "while scanning a quoted scalar" and problem.context is not None:
        return problem.context, False
    runs_on = quoted is not None and quoted.line != quoted.end_line
    if quoted is not None and runs_on and not problem.text[quoted.end : problem.offset].strip(" \t"):
        return quoted.start, False
    if flow is not None:
        return flow, False
    return problem.offset, problem.leads

"""Remedies for what the parser refuses, where the text itself says what was meant (PB001).

Each looks at the place that libyaml complains of and gives a sentence with a fix, or nothing. The reader
goes on as if the fix had been made, so a wrong guess is noticed: the text is refused at the same place again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from playbook.diagnostics import Fix, TextEdit
from playbook.source.layout import Layout, indent
from playbook.source.positions import Lines
from playbook.spans import Span

_LEAD = r"[ ]*(?:-[ ]+)*"
_KEY_VALUE = re.compile(
    rf"(?P<lead>{_LEAD})(?P<key>\"[^\"\\]*\"|'[^']*'|[^\s\"'\[\]{{}},&*!|>%@`#-][^:#]*):[ \t]+(?P<value>\S)"
)
_KEY = re.compile(r"(?:\"[^\"\\]*\"|'[^']*'|[^\s\"'\[\]{},&*!|>%@`#-][^:#]*):(?=\s|\Z)")
_NO_SPACE = re.compile(rf"{_LEAD}[\w.\-]+:(?=[^\s:/])")
_WORD = re.compile(rf"(?P<lead>{_LEAD})(?P<word>[\w.\-]+)[ \t]*(?:#.*)?\Z")
_KEY_BEFORE = re.compile(r"(?:\"[^\"\\]*\"|'[^']*'|[\w.\-]+)[ \t]*\Z")
# What may be looked at behind a place: a line of megabytes must not cost its square.
_LOOKED_BACK = 1_000
_MOST_MOVED = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """What libyaml said of a text and where, and where what it was reading then began."""

    said: str
    reading: str
    offset: int
    context: int | None
    layout: Layout

    @property
    def text(self) -> str:
        return self.layout.text

    @property
    def lines(self) -> Lines:
        return self.layout.lines

    @property
    def number(self) -> int:
        """The line of the problem."""
        return self.layout.number(self.offset)

    def line(self, number: int) -> tuple[int, str]:
        return self.layout.line(number)

    def before(self, number: int) -> int | None:
        return self.layout.before(number)

    @property
    def leads(self) -> bool:
        """Whether the problem is the first thing on its line."""
        return not self.text[self.line(self.number)[0] : self.offset].strip()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is wrong, where, and what would mend it; `certain` where nothing of the text's meaning is lost."""

    message: str
    span: Span
    fixes: tuple[Fix, ...]
    certain: bool = True


def remedy(problem: Problem) -> Remedy | None:
    """The first remedy that fits."""
    for find in _REMEDIES.get(problem.said, ()):
        found = find(problem)
        if found is not None:
            return found
    return None


def _insertion(problem: Problem, place: int, text: str, title: str, message: str) -> Remedy:
    span = problem.lines.span(place, place)
    return Remedy(message, problem.lines.span(place, place + 1), (Fix(title, (TextEdit(span, text),)),))


def _space(problem: Problem) -> Remedy | None:
    """`key:value` is a text to YAML."""
    return _space_on(problem, problem.lines.place(problem.context or 0)[0])


def _space_on(problem: Problem, number: int) -> Remedy | None:
    start, content = problem.line(number)
    match = _NO_SPACE.match(content)
    if match is None or _KEY_VALUE.match(content):
        return None
    place = start + match.end()
    return _insertion(problem, place, " ", "Insert a space", 'a space is missing after the ":"')


def _line_before(problem: Problem) -> Remedy | None:
    """A ":" that cannot stand here because the line before is not what it should be."""
    start, content = problem.line(problem.number)
    before = problem.before(problem.number)
    if before is None or content[: problem.offset - start].rstrip().count(":") or content.lstrip()[:1] == "-":
        return None
    place, previous = problem.line(before)
    word = _WORD.match(previous)
    if word is not None and indent(content) > len(word["lead"]):
        message = f'a ":" is missing after "{word["word"][:60]}"'
        return _insertion(problem, place + word.end("word"), ":", 'Insert ":"', message)
    if indent(previous) == indent(content):
        return _space_on(problem, before)
    return _alignment(problem)


def _quote(problem: Problem) -> Remedy | None:
    """`key: value: more`: the second ":" belongs to the value, most likely."""
    start, content = problem.line(problem.number)
    match = _KEY_VALUE.match(content)
    if match is None or start + match.start("value") > problem.offset or content[match.start("value")] in "-?[{":
        return None
    value = content[match.start("value") :]
    comment = re.search(r"[ \t]#", value)
    value = (value[: comment.start()] if comment else value).rstrip()
    edit = TextEdit(
        problem.lines.span(start + match.start("value"), start + match.start("value") + len(value)),
        json.dumps(value, ensure_ascii=False),
    )
    message = 'a ":" cannot stand here; quote the value if the ":" belongs to it'
    place = problem.lines.span(problem.offset, problem.offset + 1)
    return Remedy(message, place, (Fix("Quote the value", (edit,)),), certain=False)


def _alignment(problem: Problem) -> Remedy | None:
    """A line that is indented like none before it: move it, and what is below it, to its likely neighbours."""
    start, content = problem.line(problem.number)
    wide = indent(content)
    if start + wide > problem.offset or not (_KEY.match(content, wide) or content[wide : wide + 2] == "- "):
        return None
    columns = _columns(problem, dash=content[wide : wide + 2] == "- ")
    if not columns or wide in columns:
        return None
    target = min(columns, key=lambda column: (abs(column - wide), -column))
    edits = []
    for number in range(problem.number, min(len(problem.lines.starts), problem.number + _MOST_MOVED) + 1):
        first, line = problem.line(number)
        if not line.strip():
            continue
        if indent(line) < wide or (number > problem.number and indent(line) in columns):
            break
        moved = " " * (indent(line) + target - wide)
        edits.append(TextEdit(problem.lines.span(first, first + indent(line)), moved))
    message = f"this line is indented by {wide}; its neighbours are indented by {target}"
    span = problem.lines.span(start + wide, start + len(content))
    fix = Fix("Indent it like its neighbours", tuple(edits))
    return Remedy(message, span, (fix,), certain=False)


def _columns(problem: Problem, *, dash: bool) -> set[int]:
    """The columns at which keys, or dashes, of the blocks around a line stand."""
    columns: set[int] = set()
    least, number = 10_000, problem.number
    for _ in range(_MOST_MOVED):
        before = problem.before(number)
        if before is None or least == 0:
            break
        number = before
        content = problem.line(number)[1]
        lead = re.match(_LEAD, content)
        assert lead is not None
        if indent(content) > least:
            continue
        least = min(least, indent(content))
        dashes = {position for position in range(lead.end()) if content[position] == "-"}
        keys = {lead.end()} if ":" in content else set()
        columns |= dashes if dash else keys
    return columns


def _comma(problem: Problem) -> Remedy | None:
    """`[a b: c` or `{a: b c: d}`: the key that stands before this ":" is a part of its own."""
    if problem.text[problem.offset : problem.offset + 1] != ":" or problem.context is None:
        return None
    around = problem.lines.place(problem.context)[0]
    if around != problem.number and indent(problem.line(problem.number)[1]) <= indent(problem.line(around)[1]):
        return None
    back = problem.text[max(problem.context + 1, problem.offset - _LOOKED_BACK) : problem.offset]
    key = _KEY_BEFORE.search(back)
    if key is None:
        return None
    place = problem.offset - len(back) + len(back[: key.start()].rstrip())
    if place <= problem.context + 1 or problem.text[place - 1] in ",:[{":
        return None
    return _insertion(problem, place, ",", 'Insert ","', 'a "," is missing here')


def _bracket(problem: Problem) -> Remedy | None:
    """A list or map that is never closed: it ends where its line does."""
    if problem.context is None:
        return None
    around = problem.lines.place(problem.context)[0]
    start, content = problem.line(around)
    after = problem.line(problem.number)[1] if problem.number > around else ""
    if problem.number == around or (after.strip() and indent(after) > indent(content)):
        return None
    closing = "]" if problem.text[problem.context] == "[" else "}"
    comment = re.search(r"[ \t]#", content)
    place = start + len((content[: comment.start()] if comment else content).rstrip(" \t,"))
    kind = "list" if closing == "]" else "map"
    message = f'the {kind} opened here is not closed; a "{closing}" is missing'
    found = _insertion(problem, place, closing, f'Insert "{closing}"', message)
    return Remedy(message, problem.lines.span(problem.context, problem.context + 1), found.fixes)


def _escape(problem: Problem) -> Remedy | None:
    if problem.text[problem.offset : problem.offset + 1] != "\\":
        return None
    message = 'this "\\" escape does not exist; write "\\\\" for the character, or use single quotes'
    return _insertion(problem, problem.offset, "\\", "Write two backslashes", message)


_REMEDIES = {
    "could not find expected ':'": (_space,),
    "mapping values are not allowed in this context": (_quote, _line_before),
    "did not find expected key": (_alignment,),
    "did not find expected '-' indicator": (_alignment,),
    "did not find expected ',' or ']'": (_comma, _bracket),
    "did not find expected ',' or '}'": (_comma, _bracket),
    "found unknown escape character": (_escape,),
}

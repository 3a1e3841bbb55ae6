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


def line_break(problem: Problem, after: int) -> Remedy | None:
    """`key: "value" other: more`: two entries on one line; `after` is where the first one ends."""
    start, content = problem.line(problem.number)
    rest = re.match(rf"[ \t]+(?={_KEY.pattern})", content[after - start :])
    first = _KEY_VALUE.match(content)
    if rest is None or first is None:
        return None
    column = len(first["lead"])
    edit = TextEdit(problem.lines.span(after, after + rest.end()), "\n" + " " * column)
    place = problem.lines.span(after + rest.end(), after + rest.end() + 1)
    fix = Fix("Begin a new line", (edit,))
    return Remedy("a new line must begin here: two entries share this one", place, (fix,))


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


def _no_key(problem: Problem) -> Remedy | None:
    """`key:value` is a text to YAML, and so is a key without its ":"."""
    number = problem.layout.number(problem.context or 0)
    return _colon_on(problem, number) or _space_on(problem, number)


def _colon_on(problem: Problem, number: int) -> Remedy | None:
    place, content = problem.line(number)
    word = _WORD.match(content)
    if word is None or problem.layout.last_below(number, len(word["lead"])) == number:
        return None
    message = f'a ":" is missing after "{word["word"][:60]}"'
    return _insertion(problem, place + word.end("word"), ":", 'Insert ":"', message)


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
    if before is None or content[: problem.offset - start].rstrip().count(":"):
        return None
    missing = _colon_on(problem, before)
    if missing is not None or _is_item(content):
        return missing
    if indent(problem.line(before)[1]) == indent(content):
        return _space_on(problem, before)
    return _alignment(problem)


def _quote(problem: Problem) -> Remedy | None:
    """`key: value: more`: the second ":" belongs to the value, most likely."""
    start, content = problem.line(problem.number)
    match = _KEY_VALUE.match(content)
    if (
        match is None
        or start + match.start("value") > problem.offset
        or content[match.start("value")] in "-?[{"
    ):
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


def _dash(problem: Problem) -> Remedy | None:
    """A key in the column of the dashes: its own is missing."""
    start, content = problem.line(problem.number)
    wide = indent(content)
    if not problem.leads or not _KEY.match(content, wide):
        return None
    number = problem.before(problem.number)
    while number is not None and indent(problem.line(number)[1]) > wide:
        number = problem.before(number)
    if number is None or not problem.line(number)[1].startswith("- ", wide):
        return None
    below = problem.layout.last_below(problem.number, wide)
    if below == problem.number:
        if content.rstrip().endswith(":"):
            return None
    elif indent(problem.line(problem.number + 1)[1]) != wide + 2 or _name(content) != _name(
        problem.line(number)[1]
    ):
        # Part of another list, or of the entry above: the entries of a list begin with the same key.
        return None
    return _insertion(problem, start + wide, "- ", 'Insert "-"', 'a "-" is missing before this entry')


def _name(content: str) -> str:
    return content.lstrip(" -{").split(":")[0]


def _alignment(problem: Problem) -> Remedy | None:
    """A line that is indented like none before it: move it, and what is below it, to its neighbours."""
    start, content = problem.line(problem.number)
    wide = indent(content)
    dash = _is_item(content)
    if start + wide > problem.offset or not (_KEY.match(content, wide) or dash):
        return None
    odd = _odd_before(problem, wide, dash)
    if odd is not None:
        return odd
    columns = _columns(problem, problem.number, dash=dash)
    room = _room(problem)
    likely = [column for column in columns if column < room] or list(columns)
    if not likely or wide in columns:
        return None
    target = min(likely, key=lambda column: (abs(column - wide), -column))
    if problem.number < len(problem.lines.starts) and not dash:
        # One line that slipped, between two that did not.
        beside = indent(problem.line(problem.number + 1)[1])
        above = problem.before(problem.number)
        lead = re.match(_LEAD, problem.line(above)[1]) if above is not None else None
        target = beside if beside in likely and lead is not None and lead.end() == beside else target
    return _moved(problem, _with_it(problem, wide, target), wide, target)


def _with_it(problem: Problem, wide: int, target: int) -> list[int]:
    """The lines that move with one: those below it, unless they are right already, and those beside it."""
    first = problem.line(problem.number)[1]
    numbers = [problem.number]
    moving: bool | None = None
    for number in range(problem.number + 1, min(len(problem.lines.starts), problem.number + _MOST_MOVED) + 1):
        content = problem.line(number)[1]
        own = indent(content)
        if not content.strip():
            continue
        beside = own == wide and _is_item(content) == _is_item(first)
        if not beside and (own <= wide or own == target):
            break
        if beside:
            moving = None
        elif moving is None:
            moving = own != target + 2
        numbers += [number] if beside or moving else []
    return numbers


def _misaligned(problem: Problem) -> Remedy | None:
    return _alignment(problem) if problem.leads else None


def _moved(problem: Problem, numbers: list[int], wide: int, target: int) -> Remedy:
    edits = []
    for number in numbers:
        first, line = problem.line(number)
        moved = " " * max(0, indent(line) + target - wide)
        edits.append(TextEdit(problem.lines.span(first, first + indent(line)), moved))
    start, content = problem.line(numbers[0])
    message = f"this line is indented by {wide}; its neighbours are indented by {target}"
    span = problem.lines.span(start + wide, start + len(content))
    fix = Fix("Indent it like its neighbours", tuple(edits))
    return Remedy(message, span, (fix,), certain=False)


def _odd_before(problem: Problem, wide: int, dash: bool) -> Remedy | None:
    """A line before is the one that is out of line, where this one fits what was there before it."""
    number = problem.before(problem.number)
    above = problem.before(number) if number is not None else None
    if number is None or above is None:
        return None
    odd, before = problem.line(number)[1], problem.line(above)[1]
    lead = re.match(_LEAD, before)
    assert lead is not None
    opens = before.rstrip().endswith(":")
    if _is_item(odd) and dash and opens and problem.number < len(problem.lines.starts):
        following = problem.line(problem.number + 1)[1]
        fits = indent(following) == wide and _is_item(following)
        target = wide
    else:
        fits = not opens and wide in _columns(problem, number, dash=dash)
        target = lead.end()
    if fits and _is_item(odd) == (dash and opens) and indent(odd) < min(wide, target):
        return _moved(problem, [number], indent(odd), target)
    if _is_item(odd) and not dash and _item_after(problem, wide) == wide - 2 != indent(odd):
        return _moved(problem, [number], indent(odd), wide - 2)
    return None if dash else _odd_parent(problem, wide)


def _item_after(problem: Problem, wide: int) -> int | None:
    """The column of the dash that ends the block of a line."""
    last = problem.layout.last_below(problem.number, wide - 1)
    following = problem.line(last + 1)[1] if last < len(problem.lines.starts) else ""
    return indent(following) if _is_item(following) else None


def _odd_parent(problem: Problem, wide: int) -> Remedy | None:
    """`key:` slipped to the left, and what is below it did not."""
    number = problem.before(problem.number)
    below = None
    while number is not None and indent(problem.line(number)[1]) >= wide:
        below, number = number, problem.before(number)
    if number is None or below is None or below != number + 1:
        return None
    content = problem.line(number)[1]
    fits = content.rstrip().endswith(":") and indent(problem.line(below)[1]) > wide and not _is_item(content)
    if not fits or wide not in _columns(problem, number, dash=False):
        return None
    return _moved(problem, [number], indent(content), wide)


def _is_item(content: str) -> bool:
    return content.lstrip(" ").startswith("- ")


def _room(problem: Problem) -> int:
    """How far a line may be indented so that the block that it opens is below it."""
    content = problem.line(problem.number)[1]
    if not content.rstrip().endswith(":") or problem.number >= len(problem.lines.starts):
        return 10_000
    following = problem.line(problem.number + 1)[1]
    return indent(following) + _is_item(following) if following.strip() else 10_000


def _columns(problem: Problem, number: int, *, dash: bool) -> set[int]:
    """The columns at which keys, or dashes, of the blocks above a line stand."""
    columns: set[int] = set()
    least = 10_000
    for _ in range(_MOST_MOVED):
        before = problem.before(number)
        if before is None or least == 0:
            break
        number = before
        content = problem.line(number)[1]
        if indent(content) > least:
            continue
        lead = re.match(_LEAD, content)
        assert lead is not None
        least = min(least, indent(content))
        dashes = {position for position in range(lead.end()) if content[position] == "-"}
        columns |= dashes if dash else {lead.end()} if ":" in content else set()
    return columns


def _comma(problem: Problem) -> Remedy | None:
    """`[a b: c]`, `{a: b c: d}`, `{a: "b" c: d}`: a part of its own without a comma before it."""
    if problem.context is None:
        return None
    around = problem.lines.place(problem.context)[0]
    if around != problem.number and indent(problem.line(problem.number)[1]) <= indent(
        problem.line(around)[1]
    ):
        return None
    back = problem.text[max(problem.context + 1, problem.offset - _LOOKED_BACK) : problem.offset]
    if problem.text[problem.offset : problem.offset + 1] == ":":
        key = _KEY_BEFORE.search(back)
        before = back[: key.start()] if key else ""
    else:
        before = back
    place = problem.offset - len(back) + len(before.rstrip())
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
    "could not find expected ':'": (_no_key,),
    "mapping values are not allowed in this context": (_quote, _line_before),
    "did not find expected key": (_misaligned,),
    "did not find expected '-' indicator": (_dash, _misaligned),
    "did not find expected ',' or ']'": (_comma, _bracket),
    "did not find expected ',' or '}'": (_comma, _bracket),
    "found unknown escape character": (_escape,),
}

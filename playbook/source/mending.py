"""Remedies for what the parser refuses, where the text itself says what was meant (PB001).

Each looks at the place that libyaml complains of and gives a sentence with a fix, or nothing. The reader
goes on as if the fix had been made, so a wrong guess is noticed: the text is refused at the same place again.
"""

from __future__ import annotations

import json
import re

from playbook.diagnostics import Fix, TextEdit
from playbook.source.alignment import alignment, dash, is_item, misaligned
from playbook.source.layout import KEY, LEAD, indent
from playbook.source.problem import Problem, Remedy, insertion

_KEY_VALUE = re.compile(
    rf"(?P<lead>{LEAD})(?P<key>\"[^\"\\]*\"|'[^']*'|[^\s\"'\[\]{{}},&*!|>%@`#-][^:#]*):[ \t]+(?P<value>\S)"
)
_NO_SPACE = re.compile(rf"{LEAD}[\w.\-]+:(?=[^\s:/])")
_WORD = re.compile(rf"(?P<lead>{LEAD})(?P<word>[\w.\-]+)[ \t]*(?:#.*)?\Z")
_PAIR = re.compile(rf"(?P<lead>{LEAD})(?P<word>[\w.\-]+)[ \t]+(?=[\"'\w\[{{])[^:]*\Z")
_KEY_BEFORE = re.compile(r"(?:\"[^\"\\]*\"|'[^']*'|[\w.\-]+)[ \t]*\Z")
# What may be looked at behind a place: a line of megabytes must not cost its square.
_LOOKED_BACK = 1_000


def line_break(problem: Problem, after: int) -> Remedy | None:
    """`key: "value" other: more`: two entries on one line; `after` is where the first one ends."""
    start, content = problem.line(problem.number)
    rest = re.match(rf"[ \t]+(?={KEY.pattern})", content[after - start :])
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
    return insertion(problem, place + word.end("word"), ":", 'Insert ":"', message)


def _space_on(problem: Problem, number: int) -> Remedy | None:
    start, content = problem.line(number)
    match = _NO_SPACE.match(content)
    if match is None or _KEY_VALUE.match(content):
        return None
    place = start + match.end()
    return insertion(problem, place, " ", "Insert a space", 'a space is missing after the ":"')


def _line_before(problem: Problem) -> Remedy | None:
    """A ":" that cannot stand here because the line before is not what it should be."""
    start, content = problem.line(problem.number)
    before = problem.before(problem.number)
    if before is None or content[: problem.offset - start].rstrip().count(":"):
        return None
    missing = _colon_on(problem, before)
    if missing is not None or is_item(content):
        return missing
    if indent(problem.line(before)[1]) == indent(content):
        return _space_on(problem, before) or _colon_within(problem, before, indent(content))
    return _colon_within(problem, before, indent(content)) or alignment(problem)


def _colon_within(problem: Problem, number: int, column: int) -> Remedy | None:
    """`key value` above `other: value` in the same column."""
    place, content = problem.line(number)
    pair = _PAIR.match(content)
    if pair is None or len(pair["lead"]) != column:
        return None
    message = f'a ":" is missing after "{pair["word"][:60]}"'
    return insertion(problem, place + pair.end("word"), ":", 'Insert ":"', message)


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
    return insertion(problem, place, ",", 'Insert ","', 'a "," is missing here')


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
    found = insertion(problem, place, closing, f'Insert "{closing}"', message)
    return Remedy(message, problem.lines.span(problem.context, problem.context + 1), found.fixes)


def _escape(problem: Problem) -> Remedy | None:
    if problem.text[problem.offset : problem.offset + 1] != "\\":
        return None
    message = 'this "\\" escape does not exist; write "\\\\" for the character, or use single quotes'
    return insertion(problem, problem.offset, "\\", "Write two backslashes", message)


_REMEDIES = {
    "could not find expected ':'": (_no_key,),
    "mapping values are not allowed in this context": (_quote, _line_before),
    "did not find expected key": (misaligned,),
    "did not find expected '-' indicator": (dash, misaligned),
    "did not find expected ',' or ']'": (_comma, _bracket),
    "did not find expected ',' or '}'": (_comma, _bracket),
    "found unknown escape character": (_escape,),
}

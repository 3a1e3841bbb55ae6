"""libyaml's complaint as a sentence with a hint, a place and a remedy (PB001, PB002, PB010)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice

import yaml

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.limits import MAX_DEPTH
from playbook.source.layout import Layout
from playbook.source.mending import line_break, remedy
from playbook.source.problem import Problem, Remedy
from playbook.source.remarks import foreign_tag
from playbook.spans import Span

# Where a value of a line starts: after the indentation, a key, a dash, a bracket or a comma.
_VALUE = re.compile(r"(?:^|[:\-\[{,](?=\s)|[\[{,])\s*(?=[!*%@&`{])")
# Brackets further back than this are not counted: a line of megabytes must not cost its square.
_LOOKED_BACK = 1_000
_SIGNS = re.compile(r"[#,()\[\]{}]")
_MOST_TABS = 1_000
_TABS = re.compile(r"^[ ]*\t[ \t]*(?=\S)", re.MULTILINE)
_DASH_AND_TAB = re.compile(r"[ ]*(?:-[ ]+)*-([ ]*\t[ \t]*)")
# What comes before a value that has the rest of its line for itself.
_OWN_VALUE = re.compile(r"[ ]*(?:-[ ]+)*(?:(?:\"[^\"\\]*\"|'[^']*'|[\w.\-]+)[ \t]*:[ \t]+)?\Z")
# What libyaml was reading when it met a value whose first character means something else to it.
_READING = ("while scanning an alias", "while scanning an anchor", "while scanning a tag")
_SAID = {
    "did not find expected key": "a key was expected here; is the indentation like its neighbours'?",
    "mapping values are not allowed in this context": (
        'a ":" cannot stand here; quote the value if the ":" belongs to it'
    ),
    "found character that cannot start any token": "this character cannot start a value",
    "did not find expected ',' or ']'": 'a "," or "]" is missing in this list',
    "did not find expected ',' or '}'": 'a "," or "}" is missing in this map',
    "could not find expected ':'": 'a ":" is missing after this key, or a "#" before a comment',
    "did not find expected '-' indicator": 'a "-" was expected here; is the indentation right?',
    "did not find expected node content": "a value is missing here",
    "block sequence entries are not allowed in this context": 'a "-" cannot start a list here',
    "found unknown escape character": 'this "\\" escape does not exist; use single quotes',
    "did not find expected comment or line break": "only a comment may follow on this line",
    "did not find expected <document start>": "the document ended before this",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is said of a refusal; `certain` where the first fix mends it without loss, whatever was meant."""

    diagnostic: Diagnostic
    certain: bool = False


def complaint(found: Problem, quoted: Span | None = None) -> Complaint:
    """The diagnostic for what libyaml refused; `quoted` is the quoted text that it read last."""
    lines = found.lines
    tab = _tab(found)
    if tab is not None:
        return Complaint(tab, certain=True)
    place = lines.span(found.offset, found.offset + 1)
    if found.said == "exceeded maximum nesting depth":
        message = f"nested deeper than {MAX_DEPTH} levels"
        return Complaint(Diagnostic("PB008", Severity.ERROR, message, place))
    value = _unquoted(found)
    if value is not None:
        return Complaint(must_quote(found.layout, value), certain=True)
    special = _tag(found) or _dots(found)
    if special is not None:
        return Complaint(special, certain=True)
    mended = _after_quote(found, quoted) or _unclosed(found) or remedy(found)
    if mended is not None:
        message = f"not valid YAML: {mended.message}"
        said = Diagnostic("PB001", Severity.ERROR, message, mended.span, fixes=mended.fixes)
        return Complaint(said, mended.certain)
    message = f"not valid YAML: {_SAID.get(found.said, found.said)}"
    if found.said == "could not find expected ':'" and found.context is not None:
        first, content = found.line(found.layout.number(found.context))
        place = lines.span(found.context, first + len(content.rstrip()))
    return Complaint(Diagnostic("PB001", Severity.ERROR, message, place))


def problem_of(problem: yaml.YAMLError, layout: Layout) -> Problem:
    """libyaml's exception in our terms."""
    context = getattr(problem, "context_mark", None)
    mark = getattr(problem, "problem_mark", None) or context
    return Problem(
        said=getattr(problem, "problem", None) or str(problem).splitlines()[0],
        reading=getattr(problem, "context", None) or "",
        offset=min(mark.index if mark else 0, len(layout.text)),
        context=context.index if context and context.index < len(layout.text) else None,
        layout=layout,
    )


def must_quote(layout: Layout, start: int) -> Diagnostic:
    """PB002 for the value that starts here, with the fix that quotes it."""
    first, content = layout.line(layout.number(start))
    end = _end_of_value(content, start - first)
    span = layout.lines.span(start, first + end)
    value = content[start - first : end]
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    sign = "{{" if value.startswith("{{") else value[:1]
    shown = f": {quoted}" if len(quoted) <= 80 else ""
    fix = Fix("Quote it", (TextEdit(span, quoted),))
    message = f'a value that starts with "{sign}" must be quoted{shown}'
    return Diagnostic("PB002", Severity.ERROR, message, span, fixes=(fix,))


def _end_of_value(content: str, start: int) -> int:
    """Where a plain value of a line ends: at a comment, or at what closes or parts a flow collection."""
    inside = (
        sum((c in "[{") - (c in "]}") for c in _without_quotes(content[max(0, start - _LOOKED_BACK) : start]))
        > 0
    )
    depth, end = 0, len(content)
    for match in _SIGNS.finditer(content, start):
        sign, position = match.group(), match.start()
        if sign == "#":
            if not content[position - 1 : position].isspace():
                continue
            end = position
            break
        if inside and depth == 0 and sign in ",]}":
            end = position
            break
        depth += (sign in "([{") - (sign in ")]}")
    return start + len(content[start:end].rstrip())


def _without_quotes(content: str) -> str:
    return re.sub(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", "", content)


def _tab(problem: Problem) -> Diagnostic | None:
    """PB010: the first tab, and the fix for every line that is indented by one."""
    text, lines = problem.text, problem.lines
    start, content = problem.line(problem.number)
    if "\t" not in _indentation(content):
        return _tab_behind_dash(problem)
    own = (start, start + len(_indentation(content)))
    others = (match.span() for match in islice(_TABS.finditer(text, start + len(content)), _MOST_TABS))
    edits = [TextEdit(lines.span(*own), " " * _width(problem))]
    edits += [TextEdit(lines.span(*at), text[slice(*at)].replace("\t", "  ")) for at in others]
    also = f" ({len(edits)} lines from here on)" if len(edits) > 1 else ""
    message = f"a tab cannot indent in YAML; use spaces{also}"
    place = start + _indentation(content).index("\t")
    span = lines.span(place, start + len(_indentation(content)))
    fix = Fix("Replace tabs by spaces", tuple(edits))
    return Diagnostic("PB010", Severity.ERROR, message, span, fixes=(fix,))


def _tab_behind_dash(problem: Problem) -> Diagnostic | None:
    start, content = problem.line(problem.number)
    match = _DASH_AND_TAB.match(content)
    if match is None or not start < problem.offset < start + match.end():
        return None
    span = problem.lines.span(start + match.start(1), start + match.end(1))
    fix = Fix("Replace tabs by spaces", (TextEdit(span, " "),))
    return Diagnostic(
        "PB010", Severity.ERROR, 'a tab cannot stand behind a "-"; use a space', span, fixes=(fix,)
    )


def _width(problem: Problem) -> int:
    """How far a line with tabs is to be indented: like the next line, where that is its sibling."""
    number = problem.number
    content = problem.line(number)[1]
    above = problem.before(number)
    if above is not None and number < len(problem.lines.starts):
        before, after = problem.line(above)[1], problem.line(number + 1)[1]
        opens = before.rstrip().endswith(":") and "\t" not in _indentation(before) + _indentation(after)
        if opens and after.strip() and len(_indentation(after)) > len(_indentation(before)):
            return len(_indentation(after))
    return len(_indentation(content).replace("\t", "  "))


def _indentation(content: str) -> str:
    return content[: len(content) - len(content.lstrip(" \t"))]


def _unquoted(problem: Problem) -> int | None:
    """Where the value starts that libyaml took for an alias, a tag, an anchor, a map or nothing."""
    first, content = problem.line(problem.number)
    value = None
    for match in _VALUE.finditer(content):
        if first + match.end() <= problem.offset:
            value = match.end()
    if value is None:
        return None
    sign = content[value]
    rest = content[value:]
    if not content[:value].strip() and (sign == "%" or ": " in rest):
        # A directive, or a key with a sign too many before it.
        return None
    misread = problem.reading in _READING or (sign == "!" and re.match(r"!\s*[\w.]+\s*\(", rest) is not None)
    if not (sign in "@`%" or rest.startswith("{{") or (sign in "!*&" and misread)):
        return None
    return first + value if first + _end_of_value(content, value) >= problem.offset else None


def _tag(problem: Problem) -> Diagnostic | None:
    """PB009: `!a!b`, a tag with a handle that nothing declares."""
    if problem.said != "found undefined tag handle":
        return None
    end = re.compile(r"\S*").match(problem.text, problem.offset)
    assert end is not None
    return foreign_tag(problem.text, problem.lines, problem.lines.span(problem.offset, end.end()), ())


def _dots(problem: Problem) -> Diagnostic | None:
    """PB011: three dots at the start of a line end a YAML document, whatever they were to stand for."""
    number = problem.number
    if problem.said == "did not find expected <document start>":
        number = problem.before(number) or number
    start, content = problem.line(number)
    if content.split("#")[0].strip() != "..." or content[0] != ".":
        return None
    fix = Fix("Delete the placeholder", (TextEdit(problem.lines.span(start, start + len(content)), ""),))
    message = '"..." ends a YAML document; write what belongs here, or delete it'
    return Diagnostic("PB011", Severity.ERROR, message, problem.lines.span(start, start + 3), fixes=(fix,))


def _after_quote(problem: Problem, quoted: Span | None) -> Remedy | None:
    """A quoted text is over, and something follows: mostly a quote that is missing or too many."""
    if quoted is None or problem.text[quoted.end : problem.offset].strip(" \t"):
        return None
    if problem.said.startswith("did not find expected ','"):
        return None
    place = problem.lines.span(problem.offset, problem.offset + 1)
    if quoted.line != quoted.end_line:
        start = f"{quoted.line}:{quoted.column}"
        message = f"the quote opened at {start} is closed just before this; was it meant to?"
        return Remedy(message, place, _closing_quote(problem, quoted.start))
    other = line_break(problem, quoted.end)
    if other is not None:
        return other
    first, content = problem.line(quoted.line)
    value = content[quoted.start - first :]
    comment = re.search(r"[ \t]#", value)
    value = (value[: comment.start()] if comment else value).rstrip()
    fixes: tuple[Fix, ...] = ()
    # Quotes within words belong to the value; others may be where two values ran into each other.
    closed = len(value) > 1 and value[-1] == value[0]
    within = closed and re.search(r"(?<!\w)['\"]|['\"](?!\w)", value[1:-1]) is None
    if _OWN_VALUE.match(content[: quoted.start - first]):
        inner = value[1:-1] if closed else value
        span = problem.lines.span(quoted.start, quoted.start + len(value))
        fixes = (Fix("Quote the whole value", (TextEdit(span, json.dumps(inner, ensure_ascii=False)),)),)
    message = "nothing may follow the closing quote; quote the whole value"
    return Remedy(message, place, fixes, certain=within)


def _unclosed(problem: Problem) -> Remedy | None:
    """A quote that is opened and never closed."""
    if problem.said != "found unexpected end of stream" or problem.context is None:
        return None
    span = problem.lines.span(problem.context, problem.context + 1)
    return Remedy("this quote is never closed", span, _closing_quote(problem, problem.context))


def _closing_quote(problem: Problem, start: int) -> tuple[Fix, ...]:
    """The fix that closes a quote at the end of its line."""
    first, content = problem.line(problem.lines.place(start)[0])
    if "\\" in content[start - first :] or content[start - first + 1 :].strip() == "":
        return ()
    place = first + len(content.rstrip())
    edit = TextEdit(problem.lines.span(place, place), problem.text[start])
    return (Fix("Close the quote at the end of its line", (edit,)),)

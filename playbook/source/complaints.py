"""libyaml's complaint as a sentence with a hint and a place (PB001, PB002, PB010)."""

from __future__ import annotations

import re

import yaml

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.limits import MAX_DEPTH
from playbook.source.positions import Lines
from playbook.spans import Span

# Where a value of a line starts: after the indentation, a key, a dash, a bracket or a comma.
_VALUE = re.compile(r"(?:^|[:\-\[{,](?=\s)|[\[{,])\s*(?=[!*%@&`{])")
# Brackets further back than this are not counted: a line of megabytes must not cost its square.
_LOOKED_BACK = 1_000
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
    "found unexpected end of stream": "the text ends inside a quoted value",
    "could not find expected ':'": 'a ":" is missing after this key',
    "did not find expected '-' indicator": 'a "-" was expected here; is the indentation right?',
    "did not find expected node content": "a value is missing here",
    "block sequence entries are not allowed in this context": 'a "-" cannot start a list here',
    "found unknown escape character": 'this "\\" escape does not exist; use single quotes',
    "did not find expected comment or line break": "only a comment may follow on this line",
    "did not find expected <document start>": "the document ended before this",
}


def complaint(problem: yaml.YAMLError, text: str, lines: Lines, quoted: Span | None = None) -> Diagnostic:
    """The diagnostic for what libyaml refused; `quoted` is the quoted text that it read last."""
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    said = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    offset = min(mark.index if mark else 0, len(text))
    tab = _tab(text, lines, lines.place(offset)[0])
    if tab is not None:
        return tab
    if said == "exceeded maximum nesting depth":
        message = f"nested deeper than {MAX_DEPTH} levels"
        return Diagnostic("PB008", Severity.ERROR, message, lines.span(offset, offset + 1))
    value = _unquoted(problem, text, lines, offset)
    if value is not None:
        return must_quote(text, lines, value)
    if quoted is not None and text[quoted.end : offset].strip(" \t") == "":
        return _after_quote(quoted, lines.span(offset, offset + 1))
    message = f"not valid YAML: {_SAID.get(said, said)}"
    return Diagnostic("PB001", Severity.ERROR, message, lines.span(offset, offset + 1))


def must_quote(text: str, lines: Lines, start: int) -> Diagnostic:
    """PB002 for the value that starts here, with the fix that quotes it."""
    line, _ = lines.place(start)
    first, content = _line(text, lines, line)
    end = _end_of_value(content, start - first)
    span = lines.span(start, first + end)
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
    depth, position = 0, start
    while position < len(content):
        character = content[position]
        if character == "#" and content[position - 1 : position].isspace():
            break
        if inside and depth == 0 and character in ",]}":
            break
        depth += (character in "([{") - (character in ")]}")
        position += 1
    return start + len(content[start:position].rstrip())


def _without_quotes(content: str) -> str:
    return re.sub(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", "", content)


def _line(text: str, lines: Lines, line: int) -> tuple[int, str]:
    start = lines.starts[line - 1]
    end = lines.starts[line] if line < len(lines.starts) else len(text)
    return start, text[start:end].rstrip("\r\n")


def _tab(text: str, lines: Lines, line: int) -> Diagnostic | None:
    start, content = _line(text, lines, line)
    indent = content[: len(content) - len(content.lstrip(" \t"))]
    if "\t" not in indent:
        return None
    place = start + indent.index("\t")
    span = lines.span(place, start + len(indent))
    spaces = "".join("  " if c == "\t" else c for c in indent[indent.index("\t") :])
    fix = Fix("Replace tabs by two spaces each", (TextEdit(span, spaces),))
    message = "a tab cannot indent in YAML; use spaces"
    return Diagnostic("PB010", Severity.ERROR, message, span, fixes=(fix,))


def _unquoted(problem: yaml.YAMLError, text: str, lines: Lines, offset: int) -> int | None:
    """Where the value starts that libyaml took for an alias, a tag, an anchor, a map or nothing."""
    line, _ = lines.place(offset)
    first, content = _line(text, lines, line)
    value = None
    for match in _VALUE.finditer(content):
        if first + match.end() <= offset:
            value = match.end()
    if value is None or first + _end_of_value(content, value) < offset:
        return None
    sign = content[value]
    reading = getattr(problem, "context", None) or ""
    rest = content[value:]
    misread = reading in _READING or (sign == "!" and re.match(r"!\s*[\w.]+\s*\(", rest) is not None)
    if sign in "@`%" or rest.startswith("{{") or (sign in "!*&" and misread):
        return first + value
    return None


def _after_quote(quoted: Span, place: Span) -> Diagnostic:
    """A quoted text is over, and something follows: mostly a quote that is missing or too many."""
    if quoted.line != quoted.end_line:
        start = f"{quoted.line}:{quoted.column}"
        message = f"not valid YAML: the quote opened at {start} is closed just before this; was it meant to?"
    else:
        message = "not valid YAML: nothing may follow the closing quote; quote the whole value"
    return Diagnostic("PB001", Severity.ERROR, message, place)

"""libyaml's complaint as a sentence with a hint and a place (PB001, PB002, PB010)."""

from __future__ import annotations

import re

import yaml

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.limits import MAX_DEPTH
from playbook.source.positions import Lines

_MUST_QUOTE = re.compile(r"""(?:^|[:\-\[{,]\s)\s*(?P<value>[!*%@&`{][^\n#]*?)\s*(?:\#[^\n]*)?$""")
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
}


def complaint(problem: yaml.YAMLError, text: str, lines: Lines) -> Diagnostic:
    """The diagnostic for what libyaml refused."""
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    said = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    offset = min(mark.index if mark else 0, len(text))
    line, _ = lines.place(offset)
    tab = _tab(text, lines, line)
    if tab is not None:
        return tab
    unquoted = _unquoted(text, lines, line) or (line > 1 and _unquoted(text, lines, line - 1))
    if unquoted:
        return unquoted
    if said == "exceeded maximum nesting depth":
        message = f"nested deeper than {MAX_DEPTH} levels"
        return Diagnostic("PB008", Severity.ERROR, message, lines.span(offset, offset + 1))
    message = f"not valid YAML: {_SAID.get(said, said)}"
    return Diagnostic("PB001", Severity.ERROR, message, lines.span(offset, offset + 1))


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
    fix = Fix("Replace tabs by two spaces each", (TextEdit(span, "  " * (span.end - span.start)),))
    message = "a tab cannot indent in YAML; use spaces"
    return Diagnostic("PB010", Severity.ERROR, message, span, fixes=(fix,))


def _unquoted(text: str, lines: Lines, line: int) -> Diagnostic | None:
    start, content = _line(text, lines, line)
    match = _MUST_QUOTE.search(content)
    if match is None or (match["value"][0] == "{" and not match["value"].startswith("{{")):
        return None
    span = lines.span(start + match.start("value"), start + match.end("value"))
    value = match["value"]
    first = "{{" if value.startswith("{{") else value[0]
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    message = f'a value that starts with "{first}" must be quoted: {quoted}'
    fix = Fix("Quote it", (TextEdit(span, quoted),))
    return Diagnostic("PB002", Severity.ERROR, message, span, fixes=(fix,))

"""The text of an expression as tokens with offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from playbook.expr.problems import ExprError, ExprProblem
from playbook.expr.values import INT_MAX
from playbook.limits import MAX_EXPRESSION_CHARS

TokenKind = Literal["number", "text", "name", "op", "end"]

_SHAPE = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<op>&&|\|\||==|!=|<=|>=|[<>!?:+\-*/%.,()\[\]=])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}
_HINTS = {
    "&": 'write "&&"',
    "|": 'write "||"',
    "^": "there is no power or exclusive-or operator",
    "~": 'write "!" for not',
    "{": "maps cannot be written in an expression",
    ";": "an expression is one condition",
    "$": "names have no $",
    "@": "names have no @",
    "`": "texts stand in single or double quotes",
}


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is as written; `value` is what a number or quoted text means."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: int | float | str | None = None


def tokens(text: str) -> list[Token]:
    """All tokens, ended by one of kind `end`. Raises ExprError at the first that is none."""
    if len(text) > MAX_EXPRESSION_CHARS:
        raise _error(
            f"the expression has {len(text)} characters; the limit is {MAX_EXPRESSION_CHARS}",
            MAX_EXPRESSION_CHARS,
            len(text),
            "PB506",
        )
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _SHAPE.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        position = match.end()
        kind = match.lastgroup
        if kind != "space":
            found.append(_token(kind, match.group(), match.start(), match.end()))
    found.append(Token("end", "", len(text), len(text)))
    return found


def _token(kind: str | None, written: str, start: int, end: int) -> Token:
    if kind == "number":
        return Token("number", written, start, end, _number(written, start, end))
    if kind == "text":
        return Token("text", written, start, end, _unquoted(written, start))
    return Token("name" if kind == "name" else "op", written, start, end)


def _number(written: str, start: int, end: int) -> int | float:
    if written.isdecimal():
        # The length is looked at first: converting thousands of digits costs quadratic time.
        if len(written) > 19 or int(written) > INT_MAX:
            raise _error("this integer does not fit into 64 bits", start, end)
        return int(written)
    value = float(written)
    if value == float("inf"):
        raise _error("this number is too large", start, end)
    return value


def _unquoted(written: str, start: int) -> str:
    body = written[1:-1]
    if "\\" not in body:
        return body
    parts: list[str] = []
    position = 0
    while position < len(body):
        if body[position] == "\\":
            escape = body[position + 1]
            if escape not in _ESCAPES:
                place = start + 1 + position
                raise _error(f'there is no escape "\\{escape}" in a text', place, place + 2)
            parts.append(_ESCAPES[escape])
            position += 2
        else:
            parts.append(body[position])
            position += 1
    return "".join(parts)


def _unreadable(text: str, position: int) -> ExprError:
    character = text[position]
    if character in "'\"":
        return _error("this text is not closed", position, len(text))
    if ord(character) > 127:
        return _error(
            f"U+{ord(character):04X} ({character}) cannot stand here; names are ASCII letters, digits and _",
            position,
            position + 1,
        )
    hint = _HINTS.get(character, "")
    return _error(
        f'"{character}" cannot stand in an expression' + (f"; {hint}" if hint else ""),
        position,
        position + 1,
    )


def _error(message: str, start: int, end: int, id: str = "PB501") -> ExprError:
    return ExprError(ExprProblem(id, message, start, end))

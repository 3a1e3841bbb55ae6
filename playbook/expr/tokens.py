"""The text of an expression as words with offsets, and what numbers and quoted texts mean."""

from __future__ import annotations

import re

from playbook.expr.problems import ExprError, ExprProblem
from playbook.expr.values import INT_MAX
from playbook.limits import MAX_EXPRESSION_CHARS

# A name with "()" after it is one word, for most names are calls without arguments. What belongs to
# nothing comes character by character: the words always make up the whole text.
_WORDS = re.compile(
    r"""[ \t\r\n]*(?:
        [A-Za-z_][A-Za-z0-9_]*(?:\(\))?
      | &&|\|\||==|!=|<=|>=
      | [0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?
      | '(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"
      | .?)""",
    re.VERBOSE | re.DOTALL,
).findall
_SPACE = " \t\r\n"
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}


class Words:
    """The words of an expression with their offsets; the last one is empty and stands for the end."""

    __slots__ = ("ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        end = 0
        for found in _WORDS(text):
            end += len(found)
            word = found.lstrip(_SPACE)
            words.append(word)
            starts.append(end - len(word))
            ends.append(end)
        self.text, self.words, self.starts, self.ends = text, words, starts, ends


def split(text: str) -> Words:
    """The words of a text. Raises ExprError where it is longer than what is read."""
    if len(text) > MAX_EXPRESSION_CHARS:
        raise _error(
            f"the expression has {len(text)} characters; the limit is {MAX_EXPRESSION_CHARS}",
            MAX_EXPRESSION_CHARS,
            len(text),
            "PB506",
        )
    return Words(text)


def number(written: str, start: int) -> int | float:
    """What a number's word means. Raises ExprError where it is too large."""
    if written.isdecimal():
        # The length is looked at first: converting thousands of digits costs quadratic time.
        if len(written) > 19 or int(written) > INT_MAX:
            raise _error("this integer does not fit into 64 bits", start, start + len(written))
        return int(written)
    value = float(written)
    if value == float("inf"):
        raise _error("this number is too large", start, start + len(written))
    return value


def unquoted(written: str, start: int) -> str:
    """What a quoted text means. Raises ExprError at an escape that there is not."""
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


def _error(message: str, start: int, end: int, id: str = "PB501") -> ExprError:
    return ExprError(ExprProblem(id, message, start, end))

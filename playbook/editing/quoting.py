"""A scalar as YAML text that every reader takes for the same: 1.2 core schema and 1.1 alike.

LANGUAGE.md section 1. What only one of the two would read as a text is written in quotes.
"""

from __future__ import annotations

import json
import math
import re

from playbook.source.scalars import resolve
from playbook.values import Value

# What may be written without quotes wherever it stands, in a flow collection too.
_PLAIN = re.compile(r"[^\W\d_]\w*(?:[ .\-/()=<>+*]+\w+|[.()%+])*\Z|_\w*\Z|[0-9]+\w*[^\W\d_]\w*\Z")
# Further texts that YAML 1.1 readers take for a boolean, a null, a number or a date.
_READ_OTHERWISE = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|~|=|<<)\Z"
    r"|[-+]?0b[01_]+\Z|[-+]?0x[0-9a-f_]+\Z|[-+]?0o?[0-7_]+\Z"
    r"|[-+.]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?\Z"
    r"|[0-9_]+(?::[0-9.]+)+\Z|[0-9]{4}-[0-9]+-[0-9]+.*\Z|[-+]?\.(?:inf|nan)\Z",
    re.IGNORECASE,
)
# What single quotes cannot hold on one line, and what no reader shows.
_UNQUOTABLE = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_LONGEST_PLAIN = 100
MARKS = ("'", '"')


def plain_is_safe(text: str) -> bool:
    """Whether a text may stand without quotes."""
    if len(text) > _LONGEST_PLAIN or not _PLAIN.match(text) or _READ_OTHERWISE.match(text):
        return False
    return resolve(text) == text


def quoted(text: str, style: str) -> str:
    """A text in the quotes wanted, or in those that can hold it; `''` asks for none."""
    if not style and plain_is_safe(text):
        return text
    if style == "'" and not _UNQUOTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return _UNQUOTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    number = ord(match.group())
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def scalar(value: Value, style: str) -> str:
    """A value that is no list and no map; only texts are quoted."""
    if isinstance(value, str):
        return quoted(value, style)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    return str(value)


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, exponent, power = repr(value).partition("e")
    # A YAML 1.1 reader takes a number for a float by its point.
    return f"{digits}{'' if '.' in digits else '.0'}{exponent}{power}"


def literal(text: str, indent: int, *, mark: str = "|", head: str = "") -> str | None:
    """A text as a block scalar, each line behind `indent` blanks; None where it cannot be.

    `mark` is `|`, or `>` for one line; `head` is the comment that stands behind the mark.
    """
    lines = text.removesuffix("\n").split("\n")
    if not lines[-1] or lines[0][:1] in ("", " ") or _UNQUOTABLE.search("".join(lines)):
        return None
    if any(line != line.rstrip() or line[:1] == "\t" for line in lines):
        return None
    lead = "\n" + " " * indent
    chomped = mark + ("" if text.endswith("\n") else "-") + head
    return chomped + "".join(lead + line if line else "\n" for line in lines)

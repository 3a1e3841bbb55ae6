"""What a plain scalar means: the YAML 1.2 core schema, not YAML 1.1 (LANGUAGE.md section 1).

So `on`, `off`, `yes`, `no`, `12:30` and `1_000` are texts, `0777` is the integer 777 and `0o17`
is 15. Every other tool that reads playbooks agrees on that.
"""

from __future__ import annotations

import re

_SPECIAL: dict[str, bool | float | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    **{name: float("inf") for name in (".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")},
    **{name: float("-inf") for name in ("-.inf", "-.Inf", "-.INF")},
    **{name: float("nan") for name in (".nan", ".NaN", ".NAN")},
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NUMERIC_START = frozenset("0123456789+-.")
# What any plain scalar starts with that is no text, or that a YAML 1.1 reader takes for none.
SUSPECT = _NUMERIC_START | frozenset("~nNtTfFyYoO")
# Longer numbers stay the text that they are: converting them costs quadratic time.
_MAX_DIGITS = 300

# What a YAML 1.1 reader takes for something else (PB004).
YAML_1_1 = re.compile(
    r"(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\Z"
    r"|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+\Z|0[0-9]+\Z"
)


def resolve(text: str) -> bool | int | float | str | None:
    """The value of a plain scalar."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if text[0] not in _NUMERIC_START or len(text) > _MAX_DIGITS:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _BASED.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    return text

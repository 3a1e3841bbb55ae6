"""The shapes that most conditions have, read at a glance: `f()`, `!f()`, `f() >= 3`, `f() == 'open'`.

In the case study's playbook three of four conditions are of these; `grammar` reads all others, and would read
these alike, which a test checks.
"""

from __future__ import annotations

import re

from playbook.expr.grammar import RESERVED
from playbook.expr.tree import Binary, Call, Literal, Node, Unary

# Nothing that needs a second look: no escapes in texts, no numbers that could be too large.
_SHAPE = re.compile(
    r"""(?P<name>[a-z][A-Za-z0-9_]*)\(\)
        (?:\ (?P<op>==|!=|<=|>=|<|>)\ (?:(?P<whole>[0-9]{1,15})|'(?P<text>[^'\\]*)'))?""",
    re.VERBOSE,
).fullmatch


def plain(text: str) -> tuple[Node, ...] | None:
    """The nodes of a condition of such a shape, parts before wholes; None for any other."""
    negated = text.startswith("!")
    match = _SHAPE(text, 1) if negated else _SHAPE(text)
    if match is None:
        return None
    name, op, whole, written = match.groups()
    if name in RESERVED or (negated and op):
        return None
    size = len(text)
    if not op:
        call = Call(name, (), (), int(negated), size)
        return (call, Unary("!", call, 0, size)) if negated else (call,)
    call = Call(name, (), (), 0, len(name) + 2)
    if whole:
        literal = Literal(int(whole), size - len(whole), size)
    else:
        literal = Literal(written, size - len(written) - 2, size)
    return (call, literal, Binary(op, call, literal, 0, size))

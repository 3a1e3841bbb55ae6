"""What is said of a word that cannot stand where it stands, and how it may have been meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.tokens import Words
from playbook.expr.tree import Attribute, Binary, Call, Item, Literal, Logic, Method, Node, Variable

# Words of other languages that are no names here.
FOREIGN = {
    "is": 'write "=="',
    "lambda": "functions cannot be defined here",
    "if": 'write "condition ? this : that"',
    "for": "there are no loops or comprehensions",
    "None": 'write "null"',
    "True": 'write "true"',
    "False": 'write "false"',
}
CONSTANTS = {"None": "null", "True": "true", "False": "false"}
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
# What an operator of another language is here; the words of several characters as they are split.
_OPERATORS = {
    "=": "==",
    "&": "&&",
    "|": "||",
    "AND": "&&",
    "And": "&&",
    "OR": "||",
    "Or": "||",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "is": "==",
}
_PAIRS = {
    ("=", ">"): ">=",
    ("=", "<"): "<=",
    ("=", "!"): "!=",
    ("=", "~"): " matches ",
    ("is", "not"): "!=",
}
_NEGATIONS = ("NOT", "Not")
_QUOTES = {"“": "”", "‘": "’", "”": "”", "’": "’", "„": "“"}
_SPACES = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2007\u2009\u200a\u202f\u3000\ufeff\u200b")
_KNOWN = frozenset("<>!?:+-*/%.,()[]=")
_CLOSING = {"(": ")", "[": "]"}
_NAME_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_VALUE_START = _NAME_START | set("0123456789'\"")
SIMPLE = (Literal, Variable, Call, Method, Attribute, Item)


def refused(words: Words, at: int, expected: str, nodes: Sequence[Node]) -> ExprProblem:
    """The problem of the word at `at`; `nodes` is what was read before it, parts before wholes."""
    written = words.words
    last = _last(nodes)
    negated = isinstance(last, Variable) and last.name in _NEGATIONS and last.end == words.ends[at - 1]
    if negated and written[at][:1] in _VALUE_START:
        at -= 1
        message = f'"{written[at]}" cannot stand here; write "!" for not'
    else:
        message = _said(words, at, expected)
    start, end = words.starts[at], words.ends[at]
    if written[at] in ("'", '"'):
        end = len(words.text)
    elif operator_words(written, at) == 2:
        end = words.ends[at + 1]
    rewrites = tuple(_rewrites(words, at, nodes))
    return ExprProblem("PB501", message, start, max(end, start + 1), rewrites)


def _last(nodes: Sequence[Node]) -> Node | None:
    """The operand that was read last."""
    last = nodes[-1] if nodes else None
    while isinstance(last, Logic):
        last = last.operands[-1]
    return last


def operator_words(words: Sequence[str], at: int) -> int:
    """How many words from `at` on stand for an operator, written as in another language; or 0."""
    word, before = words[at], words[at - 1] if at else ""
    if not word:
        return 0
    if (word, words[at + 1]) in _PAIRS or (word, words[at + 1]) == ("not", "in"):
        return 2
    return 1 if word in _OPERATORS or (before, word) == ("<", ">") else 0


def _said(words: Words, at: int, expected: str) -> str:
    word = words.words[at]
    if word in ("'", '"'):
        return "this text is not closed"
    if len(word) == 1 and word not in _KNOWN and word not in _VALUE_START:
        return _strange(word)
    pair = _PAIRS.get((word, words.words[at + 1])) if word else None
    if pair is not None:
        written = words.text[words.starts[at] : words.ends[at + 1]]
        return f'"{written}" cannot stand here; write "{pair.strip()}"'
    if word in _OPERATORS and word not in ("=", "is"):
        return f'"{word}" cannot stand here; write "{_OPERATORS[word]}"'
    found = f'"{word.removesuffix("()")[:40]}"' if word else "the end"
    return f"{expected}, found {found}{_hint(words, at)}"


def _strange(character: str) -> str:
    """A character that no part of the language is written with."""
    if character.isascii():
        hint = _HINTS.get(character, "")
        return f'"{character}" cannot stand in an expression' + (f"; {hint}" if hint else "")
    what = f"U+{ord(character):04X} ({character}) cannot stand here"
    if character in _OPERATORS:
        return f'{what}; write "{_OPERATORS[character]}"'
    if character in _QUOTES:
        return f"{what}; {_HINTS['`']}"
    return f"{what}; names are ASCII letters, digits and _"


def _hint(words: Words, at: int) -> str:
    word, before = words.words[at], words.words[at - 1] if at else ""
    if word == "=":
        return '; write "==" to compare'
    if word in FOREIGN:
        return f"; {FOREIGN[word]}"
    if word == "*" and before == "*":
        return "; there is no power operator"
    if word == ">" and before == "<":
        return '; write "!=" for unequal'
    if word == "not" and words.words[at + 1] == "in":
        return '; write "!(a in b)"'
    if word[:1] in _NAME_START and before[:1].isdigit() and words.ends[at - 1] == words.starts[at]:
        return "; a number has no unit"
    return ""


def _rewrites(words: Words, at: int, nodes: Sequence[Node]) -> Iterator[Rewrite]:
    """Ways to write it that may have been meant; whether each helps is for the caller to try."""
    word, start, end = words.words[at], words.starts[at], words.ends[at]
    before = words.words[at - 1] if at else ""
    following = words.words[at + 1] if word else ""
    touches = at > 0 and words.ends[at - 1] == start
    if not word:
        yield from _closed(words)
    elif word in ("=", "==") and before in ("==", "!=") and touches:
        yield Rewrite(f'Write "{before}"', ((start, end, ""),), safe=True)
    elif (word, following) in _PAIRS:
        yield _operator(words, at, _PAIRS[word, following], 2)
    elif word == ">" and before == "<" and touches:
        yield Rewrite('Write "!="', ((words.starts[at - 1], end, "!="),), safe=True)
    elif word in _OPERATORS:
        yield _operator(words, at, _OPERATORS[word], 1)
    elif word in CONSTANTS:
        yield Rewrite(f'Write "{CONSTANTS[word]}"', ((start, end, CONSTANTS[word]),), safe=True)
    elif word in _NEGATIONS:
        gap = words.starts[at + 1] if words.words[at + 1] else end
        yield Rewrite('Write "!"', ((start, gap, "!"),), safe=True)
    elif word == "not" and following == "in":
        yield from _not_in(words, at, nodes)
    elif word in ("==", "!=", "<", "<=", ">", ">=") and nodes and isinstance(nodes[-1], Binary):
        yield from _chained(words, nodes[-1])
    elif word in _QUOTES or word in ("'", '"'):
        yield from _quoted(words, at)
    elif word in _SPACES:
        yield Rewrite("Write a plain space", ((start, end, " "),), safe=True)
    elif word in (")", "]") or (word == ";" and not following):
        yield Rewrite(f'Remove the "{word}"', ((start, end, ""),), safe=word == ";")


def _operator(words: Words, at: int, new: str, count: int) -> Rewrite:
    """An operator of `count` words; a constant of another language behind it is put right too."""
    edits = [(words.starts[at], words.ends[at + count - 1], new.strip())]
    constant = CONSTANTS.get(words.words[at + count])
    if constant is not None:
        edits.append((words.starts[at + count], words.ends[at + count], constant))
    # A single "&" may have been meant bit by bit.
    return Rewrite(f'Write "{new.strip()}"', tuple(edits), safe=words.words[at] not in ("&", "|"))


def _closed(words: Words) -> Iterator[Rewrite]:
    """The brackets that are still open, closed at the end."""
    missing = "".join(_CLOSING[bracket] for bracket in reversed(still_open(words.words)))
    if missing:
        end = len(words.text.rstrip())
        yield Rewrite(f'Add "{missing}" at the end', ((end, end, missing),))


def still_open(words: Sequence[str]) -> list[str]:
    """The brackets that are opened and not closed."""
    opened: list[str] = []
    for word in words:
        if word in _CLOSING:
            opened.append(word)
        elif opened and word == _CLOSING[opened[-1]]:
            opened.pop()
    return opened


def _not_in(words: Words, at: int, nodes: Sequence[Node]) -> Iterator[Rewrite]:
    """`x not in [a, b]` as `!(x in [a, b])`, where what is looked for and in is plain."""
    last = _last(nodes)
    if not isinstance(last, SIMPLE) or words.words[at + 2] != "[":
        return
    position = at + 3
    while words.words[position] not in ("]", "[", "(", ""):
        position += 1
    if words.words[position] == "]":
        start, end = words.starts[at], words.ends[position]
        edits = ((last.start, last.start, "!("), (start, words.starts[at + 1], ""), (end, end, ")"))
        yield Rewrite('Write "!(a in b)"', edits, safe=True)


def _chained(words: Words, first: Binary) -> Iterator[Rewrite]:
    """`a < b < c` as `a < b && b < c`."""
    middle = words.text[first.right.start : first.right.end]
    if isinstance(first.right, SIMPLE):
        yield Rewrite('Join two comparisons with "&&"', ((first.end, first.end, f" && {middle}"),))


def _quoted(words: Words, at: int) -> Iterator[Rewrite]:
    """A text in typographic quotes, or one that is not closed."""
    text, start = words.text, words.starts[at]
    closing = text.find(_QUOTES.get(text[start], "\n"), start + 1)
    if text[start] in "'\"":
        end = len(text.rstrip())
        yield Rewrite(f"Close the text with {text[start]}", ((end, end, text[start]),))
    elif closing > 0 and not {"'", "\\"} & set(text[start:closing]):
        edits = ((start, start + 1, "'"), (closing, closing + 1, "'"))
        yield Rewrite("Write plain quotes", edits, safe=True)

"""Whether one name is another one misspelt: only slips of the hand, never two words that exist."""

from __future__ import annotations

_SHORTEST = 5
_VOWELS = frozenset("aeiouy")
_LONG_WORD = 7


def misspelt(name: str, other: str, shortest: int = _SHORTEST) -> bool:
    """Two letters swapped, one missing or doubled inside a word, a vowel for a vowel inside a long one.

    Endings, beginnings and digits tell things apart (`stream` and `streams`, `sent` and `send`,
    `ready_1` and `ready_2`), so a difference there says nothing.
    """
    if name == other or min(len(name), len(other)) < shortest or abs(len(name) - len(other)) > 1:
        return False
    before = _shared(name, other)
    after = _shared(name[before:][::-1], other[before:][::-1])
    mine, theirs = name[before : len(name) - after], other[before : len(other) - after]
    if not (mine + theirs).isalpha():
        return False
    if len(mine) == len(theirs) == 2:
        return mine == theirs[::-1]
    if len(mine) + len(theirs) == 1:
        return _inside(name if mine else other, before)
    if len(mine) == len(theirs) == 1 and {mine, theirs} <= _VOWELS:
        return _inside(name, before) and len(_word(name, before)) >= _LONG_WORD
    return False


def _shared(one: str, other: str) -> int:
    """How many characters the two start with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _inside(name: str, place: int) -> bool:
    """Whether letters of the same word stand on either side."""
    return name[:place][-1:].isalpha() and name[place + 1 :][:1].isalpha()


def _word(name: str, place: int) -> str:
    start = name.rfind("_", 0, place) + 1
    end = name.find("_", place)
    return name[start : end if end >= 0 else len(name)]

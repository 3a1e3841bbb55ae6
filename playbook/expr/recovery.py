"""Everything that keeps an expression from being read: after one problem, reading goes on behind it."""

from __future__ import annotations

from dataclasses import replace

from playbook.expr.grammar import Grammar
from playbook.expr.problems import ExprError, ExprProblem, Rewrite
from playbook.expr.refusals import operator_words, still_open
from playbook.expr.tokens import Words, split

# A text that is no expression at all would otherwise be complained of word by word.
_MOST = 5
_JOINTS = ("&&", "||", "and", "or")
_AFTER_PART = frozenset({")", "]", ",", ":", "?"})


def problems(words: Words) -> tuple[ExprProblem, ...]:
    """What is wrong with a text that cannot be read; which rewrites help, `helping` tells."""
    return tuple(_found(words))


def helping(text: str, problem: ExprProblem, count: int) -> ExprProblem:
    """One of the `count` problems of a text, with those of its rewrites after which there are fewer.

    Apart from `problems`, because every rewrite is read anew, and few of many problems are ever shown.
    """
    if not problem.rewrites:
        return problem
    kept = tuple(rewrite for rewrite in problem.rewrites if _better(text, problem, rewrite, count))
    return replace(problem, rewrites=kept)


def _found(words: Words) -> list[ExprProblem]:
    found: list[ExprProblem] = []
    at: int | None = 0
    mended = True
    while at is not None and len(found) < _MOST:
        grammar = Grammar(words, at)
        try:
            _part(grammar, first=not found)
            following = grammar.at
            at = _joint(words, following) if words.words[following] else None
        except ExprError as error:
            found.append(error.problem)
            if error.problem.id == "PB506":
                return found
            at, operator = _behind(words, grammar.at, error.problem.start)
            mended = mended and operator
    if mended and len(found) < _MOST and still_open(words.words) and found[-1].start < len(words.text):
        end = Grammar(words, len(words.words) - 1)
        closing = ")" if still_open(words.words)[-1] == "(" else "]"
        found.append(end.fail(f'expected "{closing}"').problem)
    return found


def _part(grammar: Grammar, *, first: bool) -> None:
    """The whole, or what stands behind a problem: that may be followed by what closes a bracket."""
    if first:
        grammar.whole()
        return
    grammar.expression()
    if grammar.words[grammar.at] and grammar.words[grammar.at] not in _AFTER_PART:
        raise grammar.fail("expected an operator or the end")


def _behind(words: Words, at: int, blamed: int) -> tuple[int | None, bool]:
    """Where to go on, and whether the refused word only stood for an operator."""
    if words.words[at] in ("'", '"'):
        # What follows belongs to the text that is not closed.
        return None, False
    taken = operator_words(words.words, at)
    if taken or blamed == words.starts[at - 1]:
        return (at + taken if words.words[at + taken] else None), True
    return _joint(words, at), False


def _joint(words: Words, at: int) -> int | None:
    """The word after the next `&&` or `||`."""
    for position in range(at, len(words.words) - 1):
        if words.words[position] in _JOINTS:
            return position + 1
    return None


def _better(text: str, problem: ExprProblem, rewrite: Rewrite, count: int) -> bool:
    try:
        left = _found(split(rewrite.applied(text)))
    except ExprError:
        return False
    return len(left) < count and all(other.start != problem.start for other in left)

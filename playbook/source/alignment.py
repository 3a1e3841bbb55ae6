"""Lines that are indented like none of their neighbours: which one is out of line, and where it belongs.

What the parser complains of is the first line that does not fit, and that may be the one after the culprit.
"""

from __future__ import annotations

import re

from playbook.diagnostics import Fix, TextEdit
from playbook.source.layout import KEY, LEAD, indent
from playbook.source.problem import Problem, Remedy, insertion

_MOST_MOVED = 500


def dash(problem: Problem) -> Remedy | None:
    """A key in the column of the dashes: its own is missing."""
    start, content = problem.line(problem.number)
    wide = indent(content)
    if not problem.leads or not KEY.match(content, wide):
        return None
    number = problem.before(problem.number)
    while number is not None and indent(problem.line(number)[1]) > wide:
        number = problem.before(number)
    if number is None or not problem.line(number)[1].startswith("- ", wide):
        return None
    below = problem.layout.last_below(problem.number, wide)
    if below == problem.number:
        if content.rstrip().endswith(":"):
            return None
    elif indent(problem.line(problem.number + 1)[1]) != wide + 2 or _name(content) != _name(
        problem.line(number)[1]
    ):
        # Part of another list, or of the entry above: the entries of a list begin with the same key.
        return None
    return insertion(problem, start + wide, "- ", 'Insert "-"', 'a "-" is missing before this entry')


def _name(content: str) -> str:
    return content.lstrip(" -{").split(":")[0]


def alignment(problem: Problem) -> Remedy | None:
    """A line that is indented like none before it: move it, and what is below it, to its neighbours."""
    start, content = problem.line(problem.number)
    wide = indent(content)
    dash = is_item(content)
    if start + wide > problem.offset or not (KEY.match(content, wide) or dash):
        return None
    odd = _odd_before(problem, wide, dash)
    if odd is not None:
        return odd
    columns = _columns(problem, problem.number, dash=dash)
    room = _room(problem)
    likely = [column for column in columns if column < room] or list(columns)
    if not likely or wide in columns:
        return None
    target = min(likely, key=lambda column: (abs(column - wide), -column))
    if problem.number < len(problem.lines.starts) and not dash:
        # One line that slipped, between two that did not.
        beside = indent(problem.line(problem.number + 1)[1])
        above = problem.before(problem.number)
        lead = re.match(LEAD, problem.line(above)[1]) if above is not None else None
        target = beside if beside in likely and lead is not None and lead.end() == beside else target
    return _moved(problem, _with_it(problem, wide, target), wide, target)


def _with_it(problem: Problem, wide: int, target: int) -> list[int]:
    """The lines that move with one: those below it, unless they are right already, and those beside it."""
    first = problem.line(problem.number)[1]
    numbers = [problem.number]
    moving: bool | None = None
    for number in range(problem.number + 1, min(len(problem.lines.starts), problem.number + _MOST_MOVED) + 1):
        content = problem.line(number)[1]
        own = indent(content)
        if not content.strip():
            continue
        beside = own == wide and is_item(content) == is_item(first)
        if not beside and (own <= wide or own == target):
            break
        if beside:
            moving = None
        elif moving is None:
            moving = own != target + 2
        numbers += [number] if beside or moving else []
    return numbers


def misaligned(problem: Problem) -> Remedy | None:
    return alignment(problem) if problem.leads else None


def _moved(problem: Problem, numbers: list[int], wide: int, target: int) -> Remedy:
    edits = []
    for number in numbers:
        first, line = problem.line(number)
        moved = " " * max(0, indent(line) + target - wide)
        edits.append(TextEdit(problem.lines.span(first, first + indent(line)), moved))
    start, content = problem.line(numbers[0])
    message = f"this line is indented by {wide}; its neighbours are indented by {target}"
    span = problem.lines.span(start + wide, start + len(content))
    fix = Fix("Indent it like its neighbours", tuple(edits))
    return Remedy(message, span, (fix,), certain=False)


def _odd_before(problem: Problem, wide: int, dash: bool) -> Remedy | None:
    """A line before is the one that is out of line, where this one fits what was there before it."""
    number = problem.before(problem.number)
    above = problem.before(number) if number is not None else None
    if number is None or above is None:
        return None
    odd, before = problem.line(number)[1], problem.line(above)[1]
    lead = re.match(LEAD, before)
    assert lead is not None
    opens = before.rstrip().endswith(":")
    if is_item(odd) and dash and opens and problem.number < len(problem.lines.starts):
        following = problem.line(problem.number + 1)[1]
        fits = indent(following) == wide and is_item(following)
        target = wide
    else:
        fits = not opens and wide in _columns(problem, number, dash=dash)
        target = lead.end()
    if fits and is_item(odd) == (dash and opens) and indent(odd) < min(wide, target):
        return _moved(problem, [number], indent(odd), target)
    if is_item(odd) and not dash and _item_after(problem, wide) == wide - 2 != indent(odd):
        return _moved(problem, [number], indent(odd), wide - 2)
    return None if dash else _odd_parent(problem, wide)


def _item_after(problem: Problem, wide: int) -> int | None:
    """The column of the dash that ends the block of a line."""
    last = problem.layout.last_below(problem.number, wide - 1)
    following = problem.line(last + 1)[1] if last < len(problem.lines.starts) else ""
    return indent(following) if is_item(following) else None


def _odd_parent(problem: Problem, wide: int) -> Remedy | None:
    """`key:` slipped to the left, and what is below it did not."""
    number = problem.before(problem.number)
    below = None
    while number is not None and indent(problem.line(number)[1]) >= wide:
        below, number = number, problem.before(number)
    if number is None or below is None or below != number + 1:
        return None
    content = problem.line(number)[1]
    fits = content.rstrip().endswith(":") and indent(problem.line(below)[1]) > wide and not is_item(content)
    if not fits or wide not in _columns(problem, number, dash=False):
        return None
    return _moved(problem, [number], indent(content), wide)


def is_item(content: str) -> bool:
    return content.lstrip(" ").startswith("- ")


def _room(problem: Problem) -> int:
    """How far a line may be indented so that the block that it opens is below it."""
    content = problem.line(problem.number)[1]
    if not content.rstrip().endswith(":") or problem.number >= len(problem.lines.starts):
        return 10_000
    following = problem.line(problem.number + 1)[1]
    return indent(following) + is_item(following) if following.strip() else 10_000


def _columns(problem: Problem, number: int, *, dash: bool) -> set[int]:
    """The columns at which keys, or dashes, of the blocks above a line stand."""
    columns: set[int] = set()
    least = 10_000
    for _ in range(_MOST_MOVED):
        before = problem.before(number)
        if before is None or least == 0:
            break
        number = before
        content = problem.line(number)[1]
        if indent(content) > least:
            continue
        lead = re.match(LEAD, content)
        assert lead is not None
        least = min(least, indent(content))
        dashes = {position for position in range(lead.end()) if content[position] == "-"}
        columns |= dashes if dash else {lead.end()} if ":" in content else set()
    return columns

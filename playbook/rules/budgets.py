"""Numbers of `performance` against the assertions about the same quantity (PB605, PB606)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.expr import tree
from playbook.rules.bounds import Bound
from playbook.rules.edits import add_entry, add_item
from playbook.rules.hints import listed
from playbook.rules.performance import Pair, Threshold
from playbook.rules.quantities import Quantity, Spoken, quantity
from playbook.rules.registry import Subject, info, warning
from playbook.source.nodes import Mapping, Scalar, Sequence

_SECTION = "performance"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_MOST_PER_QUANTITY = 20
_MOST_RELATED = 8


@dataclass(frozen=True, slots=True)
class _Budget:
    key: Scalar
    value: Scalar
    number: float
    said: Quantity

    @property
    def reference(self) -> str:
        return f"{_SECTION}.{self.key.text}"


@dataclass(frozen=True, slots=True)
class _Use:
    """A bound of an assertion, with the numbers that its assertion has for the same quantity."""

    threshold: Threshold
    bound: Bound
    said: Quantity
    numbers: frozenset[float]
    critical: bool


def _budgets(subject: Subject) -> Iterator[_Budget]:
    section = subject.root.get(_SECTION) if isinstance(subject.root, Mapping) else None
    for key, value in section.entries if isinstance(section, Mapping) else ():
        if not isinstance(value, Scalar) or not _NAME.match(key.text):
            continue
        if isinstance(value.value, int | float) and not isinstance(value.value, bool):
            yield _Budget(key, value, value.value, quantity(key.text))


def _uses(pairs: list[Pair]) -> Iterator[_Use]:
    for condition, critical in pairs:
        read = (condition,) if critical is None else (condition, critical)
        numbers: dict[str, frozenset[float]] = {}
        for threshold in read:
            for bound in threshold.bounds:
                numbers[bound.term] = numbers.get(bound.term, frozenset()) | {bound.number}
        for threshold in read:
            for bound in threshold.bounds:
                if bound.name:
                    said, known = quantity(bound.name), numbers[bound.term]
                    yield _Use(threshold, bound, said, known, threshold is critical)


def budgets(subject: Subject, pairs: list[Pair]) -> Iterator[Diagnostic]:
    """PB605 and PB606, where there are budgets at all."""
    found = list(_budgets(subject))
    if found:
        uses = list(_uses(pairs))
        yield from _unasserted(subject, found, uses)
        yield from _numbers(subject, found, uses)


def _numbers(subject: Subject, budgets: list[_Budget], uses: list[_Use]) -> Iterator[Diagnostic]:
    """PB605: a budget and an assertion give two numbers for one quantity, or the same number twice."""
    by_words: dict[frozenset[str], list[_Use]] = {}
    for use in uses:
        if not use.bound.section and use.said.words:
            by_words.setdefault(use.said.words, []).append(use)
    repeated: list[tuple[_Budget, _Use]] = []
    for budget in budgets:
        for use in by_words.get(budget.said.words, ())[:_MOST_PER_QUANTITY]:
            if not _comparable(budget, use):
                continue
            if use.bound.number == budget.number:
                repeated.append((budget, use))
            elif budget.number not in use.numbers:
                yield _disagreement(subject, budget, use)
    if repeated:
        yield _twice(subject, repeated)


def _comparable(budget: _Budget, use: _Use) -> bool:
    """Whether the two must agree: the same unit and side, and the same one of the two thresholds."""
    said, bound = budget.said, use.bound
    if said.unit != use.said.unit or said.critical != use.critical:
        return False
    return not ((said.upper and bound.lower) or (said.lower and bound.upper))


def _disagreement(subject: Subject, budget: _Budget, use: _Use) -> Diagnostic:
    expression, place = use.threshold.expression, use.bound.place
    message = (
        f'"{use.threshold.assertion.name}" asserts {use.bound.op} {_plain(use.bound.number)}, '
        f"but {budget.reference} is {_plain(budget.number)}"
    )
    span = subject.place(expression, place.start, place.end)
    fixes = (
        Fix(f"Write {budget.reference}", (TextEdit(span, budget.reference),)),
        Fix(
            f"Set {budget.reference} to {_plain(use.bound.number)}",
            (TextEdit(budget.value.span, _plain(use.bound.number)),),
        ),
    )
    found = warning("PB605", message, span, expression.path, *fixes)
    return changed(found, related=(Related("the budget", budget.value.span),))


def _twice(subject: Subject, repeated: list[tuple[_Budget, _Use]]) -> Diagnostic:
    """One hint for all: each of these numbers could be written once, and read where it is asserted."""
    edits, related = [], []
    for budget, use in repeated:
        place = use.bound.place
        span = subject.place(use.threshold.expression, place.start, place.end)
        edits.append(TextEdit(span, budget.reference))
        related.append(Related(f"{budget.reference} again", span))
    names = listed([f"{budget.reference} ({_plain(budget.number)})" for budget, _ in repeated], 4)
    message = f"the same number stands twice, here and in an assertion, which could read it: {names}"
    unique = {edit.span: edit for edit in edits}
    fix = Fix("Let the assertions read the budgets", tuple(unique.values()))
    first = repeated[0][0]
    found = info("PB605", message, first.value.span, (_SECTION, first.key.text), fix)
    return changed(found, related=tuple(related[:_MOST_RELATED]))


def _unasserted(subject: Subject, budgets: list[_Budget], uses: list[_Use]) -> Iterator[Diagnostic]:
    """PB606: budgets that no assertion is about; one note for all of them."""
    spoken = Spoken(use.said.words for use in uses)
    read = _read(subject)
    loose = [b for b in budgets if b.key.text not in read and not spoken.any_like(b.said.words)]
    if not loose:
        return
    names = listed([budget.key.text for budget in loose])
    what = "this budget" if len(loose) == 1 else "these budgets"
    message = f"no performance assertion is about {what}: {names}"
    first = loose[0]
    fixes = tuple(fix for budget in loose[:3] if (fix := _assertion(subject, budget)) is not None)
    yield info("PB606", message, first.key.span, (_SECTION, first.key.text), *fixes)


def _read(subject: Subject) -> set[str]:
    """The keys of the section that expressions read."""
    return {
        node.name
        for site in subject.sites
        if f"{_SECTION}." in site.expression.text and site.parsed.tree is not None
        for node in tree.walk(site.parsed.tree)
        if isinstance(node, tree.Attribute)
        and isinstance(node.receiver, tree.Variable)
        and node.receiver.name == _SECTION
    }


def _assertion(subject: Subject, budget: _Budget) -> Fix | None:
    """The assertion that a budget asks for, where its name says on which side it limits what."""
    name = budget.key.text
    bare = re.sub(r"(?:^|_)(?:max|min)(?:imum)?(?=_)", "", name).lstrip("_")
    if not bare or bare == name or budget.said.upper == budget.said.lower:
        return None
    functions = subject.signatures.functions
    if functions is not None and (bare not in functions or functions[bare].least > 0):
        return None
    op = "<=" if budget.said.upper else ">="
    condition = json.dumps(f"{bare}() {op} {budget.reference}")
    entries = (f'name: "{bare}"', f"condition: {condition}")
    root = subject.root
    assert isinstance(root, Mapping)
    present = root.get("performance_assertions")
    if isinstance(present, Sequence):
        edit = add_item(subject, ("performance_assertions",), entries)
    elif present is None:
        edit = add_entry(subject, (), [f"performance_assertions: [{{ {', '.join(entries)} }}]"])
    else:
        return None
    return Fix(f"Assert {bare}()", (edit,)) if edit is not None else None


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(number)

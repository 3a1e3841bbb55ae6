"""Performance assertions: what their two thresholds say, alone and together (PB601 to PB604)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import Expression, PerformanceAssertion
from playbook.expr import tree
from playbook.expr.names import used
from playbook.rules.bounds import Bound, bounds, intervals
from playbook.rules.edits import add_key
from playbook.rules.hints import listed
from playbook.rules.places import value_span
from playbook.rules.quantities import quantity
from playbook.rules.registry import Subject, error, info, warning

_QUESTIONS = ("is_", "has_", "can_", "was_", "no_", "all_", "any_", "within_", "under_", "below_", "above_")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_MENDED = 20


@dataclass(frozen=True, slots=True)
class Threshold:
    """One condition of an assertion, read; `whole` where its bounds are all that it demands."""

    assertion: PerformanceAssertion
    expression: Expression
    root: tree.Node
    bounds: list[Bound]
    whole: bool

    @property
    def single(self) -> Bound | None:
        """The bound, where there is one and nothing else."""
        return self.bounds[0] if self.whole and len(self.bounds) == 1 else None


Pair = tuple[Threshold, Threshold | None]


def thresholds(subject: Subject) -> Iterator[Pair]:
    """Every assertion that can be read: its condition, and its critical threshold if it has one."""
    for assertion in subject.playbook.performance_assertions:
        condition = _threshold(subject, assertion, assertion.condition)
        if condition is not None:
            yield condition, _threshold(subject, assertion, assertion.critical)


def _threshold(
    subject: Subject, assertion: PerformanceAssertion, expression: Expression | None
) -> Threshold | None:
    root = subject.tree(expression) if expression is not None else None
    if expression is None or root is None:
        return None
    return Threshold(assertion, expression, root, *bounds(root, subject.playbook.sections))


def no_comparison(subject: Subject, pairs: list[Pair]) -> Iterator[Diagnostic]:
    """PB601: a threshold that is a number and not a condition, or that measures nothing."""
    read = [threshold for pair in pairs for threshold in pair if threshold is not None]
    numeric = {bound.term for threshold in read for bound in threshold.bounds}
    for threshold in read:
        root, expression = threshold.root, threshold.expression
        if isinstance(root, tree.Call | tree.Variable):
            yield from _bare_quantity(subject, threshold, root, numeric)
        elif _reads_nothing(subject, root):
            message = f'"{expression.text}" measures nothing: it reads no function or variable of the system'
            yield warning("PB601", message, expression.span, expression.path)


def _bare_quantity(
    subject: Subject, threshold: Threshold, root: tree.Call | tree.Variable, numeric: set[str]
) -> Iterator[Diagnostic]:
    expression, text = threshold.expression, threshold.expression.text.strip()
    known = (subject.signatures.functions or {}).get(root.name)
    term = text if isinstance(root, tree.Call) else root.name
    message = f'"{text}" is a quantity, not a condition; compare it with a bound, as in "{text} <= 10"'
    if known is not None and known.returns != "any":
        # What it gives is declared, and PB504 speaks of it.
        return
    if term in numeric:
        yield error("PB601", message, expression.span, expression.path)
    elif quantity(root.name).unit and not root.name.startswith(_QUESTIONS):
        yield warning("PB601", message, expression.span, expression.path)


def _reads_nothing(subject: Subject, root: tree.Node) -> bool:
    """Whether all that it reads are sections; what reads nothing at all is constant, which PB511 says."""
    names = used(root)
    read = [variable.name for variable in names.variables]
    return bool(read) and not names.calls and all(name in subject.playbook.sections for name in read)


def contradictions(subject: Subject, pairs: list[Pair]) -> Iterator[Diagnostic]:
    """PB602: the two cannot both hold; PB603: the critical one allows less than the condition."""
    for condition, critical in pairs:
        if critical is None:
            continue
        wanted, tolerated = intervals(condition.bounds), intervals(critical.bounds)
        for term in wanted.keys() & tolerated.keys():
            met, degraded = wanted[term], tolerated[term]
            if met.empty or degraded.empty:
                continue
            if met.meet(degraded).empty:
                yield _impossible(condition, critical, subject)
                break
            single = condition.whole and critical.whole and len(wanted) == len(tolerated) == 1
            if single and degraded.within(met):
                yield _stricter(condition, critical, same=degraded == met)


def _impossible(condition: Threshold, critical: Threshold, subject: Subject) -> Diagnostic:
    expression = critical.expression
    message = (
        f'"{condition.expression.text}" and the critical "{expression.text}" cannot both hold; '
        "critical is the looser bound on the same side"
    )
    bound = critical.single
    fixes: tuple[Fix, ...] = ()
    if bound is not None and bound.op in _TURNED and _looser_when_turned(condition, bound):
        turned = f"{bound.term} {_TURNED[bound.op]} {bound.number}"
        fixes = (
            Fix(f"Write {turned}", (TextEdit(expression.span, json.dumps(turned, ensure_ascii=False)),)),
        )
    found = error("PB602", message, expression.span, expression.path, *fixes)
    return changed(found, related=(Related("the condition", condition.expression.span),))


def _looser_when_turned(condition: Threshold, bound: Bound) -> bool:
    turned = intervals([changed(bound, op=_TURNED[bound.op])])[bound.term]
    met = intervals(condition.bounds)[bound.term]
    return not bound.section and not turned.meet(met).empty and not turned.within(met)


def _stricter(condition: Threshold, critical: Threshold, *, same: bool) -> Diagnostic:
    expression, met = critical.expression, condition.expression
    related = (Related("the condition", met.span),)
    if same:
        message = f'critical repeats the condition of "{condition.assertion.name}": it is never degraded'
        return changed(info("PB603", message, expression.span, expression.path), related=related)
    message = f'the critical "{expression.text}" allows less than the condition "{met.text}": it never helps'
    swap = (
        TextEdit(met.span, json.dumps(expression.text, ensure_ascii=False)),
        TextEdit(expression.span, json.dumps(met.text, ensure_ascii=False)),
    )
    found = warning("PB603", message, expression.span, expression.path, Fix("Swap the two", swap))
    return changed(found, related=related)


def no_critical(subject: Subject, pairs: list[Pair]) -> Iterator[Diagnostic]:
    """PB604: bounds that go from met to breached with nothing between; one note for all of them.

    An equality such as `chunks_dropped() == 0` has no looser form, and is not spoken of.
    """
    lacking: list[tuple[Threshold, Bound]] = []
    for condition, _ in pairs:
        bound = condition.single
        if condition.assertion.critical is None and bound is not None and bound.op != "==":
            lacking.append((condition, bound))
    if not lacking:
        return
    first = lacking[0][0].assertion
    names = listed([f'"{condition.assertion.name}"' for condition, _ in lacking])
    message = f"no critical threshold, so a miss is a breach at once: {names}"
    edits = [
        edit for condition, bound in lacking[:_MOST_MENDED] if (edit := _looser(subject, condition, bound))
    ]
    title = "Add a looser critical threshold" + (f" to {len(edits)} assertions" if len(edits) > 1 else "")
    fixes = (Fix(title, tuple(edits)),) if edits else ()
    yield info("PB604", message, value_span(subject, first, "name"), first.path, *fixes)


def _looser(subject: Subject, condition: Threshold, bound: Bound) -> TextEdit | None:
    """A first guess: twice as much at most, half as much at least, and of a share five times the misses."""
    if bound.number <= 0:
        return None
    if bound.upper:
        number = bound.number * 2
    elif 0.8 < bound.number < 1:
        number = round(1 - (1 - bound.number) * 5, 10)
    else:
        number = bound.number / 2
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    text = condition.expression.text
    written = text[: bound.place.start] + str(number) + text[bound.place.end :]
    entry = f"critical: {json.dumps(written, ensure_ascii=False)}"
    return add_key(subject, condition.assertion.path, "condition", entry)

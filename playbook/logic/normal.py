"""A condition as facts: what makes it true, and what makes it false.

Negations are pushed down to the comparisons, and every part becomes a list of cases. A condition that
cannot be evaluated is neither true nor false, so both sides demand the types without which it is an error.
What is not understood (`matches`, products, methods) is a boolean or a value of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

from playbook.expr import tree
from playbook.logic.constants import ANY, BOOLEAN, NUMBER, TEXT, Mark
from playbook.logic.literals import Apart, Case, Cases, Differ, Form, NoneOf, OneOf, Same, Typed
from playbook.logic.sums import ALWAYS, NEVER, ORDERED, sign_of, zero
from playbook.logic.terms import Atom, Fixed, Linear, Term, difference, linear, term, written

# A product of cases costs more than it tells; a long "or" is common.
MAX_PRODUCT, MAX_CASES = 64, 256
_LONGEST_LIST = 16
_TRUE, _FALSE = frozenset((Mark.TRUE,)), frozenset((Mark.FALSE,))
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class TooMany(Exception):
    """The condition has more cases than are looked at."""


class Normal:
    """Breaks one condition down; the rest fills up on the way.

    `demands` are the types without which a part of the condition is an evaluation error, and `alike` the
    pairs of atoms that must be of one type.
    """

    def __init__(self) -> None:
        self.atoms: dict[str, tree.Node] = {}
        self.demands: dict[str, int] = {}
        self.alike: set[tuple[str, str]] = set()
        self.steps = 0

    def form(self, root: tree.Node, wanted: bool) -> Form:
        """What makes the condition true, or with `wanted` false what makes it false. Raises TooMany."""
        units: list[Case] = []
        choices: list[Cases] = []
        for cases in self._clauses(root, wanted):
            if len(cases) == 1:
                units.append(cases[0])
            else:
                choices.append(cases)
        return Form(tuple(literal for case in units for literal in case), tuple(choices))

    def _clauses(self, node: tree.Node, wanted: bool) -> list[Cases]:
        """Lists of cases of which each must hold."""
        match node:
            case tree.Logic(op=op, operands=operands) if (op == "&&") is wanted:
                return [cases for part in operands for cases in self._clauses(part, wanted)]
            case tree.Unary(op="!", operand=operand):
                return self._clauses(operand, not wanted)
        return [self._cases(node, wanted)]

    def _cases(self, node: tree.Node, wanted: bool) -> Cases:
        self.steps += 1
        match node:
            case tree.Logic(op=op, operands=operands):
                parts = [self._cases(part, wanted) for part in operands]
                return _both(*parts) if (op == "&&") is wanted else _either(*parts)
            case tree.Unary(op="!", operand=operand):
                return self._cases(operand, not wanted)
            case tree.Conditional(test=test, yes=yes, no=no):
                return self._chosen(test, lambda: self._cases(yes, wanted), lambda: self._cases(no, wanted))
            case tree.Literal(value=value):
                return ALWAYS if value is wanted else NEVER
            case tree.Binary():
                return self._compared(node, wanted)
            case tree.Method(receiver=receiver, name="is_some" | "is_none" as name, args=()):
                null = name == "is_none"
                return self._equal(term(receiver), receiver, Fixed(Mark.NULL), receiver, null is wanted)
        return self._boolean(node, wanted)

    def _chosen(self, test: tree.Node, yes: Callable[[], Cases], no: Callable[[], Cases]) -> Cases:
        return _either(_both(self._cases(test, True), yes()), _both(self._cases(test, False), no()))

    def _boolean(self, node: tree.Node, wanted: bool) -> Cases:
        """A part that is true or false, and not looked into."""
        text = self._named(written(node), node)
        self._demand(text, BOOLEAN)
        return ((OneOf(text, _TRUE if wanted else _FALSE),),)

    def _named(self, text: str, node: tree.Node) -> str:
        self.atoms.setdefault(text, node)
        return text

    def _demand(self, text: str, types: int) -> None:
        self.demands[text] = self.demands.get(text, ANY) & types

    # Comparisons.

    def _compared(self, node: tree.Binary, wanted: bool) -> Cases:
        op, left, right = node.op, node.left, node.right
        for side, other in ((left, right), (right, left)):
            if isinstance(side, tree.Conditional):
                return self._chosen(
                    side.test,
                    partial(self._compared_branch, node, side, side.yes, wanted),
                    partial(self._compared_branch, node, side, side.no, wanted),
                )
            if op in ("==", "!=") and _structured(side):
                if isinstance(other, tree.Literal) and isinstance(other.value, bool):
                    return self._cases(side, (op == "==") is (other.value is wanted))
                if _structured(other):
                    return self._agreeing(left, right, (op == "==") is wanted)
                return self._boolean(node, wanted)
        if op in ("==", "!="):
            return self._equal(term(left), left, term(right), right, (op == "==") is wanted)
        if op in _OPPOSITE:
            return self._ordered(node, op if wanted else _OPPOSITE[op], left, right)
        if op == "in":
            return self._member(node, left, right, wanted)
        if op == "contains":
            return self._member(node, right, left, wanted)
        return self._boolean(node, wanted)

    def _compared_branch(
        self, node: tree.Binary, conditional: tree.Conditional, branch: tree.Node, wanted: bool
    ) -> Cases:
        """The comparison with one branch in place of the conditional that is one of its sides."""
        left, right = (branch if side is conditional else side for side in (node.left, node.right))
        return self._compared(tree.Binary(node.op, left, right, node.start, node.end), wanted)

    def _agreeing(self, left: tree.Node, right: tree.Node, wanted: bool) -> Cases:
        """Two conditions that are both true or both false, or with `wanted` false are not."""
        return _either(
            _both(self._cases(left, True), self._cases(right, wanted)),
            _both(self._cases(left, False), self._cases(right, not wanted)),
        )

    def _member(self, node: tree.Node, part: tree.Node, whole: tree.Node, wanted: bool) -> Cases:
        if not isinstance(whole, tree.ListOf):
            return self._boolean(node, wanted)
        found = term(part)
        items = [term(item) for item in whole.items]
        scalars = frozenset(item.value for item in items if isinstance(item, Fixed))
        if isinstance(found, Atom) and all(isinstance(item, Fixed) for item in items):
            text = self._named(found.text, part)
            return ((OneOf(text, scalars) if wanted else NoneOf(text, scalars),),)
        if len(items) > _LONGEST_LIST or any(isinstance(item, tree.ListOf) for item in whole.items):
            return self._boolean(node, wanted)
        equal = [
            self._equal(found, part, item, at, wanted) for item, at in zip(items, whole.items, strict=True)
        ]
        return _either(*equal) if wanted else _both(*equal)

    def _equal(self, left: Term, left_at: tree.Node, right: Term, right_at: tree.Node, wanted: bool) -> Cases:
        if isinstance(left, Fixed) and isinstance(right, Fixed):
            return ALWAYS if (left.value == right.value) is wanted else NEVER
        if isinstance(left, Fixed):
            return self._equal(right, right_at, left, left_at, wanted)
        if isinstance(left, Atom) and isinstance(right, Fixed):
            text, values = self._named(left.text, left_at), frozenset((right.value,))
            return ((OneOf(text, values) if wanted else NoneOf(text, values),),)
        if isinstance(left, Atom) and isinstance(right, Atom):
            one, other = self._named(left.text, left_at), self._named(right.text, right_at)
            if one == other:
                return ((Typed(one, ANY),),) if wanted else NEVER
            return ((Same(one, other) if wanted else Differ(one, other),),)
        return self._equal_sums(left, left_at, right, right_at, wanted)

    def _equal_sums(
        self, left: Term, left_at: tree.Node, right: Term, right_at: tree.Node, wanted: bool
    ) -> Cases:
        """At least one side is a sum; a lone atom at the other may be anything but then is not equal."""
        one, other = linear(left), linear(right)
        sums = [*self._numbers(left, left_at), *self._numbers(right, right_at)]
        if one is None or other is None:
            return NEVER if wanted else (tuple(sums),)
        lone = [found.text for found in (left, right) if isinstance(found, Atom)]
        for found, at in ((left, left_at), (right, right_at)):
            if isinstance(found, Atom):
                self._named(found.text, at)
        numbers = (*sums, *(Typed(text, NUMBER) for text in lone))
        cases = tuple((*numbers, *case) for case in zero(difference(one, other), wanted))
        if not wanted:
            cases += tuple((*sums, Typed(text, ANY & ~NUMBER)) for text in lone)
        return cases

    def _ordered(self, node: tree.Node, op: str, left_at: tree.Node, right_at: tree.Node) -> Cases:
        left, right = term(left_at), term(right_at)
        if isinstance(left, Fixed) and isinstance(right, Fixed):
            return _ordered_constants(op, left, right)
        for side, other, at in ((left, right, right_at), (right, left, left_at)):
            if isinstance(side, Fixed) and isinstance(side.value, Mark):
                return NEVER
            if isinstance(side, Fixed) and isinstance(side.value, str):
                return self._ordered_texts(op, left, right, other, at)
        if isinstance(left, Atom) and isinstance(right, Atom):
            return self._ordered_atoms(op, left.text, left_at, right.text, right_at)
        one, other_sum = linear(left), linear(right)
        assert one is not None and other_sum is not None
        types = [*self._numbers(left, left_at, alone=True), *self._numbers(right, right_at, alone=True)]
        return tuple((*types, *case) for case in sign_of(difference(one, other_sum), op))

    def _ordered_atoms(
        self, op: str, left: str, left_at: tree.Node, right: str, right_at: tree.Node
    ) -> Cases:
        """Two numbers or two texts; which of the two is not known."""
        types = tuple(
            Typed(self._named(text, at), NUMBER | TEXT) for text, at in ((left, left_at), (right, right_at))
        )
        for text in (left, right):
            self._demand(text, NUMBER | TEXT)
        if left == right:
            return (types[:1],) if op in ("<=", ">=") else NEVER
        self.alike.add((left, right))
        plus, minus = (left, right) if op in ("<", "<=") else (right, left)
        return ((*types, Apart(plus, minus, 0, op in ("<", ">"))),)

    def _ordered_texts(self, op: str, left: Term, right: Term, atom: Term, at: tree.Node) -> Cases:
        """A text before or after another one: of the order of texts nothing is known but its opposite."""
        if not isinstance(atom, Atom):
            return NEVER
        text = self._named(atom.text, at)
        self._demand(text, TEXT)
        sides = [f"{side.text}" if isinstance(side, Atom) else repr(side) for side in (left, right)]
        positive = op in ("<", "<=")
        key = f"({sides[0]} {op if positive else _OPPOSITE[op]} {sides[1]})"
        return ((Typed(text, TEXT), OneOf(key, _TRUE if positive else _FALSE)),)

    def _numbers(self, found: Term, at: tree.Node, *, alone: bool = False) -> list[Typed]:
        """The atoms of a sum, and with `alone` an atom that stands for itself, must be numbers."""
        if isinstance(found, Atom) and alone:
            self._demand(self._named(found.text, at), NUMBER)
            return [Typed(found.text, NUMBER)]
        if not isinstance(found, Linear):
            return []
        inside = {written(node): node for node in tree.walk(at)}
        for text in found.parts:
            self._named(text, inside.get(text, at))
            self._demand(text, NUMBER)
        return [Typed(text, NUMBER) for text in found.parts]


def _structured(node: tree.Node) -> bool:
    """Whether it can be nothing but true or false, by its shape."""
    return isinstance(node, tree.Logic | tree.Unary | tree.Binary) and (
        isinstance(node, tree.Logic) or node.op == "!" or node.op in tree.COMPARISONS
    )


def _both(*parts: Cases) -> Cases:
    found: Cases = ALWAYS
    for part in parts:
        if len(found) * len(part) > MAX_PRODUCT:
            raise TooMany
        found = tuple((*one, *other) for one, other in product(found, part))
    return found


def _either(*parts: Cases) -> Cases:
    found = [case for part in parts for case in part]
    if () in found:
        return ALWAYS
    first = found[0][0] if found and len(found[0]) == 1 else None
    if isinstance(first, OneOf) and all(
        len(case) == 1 and isinstance(case[0], OneOf) and case[0].atom == first.atom for case in found
    ):
        values = frozenset(value for case in found for value in case[0].values)  # type: ignore[union-attr]
        return ((OneOf(first.atom, values),),)
    if len(found) > MAX_CASES:
        raise TooMany
    return tuple(found)


def _ordered_constants(op: str, left: Fixed, right: Fixed) -> Cases:
    one, other = left.value, right.value
    if isinstance(one, Mark) or isinstance(other, Mark) or isinstance(one, str) is not isinstance(other, str):
        return NEVER
    sign = (one > other) - (one < other)  # type: ignore[operator]
    return ALWAYS if ORDERED[op](sign) else NEVER

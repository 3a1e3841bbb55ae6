"""How each kind of node becomes a piece of Python that is sure of itself (see `fast`).

Three ways to ask for a truth value: `surely` is true only where the condition certainly holds, and may say
anything false otherwise; `surely_not` likewise for what certainly does not hold; `truth` is exactly true or
false, or raises. `value` is the value itself, of which the user has to check the type.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Literal, Protocol

from playbook.expr import tree
from playbook.expr.compile import Compiled, compile_tree
from playbook.expr.names import used
from playbook.expr.values import EvaluationError, Result
from playbook.values import Value

Sort = Literal["any", "number", "text", "truth", "null"]


class NotFast(Exception):
    """This condition has no quick way in this system."""


class Known(Protocol):
    """What `fast.Provided` has."""

    @property
    def state(self) -> str: ...
    @property
    def arity(self) -> Mapping[str, tuple[int, int]]: ...
    @property
    def sections(self) -> Mapping[str, Value]: ...


class _Standstill:
    """A scope in which nothing can change: the state and the sections."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def variable(self, name: str) -> Result:
        return self._known.state if name == "state" else self._known.sections[name]

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        raise NotFast


_ORDER: dict[str, type[ast.cmpop]] = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_EQUAL: dict[str, type[ast.cmpop]] = {"==": ast.Eq, "!=": ast.NotEq}
_ARITHMETIC: dict[str, type[ast.operator]] = {
    "+": ast.Add,
    "-": ast.Sub,
    "*": ast.Mult,
    "/": ast.Div,
    "%": ast.Mod,
}


class Tests:
    """Builds the pieces, and collects what the finished function has to be handed."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._still = _Standstill(known)
        self.functions: list[str] = []
        self.closures: list[Compiled] = []
        self._temporaries = 0

    @property
    def parameters(self) -> list[str]:
        """The names under which functions and closures are handed over, in this order."""
        return [
            *(f"f{place}" for place in range(len(self.functions))),
            *(f"c{place}" for place in range(len(self.closures))),
            "scope",
        ]

    # Truth, in three ways.

    def surely(self, node: tree.Node) -> ast.expr:
        match node:
            case tree.Logic(op="&&", operands=operands):
                return ast.BoolOp(ast.And(), [self.surely(part) for part in operands])
            case tree.Logic(operands=operands):
                *first, last = operands
                return ast.BoolOp(ast.Or(), [*map(self.truth, first), self.surely(last)])
            case tree.Unary(op="!", operand=operand):
                return self.surely_not(operand)
            case tree.Conditional(test=test, yes=yes, no=no):
                return ast.IfExp(self.truth(test), self.surely(yes), self.surely(no))
            case tree.Binary() if (parts := self._comparison(node)) is not None:
                return ast.BoolOp(ast.And(), [*parts[0], parts[1]]) if parts[0] else parts[1]
            case _:
                made, sort = self._asked(node)
                return made if sort == "truth" else _is(made, ast.Constant(True))

    def surely_not(self, node: tree.Node) -> ast.expr:
        match node:
            case tree.Unary(op="!", operand=operand):
                return self.surely(operand)
            case tree.Logic(op="||", operands=operands):
                return ast.BoolOp(ast.And(), [self.surely_not(part) for part in operands])
            case tree.Logic() | tree.Conditional():
                return _not(self.truth(node))
            case tree.Binary() if (parts := self._comparison(node)) is not None:
                return ast.BoolOp(ast.And(), [*parts[0], _not(parts[1])]) if parts[0] else _not(parts[1])
            case _:
                made, sort = self._asked(node)
                return _not(made) if sort == "truth" else _is(made, ast.Constant(False))

    def truth(self, node: tree.Node) -> ast.expr:
        match node:
            case tree.Logic(op=op, operands=operands):
                join = ast.And() if op == "&&" else ast.Or()
                return ast.BoolOp(join, [self.truth(part) for part in operands])
            case tree.Unary(op="!", operand=operand):
                return _not(self.truth(operand))
            case tree.Conditional(test=test, yes=yes, no=no):
                return ast.IfExp(self.truth(test), self.truth(yes), self.truth(no))
            case tree.Binary() if (parts := self._comparison(node)) is not None:
                return _if_sure(parts[0], parts[1])
            case _:
                made, sort = self._asked(node)
                if sort == "truth":
                    return made
                bound, again = self._kept(made)
                untrue = ast.IfExp(_is(again, ast.Constant(False)), ast.Constant(False), _UNSURE)
                return ast.IfExp(_is(bound, ast.Constant(True)), ast.Constant(True), untrue)

    def _asked(self, node: tree.Node) -> tuple[ast.expr, Sort]:
        """The value of what has to be true or false."""
        made, sort = self.value(node)
        if sort not in ("any", "truth"):
            raise NotFast
        return made, sort

    # Comparisons: the checks that make one certain, and the comparison itself.

    def _comparison(self, node: tree.Binary) -> tuple[list[ast.expr], ast.expr] | None:
        if not self._moves(node):
            return None
        if node.op in _ORDER:
            return self._ordered(node)
        if node.op in _EQUAL:
            return self._equal(node)
        if (
            node.op == "contains"
            and isinstance(node.right, tree.Literal)
            and isinstance(node.right.value, str)
        ):
            check, whole = self._checked(self.value(node.left), "text")
            return check, ast.Compare(ast.Constant(node.right.value), [ast.In()], [whole])
        return None

    def _ordered(self, node: tree.Binary) -> tuple[list[ast.expr], ast.expr]:
        left, right = self.value(node.left), self.value(node.right)
        wanted: Sort = "text" if "text" in (left[1], right[1]) else "number"
        first, one = self._checked(left, wanted)
        second, other = self._checked(right, wanted)
        return [*first, *second], ast.Compare(one, [_ORDER[node.op]()], [other])

    def _equal(self, node: tree.Binary) -> tuple[list[ast.expr], ast.expr]:
        left, right = self.value(node.left), self.value(node.right)
        op: ast.cmpop = _EQUAL[node.op]()
        sorts = {left[1], right[1]} - {"any"}
        if len(sorts) > 1:
            raise NotFast
        if not sorts:
            return self._alike(left[0], right[0], op)
        (sort,) = sorts
        if sort == "null":
            op = ast.Is() if node.op == "==" else ast.IsNot()
        first, one = self._checked(left, sort)
        second, other = self._checked(right, sort)
        return [*first, *second], ast.Compare(one, [op], [other])

    def _alike(self, left: ast.expr, right: ast.expr, op: ast.cmpop) -> tuple[list[ast.expr], ast.expr]:
        """Two of which nothing is known: certain where both are of one plain type."""
        first, one = self._kept(left)
        second, other = self._kept(right)
        same = _is(_type(first), _type(second))
        plain = ast.Compare(_type(one), [ast.In()], [_name("PLAIN")])
        return [same, plain], ast.Compare(one, [op], [other])

    def _checked(self, operand: tuple[ast.expr, Sort], wanted: Sort) -> tuple[list[ast.expr], ast.expr]:
        """The checks that an operand is of a sort, and the operand to use after them."""
        made, sort = operand
        if sort == wanted:
            return [], made
        if sort != "any":
            raise NotFast
        bound, again = self._kept(made)
        if wanted == "number":
            whole, part = _is(_type(bound), _name("int")), _is(_type(again), _name("float"))
            return [ast.BoolOp(ast.Or(), [whole, part])], again
        if wanted == "null":
            # Equal to null is null alone, whatever the other one is.
            return [ast.Compare(_type(bound), [ast.IsNot()], [_name("Unknown")])], again
        return [_is(_type(bound), _name("str" if wanted == "text" else "bool"))], again

    # Values.

    def value(self, node: tree.Node) -> tuple[ast.expr, Sort]:
        if not self._moves(node):
            return self._constant(node)
        match node:
            case tree.Variable(name=name):
                return self._call(name, [])
            case tree.Call(name=name, args=args, kwargs=()):
                return self._call(name, [self._argument(arg) for arg in args])
            case tree.Logic() | tree.Unary(op="!"):
                return self.truth(node), "truth"
            case tree.Binary() if (parts := self._comparison(node)) is not None:
                return _if_sure(parts[0], parts[1]), "truth"
            case tree.Binary(op=op, left=left, right=right) if op in _ARITHMETIC:
                return self._arithmetic(_ARITHMETIC[op](), left, right)
            case _:
                return self._closure(node)

    def _constant(self, node: tree.Node) -> tuple[ast.expr, Sort]:
        if any(name != "state" and name not in self._known.sections for name in _variables(node)):
            raise NotFast
        try:
            value = compile_tree(node)(self._still)
        except EvaluationError:
            raise NotFast from None
        if value is None:
            return ast.Constant(None), "null"
        if isinstance(value, bool):
            return ast.Constant(value), "truth"
        if isinstance(value, int | float | str):
            return ast.Constant(value), "text" if isinstance(value, str) else "number"
        # Lists and maps are made anew each time, and unknown is for the closures to say.
        raise NotFast

    def _call(self, name: str, args: list[ast.expr]) -> tuple[ast.expr, Sort]:
        known = self._known.arity.get(name)
        if known is None or not known[0] <= len(args) <= known[1]:
            # Nothing provides it, or not so: that is for the closures to say.
            raise NotFast
        if name not in self.functions:
            self.functions.append(name)
        return ast.Call(_name(f"f{self.functions.index(name)}"), args, []), "any"

    def _argument(self, node: tree.Node) -> ast.expr:
        made, sort = self.value(node)
        if sort != "any":
            return made
        bound, again = self._kept(made)
        return ast.IfExp(_is(_type(bound), _name("Unknown")), _UNSURE, again)

    def _arithmetic(self, op: ast.operator, left: tree.Node, right: tree.Node) -> tuple[ast.expr, Sort]:
        first, one = self._checked(self.value(left), "number")
        second, other = self._checked(self.value(right), "number")
        bound, again = self._kept(ast.BinOp(one, op, other))
        # Also what is not finite fails this; a float beyond it is fine, and the closures know that.
        within = ast.Compare(_name("INT_MIN"), [ast.LtE(), ast.LtE()], [bound, _name("INT_MAX")])
        return _if_sure([*first, *second, within], again), "number"

    def _closure(self, node: tree.Node) -> tuple[ast.expr, Sort]:
        self.closures.append(compile_tree(node))
        return ast.Call(_name(f"c{len(self.closures) - 1}"), [_name("scope")], []), "any"

    def _moves(self, node: tree.Node) -> bool:
        """Whether its value hangs on the system."""
        parts, arity = used(node), self._known.arity
        return bool(parts.calls) or any(
            part.name != "state" and part.name in arity and arity[part.name][0] == 0
            for part in parts.variables
        )

    def _kept(self, made: ast.expr) -> tuple[ast.expr, ast.expr]:
        """The expression with its value kept, and the value again."""
        name = f"t{self._temporaries}"
        self._temporaries += 1
        return ast.NamedExpr(ast.Name(name, ast.Store()), made), _name(name)


def _variables(node: tree.Node) -> tuple[str, ...]:
    return tuple(part.name for part in used(node).variables)


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _type(value: ast.expr) -> ast.expr:
    return ast.Call(_name("type"), [value], [])


def _is(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [ast.Is()], [right])


def _not(part: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), part)


def _if_sure(checks: list[ast.expr], made: ast.expr) -> ast.expr:
    if not checks:
        return made
    return ast.IfExp(checks[0] if len(checks) == 1 else ast.BoolOp(ast.And(), checks), made, _UNSURE)


_UNSURE = ast.Call(ast.Name("unsure", ast.Load()), [], [])

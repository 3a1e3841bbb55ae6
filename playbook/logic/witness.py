"""An example: values for atoms under which the conditions, evaluated as in a run, are what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from playbook.expr import tree
from playbook.expr.compile import Compiled
from playbook.expr.values import EvaluationError, Result, Unknown
from playbook.logic.constants import ANY, Constant, plain
from playbook.logic.resolve import Solution
from playbook.logic.terms import literal_text, written
from playbook.values import Value


class Example:
    """A scope made of chosen values, by atom; `complete` until one is asked for that was not chosen."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.complete = True
        self._scope: dict[str, Value] = {}

    def put(self, atom: str, node: tree.Node, value: Value) -> None:
        """Give an atom a value: a name, a call with written arguments, or an entry of one of these."""
        keys: list[str] = []
        base = node
        while isinstance(base, tree.Attribute):
            keys.append(base.name)
            base = base.receiver
        if not _placed(base):
            return
        self.values[atom] = value
        for key in keys:
            value = {key: value}
        place = written(base)
        if place in self._scope:
            self.complete &= _merge(self._scope[place], value)
        else:
            self._scope[place] = value

    def variable(self, name: str) -> Result:
        return self._chosen(name)

    def call(self, name: str, args: tuple[Value, ...], kwargs: Mapping[str, Value]) -> Result:
        given = [*map(literal_text, args), *(f"{key}={literal_text(value)}" for key, value in kwargs.items())]
        return self._chosen(f"{name}({','.join(given)})")

    def _chosen(self, place: str) -> Result:
        if place in self._scope:
            return self._scope[place]
        # Kleene's logic would get along without it; but whatever it is, it is something, or an error.
        self.complete = False
        return Unknown(frozenset({place}))


def _placed(node: tree.Node) -> bool:
    if isinstance(node, tree.Variable):
        return True
    if not isinstance(node, tree.Call):
        return False
    return all(isinstance(part, tree.Literal) for part in tree.children(node))


def _merge(into: Value, new: Value) -> bool:
    """Add entries to a map; whether the two fit together."""
    if not isinstance(into, dict) or not isinstance(new, dict):
        return False
    for key, value in new.items():
        if key not in into:
            into[key] = value
        elif not _merge(into[key], value):
            return False
    return True


def example(solution: Solution, atoms: Mapping[str, tree.Node], demands: Mapping[str, int]) -> Example | None:
    """Values that the solution allows; None where none were found."""
    chosen: dict[str, Constant] = {}
    domains = solution.facts.domains
    for atom, domain in domains.items():
        avoided = _avoided(solution, atom, chosen) if solution.facts.differ else frozenset()
        value = solution.numbers[atom] if atom in solution.numbers else domain.value(avoided)
        if value is None:
            return None
        chosen[atom] = value
    found = Example()
    for atom, node in atoms.items():
        leader = solution.names.get(atom, atom)
        if leader not in chosen:
            # Of no matter in this case, but evaluated all the same.
            domain = solution.facts.of(leader)
            domain.types &= demands.get(atom, ANY)
            value = domain.value() if domain.settle() else None
            if value is None:
                return None
            chosen[leader] = value
        found.put(atom, node, plain(chosen[leader]))
    return found


def _avoided(solution: Solution, atom: str, chosen: Mapping[str, Constant]) -> frozenset[Constant]:
    """The values of the atoms that this one must differ from."""
    pairs = (pair for pair in solution.facts.differ if atom in pair)
    return frozenset(chosen[other] for pair in pairs for other in pair if other in chosen)


def holds(found: Example, true: Iterable[Compiled], false: Iterable[Compiled]) -> bool:
    """Whether, with these values, the first are all true and the others all false."""
    try:
        right = all(run(found) is True for run in true) and all(run(found) is False for run in false)
    except EvaluationError:
        return False
    return right and found.complete

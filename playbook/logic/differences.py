"""Numbers that are bounded by one another: `a - b <= 3`, `a < b` (Bellman-Ford over exact numbers)."""

from __future__ import annotations

import math
from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from playbook.logic.budget import Budget
from playbook.logic.constants import Number, simple

# The node of the number 0, against which limits are differences.
ORIGIN = ""
_HALVINGS = 40
_EDGES_A_STEP = 4


class Edge(NamedTuple):
    """`plus - minus` is at most `most`; `strict` leaves equality out."""

    plus: str
    minus: str
    most: Number
    strict: bool


class Weight(NamedTuple):
    """A number, and so many times the smallest step there is: what strictness costs."""

    number: Number
    steps: int


def tightened(edge: Edge, whole: Collection[str]) -> Edge:
    """Between whole numbers a difference is whole."""
    if edge.plus in whole and edge.minus in whole:
        most = math.ceil(edge.most) - 1 if edge.strict else math.floor(edge.most)
        return Edge(edge.plus, edge.minus, most, False)
    return edge


def potentials(edges: list[Edge], budget: Budget) -> dict[str, Weight] | None:
    """For every node a value that keeps all edges, relative to one another; None where they contradict.

    Raises Exhausted.
    """
    start = Weight(0, 0)
    found = {node: start for edge in edges for node in (edge.plus, edge.minus)}
    for _ in range(len(found) + 1):
        changed = False
        budget.spend(1 + len(edges) // _EDGES_A_STEP)
        for plus, minus, most, strict in edges:
            number, steps = found[minus]
            limit = Weight(number + most, steps - strict)
            if limit < found[plus]:
                found[plus] = limit
                changed = True
        if not changed:
            return found
    return None


def numbers(
    found: dict[str, Weight], edges: list[Edge], whole: Collection[str], budget: Budget
) -> dict[str, Number]:
    """Plain numbers for the nodes, with the largest step that all edges allow.

    Those of `whole` come out whole if any step makes them so; the caller must look. Empty where no step
    of a sensible size will do. Raises Exhausted.
    """
    best: dict[str, Number] = {}
    step: Number = 1
    for _ in range(_HALVINGS):
        budget.spend(1 + len(edges))
        origin = found[ORIGIN].number + found[ORIGIN].steps * step if ORIGIN in found else 0
        values = {
            node: simple(weight.number + weight.steps * step - origin) for node, weight in found.items()
        }
        if all(_keeps(values, edge) for edge in edges):
            if not any(isinstance(values[node], Fraction) for node in whole if node in values):
                return values
            best = best or values
        step = Fraction(step) / 2
    return best


def _keeps(values: dict[str, Number], edge: Edge) -> bool:
    gap = values[edge.plus] - values[edge.minus]
    return gap < edge.most or (gap == edge.most and not edge.strict)

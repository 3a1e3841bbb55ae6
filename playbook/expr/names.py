"""Which names an expression uses, and where."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.expr import tree


@dataclass(frozen=True, slots=True)
class Used:
    """The variables and calls of an expression, in reading order."""

    variables: tuple[tree.Variable, ...]
    calls: tuple[tree.Call, ...]


def used(root: tree.Node) -> Used:
    """Every bare name and every function call in a tree."""
    nodes = tree.walk(root)
    return Used(
        tuple(node for node in nodes if isinstance(node, tree.Variable)),
        tuple(node for node in nodes if isinstance(node, tree.Call)),
    )

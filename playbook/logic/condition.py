"""A condition made ready for the solver, once per text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache

from playbook.expr import tree
from playbook.expr.compile import Compiled, compile_tree
from playbook.expr.parser import parse
from playbook.logic.literals import Form
from playbook.logic.normal import Normal, TooMany


class Condition:
    """A parsed condition with what is worked out of it when first asked.

    `when_true` and `when_false` are None where there are too many cases to look at.
    """

    def __init__(self, root: tree.Node) -> None:
        self.root = root
        self._normal = Normal()
        # Steps that were spent on what was worked out, until a solver has counted them.
        self.uncounted = 0

    @cached_property
    def when_true(self) -> Form | None:
        """What makes it true."""
        return self._form(True)

    @cached_property
    def when_false(self) -> Form | None:
        """What makes it false; that is less than not true, which an error or an unknown is as well."""
        return self._form(False)

    def _form(self, wanted: bool) -> Form | None:
        before = self._normal.steps
        try:
            return self._normal.form(self.root, wanted)
        except TooMany:
            return None
        finally:
            self.uncounted += self._normal.steps - before

    @property
    def atoms(self) -> Mapping[str, tree.Node]:
        """The atoms met so far, by text."""
        return self._normal.atoms

    @property
    def demands(self) -> Mapping[str, int]:
        """The types without which a part of the condition is an error, by atom."""
        return self._normal.demands

    @property
    def alike(self) -> Collection[tuple[str, str]]:
        """The pairs of atoms that must be of one type, or a part of the condition is an error."""
        return self._normal.alike

    @cached_property
    def run(self) -> Compiled:
        """The condition as a function of a scope."""
        return compile_tree(self.root)


def condition(text: str) -> Condition | None:
    """The condition that a text says; None where it cannot be read."""
    # Not cached where it cannot be read: that may be for want of room on the stack.
    return None if parse(text).tree is None else _ready(text)


@lru_cache(maxsize=8192)
def _ready(text: str) -> Condition:
    root = parse(text).tree
    assert root is not None
    return Condition(root)

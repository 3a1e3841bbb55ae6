"""What is known of an expression before it runs, gathered in one pass over its nodes.

`Facts` is what the rules read: they need not walk a tree again, and a text that stands in many places
is looked at once.
"""

from __future__ import annotations

from playbook.diagnostics import Severity
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.tree import Attribute, Binary, Call, Node, Variable

# A name (a call, a variable or an entry of one), the kinds of values that fit where it stands, and the
# part that asks for them: None where the whole condition is the name itself.
Use = tuple[Call | Variable | Attribute, int, Node | None]


class Facts:
    """The names of an expression and how they are used, and what is wrong with it.

    `entries` are those of variables, such as `performance.max_routing_ms`; `equalities` has `==`, `!=`
    and `in`.
    In the order of the nodes: parts before wholes. Whoever reads them must not change them.
    """

    __slots__ = ("calls", "entries", "equalities", "problems", "text", "uses", "variables")

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.calls: list[Call] = []
        self.variables: list[Variable] = []
        self.entries: list[Attribute] = []
        self.equalities: list[Binary] = []
        self.uses: list[Use] = []
        self.problems: list[ExprProblem] = []

    def wants(self, node: Node, kinds: int, by: Node | None) -> None:
        """Notes that only these kinds fit where the node stands, if it is a name."""
        if type(node) in _NAMES:
            self.uses.append((node, kinds, by))  # type: ignore[arg-type]

    def blame(self, id: str, message: str, node: Node, *rewrites: Rewrite) -> None:
        """Notes an error."""
        self.problems.append(ExprProblem(id, message, node.start, node.end, rewrites))

    def warn(self, id: str, message: str, node: Node, *rewrites: Rewrite) -> None:
        """Notes a warning."""
        problem = ExprProblem(id, message, node.start, node.end, rewrites, Severity.WARNING)
        self.problems.append(problem)

    def note(self, id: str, message: str, node: Node, *rewrites: Rewrite) -> None:
        """Notes a hint."""
        problem = ExprProblem(id, message, node.start, node.end, rewrites, Severity.INFO)
        self.problems.append(problem)


_NAMES = frozenset({Call, Variable, Attribute})

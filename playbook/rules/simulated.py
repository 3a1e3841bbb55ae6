"""What a simulation declares, and how the expressions in it are checked (LANGUAGE.md section 6).

They draw the same findings as conditions do (PB501 to PB506), with the names that are in scope where they
stand: variables, functions, the parameters of the header, sections of the playbook, and `state`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from playbook.diagnostics import Diagnostic
from playbook.document.model import Expression
from playbook.document.simulation import CHANCE
from playbook.document.vocabulary import keys
from playbook.expr import tree
from playbook.expr.check import Names, check
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.expr.problems import ExprProblem
from playbook.rules.conditions import missing_entry, path
from playbook.rules.hints import meant, replacement
from playbook.rules.registry import Subject, warning
from playbook.rules.rewriting import fixes
from playbook.signatures import FunctionSignature
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.source.positions import span_in_scalar
from playbook.spans import Path


@dataclass(frozen=True)
class Here:
    """Where an expression stands: the names that it is given there, and whether it may draw by chance."""

    given: Collection[str] = ()
    chance: bool = False


@dataclass
class Simulated:
    """What the section declares, and what of it has been seen in use.

    `parameters` has the names that functions take, `heads` where the functions are declared, `calls` which
    others they call.
    """

    subject: Subject
    variables: dict[str, Scalar]
    functions: Table[str, FunctionSignature]
    read: set[str] = field(default_factory=set)
    emitted: set[str] = field(default_factory=set)
    heads: dict[str, Scalar] = field(default_factory=dict)
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def everywhere(self) -> frozenset[str]:
        """What every expression may read."""
        return frozenset({"state", *self.variables, *self.subject.playbook.sections})

    @cached_property
    def callable(self) -> Table[str, FunctionSignature]:
        """What expressions may call; that chance is for actions only is said by itself."""
        return {**CHANCE, **self.functions}

    def names(self, given: Collection[str]) -> Names:
        """What one expression may use, with a header's parameters or a row's names."""
        return Names(_Together(self.everywhere, given), self.callable, self.subject.hints.nearest)

    def value(self, node: Node, path: Path, here: Here) -> Iterator[Diagnostic]:
        """Every expression of a value: the texts of a list or a map are expressions too."""
        if isinstance(node, Scalar):
            yield from self.expression(node, path, here)
        elif isinstance(node, Sequence):
            for position, item in enumerate(node.items):
                yield from self.value(item, (*path, position), here)
        else:
            for key, item in node.entries:
                yield from self.value(item, (*path, key.text), here)

    def expression(
        self, node: Scalar, path: Path, here: Here, *, condition: bool = False
    ) -> Iterator[Diagnostic]:
        """The findings of one expression; a number or boolean that YAML reads is itself."""
        if not isinstance(node.value, str):
            return
        parsed = parse(node.text)
        if parsed.tree is None:
            yield from self.problems(node, path, parsed.problems)
        else:
            yield from self.checked(node, parsed.tree, path, here, condition=condition)

    def checked(
        self, node: Scalar, root: tree.Node, path: Path, here: Here, *, condition: bool = False
    ) -> Iterator[Diagnostic]:
        """The findings of an expression, or of a part of one, that could be read."""
        names = used(root)
        self.read.update(variable.name for variable in names.variables if variable.name not in here.given)
        self.read.update(call.name for call in names.calls)
        found = [*check(root, self.names(here.given), condition=condition), *self.named(names.calls)]
        if not here.chance:
            found += [_only_in_actions(call) for call in names.calls if self._draws(call)]
        yield from self.problems(node, path, [*found, *self._entries(root, here)])

    def named(self, calls: Collection[tree.Call]) -> Iterator[ExprProblem]:
        """PB502: arguments by names that the function's parameters have not, or have already."""
        for call in calls:
            takes = self.parameters.get(call.name)
            # A wrong number of arguments is told as that.
            if takes is None or len(takes) != len(call.args) + len(call.kwargs):
                continue
            free = takes[len(call.args) :]
            for name, value in call.kwargs:
                if name not in free:
                    why = f'has "{name}" already' if name in takes else f'has no parameter "{name}"'
                    message = f"{call.name}() {why}; it takes: {', '.join(takes) or 'none'}"
                    yield ExprProblem("PB502", message, call.start, value.end)

    def _draws(self, call: tree.Call) -> bool:
        return call.name in CHANCE and call.name not in self.functions

    def _entries(self, root: tree.Node, here: Here) -> Iterator[ExprProblem]:
        """PB503: `limits.faults` where that section of the playbook has no such entry."""
        for node in tree.walk(root):
            if isinstance(node, tree.Attribute) and path(node)[:1] not in [(name,) for name in here.given]:
                problem = missing_entry(self.subject, node)
                if problem is not None:
                    yield problem

    def problems(self, node: Scalar, path: Path, problems: Collection[ExprProblem]) -> Iterator[Diagnostic]:
        """Problems of an expression as findings at their places in the text."""
        subject = self.subject
        # What is set is a key, and the path leads to its value: what rewrites an expression would miss it.
        written = Expression(text=node.text, path=path, at=node) if find(subject.root, path) is node else None
        for problem in problems:
            span = span_in_scalar(subject.text, node, problem.start, problem.end, subject.lines)
            remedies = fixes(subject, written, problem.rewrites) if written is not None else ()
            yield Diagnostic(problem.id, problem.severity, problem.message, span, path, fixes=remedies)


def _only_in_actions(call: tree.Call) -> ExprProblem:
    message = f"only actions may draw by chance: what {call.name}() gives would change with every look at it"
    return ExprProblem("PB502", message, call.start, call.end)


@dataclass(frozen=True)
class _Together(Collection[str]):
    """Names of the whole section and of one place; a set of both for each would copy them all each time."""

    everywhere: frozenset[str]
    here: Collection[str]

    def __contains__(self, name: object) -> bool:
        return name in self.everywhere or name in self.here

    def __iter__(self) -> Iterator[str]:
        return chain(self.everywhere, self.here)

    def __len__(self) -> int:
        return len(self.everywhere) + len(self.here)


def unknown_keys(subject: Subject, node: Mapping, path: Path, shape: str, id: str) -> Iterator[Diagnostic]:
    known = keys(shape)
    for key, _ in node.entries:
        if key.text in known:
            continue
        close = subject.hints.nearest(key.text, [name for name in known if name not in node])
        if close is not None:
            message = f'unknown key "{key.text}" in this {shape}{meant(close)}'
            yield warning(id, message, key.span, (*path, key.text), *replacement(close, key.span))

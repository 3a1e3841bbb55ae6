"""Every expression of a playbook, read and checked at its place (PB5xx)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from playbook.diagnostics import Diagnostic, Severity
from playbook.expr import tree
from playbook.expr.check import Names, check
from playbook.rules.hints import meant, replacement
from playbook.rules.registry import Subject

_WARNINGS = {"PB505", "PB507", "PB508", "PB509", "PB511", "PB512"}


def _names(subject: Subject) -> Names:
    """What a condition may use; nothing is known of variables where no functions are."""
    functions = subject.signatures.functions
    if functions is None:
        return Names()
    variables = {name for name, known in functions.items() if known.least == 0}
    return Names(frozenset({"state", *variables, *subject.playbook.sections}), functions)


def conditions(subject: Subject) -> Iterator[Diagnostic]:
    """PB501 to PB506: what cannot be read, is unknown, or cannot fit."""
    names = _names(subject)
    for site in subject.sites:
        expression, parsed = site.expression, site.parsed
        problems = list(parsed.problems)
        if parsed.tree is not None:
            problems += check(parsed.tree, names)
        for problem in problems:
            severity = Severity.WARNING if problem.id in _WARNINGS else Severity.ERROR
            span = subject.place(expression, problem.start, problem.end)
            yield Diagnostic(problem.id, severity, problem.message, span, expression.path)


def compared_states(subject: Subject) -> Iterator[Diagnostic]:
    """PB702 in a scenario's assertion, PB508 elsewhere: `state` compared with what names no state."""
    states = subject.index.states
    for site in subject.sites:
        expression, parsed = site.expression, site.parsed
        id, severity = ("PB702", Severity.ERROR) if site.what == "assertion" else ("PB508", Severity.WARNING)
        for node in tree.walk(parsed.tree) if parsed.tree is not None else ():
            for literal in _compared_with_state(node):
                name = cast(str, literal.value)
                if name in states:
                    continue
                span = subject.place(expression, literal.start, literal.end)
                close = subject.hints.nearest(name, states)
                message = f'there is no state "{name}"{meant(close)}'
                # Only the name between the quotes: how they are escaped is the YAML scalar's affair.
                inner = subject.place(expression, literal.start + 1, literal.end - 1)
                fixes = replacement(close, inner) if "\\" not in name else ()
                yield Diagnostic(id, severity, message, span, expression.path, fixes=fixes)


def _compared_with_state(node: tree.Node) -> Iterator[tree.Literal]:
    if not isinstance(node, tree.Binary) or node.op not in ("==", "!=", "in"):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, tree.Variable) and one.name == "state":
            parts = other.items if isinstance(other, tree.ListOf) else (other,)
            for part in parts:
                if isinstance(part, tree.Literal) and isinstance(part.value, str):
                    yield part


RULES = (conditions, compared_states)

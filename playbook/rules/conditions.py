"""Every expression of a playbook, read and checked at its place (PB5xx)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from playbook.diagnostics import Diagnostic, Severity
from playbook.document.model import Passage
from playbook.expr import tree
from playbook.expr.check import Names, against
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.recovery import helping
from playbook.rules.hints import meant
from playbook.rules.registry import Site, Subject
from playbook.rules.rewriting import fixes
from playbook.values import Value


def _names(subject: Subject) -> Names:
    """What a condition may use; nothing is known of variables where no functions are."""
    functions = subject.signatures.functions
    if functions is None:
        return Names()
    variables = {name for name, known in functions.items() if known.least == 0}
    older = subject.playbook.older
    passages = [step for step in older.steps if isinstance(step, Passage)] if older is not None else []
    captured = {capture.var for passage in passages for capture in passage.captures}
    known = frozenset({"state", *variables, *captured, *subject.playbook.sections})
    return Names(known, functions, subject.hints.nearest)


def found(subject: Subject, site: Site, problem: ExprProblem) -> Diagnostic:
    """A problem of an expression as a finding in the document."""
    expression = site.expression
    return Diagnostic(
        problem.id,
        problem.severity,
        problem.message,
        subject.place(expression, problem.start, problem.end),
        expression.path,
        fixes=fixes(subject, expression, problem.rewrites),
    )


def conditions(subject: Subject) -> Iterator[Diagnostic]:
    """PB501 to PB506, PB510, PB511: what cannot be read, is unknown, cannot fit or was hardly meant."""
    names = _names(subject)
    known = names.functions is not None
    for site in subject.sites:
        parsed = site.parsed
        for problem in parsed.problems:
            yield found(subject, site, helping(parsed.text, problem, len(parsed.problems)))
        facts = parsed.facts
        if known:
            for problem in against(facts, names):
                yield found(subject, site, problem)
        for problem in facts.problems:
            if problem.id != "PB505" or not _provided(subject, facts.text[problem.start : problem.end]):
                yield found(subject, site, problem)


def _provided(subject: Subject, written: str) -> bool:
    """Whether what looks like a slip is a name that the system or the playbook itself provides."""
    name = written.partition("(")[0].partition(".")[0].strip()
    return name in subject.playbook.sections or name in (subject.signatures.functions or ())


def compared_states(subject: Subject) -> Iterator[Diagnostic]:
    """PB702 in a scenario's assertion, PB508 elsewhere: `state` compared with what names no state."""
    states = subject.index.states
    for site in subject.sites:
        facts = site.parsed.facts
        if not facts.variables:
            continue
        for node in facts.equalities:
            for part in _compared_with_state(node):
                if isinstance(part, tree.Literal) and part.value not in states:
                    yield _no_state(subject, site, part)
                elif isinstance(part, tree.Variable):
                    yield from _unquoted_state(subject, site, part)


def _no_state(subject: Subject, site: Site, literal: tree.Literal) -> Diagnostic:
    assertion = site.what == "assertion"
    name = cast(str, literal.value)
    close = subject.hints.nearest(name, subject.index.states)
    rewrites = []
    if close is not None and literal.end - literal.start == len(name) + 2:
        rewrites.append(Rewrite(f'Replace by "{close}"', ((literal.start + 1, literal.end - 1, close),)))
    problem = ExprProblem(
        "PB702" if assertion else "PB508",
        f'there is no state "{name}"{meant(close)}',
        literal.start,
        literal.end,
        tuple(rewrites),
        Severity.ERROR if assertion else Severity.WARNING,
    )
    return found(subject, site, problem)


def _unquoted_state(subject: Subject, site: Site, variable: tree.Variable) -> Iterator[Diagnostic]:
    """PB503 where nothing is declared: a bare name that is a state's is one without its quotes."""
    name = variable.name
    if name in subject.index.states and subject.signatures.functions is None and name != "state":
        message = f'"{name}" is a variable here, not the state; a text stands in quotes'
        rewrite = Rewrite("Write it as a text", ((variable.start, variable.end, f"'{name}'"),))
        place = (variable.start, variable.end, (rewrite,), Severity.WARNING)
        if not _provided(subject, name):
            yield found(subject, site, ExprProblem("PB503", message, *place))


def _compared_with_state(node: tree.Binary) -> Iterator[tree.Node]:
    """The texts and bare names that `state` is compared with."""
    sides = ((node.left, node.right), (node.right, node.left))
    for one, other in sides[:1] if node.op == "in" else sides:
        if isinstance(one, tree.Variable) and one.name == "state":
            parts = other.items if isinstance(other, tree.ListOf) else (other,)
            for part in parts:
                text = isinstance(part, tree.Literal) and isinstance(part.value, str)
                if text or isinstance(part, tree.Variable):
                    yield part


def section_entries(subject: Subject) -> Iterator[Diagnostic]:
    """PB503, PB504: `performance.max_ms` where the playbook's own section has no such entry."""
    if subject.signatures.problem and subject.signatures.functions is None:
        return
    for site in subject.sites:
        for entry in site.parsed.facts.entries:
            problem = missing_entry(subject, entry)
            if problem is not None:
                yield found(subject, site, problem)


def missing_entry(subject: Subject, entry: tree.Attribute) -> ExprProblem | None:
    """PB503: an entry that the section which it names does not have; None where it is in order."""
    names = path(entry)
    functions = subject.signatures.functions or {}
    if not names or names[0] in functions or names[0] not in subject.playbook.sections:
        return None
    value: Value = subject.playbook.sections[names[0]]
    for name in names[1:-1]:
        if not isinstance(value, Mapping) or name not in value:
            # Said of the shorter entry already.
            return None
        value = value[name]
    if isinstance(value, Mapping) and entry.name not in value:
        close = subject.hints.nearest(entry.name, value)
        start = entry.end - len(entry.name)
        message = f'"{".".join(names[:-1])}" has no entry "{entry.name}"{meant(close)}'
        rewrites = (Rewrite(f'Replace by "{close}"', ((start, entry.end, close),)),) if close else ()
        return ExprProblem("PB503", message, start, entry.end, rewrites)
    return None


def path(node: tree.Node) -> tuple[str, ...]:
    """`a.b.c` as its names; nothing where it does not start with a variable."""
    names: list[str] = []
    while isinstance(node, tree.Attribute):
        names.append(node.name)
        node = node.receiver
    return (*[node.name], *reversed(names)) if isinstance(node, tree.Variable) else ()


RULES = (conditions, compared_states, section_entries)

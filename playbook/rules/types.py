"""What a function or variable is, judged by every use of it in the playbook (PB5xx)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related, Severity
from playbook.expr import tree
from playbook.expr.facts import Use
from playbook.expr.kinds import ANY, DECLARED, NULL, kinds, named
from playbook.expr.problems import ExprProblem
from playbook.rules.calls import argument_counts, near_functions, orders, summary
from playbook.rules.census import Census, census
from playbook.rules.choices import choices
from playbook.rules.conditions import found
from playbook.rules.registry import Rule, Site, Subject
from playbook.values import Value

# How many other places a finding names.
_SHOWN = 3


def uses(subject: Subject) -> Iterator[Diagnostic]:
    """PB502, PB504, PB507, PB509, PB512, PB513: all that needs every use of a name."""
    known = census(subject.sites)
    yield from types(subject, known)
    yield from choices(subject, known)
    yield from orders(subject, known)
    yield from argument_counts(subject, known)
    yield from near_functions(subject, known)
    yield from summary(subject, known)


def types(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB504: what a name is declared to be, or is everywhere else, and is not taken for here."""
    for name, places in known.uses.items():
        common = ANY
        for _, use in places:
            common &= use[1]
        certain = _certain(subject, name, places[0][1][0])
        if certain is not None:
            yield from _against(subject, name, *certain, places)
        elif not common:
            yield from _between(subject, name, places)


def _certain(subject: Subject, name: str, node: tree.Node) -> tuple[str, int] | None:
    """What a name certainly is, in words and as kinds: by the system, or by a section of the playbook."""
    functions = subject.signatures.functions
    root = name.partition("(")[0].partition(".")[0]
    if functions is not None and root in functions:
        declared = DECLARED.get(functions[root].returns)
        if declared is None or isinstance(node, tree.Attribute):
            return None
        return f"gives {named(declared & ~NULL)}", declared
    if root in subject.playbook.sections and not isinstance(node, tree.Call):
        value = _section(subject, name)
        if value is not None:
            kind = kinds(tree.Literal(value, 0, 0))
            return f"is {named(kind)} in this playbook", kind
    return None


def _section(subject: Subject, name: str) -> Value:
    """What the playbook says for `a.b.c`, or None where that is not certain."""
    if subject.signatures.problem:
        return None
    value: Value = dict(subject.playbook.sections)
    for part in name.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def _against(
    subject: Subject, name: str, is_: str, declared: int, places: list[tuple[Site, Use]]
) -> Iterator[Diagnostic]:
    """Uses that do not fit what is certain; where the two are only compared, nothing breaks."""
    for site, use in places:
        node, kind, by = use
        if kind & declared:
            continue
        equality = isinstance(by, tree.Binary) and by.op in ("==", "!=", "in")
        severity = Severity.WARNING if equality else Severity.ERROR
        rest = "; they are never equal: there is no coercion" if equality else ""
        message = f"{_shown(node, name)} {is_}, but is {_how(use)} here{rest}"
        yield found(subject, site, ExprProblem("PB504", message, node.start, node.end, (), severity))


def _between(subject: Subject, name: str, places: list[tuple[Site, Use]]) -> Iterator[Diagnostic]:
    """Uses that do not fit most of the others; of two alone, the later."""
    counted = Counter(use[1] for _, use in places)
    usual = max(counted, key=lambda kind: counted[kind])
    fitting = [place for place in places if place[1][1] & usual]
    beside = {id(site) for site, _ in fitting if _either(site)}
    for site, use in places:
        if use[1] & usual or id(site) in beside:
            continue
        node = use[0]
        others = "elsewhere" if len(fitting) == 1 else f"in {len(fitting)} other places"
        message = f"{_shown(node, name)} is {_how(use)} here, but {_how(fitting[0][1])} {others}"
        problem = ExprProblem("PB504", message, node.start, node.end, (), Severity.WARNING)
        related = tuple(_place(subject, other, there) for other, there in fitting[:_SHOWN])
        yield changed(found(subject, site, problem), related=related)


def _either(site: Site) -> bool:
    """Whether a condition has alternatives: `x() == 'none' || x() > 5` knows that it may be both."""
    root = site.parsed.tree
    return isinstance(root, tree.Conditional) or (isinstance(root, tree.Logic) and root.op == "||")


def _place(subject: Subject, site: Site, use: Use) -> Related:
    return Related(f"{_how(use)} here", subject.place(site.expression, use[0].start, use[0].end))


def _shown(node: tree.Node, name: str) -> str:
    plain = isinstance(node, tree.Call) and not node.args and not node.kwargs
    return f'"{name}()"' if plain else f'"{name}"'


def _how(use: Use) -> str:
    """What is done with a name, as the end of "it is ..."."""
    node, kind, by = use
    match by:
        case None | tree.Logic() | tree.Unary(op="!") | tree.Conditional():
            return "used as a condition"
        case tree.Binary(op="==" | "!="):
            return f"compared with {named(kind)}"
        case tree.Binary(op="<" | "<=" | ">" | ">="):
            return f"ordered as {named(kind)}"
        case tree.Binary(op="in" | "contains", left=left, right=right):
            whole = right if by.op == "in" else left
            return "looked into" if whole is node else f"looked for as {named(kind)}"
        case tree.Binary(op="matches"):
            return "matched with a pattern"
        case tree.Binary() | tree.Unary():
            return f"calculated with as {named(kind)}"
        case tree.Method(name=method, receiver=receiver):
            return f"asked for .{method}()" if receiver is node else f"given to .{method}()"
        case tree.Attribute(name=entry):
            return f'asked for the entry "{entry}"'
    return f"indexed as {named(kind)}"


RULES: tuple[Rule, ...] = (uses,)

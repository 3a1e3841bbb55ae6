"""How functions are called through a playbook: names, numbers of arguments, how often (PB5xx)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related, Severity
from playbook.expr.kinds import ANY, BOOLEAN
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.tree import Call
from playbook.rules.census import Census
from playbook.rules.conditions import found
from playbook.rules.hints import listed
from playbook.rules.misspelt import misspelt
from playbook.rules.registry import Site, Subject, info
from playbook.source.nodes import find

# Pairs of names that are compared; more could only be a generated or hostile playbook.
_MOST_PAIRS = 10_000
_LISTED = 5
_DIGITS = str.maketrans("", "", "0123456789")
# Verbs that ask for something to be done: alone, or with one thing that it is done to.
_ALONE = frozenset(("reset", "delete", "remove", "send", "restart", "shutdown", "insert", "update"))
_ORDERS = frozenset(
    ("reset", "delete", "remove", "send", "restart", "insert", "update", "create", "increment", "decrement")
)
# What may be asked of a set.
_OF_A_SET = frozenset(("contains", "has", "includes", "size", "count", "length"))
_VERBS = _ALONE | _ORDERS | {"set"}
# Second words that make a state, a time or a number of it.
_STATES = frozenset(
    (
        *("count", "size", "time", "rate", "limit", "mode", "flag", "state", "status", "timer", "date"),
        *("pending", "ready", "done", "ok", "active", "open", "complete", "due", "age", "total", "ms"),
        *("queue", "buffer", "interval", "timeout", "delay", "button", "dialog", "sent", "shown", "valid"),
    )
)


def _place(subject: Subject, site: Site, call: Call, message: str) -> Related:
    return Related(message, subject.place(site.expression, call.start, call.end))


def argument_counts(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB512: one function with different numbers of arguments; allowed where a system declares it so."""
    functions = subject.signatures.functions
    for name, places in known.calls.items():
        if functions is not None:
            declared = functions.get(name)
            if declared is None or declared.least == declared.most:
                continue
            places = [p for p in places if declared.least <= _count(p[1]) <= declared.most]
        count = _count(places[0][1]) if places else 0
        other = next((place for place in places if _count(place[1]) != count), None)
        if other is not None:
            yield _counts(subject, name, places[0], other, allowed=functions is not None)


def _count(call: Call) -> int:
    return len(call.args) + len(call.kwargs)


def _counts(
    subject: Subject, name: str, first: tuple[Site, Call], other: tuple[Site, Call], *, allowed: bool
) -> Diagnostic:
    site, call = other
    place = _place(subject, *first, f"called with {_said(_count(first[1]))} here")
    message = (
        f"{name}() is called with {_said(_count(call))} here, "
        f"and with {_said(_count(first[1]))} at line {place.span.line}"
    )
    if allowed:
        message += f"; {subject.signatures.system} allows both"
    severity = Severity.INFO if allowed else Severity.WARNING
    problem = ExprProblem("PB512", message, call.start, call.end, (), severity)
    return changed(found(subject, site, problem), related=(place,))


def _said(count: int) -> str:
    return f"{count or 'no'} argument{'' if count == 1 else 's'}"


def _undeclared(subject: Subject) -> bool:
    """Whether nothing says which functions there are."""
    return subject.signatures.functions is None


def near_functions(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB502 where no system declares functions: one that is used once and looks like one used often."""
    if not _undeclared(subject):
        return
    numbered: dict[str, int] = {}
    for name, places in known.calls.items():
        stem = name.rstrip("0123456789")
        numbered[stem] = numbered.get(stem, 0) + len(places)
    stems: dict[str, int] = {}
    for stem, times in numbered.items():
        plain = stem.translate(_DIGITS)
        stems[plain] = stems.get(plain, 0) + times
    rare = [stem for stem, times in stems.items() if times == 1]
    common = [stem for stem, times in stems.items() if times > 1]
    if len(rare) * len(common) > _MOST_PAIRS:
        return
    for name in rare:
        if name in known.calls:
            for other in common:
                if other in known.calls and misspelt(name, other) and _alike(known, name, other):
                    yield _near(subject, known, name, other)
                    break


def _alike(known: Census, name: str, other: str) -> bool:
    """Whether both are called and used in the same way."""
    mine, theirs = known.calls[name][0][1], known.calls[other][0][1]
    if len(mine.args) != len(theirs.args):
        return False
    kinds = ANY
    for written in (name, other):
        for _, use in known.uses.get(written, ()):
            kinds &= use[1]
    return bool(kinds)


def _near(subject: Subject, known: Census, name: str, other: str) -> Diagnostic:
    site, call = known.calls[name][0]
    end = call.start + len(name)
    often = len(known.calls[other])
    message = f'{name}() is used only here; did you mean "{other}", which is used {often} times?'
    rewrite = Rewrite(f'Replace by "{other}"', ((call.start, end, other),))
    problem = ExprProblem("PB502", message, call.start, end, (rewrite,), Severity.WARNING)
    first_site, first = known.calls[other][0]
    related = (_place(subject, first_site, first, f'"{other}" is used here'),)
    return changed(found(subject, site, problem), related=related)


def orders(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB507: a function that is named like an order, asked as a question."""
    if not _undeclared(subject):
        return
    for name, places in known.calls.items():
        if name.partition("_")[0] in _VERBS and _order(name, places[0][1]):
            for site, call in places:
                if any(use[0] is call and use[1] == BOOLEAN for use in site.parsed.facts.uses):
                    message = (
                        f"{name}() is named like an order; a condition only asks, and may be asked often"
                    )
                    problem = ExprProblem("PB507", message, call.start, call.end, (), Severity.WARNING)
                    yield found(subject, site, problem)


def _order(name: str, call: Call) -> bool:
    verb, _, rest = name.partition("_")
    if not rest:
        return verb in _ALONE
    if verb == "set":
        return bool(call.args) and rest not in _OF_A_SET
    plain = "_" not in rest and rest not in _STATES and not rest.endswith(("ed", "ing", "able", "ible"))
    return verb in _ORDERS and plain


def summary(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB513: which of the functions that the system declares are used once only, or never."""
    functions = subject.signatures.functions
    # What a simulation declares and uses itself is judged with the simulation.
    if not functions or not known.calls or "simulation" in subject.playbook.sections:
        return
    once = [f"{name}()" for name in functions if len(known.calls.get(name, ())) == 1]
    variables = {v.name for site in subject.sites for v in site.parsed.facts.variables}
    never = [f"{name}()" for name in functions if name not in known.calls and name not in variables]
    parts = []
    if once:
        parts.append(f"asked once only: {listed(once, _LISTED)}")
    if never:
        parts.append(f"never asked: {listed(never, _LISTED)}")
    if parts:
        where = ("machine", "id") if subject.playbook.sections.get("system") is None else ("system",)
        node = find(subject.root, where)
        span = node.span if node is not None else subject.playbook.machine.span
        message = f"of the {len(functions)} functions of {subject.signatures.system}, {'; '.join(parts)}"
        yield info("PB513", message, span, where)

"""Texts that a function is compared with and never gives, or that are misspelt (PB509)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Related, Severity
from playbook.expr.problems import ExprProblem, Rewrite
from playbook.expr.tree import Literal
from playbook.rules.census import Census
from playbook.rules.conditions import found
from playbook.rules.hints import listed, meant
from playbook.rules.misspelt import misspelt
from playbook.rules.registry import Site, Subject

# Names and texts that are compared in pairs; more could only be a generated or hostile playbook.
_MOST_TEXTS = 100
_SHORTEST = 4


def choices(subject: Subject, known: Census) -> Iterator[Diagnostic]:
    """PB509: against what the system declares, or else against the other uses."""
    functions = subject.signatures.functions or {}
    for name, by_text in known.texts.items():
        declared = functions[name].choices if name in functions else ()
        if declared:
            for text, places in by_text.items():
                if text not in declared:
                    for site, literal in places:
                        yield _never(subject, site, literal, name, declared)
        elif 1 < len(by_text) <= _MOST_TEXTS and name != "state":
            yield from _odd(subject, name, by_text)


def _never(
    subject: Subject, site: Site, literal: Literal, name: str, declared: tuple[str, ...]
) -> Diagnostic:
    close = subject.hints.nearest(str(literal.value), declared)
    message = f"{name}() never gives '{literal.value}'{meant(close)}"
    if close is None:
        message += f"; it gives {listed(declared)}"
    return found(subject, site, _problem(message, literal, close))


def _problem(message: str, literal: Literal, close: str | None) -> ExprProblem:
    rewrites = []
    if close is not None and literal.end - literal.start == len(str(literal.value)) + 2:
        edit = (literal.start + 1, literal.end - 1, close)
        rewrites.append(Rewrite(f'Replace by "{close}"', (edit,)))
    return ExprProblem("PB509", message, literal.start, literal.end, tuple(rewrites), Severity.WARNING)


def _odd(subject: Subject, name: str, by_text: dict[str, list[tuple[Site, Literal]]]) -> Iterator[Diagnostic]:
    for text, places in by_text.items():
        if len(places) > 1:
            continue
        for other, others in by_text.items():
            case = text != other and text.lower() == other.lower()
            if len(others) > 1 and (case or misspelt(text, other, _SHORTEST)):
                site, literal = places[0]
                message = (
                    f"{name} is compared with '{text}' only here, and with '{other}' in "
                    f'{len(others)} other places; did you mean "{other}"?'
                )
                first, there = others[0]
                place = subject.place(first.expression, there.start, there.end)
                finding = found(subject, site, _problem(message, literal, other))
                yield changed(finding, related=(Related(f"compared with '{other}' here", place),))
                break

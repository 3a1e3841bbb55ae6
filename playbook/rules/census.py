"""Every name that the conditions of a playbook use, with all its uses: what several rules judge by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playbook.expr.facts import Use
from playbook.expr.tree import Attribute, Binary, Call, ListOf, Literal, Node, Variable
from playbook.rules.registry import Site


class Census(NamedTuple):
    """By name, in the order of the playbook.

    `uses` is by what can have one type: `f` for `f()` and for the variable `f`, `f('a')` for a call with
    arguments, `a.b` for an entry. `calls` is by function, `texts` by name and then by the text that it
    is compared with.
    """

    uses: dict[str, list[tuple[Site, Use]]]
    calls: dict[str, list[tuple[Site, Call]]]
    texts: dict[str, dict[str, list[tuple[Site, Literal]]]]


def census(sites: Iterable[Site]) -> Census:
    """One pass over all expressions."""
    uses: dict[str, list[tuple[Site, Use]]] = {}
    calls: dict[str, list[tuple[Site, Call]]] = {}
    texts: dict[str, dict[str, list[tuple[Site, Literal]]]] = {}
    for site in sites:
        facts = site.parsed.facts
        for use in facts.uses:
            node = use[0]
            if type(node) is Attribute or (type(node) is Call and (node.args or node.kwargs)):
                key = facts.text[node.start : node.end]
            else:
                key = node.name
            uses.setdefault(key, []).append((site, use))
        for call in facts.calls:
            calls.setdefault(call.name, []).append((site, call))
        for equality in facts.equalities:
            for literal in _texts(equality):
                _note(texts, site, equality, literal)
    return Census(uses, calls, texts)


def _texts(node: Binary) -> Iterable[Literal]:
    """The texts that a name is compared with, one by one or in a list."""
    right = node.right
    if type(right) is Literal:
        return (right,) if type(right.value) is str and node.op != "in" else ()
    if type(right) is ListOf:
        return [part for part in right.items if isinstance(part, Literal) and isinstance(part.value, str)]
    left = node.left
    if type(left) is Literal and type(left.value) is str and node.op != "in":
        return (left,)
    return ()


def _note(
    texts: dict[str, dict[str, list[tuple[Site, Literal]]]], site: Site, node: Binary, literal: Literal
) -> None:
    subject: Node = node.right if literal is node.left else node.left
    if isinstance(subject, Call | Variable):
        by_text = texts.setdefault(subject.name, {})
        by_text.setdefault(str(literal.value), []).append((site, literal))

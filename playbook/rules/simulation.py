"""The `simulation:` section: its headers, statements and expressions (PB720 to PB728; LANGUAGE.md section 6).

Expressions in it draw the same findings as conditions do (PB501 to PB506), with the names that are in scope
there: variables, functions, the parameters of the header, sections of the playbook, and `state`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cached_property
from itertools import chain

from playbook.diagnostics import Diagnostic
from playbook.document.model import Expression
from playbook.document.simulation import Header, declared, header
from playbook.document.vocabulary import keys
from playbook.expr import tree
from playbook.expr.check import Names, check
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.expr.problems import ExprProblem
from playbook.limits import MAX_WAIT_MS
from playbook.rules.hints import listed, meant, replacement
from playbook.rules.registry import Subject, error, first_defined, info, warning
from playbook.rules.rewriting import fixes
from playbook.signatures import FunctionSignature
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, find
from playbook.source.positions import span_in_scalar
from playbook.spans import Path

SECTION = "simulation"
_RESERVED = ("state",)
_EFFECTS = ("set", "emit", "fail")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 6


@dataclass
class _Simulation:
    """What the section declares, and what of it has been seen in use."""

    subject: Subject
    variables: dict[str, Scalar]
    functions: dict[str, FunctionSignature]
    read: set[str] = field(default_factory=set)
    emitted: set[str] = field(default_factory=set)
    heads: dict[str, Scalar] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def everywhere(self) -> frozenset[str]:
        """What every expression may read."""
        return frozenset({"state", *self.variables, *self.subject.playbook.sections})

    def names(self, more: Collection[str]) -> Names:
        """What one expression may use, with a header's parameters or a row's names."""
        return Names(_Together(self.everywhere, more), self.functions, self.subject.hints.nearest)


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


def simulation(subject: Subject) -> Iterator[Diagnostic]:
    """All of the section in one pass, in its order; what has been used is judged at the end."""
    section = subject.root.get(SECTION) if isinstance(subject.root, Mapping) else None
    if section is None or (isinstance(section, Scalar) and section.value is None):
        return
    if not isinstance(section, Mapping):
        yield error(
            "PB720", f"simulation must be a map of {', '.join(keys(SECTION))}", section.span, (SECTION,)
        )
        return
    yield from _unknown_keys(subject, section, (SECTION,), "simulation", "PB720")
    parts: dict[str, Mapping] = {}
    for name in keys(SECTION):
        part = section.get(name)
        if isinstance(part, Mapping):
            parts[name] = part
        elif part is not None and not (isinstance(part, Scalar) and part.value is None):
            yield error("PB720", f'"{name}" of the simulation must be a map', part.span, (SECTION, name))
    known = declared(subject.playbook.sections.get(SECTION))
    assert known is not None
    variables = {key.text: key for key, _ in parts["variables"].entries} if "variables" in parts else {}
    here = _Simulation(subject, variables, dict(known.functions))
    yield from _names_of_variables(here)
    for what, read in (("functions", _function), ("actions", _action)):
        if what in parts:
            for found, key, value in _headers(here, parts[what], what):
                if isinstance(found, Diagnostic):
                    yield found
                else:
                    yield from read(here, found, value, (SECTION, what, key.text))
    yield from _panels(here, parts["panels"]) if "panels" in parts else ()
    yield from _in_use(here, section)


def _unknown_keys(subject: Subject, node: Mapping, path: Path, shape: str, id: str) -> Iterator[Diagnostic]:
    known = keys(shape)
    for key, _ in node.entries:
        if key.text in known:
            continue
        close = subject.hints.nearest(key.text, [name for name in known if name not in node])
        if close is not None:
            message = f'unknown key "{key.text}" in this {shape}{meant(close)}'
            yield warning(id, message, key.span, (*path, key.text), *replacement(close, key.span))


def _names_of_variables(here: _Simulation) -> Iterator[Diagnostic]:
    for name, key in here.variables.items():
        if header(name) != Header(name):
            message = f'"{name}" cannot name a variable: expressions could not read it'
            yield error("PB721", message, key.span, (SECTION, "variables", name))
        elif name in _RESERVED:
            message = f'"{name}" is the machine\'s current state and cannot name a variable'
            yield error("PB721", message, key.span, (SECTION, "variables", name))


def _headers(
    here: _Simulation, part: Mapping, what: str
) -> Iterator[tuple[Header | Diagnostic, Scalar, Node]]:
    """The headers that can be read, and a finding for each that cannot, or that says what is taken."""
    seen: dict[str, Scalar] = {}
    for key, value in part.entries:
        found, path = header(key.text), (SECTION, what, key.text)
        first = seen.setdefault(found.name, key)
        if found.problem:
            yield error("PB721", f'cannot read "{key.text}": {found.problem}', key.span, path), key, value
            continue
        if first is not key and first.text != key.text:
            message = f'"{found.name}" is declared twice; it can only have one list of parameters'
            clash = error("PB721", message, key.span, path)
            yield changed(clash, related=first_defined(first.span)), key, value
            continue
        if what == "functions" and (found.name in here.variables or found.name in _RESERVED):
            message = f'"{found.name}" is a variable already; a function needs a name of its own'
            yield error("PB721", message, key.span, path), key, value
        for parameter in found.parameters:
            if parameter in _RESERVED or parameter in here.variables:
                other = "a variable of the simulation" if parameter in here.variables else "the current state"
                message = f'the parameter "{parameter}" hides {other}'
                yield warning("PB721", message, key.span, path), key, value
        if what == "functions":
            here.heads[found.name] = key
        yield found, key, value


def _function(here: _Simulation, found: Header, value: Node, path: Path) -> Iterator[Diagnostic]:
    if not isinstance(value, Scalar):
        yield error("PB720", f'the function "{found.name}" must be one expression', value.span, path)
        return
    yield from _expression(here, value, path, found.parameters)
    root = parse(value.text).tree if isinstance(value.value, str) else None
    if root is not None:
        here.calls[found.name] = [call.name for call in used(root).calls]


def _action(here: _Simulation, found: Header, value: Node, path: Path) -> Iterator[Diagnostic]:
    if isinstance(value, Scalar) and value.value is None:
        return
    if not isinstance(value, Sequence):
        message = f'the action "{found.name}" must be a list of statements: {", ".join(keys("statement"))}'
        yield error("PB720", message, value.span, path)
        return
    for position, statement in enumerate(value.items):
        if isinstance(statement, Mapping):
            yield from _statement(here, found, statement, (*path, position))
        else:
            message = 'a statement is a map such as "emit: model_registered"'
            yield error("PB720", message, statement.span, (*path, position))


def _statement(here: _Simulation, found: Header, node: Mapping, path: Path) -> Iterator[Diagnostic]:
    yield from _unknown_keys(here.subject, node, path, "statement", "PB722")
    if not any(effect in node for effect in _EFFECTS):
        message = f"this statement does nothing: it has none of {', '.join(_EFFECTS)}"
        span = node.entries[0][0].span if node.entries else node.span
        yield error("PB722", message, span, path)
    for key in ("emit", "fail", "when", "after_ms"):
        value = node.get(key)
        if value is not None and (not isinstance(value, Scalar) or value.value is None or not value.text):
            yield error("PB720", f'"{key}" must be a text', value.span, (*path, key))
    when, after, emit, sets = (node.get(key) for key in ("when", "after_ms", "emit", "set"))
    if isinstance(when, Scalar) and when.value is not None:
        yield from _expression(here, when, (*path, "when"), found.parameters, condition=True)
    if isinstance(after, Scalar) and after.value is not None:
        yield from _delay(here, found, after, (*path, "after_ms"))
    if isinstance(emit, Scalar) and emit.value is not None and emit.text:
        yield from _emitted(here, emit, (*path, "emit"))
    if isinstance(sets, Mapping):
        for target, value in sets.entries:
            yield from _set(here, found, target, value, (*path, "set", target.text))
    elif sets is not None:
        message = '"set" must be a map of variables and their new values'
        yield error("PB720", message, sets.span, (*path, "set"))


def _delay(here: _Simulation, found: Header, node: Scalar, path: Path) -> Iterator[Diagnostic]:
    if isinstance(node.value, str):
        yield from _expression(here, node, path, found.parameters)
    elif isinstance(node.value, bool) or not isinstance(node.value, int | float):
        yield error("PB726", f"after_ms must be a number of milliseconds, not {node.text}", node.span, path)
    elif not 0 <= node.value <= MAX_WAIT_MS:
        message = f"after_ms must be 0 to {MAX_WAIT_MS:,} milliseconds, not {node.text[:40]}"
        yield error("PB726", message, node.span, path)


def _emitted(here: _Simulation, node: Scalar, path: Path) -> Iterator[Diagnostic]:
    event, known = node.text, here.subject.index.by_event
    here.emitted.add(event)
    if event not in known and known:
        close = here.subject.hints.nearest(event, known)
        message = f'no transition waits for the event "{event}"{meant(close)}'
        yield warning("PB724", message, node.span, path, *replacement(close, node.span))


def _set(here: _Simulation, found: Header, target: Scalar, value: Node, path: Path) -> Iterator[Diagnostic]:
    parsed = parse(target.text)
    if parsed.tree is None:
        yield from _problems(here, target, path, list(parsed.problems))
        return
    root: tree.Node = parsed.tree
    places: list[tree.Node] = []
    while isinstance(root, tree.Item | tree.Attribute):
        if isinstance(root, tree.Item):
            places.append(root.key)
        root = root.receiver
    if not isinstance(root, tree.Variable) or root.name not in here.variables:
        name = root.name if isinstance(root, tree.Variable) else ""
        close = here.subject.hints.nearest(name, here.variables) if name else None
        message = f'"{target.text}" is no variable of the simulation, and cannot be set{meant(close)}'
        span = span_in_scalar(here.subject.text, target, root.start, root.end, here.subject.lines)
        yield error("PB723", message, span, path, *replacement(close, span))
    for place in places:
        yield from _checked(here, target, place, path, found.parameters)
    if isinstance(value, Scalar):
        yield from _expression(here, value, path, found.parameters)


def _panels(here: _Simulation, part: Mapping) -> Iterator[Diagnostic]:
    for key, view in part.entries:
        path = (SECTION, "panels", key.text)
        row = view.get("row") if isinstance(view, Mapping) else None
        if not isinstance(view, Mapping) or not isinstance(row, Mapping):
            message = f'the panel "{key.text}" must be a map with "row", the columns of a row'
            yield error("PB720", message, view.span, path)
            continue
        yield from _unknown_keys(here.subject, view, path, "view", "PB720")
        each, names = view.get("each"), view.get("as")
        if isinstance(each, Scalar):
            yield from _expression(here, each, (*path, "each"), ())
        parts = names.items if isinstance(names, Sequence) else (names,)
        bound = frozenset(part.text for part in parts if isinstance(part, Scalar))
        for column, value in row.entries:
            if isinstance(value, Scalar):
                yield from _expression(here, value, (*path, "row", column.text), bound)


def _expression(
    here: _Simulation, node: Scalar, path: Path, more: Collection[str], *, condition: bool = False
) -> Iterator[Diagnostic]:
    """The findings of one expression; a number or boolean that YAML reads is itself."""
    if not isinstance(node.value, str):
        return
    parsed = parse(node.text)
    if parsed.tree is None:
        yield from _problems(here, node, path, list(parsed.problems))
    else:
        yield from _checked(here, node, parsed.tree, path, more, condition=condition)


def _checked(
    here: _Simulation,
    node: Scalar,
    root: tree.Node,
    path: Path,
    more: Collection[str],
    *,
    condition: bool = False,
) -> Iterator[Diagnostic]:
    names = used(root)
    here.read.update(variable.name for variable in names.variables if variable.name not in more)
    here.read.update(call.name for call in names.calls)
    yield from _problems(here, node, path, check(root, here.names(more), condition=condition))


def _problems(
    here: _Simulation, node: Scalar, path: Path, problems: list[ExprProblem]
) -> Iterator[Diagnostic]:
    # What is set is a key, and the path leads to its value: what rewrites an expression would miss it.
    written = (
        Expression(text=node.text, path=path, at=node) if find(here.subject.root, path) is node else None
    )
    for problem in problems:
        span = span_in_scalar(here.subject.text, node, problem.start, problem.end, here.subject.lines)
        remedies = fixes(here.subject, written, problem.rewrites) if written is not None else ()
        yield Diagnostic(problem.id, problem.severity, problem.message, span, path, fixes=remedies)


def _in_use(here: _Simulation, section: Mapping) -> Iterator[Diagnostic]:
    """PB725: variables that nothing reads; PB727: circles of functions; PB728: events that never come."""
    yield from _recursion(here)
    for site in here.subject.sites:
        if site.parsed.tree is not None:
            names = used(site.parsed.tree)
            here.read.update(variable.name for variable in names.variables)
            here.read.update(call.name for call in names.calls)
    shown = _shown_on_the_dashboard(here.subject)
    unread = [name for name in here.variables if name not in here.read and name not in shown]
    if unread:
        first = here.variables[unread[0]]
        message = f"nothing reads: {listed(unread, _SHOWN)}"
        yield info("PB725", message, first.span, (SECTION, "variables", first.text))
    actions = section.key("actions")
    if actions is None:
        return
    silent = [event for event in here.subject.index.by_event if event and event not in here.emitted]
    if silent:
        message = f"no action of the simulation emits: {listed(silent, _SHOWN)}"
        yield info("PB728", message, actions.span, (SECTION, "actions"))


def _shown_on_the_dashboard(subject: Subject) -> set[str]:
    """Every word of the dashboard's texts: one that names a variable may read it."""
    tui = subject.playbook.tui
    if tui is None:
        return set()
    bar = tui.status_bar
    texts = [bar.left, bar.center, bar.right] if bar is not None else []
    for panel in tui.panels:
        texts += [panel.data_source, *(name for name in panel.fields if isinstance(name, str))]
    return {word for text in texts for word in _WORD.findall(text)}


def _recursion(here: _Simulation) -> Iterator[Diagnostic]:
    """A way from a function back to itself, found depth first; one for each that closes a circle."""
    done: set[str] = set()
    for start in here.calls:
        path: dict[str, Iterator[str]] = {}
        waiting = [start]
        while waiting:
            name = waiting[-1]
            if name not in path:
                path[name] = iter(here.calls.get(name, ()) if name not in done else ())
            following = next(path[name], None)
            if following is None:
                done.add(waiting.pop())
                del path[name]
            elif following in path:
                circle = [*list(path)[list(path).index(following) :], following]
                yield _circle(here, circle)
            else:
                waiting.append(following)


def _circle(here: _Simulation, circle: list[str]) -> Diagnostic:
    key = here.heads[circle[0]]
    message = f"a function calls itself: {listed(circle, _SHOWN).replace(', ', ' -> ')}"
    return warning("PB727", message, key.span, (SECTION, "functions", key.text))


RULES = (simulation,)

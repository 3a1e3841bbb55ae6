"""The `simulation:` section: headers, variables, functions, panels (PB720 to PB729; LANGUAGE.md 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic
from playbook.document.simulation import SECTION, Header, declared, header, holdable, weight
from playbook.document.vocabulary import keys
from playbook.expr.kinds import LIST, MAP, kinds, named
from playbook.expr.names import used
from playbook.expr.parser import parse
from playbook.expr.values import ValueProblem
from playbook.rules.conditions import found
from playbook.rules.hints import listed
from playbook.rules.registry import Subject, error, first_defined, info, warning
from playbook.rules.simulated import Here, Simulated, unknown_keys
from playbook.rules.statements import action, in_hooks
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, plain
from playbook.spans import Path

_RESERVED = ("state",)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 6


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
    yield from unknown_keys(subject, section, (SECTION,), "simulation", "PB720")
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
    here = Simulated(subject, variables, dict(known.functions))
    yield from _names_of_variables(here)
    yield from _values_of_variables(here, parts["variables"]) if "variables" in parts else ()
    for what, read in (("functions", _function), ("actions", _action)):
        if what in parts:
            for found, key, value in _headers(here, parts[what], what):
                if isinstance(found, Diagnostic):
                    yield found
                else:
                    yield from read(here, found, value, (SECTION, what, key.text))
    yield from in_hooks(here)
    yield from _panels(here, parts["panels"]) if "panels" in parts else ()
    yield from _in_use(here, section)


def _values_of_variables(here: Simulated, part: Node) -> Iterator[Diagnostic]:
    """PB729: what no variable can start from."""
    for key, value in part.entries if isinstance(part, Mapping) else ():
        why = holdable(plain(value))
        if why:
            message = f'"{key.text}" cannot start so: {why}'
            yield error("PB729", message, value.span, (SECTION, "variables", key.text))
    try:
        weight(plain(part))
    except ValueProblem as problem:
        yield error("PB729", f"these variables are too large: {problem}", part.span, (SECTION, "variables"))


def _names_of_variables(here: Simulated) -> Iterator[Diagnostic]:
    for name, key in here.variables.items():
        if header(name) != Header(name):
            message = f'"{name}" cannot name a variable: expressions could not read it'
            yield error("PB721", message, key.span, (SECTION, "variables", name))
        elif name in _RESERVED:
            message = f'"{name}" is the machine\'s current state and cannot name a variable'
            yield error("PB721", message, key.span, (SECTION, "variables", name))


def _headers(here: Simulated, part: Mapping, what: str) -> Iterator[tuple[Header | Diagnostic, Scalar, Node]]:
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


def _function(here: Simulated, found: Header, value: Node, path: Path) -> Iterator[Diagnostic]:
    if not isinstance(value, Scalar):
        yield error("PB720", f'the function "{found.name}" must be one expression', value.span, path)
        return
    here.parameters[found.name] = found.parameters
    yield from here.expression(value, path, Here(found.parameters))
    root = parse(value.text).tree if isinstance(value.value, str) else None
    if root is not None:
        here.calls[found.name] = [call.name for call in used(root).calls]


def _action(here: Simulated, found: Header, value: Node, path: Path) -> Iterator[Diagnostic]:
    yield from action(here, found.name, found.parameters, value, path)


def _panels(here: Simulated, part: Mapping) -> Iterator[Diagnostic]:
    for key, view in part.entries:
        path = (SECTION, "panels", key.text)
        row = view.get("row") if isinstance(view, Mapping) else None
        if not isinstance(view, Mapping) or not isinstance(row, Mapping):
            message = f'the panel "{key.text}" must be a map with "row", the columns of a row'
            yield error("PB720", message, view.span, path)
            continue
        yield from unknown_keys(here.subject, view, path, "view", "PB720")
        each, names = view.get("each"), view.get("as")
        if each is not None:
            yield from _each(here, each, (*path, "each"))
        if names is not None:
            yield from _row_names(names, (*path, "as"), given=each is not None)
        parts = names.items if isinstance(names, Sequence) else (names,)
        bound = frozenset(part.text for part in parts if isinstance(part, Scalar))
        for column, value in row.entries:
            yield from here.value(value, (*path, "row", column.text), Here(bound))


def _each(here: Simulated, node: Node, path: Path) -> Iterator[Diagnostic]:
    """What has a row for each of its parts must have parts."""
    yield from here.value(node, path, Here())
    if not isinstance(node, Scalar):
        return
    root = parse(node.text).tree if isinstance(node.value, str) else None
    if not isinstance(node.value, str) or (root is not None and not kinds(root) & (LIST | MAP)):
        seen = node.text[:40] if root is None else named(kinds(root))
        yield error("PB720", f'"each" must be a list or a map, not {seen}', node.span, path)


def _row_names(node: Node, path: Path, *, given: bool) -> Iterator[Diagnostic]:
    """One name, or one for the key and one for the value; without `each` there is nothing to name."""
    if not given:
        yield error("PB720", '"as" names the parts of "each", and there is no "each"', node.span, path)
        return
    parts = node.items if isinstance(node, Sequence) else [node]
    if not 1 <= len(parts) <= 2:
        yield error(
            "PB720", '"as" must be one name, or one for the key and one for the value', node.span, path
        )
    for part in parts:
        if not isinstance(part, Scalar) or header(part.text) != Header(part.text):
            written = part.text[:40] if isinstance(part, Scalar) else "this"
            yield error("PB720", f'"{written}" cannot be a name that expressions read', part.span, path)


def _in_use(here: Simulated, section: Mapping) -> Iterator[Diagnostic]:
    """PB725: variables that nothing reads; PB727: circles of functions; PB728: events that never come."""
    yield from _recursion(here)
    for site in here.subject.sites:
        if site.parsed.tree is not None:
            names = used(site.parsed.tree)
            here.read.update(variable.name for variable in names.variables)
            here.read.update(call.name for call in names.calls)
            for problem in here.named(names.calls):
                yield found(here.subject, site, problem)
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


def _recursion(here: Simulated) -> Iterator[Diagnostic]:
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


def _circle(here: Simulated, circle: list[str]) -> Diagnostic:
    key = here.heads[circle[0]]
    message = f"a function calls itself: {listed(circle, _SHOWN).replace(', ', ' -> ')}"
    return warning("PB727", message, key.span, (SECTION, "functions", key.text))


RULES = (simulation,)

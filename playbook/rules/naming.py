"""Names that cannot be carried everywhere, and names that are mistaken for each other (PB107, PB108)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import replace as changed

from playbook.diagnostics import Diagnostic, Fix, Related, TextEdit
from playbook.document.model import WILDCARD, Element, Panel, State
from playbook.expr import tree
from playbook.rules.hints import listed
from playbook.rules.registry import Subject, error, info, warning
from playbook.source.nodes import Mapping, Node, Scalar, find
from playbook.spans import Span

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LONGEST = 100
_RESERVED = ("state", "__start")
# Where more names than this are of another form, that is a habit, and said once.
_HABIT = 3
_MOST_EDITS = 500
_PANEL = re.compile(r"(?:toggle_(?P<toggle>.+)_panel|panel_(?P<panel>.+))\Z")


def reserved(subject: Subject) -> Iterator[Diagnostic]:
    """PB107: names that mean something else in conditions and transitions."""
    for state in subject.playbook.machine.states:
        if state.id == WILDCARD or state.id in _RESERVED:
            message = f'"{state.id}" is reserved and cannot name a state'
            yield error("PB107", message, state.key_span, state.path, *_rename(subject, state))


def forms(subject: Subject) -> Iterator[Diagnostic]:
    """PB107: names that must be quoted, or that read like an expression where they are compared."""
    states = [s for s in subject.playbook.machine.states if not _NAME.match(s.id) and not _taken(s.id)]
    if len(states) > _HABIT:
        first = states[0]
        names = listed([state.id for state in states], 4)
        message = f"{len(states)} states have names that are not of the form a-z, 0-9 and _: {names}"
        yield warning("PB107", message, first.key_span, first.path)
    else:
        for state in states:
            message = f'the state\'s name "{state.id}" is not of the form a-z, 0-9 and _'
            yield warning("PB107", message, state.key_span, state.path, *_rename(subject, state))
    transitions = subject.playbook.machine.transitions
    yield from _other_forms(subject, "transition", "id", ((t, t.id) for t in transitions))
    yield from _other_forms(subject, "event", "event", ((t, t.event) for t in transitions))


def _taken(name: str) -> bool:
    return name == WILDCARD or name in _RESERVED


def _other_forms(
    subject: Subject, what: str, key: str, named: Iterable[tuple[Element, str]]
) -> Iterator[Diagnostic]:
    """Of transitions and events a word is enough: they are not compared in conditions."""
    others: dict[str, Element] = {}
    for element, name in named:
        if name and not _NAME.match(name):
            others.setdefault(name, element)
    if not others:
        return
    first = next(iter(others.values()))
    node = find(subject.root, (*first.path, key))
    verb = "is" if len(others) == 1 else "are"
    message = f"{len(others)} {what} name{'' if verb == 'is' else 's'} {verb} not of the form a-z, 0-9 and _"
    span = node.span if node is not None else first.span
    yield info("PB107", f"{message}: {listed(others, 4)}", span, (*first.path, key))


def _rename(subject: Subject, state: State) -> tuple[Fix, ...]:
    """The fix that renames a state everywhere; nothing where a use of the name might be something else."""
    new = _suggested(state.id, subject.index.states)
    if new is None:
        return ()
    places = {state.key_span, *(ref.span for ref in subject.index.references() if ref.name == state.id)}
    for node in _written(subject.root, state.id):
        if node.span not in places and not _is_id(subject, state, node):
            return ()
        places.add(node.span)
    literals = _literals(subject, state.id)
    if literals is None or len(places) + len(literals) > _MOST_EDITS:
        return ()
    edits = [TextEdit(span, _in_quotes(subject.text, span, new)) for span in sorted(places)]
    edits += [TextEdit(span, new) for span in literals]
    return (Fix(f'Rename it to "{new}" everywhere', tuple(edits)),)


def _suggested(name: str, taken: Collection[str]) -> str | None:
    if len(name) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", plain).strip("_").lower()
    new = words if _NAME.match(words) and words not in _RESERVED else f"state_{words}".rstrip("_")
    return new if _NAME.match(new) and new not in _RESERVED and new not in taken else None


def _written(root: Node, name: str) -> Iterator[Scalar]:
    """Every scalar of the document that says just this."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            if node.text == name:
                yield node
        elif isinstance(node, Mapping):
            waiting += [part for entry in node.entries for part in entry]
        else:
            waiting += node.items


def _is_id(subject: Subject, state: State, node: Scalar) -> bool:
    own = find(subject.root, (*state.path, "id"))
    return own is node


def _in_quotes(text: str, span: Span, name: str) -> str:
    quote = text[span.start] if text[span.start] in "'\"" else ""
    return f"{quote}{name}{quote}"


def _literals(subject: Subject, name: str) -> list[Span] | None:
    """Where conditions compare `state` with the name; None where they may use it in another way."""
    if subject.playbook.sections.get("simulation") is not None:
        return None
    found: list[Span] = []
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for site in subject.sites:
        if name not in site.expression.text:
            continue
        nodes = tree.walk(site.parsed.tree) if site.parsed.tree is not None else ()
        literals = [part for node in nodes for part in _compared(node) if part.value == name]
        if len(literals) != len(word.findall(site.expression.text)):
            return None
        # Between the quotes, where the name stands as it is.
        found += [subject.place(site.expression, part.start + 1, part.end - 1) for part in literals]
    return found


def _compared(node: tree.Node) -> Iterator[tree.Literal]:
    """The texts that `state` is compared with."""
    if not isinstance(node, tree.Binary) or node.op not in ("==", "!=", "in"):
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, tree.Variable) and one.name == "state":
            parts = other.items if isinstance(other, tree.ListOf) else (other,)
            yield from (part for part in parts if isinstance(part, tree.Literal))


def look_alikes(subject: Subject) -> Iterator[Diagnostic]:
    """PB108: names of one kind that differ only by case, or by being singular or plural."""
    playbook = subject.playbook
    transitions = playbook.machine.transitions
    yield from _alike(subject, "states", "", {state.id: state for state in playbook.machine.states})
    yield from _alike(subject, "transitions", "id", {t.id: t for t in transitions})
    yield from _alike(subject, "events", "event", {t.event: t for t in transitions})
    yield from _alike(subject, "scenarios", "name", {s.name: s for s in playbook.scenarios})
    if playbook.tui is not None:
        panels = {panel.id: panel for panel in playbook.tui.panels}
        yield from _alike(subject, "panels", "id", panels)
        yield from _keys_and_panels(subject, panels)


def _alike(subject: Subject, what: str, key: str, named: Mapping_[str, Element]) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for name in named:
        first = seen.setdefault(_singular(name), name)
        if first != name and name:
            message = (
                f'the names of the {what} "{first}" and "{name}" differ only by {_difference(first, name)}'
            )
            span, other = _place(subject, named[name], key), _place(subject, named[first], key)
            path = (*named[name].path, key) if key else named[name].path
            found = info("PB108", message, span, path)
            yield changed(found, related=(Related("the other name", other),))


def _place(subject: Subject, element: Element, key: str) -> Span:
    if isinstance(element, State):
        return element.key_span
    node = find(subject.root, (*element.path, key))
    return node.span if node is not None else element.span


def _singular(name: str) -> str:
    folded = name.casefold()
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def _difference(one: str, other: str) -> str:
    return "case" if one.casefold() == other.casefold() else "an s"


def _keys_and_panels(subject: Subject, panels: Mapping_[str, Panel]) -> Iterator[Diagnostic]:
    """A panel that keys call by its singular or plural: they find it, and a search for it does not."""
    tui = subject.playbook.tui
    for binding in tui.keybindings if tui is not None else ():
        match = _PANEL.match(binding.action)
        wanted = (match["toggle"] or match["panel"]) if match else None
        if wanted is None or wanted in panels:
            continue
        panel = next((p for name, p in panels.items() if _singular(name) == _singular(wanted)), None)
        if panel is not None:
            message = f'the panel "{panel.id}" is called "{wanted}" by the key "{binding.key}"'
            found = info("PB108", message, _place(subject, panel, "id"), (*panel.path, "id"))
            yield changed(found, related=(Related("the key's action", binding.span),))


RULES = (reserved, forms, look_alikes)

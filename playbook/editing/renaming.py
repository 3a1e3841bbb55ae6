"""A name changed everywhere it is used, expressions included; and what depends on an element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.diagnostics import Severity, TextEdit
from playbook.document.simulation import CHANCE
from playbook.editing.edits import EditRefused
from playbook.editing.mentions import Kind, Mention, Named, kind_of
from playbook.editing.opened import Opened
from playbook.editing.quoting import quoted
from playbook.expr.grammar import RESERVED
from playbook.source.fixing import applied
from playbook.source.nodes import Mapping, Node, Scalar
from playbook.source.positions import span_in_scalar
from playbook.spans import Path, Span

_LONGEST = 100
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_DASHED = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_ANY = re.compile(
    r"[^\x00-\x20\x7f\u2028\u2029](?:[^\x00-\x1f\x7f\u2028\u2029]*[^\x00-\x20\x7f\u2028\u2029])?\Z"
)
_READ = {"state", *RESERVED, *CHANCE}
_TAKEN_BY_LANGUAGE: dict[Kind, set[str]] = {
    "state": {"state", "__start"},
    "variable": _READ,
    "function": _READ,
    "action": {"wait"},
}


@dataclass(frozen=True, slots=True)
class NameChange:
    """A place that a name stands at: which element, where, and what is written there before and after."""

    path: Path
    span: Span
    before: str
    after: str

    @property
    def line(self) -> int:
        return self.span.line


@dataclass(frozen=True, slots=True)
class Renamed:
    """The new text, the edits that made it, and what they change, in the order of the text."""

    text: str
    edits: tuple[TextEdit, ...]
    changes: tuple[NameChange, ...]


@dataclass(frozen=True, slots=True)
class Dependent:
    """A place that names an element, and would name nothing without it; `kind` may also be `entry`."""

    path: Path
    span: Span
    kind: str
    name: str


def renamed(text: str, kind: Kind, old: str, new: str) -> Renamed:
    """The text with a name changed wherever it is used.

    Descriptions and comments stay as they are. Raises EditRefused where nothing is called `old`, where
    `new` is taken or no good name for this kind, and where a use of it cannot be changed safely.
    """
    opened = Opened(text)
    named = Named(opened)
    broken = next((d for d in opened.reading.diagnostics if d.severity is Severity.ERROR), None)
    if broken is not None:
        # A use of the name may stand in what was not read.
        reason = f"mend what cannot be read first, the name may stand there: {broken.message}"
        raise EditRefused(reason, broken.path, broken.span)
    mentions = named.mentions(kind, old)
    if not any(mention.declares for mention in mentions):
        known = ", ".join(sorted(named.declared(kind))[:8]) or "none"
        raise EditRefused(f'there is no {kind} "{old}"; there are: {known}')
    place = next(mention for mention in mentions if mention.declares)
    if new == old:
        return Renamed(opened.text, (), ())
    reason = _unfit(named, kind, new, mentions)
    if reason:
        raise EditRefused(reason, place.path, place.node.span)
    changes: dict[Span, NameChange] = {}
    for mention in mentions:
        edit = _edit(opened, mention, old, new)
        before = opened.text[edit.span.start : edit.span.end]
        changes.setdefault(edit.span, NameChange(mention.path, edit.span, before, edit.text))
    edits = [TextEdit(change.span, change.after) for change in changes.values()]
    after = applied(opened.text, edits)
    if not _only(opened, Opened(after), mentions, new):
        reason = f'an anchor gives "{old}" to something else too; rename it in the text'
        raise EditRefused(reason, place.path, place.node.span)
    return Renamed(after, tuple(edits), tuple(changes.values()))


def _unfit(named: Named, kind: Kind, new: str, mentions: list[Mention]) -> str:
    """Why the new name cannot be taken, or nothing."""
    form = _ANY if kind == "scenario" else _WORD if kind in ("variable", "function", "action") else _DASHED
    if not form.match(new) or len(new) > _LONGEST:
        what = "one line" if form is _ANY else "letters, digits and _, and no digit first"
        return f'"{new}" cannot name a {kind}: {what}, at most {_LONGEST} characters'
    if new in _TAKEN_BY_LANGUAGE.get(kind, ()):
        return f'"{new}" means something else in the language and cannot name a {kind}'
    both: tuple[Kind, ...] = ("variable", "function") if kind in ("variable", "function") else (kind,)
    for other in both:
        if new in named.declared(other):
            return f'there is a {other} "{new}" already'
    if kind == "event" and named.bare and new in named.declared("transition"):
        return f'an action "{new}" would fire the event and no more the transition "{new}"'
    if kind == "transition" and named.bare and new in named.index.by_event:
        return f'an action "{new}" fires the event "{new}", and not this transition'
    hidden = next((mention for mention in mentions if new in mention.given), None)
    if hidden is not None and kind == "variable":
        return f'line {hidden.node.span.line} has a name "{new}" of its own, which would hide the {kind}'
    return ""


def _edit(opened: Opened, mention: Mention, old: str, new: str) -> TextEdit:
    node = mention.node
    if (mention.start, mention.end) == (0, len(node.text)) and node.style not in ("|", ">"):
        return opened.edit(opened.start(node), node.span.end, quoted(new, node.style))
    span = span_in_scalar(opened.text, node, mention.start, mention.end, opened.lines)
    if opened.text[span.start : span.end] != node.text[mention.start : mention.end]:
        reason = f'"{old}" is written with escapes here; rename it in the text'
        raise EditRefused(reason, mention.path, node.span)
    return TextEdit(span, new)


def _only(before: Opened, after: Opened, mentions: list[Mention], new: str) -> bool:
    """Whether the new text says the same as the old one, but for the name where it is mentioned."""
    wanted: dict[int, str] = {}
    once = {(id(mention.node), mention.start): mention for mention in mentions}
    for mention in sorted(once.values(), key=lambda mention: -mention.start):
        said = wanted.get(id(mention.node), mention.node.text)
        wanted[id(mention.node)] = said[: mention.start] + new + said[mention.end :]
    old, fresh = list(_scalars(before.root)), list(_scalars(after.root))
    if len(old) != len(fresh) or after.errors > before.errors:
        return False
    # What aliases repeat must be the name everywhere: a text that is something else would change with it.
    named = Counter(id(node) for node in {(id(m.node), m.path): m.node for m in mentions}.values())
    stands = Counter(id(node) for node in old if id(node) in named)
    if stands != named:
        return False
    return all(
        node.text == wanted.get(id(was), was.text) and type(node.value) is type(was.value)
        for was, node in zip(old, fresh, strict=True)
    )


def _scalars(root: Node | None) -> Iterator[Scalar]:
    waiting: list[Node] = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            waiting += [part for entry in node.entries for part in entry]
        else:
            waiting += node.items


def dependents(text: str, path: Path) -> tuple[Dependent, ...]:
    """What names the element at a path, or reads it, outside of itself: what deleting it would leave behind.

    Raises EditRefused for a text that cannot be read as a playbook.
    """
    opened = Opened(text)
    named = Named(opened)
    found: dict[int, Dependent] = {}
    uses: list[tuple[str, str, Mention]] = [
        (kind, name, mention)
        for kind, name in kind_of(named.playbook, path)
        for mention in named.mentions(kind, name)
    ]
    if not uses and path:
        uses = [("entry", ".".join(map(str, path)), mention) for mention in named.reads(path)]
    for kind, name, mention in uses:
        if mention.declares or mention.path[: len(path)] == path:
            continue
        span = span_in_scalar(opened.text, mention.node, mention.start, mention.end, opened.lines)
        found.setdefault(span.start, Dependent(mention.path, span, kind, name))
    return tuple(found[start] for start in sorted(found))

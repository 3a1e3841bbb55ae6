"""Reading the fields of one map: what does not fit is recorded, never raised.

A large playbook has tens of thousands of maps, so whatever is the same for all maps of a shape is worked
out once, and what is in order costs a look-up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from playbook.diagnostics import Fix, TextEdit
from playbook.document.findings import Findings
from playbook.document.keys import missing, unknown
from playbook.document.model import NOTHING, Expression, StateRef
from playbook.document.vocabulary import SHAPES, Key, keys
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, plain
from playbook.source.scalars import resolve
from playbook.spans import Path, Span
from playbook.values import Value

_NAMES = {shape: frozenset(keys(shape)) for shape in SHAPES}
_REQUIRED = {
    shape: tuple((key.name, key) for key in found if key.required) for shape, found in SHAPES.items()
}
# An empty one cannot be kept: the others are odd, yet say something.
_NEVER_EMPTY = ("states", "transitions", "from")
_EXACT = ("repeat", "seed")
_KINDS: dict[str, tuple[type, ...]] = {
    "text": (Scalar,),
    "list": (Sequence,),
    "map": (Mapping,),
    "text or map": (Scalar, Mapping),
    "boolean": (Scalar,),
}
_TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false", "true": "true", "false": "false"}


class Fields:
    """The fields of a map of a known shape (vocabulary.SHAPES)."""

    __slots__ = ("by_key", "findings", "node", "path", "shape")

    def __init__(
        self,
        node: Mapping,
        shape: str,
        path: Path,
        findings: Findings,
        excused: Collection[str] = (),
        *,
        checked: bool = True,
    ) -> None:
        """Missing and unknown keys are complained of at once, unless they are `excused`."""
        self.node, self.shape, self.path, self.findings = node, shape, path, findings
        self.by_key = by_key = node.by_key
        if not checked:
            return
        if not by_key.keys() <= _NAMES[shape]:
            misspelt = unknown(node, shape, path, findings)
            if misspelt:
                excused = {*excused, *misspelt}
                read = {key: by_key[name] for key, name in misspelt.items() if name}
                self.by_key = by_key = {**by_key, **read}
        for name, key in _REQUIRED[shape]:
            value = by_key.get(name)
            if value.__class__ is Scalar and value.text and value.value is not None:
                continue
            if (value is None or _is_empty(key, value)) and name not in excused:
                missing(node, shape, key, path, findings)

    @property
    def span(self) -> Span:
        return self.node.span

    def extras(self) -> dict[str, Value]:
        """The keys that the vocabulary does not know, as values."""
        names = _NAMES[self.shape]
        if self.by_key.keys() <= names:
            return NOTHING
        return {name: plain(node) for name, node in self.by_key.items() if name not in names}

    def wrong(self, name: str, node: Node, expected: str, *fixes: Fix) -> None:
        """Complain of a value of the wrong type, with the value seen."""
        message = f'"{name}" must be {expected}, not {seen(node)}'
        self.findings.error("PB104", message, node.span, (*self.path, name), *fixes)

    def text(self, name: str, default: str = "") -> str:
        node = self.by_key.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar):
            return default if node.value is None else node.text
        self.wrong(name, node, "a text")
        return default

    def choice(self, name: str, default: str) -> str:
        """One of the texts that the vocabulary allows."""
        return self.one_of(name, keys(self.shape)[name].choices, default) or default

    def one_of(self, name: str, choices: Collection[str], default: str | None = None) -> str | None:
        """One of some texts, of which one that is close is proposed; the default where it is none of them."""
        node = self.by_key.get(name)
        if node is None or _is_null(node):
            return default
        written = node.text if isinstance(node, Scalar) else ""
        if written in choices:
            return written
        close = self.findings.nearest(written, choices)
        fixes = (Fix(f'Replace by "{close}"', (TextEdit(node.span, f'"{close}"'),)),) if close else ()
        self.wrong(name, node, "one of " + ", ".join(choices), *fixes)
        return default

    def boolean(self, name: str) -> bool:
        node = self.by_key.get(name)
        if node is None:
            return False
        if isinstance(node, Scalar):
            if node.value is None:
                return False
            if isinstance(node.value, bool):
                return node.value
        meant = _TRUTHS.get(node.text.lower()) if isinstance(node, Scalar) else None
        fixes = (Fix(f"Write {meant}", (TextEdit(node.span, meant),)),) if meant else ()
        self.wrong(name, node, "true or false", *fixes)
        return False

    def number(self, name: str, default: float) -> float:
        """A number within the vocabulary's bounds; PB104 for the type, PB110 for the range."""
        node = self.by_key.get(name)
        if node is None or _is_null(node):
            return default
        key = keys(self.shape)[name]
        value = node.value if isinstance(node, Scalar) else None
        if not _fits(key, value):
            self.wrong(name, node, _expected(key), *_converted(key, node))
            return default
        assert isinstance(value, int | float)
        number = int(value) if key.kind == "integer" else value
        least, most = key.least, key.most
        if (least is not None and number < least) or (most is not None and number > most):
            bound = least if least is not None and number < least else most
            clamp = Fix(f"Set it to {bound:,.10g}", (TextEdit(node.span, f"{bound:.10g}"),))
            message = f'"{name}" is {number}; expected {_expected(key)}'
            path = (*self.path, name)
            # A count or a seed out of its range cannot be executed at all; other ranges only look wrong.
            if name in _EXACT:
                self.findings.error("PB104", message, node.span, path, clamp)
                return default
            self.findings.warning("PB110", message, node.span, path, clamp)
        return number

    def items(self, name: str) -> list[Node]:
        """The items of a list; nothing where there is none."""
        node = self.by_key.get(name)
        if node is None:
            return []
        if isinstance(node, Sequence):
            return node.items
        if not _is_null(node):
            self.wrong(name, node, "a list", *self._listed(node))
        return []

    def _listed(self, node: Node) -> tuple[Fix, ...]:
        """The fix that makes a list of a single text."""
        if not isinstance(node, Scalar) or node.style in ("|", ">") or not self.findings.text:
            return ()
        span = node.span
        written = self.findings.text[span.start : span.end]
        if "\n" in written or (not node.style and any(c in written for c in ",[]{}#:")):
            return ()
        return (Fix("Make it a list", (TextEdit(span, f"[{written}]"),)),)

    def maps(self, name: str, shape: str) -> Iterator[Fields]:
        """The items of a list of maps, as fields of a shape; other items are complained of."""
        base = (*self.path, name)
        for position, item in enumerate(self.items(name)):
            path = (*base, position)
            if isinstance(item, Mapping):
                yield Fields(item, shape, path, self.findings)
            else:
                message = f'an entry of "{name}" must be a map, not {seen(item)}'
                self.findings.error("PB104", message, item.span, path)

    def mapping(self, name: str, shape: str) -> Fields | None:
        """A map below this one, as fields of a shape."""
        node = self.by_key.get(name)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, Mapping):
            self.wrong(name, node, "a map")
            return None
        return Fields(node, shape, (*self.path, name), self.findings)

    def texts(self, name: str) -> tuple[str, ...]:
        found = []
        for item in self.items(name):
            if isinstance(item, Scalar):
                found.append(item.text)
            else:
                self.wrong(name, item, "a list of texts")
        return tuple(found)

    def values(self, name: str) -> tuple[Value, ...]:
        return tuple(plain(item) for item in self.items(name)) if name in self.by_key else ()

    def expression(self, name: str) -> Expression | None:
        """A condition; a number or boolean is read as its text."""
        node = self.by_key.get(name)
        if node is None:
            return None
        if isinstance(node, Scalar):
            if node.value is None:
                return None
            return Expression(text=node.text, path=(*self.path, name), at=node, extras=NOTHING)
        self.wrong(name, node, "a condition")
        return None

    def state(self, name: str) -> StateRef | None:
        node = self.by_key.get(name)
        if isinstance(node, Scalar):
            if node.value is None or not node.text:
                return None
            return StateRef(name=node.text, path=(*self.path, name), at=node, extras=NOTHING)
        if node is not None:
            self.wrong(name, node, "the name of a state")
        return None

    def states(self, name: str) -> tuple[StateRef, ...]:
        """One state or a list of states."""
        node = self.by_key.get(name)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            found = []
            for position, item in enumerate(node.items):
                if isinstance(item, Scalar) and item.text:
                    path = (*self.path, name, position)
                    found.append(StateRef(name=item.text, path=path, at=item, extras=NOTHING))
                else:
                    self.wrong(name, item, "a list of states' names")
            return tuple(found)
        one = self.state(name)
        return (one,) if one else ()


def conforms(node: Node, key: Key, path: Path, findings: Findings) -> None:
    """PB104 for every part of a value that is not what the vocabulary says; nothing is read of it."""
    if _is_null(node) or key.kind == "any":
        return
    wanted = _KINDS[key.kind]
    if not isinstance(node, wanted):
        findings.error("PB104", f'"{key.name}" must be a {key.kind}, not {seen(node)}', node.span, path)
    elif key.kind == "boolean" and isinstance(node, Scalar) and not isinstance(node.value, bool):
        findings.error("PB104", f'"{key.name}" must be true or false, not {seen(node)}', node.span, path)
    elif isinstance(node, Mapping) and key.shape:
        for name, value in node.by_key.items():
            known = keys(key.shape).get(name)
            if known is not None:
                conforms(value, known, (*path, name), findings)
    elif isinstance(node, Sequence) and key.each:
        part = Key(key.name, "map" if key.each in SHAPES else key.each, "", shape=key.each)  # type: ignore[arg-type]
        for position, item in enumerate(node.items):
            conforms(item, part, (*path, position), findings)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _is_empty(key: Key, node: Node) -> bool:
    """Whether a required value says nothing; an empty condition is the expression parser's affair."""
    if isinstance(node, Scalar):
        return node.value is None or (not node.text and key.kind != "expression")
    if key.name not in _NEVER_EMPTY:
        return False
    return not (node.items if isinstance(node, Sequence) else node.by_key)


def seen(node: Node) -> str:
    """What a value is, for a message."""
    if isinstance(node, Scalar):
        return f'"{node.text[:60]}"' if isinstance(node.value, str) else node.text[:60] or "nothing"
    return "a map" if isinstance(node, Mapping) else "a list"


def _fits(key: Key, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and (key.kind != "integer" or float(value).is_integer())


def _converted(key: Key, node: Node) -> tuple[Fix, ...]:
    """The fix that takes the quotes off a number."""
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return ()
    text = node.text.strip()
    if not _fits(key, resolve(text)):
        return ()
    return (Fix(f"Write {text[:60]} without quotes", (TextEdit(node.span, text),)),)


def _expected(key: Key) -> str:
    what = "a whole number" if key.kind == "integer" else "a number"
    if key.least is not None and key.most is not None:
        return f"{what} from {key.least:,.10g} to {key.most:,.10g}"
    return what if key.least is None else f"{what} of at least {key.least:,.10g}"

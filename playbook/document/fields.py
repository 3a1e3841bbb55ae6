"""Reading the fields of one map: what does not fit is recorded, never raised."""

from __future__ import annotations

import math
from collections.abc import Iterator
from difflib import get_close_matches

from playbook.diagnostics import Diagnostic, Fix, Severity, TextEdit
from playbook.document.model import Expression, StateRef
from playbook.document.vocabulary import Key, keys
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, plain
from playbook.spans import Path, Span
from playbook.values import Value


class Fields:
    """The fields of a map of a known shape (vocabulary.SHAPES); `found` collects diagnostics."""

    def __init__(self, node: Mapping, shape: str, path: Path, found: list[Diagnostic]) -> None:
        self.node, self.shape, self.path, self.found = node, shape, path, found
        self.known = keys(shape)

    @property
    def span(self) -> Span:
        return self.node.span

    def finish(self) -> None:
        """Complain of required keys that are missing and of keys that look like misspelt ones."""
        for key in self.known.values():
            if not key.required:
                continue
            if key.name not in self.node:
                self.report("PB101", Severity.ERROR, f'{self.what} has no "{key.name}"', self._head())
            elif _is_empty(key, self.node.get(key.name)):
                written = self.node.key(key.name)
                assert written is not None
                message = f'"{key.name}" of {self.what} is empty'
                self.report("PB101", Severity.ERROR, message, written.span, (key.name,))
        for name in self.node:
            if name not in self.known:
                self._unknown(name)

    @property
    def what(self) -> str:
        """How messages name this map."""
        return {"playbook": "the playbook", "machine": "the machine", "tui": "the tui section"}.get(
            self.shape, f"this {self.shape.replace('_', ' ')}"
        )

    def _head(self) -> Span:
        """The first line of the map: a complaint about what is absent should not cover all of it."""
        return self.node.entries[0][0].span if self.node.entries else self.node.span

    def _unknown(self, name: str) -> None:
        key = self.node.key(name)
        assert key is not None
        missing = [known for known in self.known if known not in self.node]
        close = get_close_matches(name, missing, n=1, cutoff=0.75)
        if close:
            fix = Fix(f'Rename to "{close[0]}"', (TextEdit(key.span, close[0]),))
            message = f'unknown key "{name}" in {self.what}; did you mean "{close[0]}"?'
            self.report("PB103", Severity.WARNING, message, key.span, (name,), (fix,))
        elif self.shape == "playbook" and name not in keys("machine"):
            message = (
                f'the section "{name}" is none of the language\'s; it is kept, and expressions can read it'
            )
            self.report("PB103", Severity.INFO, message, key.span, (name,))

    def extras(self) -> dict[str, Value]:
        """The keys that the vocabulary does not know, as values."""
        return {name: plain(self.node.get(name)) for name in self.node if name not in self.known}

    def report(
        self,
        id: str,
        severity: Severity,
        message: str,
        span: Span,
        at: Path = (),
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        self.found.append(Diagnostic(id, severity, message, span, (*self.path, *at), fixes=fixes))

    def wrong(self, name: str, node: Node, expected: str) -> None:
        """Complain of a value of the wrong type, with the value seen."""
        message = f'"{name}" must be {expected}, not {_seen(node)}'
        self.report("PB104", Severity.ERROR, message, node.span, (name,))

    def text(self, name: str, default: str = "") -> str:
        node = self.node.get(name)
        if node is None or _is_null(node):
            return default
        if not isinstance(node, Scalar):
            self.wrong(name, node, "a text")
            return default
        return node.text

    def boolean(self, name: str) -> bool:
        node = self.node.get(name)
        if node is None or _is_null(node):
            return False
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.wrong(name, node, "true or false")
        return False

    def number(self, name: str, default: float) -> float:
        """A number within the vocabulary's bounds; PB104 for the type, PB110 for the range."""
        node = self.node.get(name)
        if node is None or _is_null(node):
            return default
        key = self.known[name]
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(name, node, _expected(key))
            return default
        if isinstance(value, float) and (key.kind == "integer" or not math.isfinite(value)):
            if not (math.isfinite(value) and value.is_integer()):
                self.wrong(name, node, _expected(key))
                return default
            value = int(value)
        if (key.least is not None and value < key.least) or (key.most is not None and value > key.most):
            # A count below its least cannot be executed at all; other ranges only look wrong.
            severity = Severity.ERROR if name == "repeat" else Severity.WARNING
            id = "PB104" if name == "repeat" else "PB110"
            self.report(id, severity, f'"{name}" is {value}; expected {_expected(key)}', node.span, (name,))
            return default if name == "repeat" else value
        return value

    def items(self, name: str) -> Iterator[tuple[Path, Node]]:
        """The items of a list, each with its path."""
        node = self.node.get(name)
        if node is None or _is_null(node):
            return
        if not isinstance(node, Sequence):
            self.wrong(name, node, "a list")
            return
        for position, item in enumerate(node.items):
            yield (*self.path, name, position), item

    def maps(self, name: str, shape: str) -> Iterator[Fields]:
        """The items of a list of maps, as fields of a shape; other items are complained of."""
        for path, item in self.items(name):
            if isinstance(item, Mapping):
                yield Fields(item, shape, path, self.found)
            else:
                message = f'an entry of "{name}" must be a map, not {_seen(item)}'
                self.found.append(Diagnostic("PB104", Severity.ERROR, message, item.span, path))

    def mapping(self, name: str, shape: str) -> Fields | None:
        """A map below this one, as fields of a shape."""
        node = self.node.get(name)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, Mapping):
            self.wrong(name, node, "a map")
            return None
        return Fields(node, shape, (*self.path, name), self.found)

    def texts(self, name: str) -> tuple[str, ...]:
        found = []
        for _, item in self.items(name):
            if isinstance(item, Scalar):
                found.append(item.text)
            else:
                self.wrong(name, item, "a list of texts")
        return tuple(found)

    def values(self, name: str) -> tuple[Value, ...]:
        return tuple(plain(item) for _, item in self.items(name))

    def expression(self, name: str) -> Expression | None:
        """A condition; a number or boolean is read as its text."""
        node = self.node.get(name)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, Scalar):
            self.wrong(name, node, "a condition")
            return None
        return Expression(text=node.text, path=(*self.path, name), span=node.span)

    def state(self, name: str) -> StateRef | None:
        node = self.node.get(name)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, Scalar):
            self.wrong(name, node, "the name of a state")
            return None
        if not node.text:
            return None
        return StateRef(name=node.text, path=(*self.path, name), span=node.span)

    def states(self, name: str) -> tuple[StateRef, ...]:
        """One state or a list of states."""
        node = self.node.get(name)
        if isinstance(node, Sequence):
            found = []
            for path, item in self.items(name):
                if isinstance(item, Scalar) and item.text:
                    found.append(StateRef(name=item.text, path=path, span=item.span))
                else:
                    self.wrong(name, item, "a list of states' names")
            return tuple(found)
        one = self.state(name)
        return (one,) if one else ()


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _is_empty(key: Key, node: Node | None) -> bool:
    """Whether a required value says nothing; an empty condition is the expression parser's affair."""
    if isinstance(node, Scalar):
        return node.value is None or (not node.text and key.kind != "expression")
    # An empty list of steps or parts is odd, yet it can be kept; a machine without parts cannot.
    if key.name not in ("states", "transitions", "from"):
        return False
    return not (node.items if isinstance(node, Sequence) else node.entries if node else ())


def _seen(node: Node) -> str:
    if isinstance(node, Scalar):
        return f'"{node.text[:60]}"' if isinstance(node.value, str) else node.text[:60] or "nothing"
    return "a map" if isinstance(node, Mapping) else "a list"


def _expected(key: Key) -> str:
    what = "a whole number" if key.kind == "integer" else "a number"
    if key.least is not None and key.most is not None:
        return f"{what} from {key.least:,.10g} to {key.most:,.10g}"
    return what if key.least is None else f"{what} of at least {key.least:,.10g}"

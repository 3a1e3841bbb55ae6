"""Answers to functions, asked in batches and kept for as long as nothing happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from playbook.document.model import Playbook
from playbook.document.names import expressions
from playbook.expr import tree
from playbook.expr.parser import parse
from playbook.limits import MAX_HTTP_CALLS
from playbook.signatures import FunctionSignature
from playbook.systems.http.answers import Told
from playbook.values import Value

Call = dict[str, object]
Ask = Callable[[list[Call]], Iterable[Told]]


def call(name: str, args: Iterable[Value] = (), named: Mapping[str, Value] | None = None) -> Call:
    """A call as the message has it."""
    found: Call = {"function": name, "arguments": list(args)}
    if named:
        found["named"] = dict(named)
    return found


class Calls:
    """The first question of an instant asks all calls that are expected, in one message.

    Expected are the calls with constant arguments that the playbook has, and those that came up before.
    """

    def __init__(self, expected: Iterable[Call], ask: Ask) -> None:
        self._expected = {_key(each): each for each in expected}
        self._ask = ask
        self._told: dict[str, Told] = {}

    def forget(self) -> None:
        """Something happened: nothing that was told holds any longer."""
        self._told = {}

    def tell(self, asked: Call) -> Told:
        """The answer to a call, by the next message if it must be."""
        key = _key(asked)
        found = self._told.get(key)
        if found is None:
            self._fetch(key, asked)
            found = self._told[key]
        return found

    def _fetch(self, key: str, asked: Call) -> None:
        wanted = {key: asked}
        for other, expected in self._expected.items():
            if other not in self._told and len(wanted) < MAX_HTTP_CALLS:
                wanted[other] = expected
        self._told.update(zip(wanted, self._ask(list(wanted.values())), strict=True))
        if len(self._expected) < MAX_HTTP_CALLS:
            self._expected[key] = asked


def _key(asked: Call) -> str:
    return json.dumps(asked, sort_keys=True)


def constant(playbook: Playbook, offered: Mapping[str, FunctionSignature]) -> Iterator[Call]:
    """The calls of a playbook whose arguments are constants, of functions that are offered."""
    for _, _, expression in expressions(playbook):
        for node in parse(expression.text).nodes:
            found = _constant(node)
            signature = offered.get(str(found["function"])) if found else None
            if found and signature and signature.least <= _count(node) <= signature.most:
                yield found


def _count(node: tree.Node) -> int:
    return len(node.args) + len(node.kwargs) if isinstance(node, tree.Call) else 0


def _constant(node: tree.Node) -> Call | None:
    if isinstance(node, tree.Variable):
        return call(node.name)
    if not isinstance(node, tree.Call):
        return None
    given = [*node.args, *(part for _, part in node.kwargs)]
    if not all(isinstance(part, tree.Literal) for part in given):
        return None
    args = [part.value for part in node.args if isinstance(part, tree.Literal)]
    named = {key: part.value for key, part in node.kwargs if isinstance(part, tree.Literal)}
    return call(node.name, args, named)

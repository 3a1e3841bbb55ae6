"""The older sections `playbook` and `assertions` as something that runs (LANGUAGE.md section 2).

Their types are checked by the vocabulary; here is read what can be, and told what would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from playbook.diagnostics import Fix, TextEdit
from playbook.document.fields import seen
from playbook.document.findings import Findings
from playbook.document.model import (
    NOTHING,
    Capture,
    Expression,
    Offer,
    OlderScenario,
    Passage,
    StateRef,
    Step,
    Visits,
)
from playbook.document.vocabulary import keys
from playbook.expr.values import show
from playbook.source.nodes import Mapping, Node, Scalar, Sequence, plain
from playbook.spans import Path
from playbook.values import Value

# What the run of the older sections is called; a scenario of that name goes before it.
NAME = "playbook section"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ITEM = "a text, {action, params} or {type, ...}"
# Every test of an output as a condition of the variable and the value.
_TESTS = {
    "equals": "{var} == {value}",
    "not_equals": "{var} != {value}",
    "contains": "{var} contains {value}",
    "matches": "{var} matches {value}",
    "starts_with": "{var}.starts_with({value})",
    "ends_with": "{var}.ends_with({value})",
    "less_than": "{var} < {value}",
    "greater_than": "{var} > {value}",
    "at_most": "{var} <= {value}",
    "at_least": "{var} >= {value}",
}
_Rule = Literal["must_visit", "must_not_visit", "ends_at"]
_RULES: tuple[_Rule, ...] = ("must_visit", "must_not_visit", "ends_at")


def older(root: Mapping, findings: Findings) -> OlderScenario | None:
    """The older section as a scenario, where there is one; its checks are its last steps."""
    node = root.by_key.get("playbook")
    if not isinstance(node, Mapping):
        return None
    path: Path = ("playbook",)
    checks = root.by_key.get("assertions")
    found = _Older(findings)
    return OlderScenario(
        path=path,
        at=node,
        name=NAME,
        description="The older playbook section: its steps, then the checks of the section assertions.",
        setup=tuple(found.offers(node.by_key.get("setup"), (*path, "setup"))),
        steps=(
            *found.passages(node.by_key.get("steps"), (*path, "steps")),
            *(found.checks(checks) if isinstance(checks, Mapping) else ()),
        ),
        teardown=tuple(found.offers(node.by_key.get("teardown"), (*path, "teardown"))),
    )


class _Older:
    """Reads the parts; what has the wrong type is passed over, because the vocabulary has told of it."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def offers(self, node: Node | None, path: Path) -> Iterator[Offer]:
        for position, item in _items(node):
            offer = self._offer(item, (*path, position))
            if offer is not None:
                yield offer

    def _offer(self, item: Node, path: Path) -> Offer | None:
        if isinstance(item, Scalar) and item.text:
            return Offer(path=path, at=item, action=item.text.removesuffix("()"))
        given = item.by_key if isinstance(item, Mapping) else {}
        form = "action" if "action" in given else "type"
        name = given.get(form)
        if not isinstance(name, Scalar) or not name.text:
            self._wrong(f"this must be {_ITEM}, not {seen(item)}", item, path)
            return None
        params = plain(given["params"]) if "params" in given and form == "action" else None
        if form == "type":
            params = {key: plain(value) for key, value in given.items() if key not in ("type", "description")}
        values: dict[str, Value] = dict(params) if isinstance(params, dict) else {}
        until = values.pop("condition", None) if name.text == "wait" else None
        return Offer(
            path=path,
            at=item,
            description=_text(given.get("description")),
            action=name.text,
            params=values,
            until=self._condition(until, item, path),
        )

    def _condition(self, text: Value, item: Node, path: Path) -> Expression | None:
        if text is None:
            return None
        if not isinstance(text, str):
            text = show(text)
        return Expression(text=text, path=(*path, "condition"), at=item, extras=NOTHING)

    def passages(self, node: Node | None, path: Path) -> Iterator[Passage]:
        for position, item in _items(node):
            if not isinstance(item, Mapping):
                continue
            own = (*path, position)
            refs = tuple(_states(item.by_key.get("transitions"), (*own, "transitions")))
            captures = tuple(self._captures(item.by_key.get("capture"), (*own, "capture")))
            name = _text(item.by_key.get("name")) or ", ".join(ref.name for ref in refs) or "no transition"
            yield Passage(path=own, at=item, description=name, transitions=refs, captures=captures)

    def _captures(self, node: Node | None, path: Path) -> Iterator[Capture]:
        for position, item in _items(node):
            if not isinstance(item, Mapping):
                continue
            var, source = _text(item.by_key.get("var")), _text(item.by_key.get("from"))
            if var and source and self._is_variable(var, item, (*path, position)):
                yield Capture(path=(*path, position), at=item, var=var, source=source)

    def checks(self, node: Mapping) -> Iterator[Step]:
        """What the section `assertions` says, in its order."""
        rules = node.by_key.get("path")
        for rule in _RULES if isinstance(rules, Mapping) else ():
            assert isinstance(rules, Mapping)
            value = rules.by_key.get(rule)
            path: Path = ("assertions", "path", rule)
            states = tuple(_states(value, path))
            if value is not None and states:
                said = f"{rule.replace('_', ' ')}: {', '.join(state.name for state in states)}"
                yield Visits(path=path, at=value, description=said, rule=rule, states=states)
        for position, item in _items(node.by_key.get("output")):
            if isinstance(item, Mapping):
                yield from self._outputs(item, ("assertions", "output", position))

    def _outputs(self, item: Mapping, path: Path) -> Iterator[Step]:
        var = _text(item.by_key.get("var"))
        if not var or not self._is_variable(var, item, path):
            return
        tests = [name for name in item.by_key if name not in ("var", "description")]
        if not tests:
            self._wrong(f'this says nothing of "{var}"; it may say: {_offered()}', item, path)
        for name in tests:
            node, own = item.by_key[name], (*path, name)
            condition = self._tested(name, var, node, item, own)
            if condition is not None:
                expression = Expression(text=condition, path=own, at=node, extras=NOTHING)
                yield Step(path=own, at=node, assertion=expression)

    def _tested(self, name: str, var: str, node: Node, item: Mapping, path: Path) -> str | None:
        """A test as a condition; None, and a finding, where it is none."""
        value = plain(node)
        if name == "not_empty" and isinstance(value, bool):
            return f"{'!' if value else ''}{var}.is_empty()"
        if name not in _TESTS and name != "not_empty":
            key = item.key(name)
            close = self.findings.nearest(name, list(keys("older_output")))
            meant = f'did you mean "{close}"?' if close else f"there are: {_offered()}"
            span = key.span if key is not None else node.span
            fixes = (Fix(f'Rename to "{close}"', (TextEdit(span, close),)),) if close else ()
            message = f'"{name}" is no test of an output and is not checked; {meant}'
            self.findings.warning("PB103", message, span, path, *fixes)
            return None
        written = _literal(value)
        if written is None or name == "not_empty":
            return None
        return _TESTS[name].format(var=var, value=written)

    def _is_variable(self, name: str, item: Mapping, path: Path) -> bool:
        if _VARIABLE.match(name) and name not in _TAKEN:
            return True
        self._wrong(f'"{name}" cannot be the name of a variable: letters, digits and _ only', item, path)
        return False

    def _wrong(self, message: str, item: Node, path: Path) -> None:
        self.findings.error("PB104", message, item.span, path)


_TAKEN = ("state", "true", "false", "null", "and", "or", "not", "in", "contains", "matches")


def _offered() -> str:
    return ", ".join(["not_empty", *_TESTS])


def _items(node: Node | None) -> Iterator[tuple[int, Node]]:
    return enumerate(node.items) if isinstance(node, Sequence) else enumerate(())


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and node.value is not None else ""


def _states(node: Node | None, path: Path) -> Iterator[StateRef]:
    """A name, or a list of names."""
    if isinstance(node, Scalar) and _text(node):
        yield StateRef(name=node.text, path=path, at=node, extras=NOTHING)
    for position, item in _items(node):
        if _text(item):
            yield StateRef(name=_text(item), path=(*path, position), at=item, extras=NOTHING)


def _literal(value: Value) -> str | None:
    """A value as the language of conditions writes it, whole; None where it cannot."""
    if isinstance(value, dict):
        return None
    if isinstance(value, list):
        parts = [_literal(item) for item in value]
        return None if None in parts else f"[{', '.join(part for part in parts if part is not None)}]"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return show(value)

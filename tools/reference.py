"""Writes docs/reference.md: every key, method, limit and run event, from the tables in the code.

`python -m tools.reference` writes it anew; tests/project/test_reference.py compares.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from playbook import limits
from playbook.document.model import Playbook
from playbook.document.vocabulary import SHAPES, Key
from playbook.expr.methods import METHODS, Types
from playbook.machine.events import KINDS, Event
from playbook.systems.gateway.functions import functions
from playbook.systems.gateway.state import GatewayState
from playbook.systems.gateway.system import FederationGateway

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
HEAD = """\
# Reference

Generated from the tables in the code by `python -m tools.reference`; a test compares.
[language.md](language.md) explains what these are for.
"""
TYPE_NAMES = {str: "text", int: "number", float: "number", list: "list", dict: "map"}


def reference() -> str:
    """The whole page."""
    parts = [HEAD, "## Keys\n", *map(_shape, SHAPES), "## Methods of values\n", _methods()]
    parts += ["## The federation gateway\n", _gateway(), "## Events of a run\n", _events()]
    parts += ["## Limits\n", _limits()]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def _shape(name: str) -> str:
    rows = [(f"`{key.name}`", _kind(key), key.help) for key in SHAPES[name]]
    return f"### {name.replace('_', ' ')}\n\n" + _table(("key", "type", "meaning"), rows)


def _kind(key: Key) -> str:
    kind = {"states": "state or list of states", "integer": "whole number"}.get(key.kind, key.kind)
    if key.least is not None:
        kind += f", {key.least:g} to {key.most:g}" if key.most is not None else f", {key.least:g} or more"
    return f"{kind} (required)" if key.required else kind


def _types(types: Types) -> str:
    if bool in types:
        return "anything"
    return " or ".join(dict.fromkeys(TYPE_NAMES[type_] for type_ in types))


def _methods() -> str:
    rows = []
    for name, method in METHODS.items():
        arguments = ", ".join(_types(types) for types in method.arguments)
        rows.append((f"`.{name}({arguments})`", _types(method.receiver), method.help))
    return _table(("method", "of a", "gives"), rows)


def _gateway() -> str:
    system = FederationGateway(Playbook())
    actions = []
    for name, action in system.actions.items():
        parameters = ", ".join(
            f"`{p.name}` ({p.wanted})" + ("" if p.required else " optional") for p in action.parameters
        )
        actions.append((f"`{name}`", parameters or "none", action.help))
    asked = [
        (f"`{name}({', '.join(inspect.signature(f.call).parameters) if f.maximum else ''})`", f.help)
        for name, f in functions(GatewayState(Playbook())).items()
    ]
    return _table(("action", "parameters", "meaning"), actions) + "\n" + _table(("function", "gives"), asked)


def _events() -> str:
    common = {f.name for f in fields(Event)}
    rows = []
    for kind, cls in KINDS.items():
        own = ", ".join(f"`{f.name}`" for f in fields(cls) if f.name not in common)
        rows.append((f"`{kind}`", (inspect.getdoc(cls) or "").replace("\n", " "), own))
    return (
        "Every event also has `at_ms`, its virtual time, `path`, a JSON pointer to its subject, and `line`,\n"
        "where that stands in the text (from 1; 0 where it has no subject).\n\n"
        + _table(("kind", "meaning", "its own keys"), rows)
    )


def _limits() -> str:
    names = [name for name in vars(limits) if name.isupper()]
    return _table(("limit", "value"), [(f"`{name}`", f"{getattr(limits, name):,}") for name in names])


def main() -> int:
    PAGE.write_text(reference())
    return 0


if __name__ == "__main__":
    sys.exit(main())

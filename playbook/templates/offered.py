"""The starters: whole playbooks with a simulation, which validate and run as they are.

Each is a YAML file beside this module. A template says of itself, with the same words as every playbook, what
it is called and what it is about.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from playbook.diagnostics import TextEdit
from playbook.errors import PlaybookError
from playbook.source.fixing import applied
from playbook.source.nodes import Mapping, Node, Scalar, find
from playbook.source.reader import read
from playbook.spans import Path

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_NO_WORD = re.compile(r"[^a-z0-9]+")
# In the order in which they are offered: the easiest first.
_NAMES = ("traffic-light", "circuit-breaker", "order-workflow", "login")
# Where the title stands: the status bar shows it too.
_TITLES: tuple[Path, ...] = (("name",), ("tui", "status_bar", "left"))


@dataclass(frozen=True, slots=True)
class Template:
    """A starter: `name` is what it is asked for by, `text` the whole playbook."""

    name: str
    title: str
    description: str
    text: str


@cache
def templates() -> tuple[Template, ...]:
    """All starters, the easiest first."""
    return tuple(map(_template, _NAMES))


def template(name: str) -> Template:
    """The starter of a name. Raises PlaybookError where there is none, with those that there are."""
    for found in templates():
        if found.name == name:
            return found
    raise PlaybookError(f'there is no template "{name}"; there are: {", ".join(_NAMES)}')


def adapted(template: Template, title: str = "", id: str = "") -> str:
    """The template's text under another title and machine id; without an id, one is made of the title.

    Raises PlaybookError for a title of several lines and an id that expressions could not name.
    """
    if len(title.splitlines()) > 1 or title != title.strip():
        raise PlaybookError("a name is one line, without blanks around it")
    id = id or (_NO_WORD.sub("_", title.lower()).strip("_") if title else "")
    if id and not _ID.match(id):
        raise PlaybookError(
            f'"{id}" cannot be the id of a machine: letters, digits, "_" and "-", no digit first'
        )
    root = read(template.text).root
    wanted = [(path, title) for path in _TITLES if title] + ([(("machine", "id"), id)] if id else [])
    nodes = [(find(root, path), new) for path, new in wanted]
    edits = [
        TextEdit(node.span, json.dumps(new, ensure_ascii=False)) for node, new in nodes if node is not None
    ]
    return applied(template.text, edits)


def machine_id(text: str) -> str:
    """The machine's id in the text of a playbook."""
    return _text(read(text).root, ("machine", "id"))


def _template(name: str) -> Template:
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    root = read(text).root
    return Template(name, _text(root, ("name",)), _text(root, ("description",)), text)


def _text(root: Node | None, path: Path) -> str:
    node = find(root, path) if isinstance(root, Mapping) else None
    return node.text if isinstance(node, Scalar) else ""

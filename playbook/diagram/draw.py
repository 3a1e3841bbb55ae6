"""A playbook to a picture, in one call."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.diagram.graph import build
from playbook.diagram.layout import lay_out
from playbook.diagram.svg import render
from playbook.document.model import Playbook
from playbook.limits import LAYOUT_DEADLINE_S


@dataclass(frozen=True, slots=True)
class Drawing:
    """The SVG text, the layout engine that placed it, and a notice where it is simplified."""

    svg: str
    engine: str
    notice: str = ""


def draw(playbook: Playbook, *, standalone: bool = False, deadline_s: float = LAYOUT_DEADLINE_S) -> Drawing:
    """Draw a playbook's machine; a picture always comes, if need be a simpler one."""
    geometry = lay_out(build(playbook), deadline_s)
    return Drawing(render(geometry, standalone=standalone), geometry.engine, geometry.notice)

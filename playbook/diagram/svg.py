"""Geometry to SVG, written by ourselves: escaped text, identifiers of ours, colours by class only.

Every drawn element carries `data-path`, the JSON pointer of what it shows; which state is current is
not in the picture: whoever shows a run adds classes.
"""

from __future__ import annotations

import math
import re
from xml.sax.saxutils import escape, quoteattr

from playbook.diagram.graph import Arrow, Box
from playbook.diagram.layout import START_SIZE, Geometry, Placed, Point, Route, label_size
from playbook.diagram.style import STANDALONE_STYLE
from playbook.spans import pointer

# Characters that XML 1.0 cannot carry at all, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD_LENGTH, HEAD_WIDTH = 9.0, 4.0


def render(geometry: Geometry, *, standalone: bool) -> str:
    """The picture as an SVG text; `standalone` embeds its own style, light and dark."""
    names = {position: placed.box.label for position, placed in enumerate(geometry.boxes)}
    arrows = [_arrow(route, names, geometry) for route in geometry.routes if route.arrow.kind == "transition"]
    forbidden = [
        _forbidden(route, names, geometry) for route in geometry.routes if route.arrow.kind == "forbidden"
    ]
    parts = [
        f'<svg class="machine" xmlns="http://www.w3.org/2000/svg" role="group" '
        f"aria-label={_attribute(f'State machine: {geometry.graph.title}')} "
        f'viewBox="0 0 {geometry.width:.0f} {geometry.height:.0f}" '
        f'width="{geometry.width:.0f}" height="{geometry.height:.0f}">',
        f"<title>{_text(geometry.graph.title)}</title>",
        f"<style>{STANDALONE_STYLE}</style>" if standalone else "",
        f'<rect class="paper" width="{geometry.width:.0f}" height="{geometry.height:.0f}"/>'
        if standalone
        else "",
        f'<g class="layer-forbidden">{"".join(forbidden)}</g>',
        f'<g class="layer-transitions">{_start(geometry)}{"".join(arrows)}</g>',
        f'<g class="layer-states">{"".join(map(_box, geometry.boxes))}</g>',
        "</svg>",
    ]
    return "".join(parts)


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))


def _attributes(values: dict[str, str]) -> str:
    return " ".join(f"{name}={_attribute(value)}" for name, value in values.items())


def _box(placed: Placed) -> str:
    box = placed.box
    x, y = placed.x - placed.width / 2, placed.y - placed.height / 2
    radius = placed.height / 2 if box.wildcard else 9
    classes = [
        "state",
        *(flag for flag in ("initial", "final", "wildcard", "undeclared") if getattr(box, flag)),
    ]
    inner = ""
    if box.final:
        inner = _rectangle("inner", x + 4, y + 4, placed.width - 8, placed.height - 8, 6)
    attributes = {
        "class": " ".join(classes),
        "data-path": pointer(box.path),
        "data-state": box.name,
        "tabindex": "0",
        "role": "button",
        "aria-label": _spoken_box(box),
    }
    return (
        f"<g {_attributes(attributes)}><title>{_text(_spoken_box(box))}</title>"
        f"{_rectangle('shape', x, y, placed.width, placed.height, radius)}{inner}"
        f'<text class="name" x="{placed.x:.1f}" y="{placed.y + 4.5:.1f}">{_text(box.label)}</text>'
        f"{_badge(placed)}</g>"
    )


def _rectangle(name: str, x: float, y: float, width: float, height: float, radius: float) -> str:
    return (
        f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{radius:.1f}"/>'
    )


def _badge(placed: Placed) -> str:
    """How many invariants the state has, on its corner."""
    if not placed.box.invariants:
        return ""
    x, y = placed.x + placed.width / 2 - 3, placed.y - placed.height / 2 + 2
    return (
        f'<g class="badge"><circle cx="{x:.1f}" cy="{y:.1f}" r="8.5"/>'
        f'<text x="{x:.1f}" y="{y + 3.5:.1f}">{placed.box.invariants}</text></g>'
    )


def _spoken_box(box: Box) -> str:
    if box.wildcard:
        return "Any state: where wildcard transitions leave from"
    said = [f"State {box.name}"]
    said += [word for word, flag in (("initial", box.initial), ("final", box.final)) if flag]
    if box.undeclared:
        said.append("not declared")
    if box.invariants:
        said.append(f"{box.invariants} invariant{'s' if box.invariants != 1 else ''}")
    return ", ".join(said) + (f". {box.description}" if box.description else "")


def _start(geometry: Geometry) -> str:
    if geometry.start is None or geometry.start_route is None:
        return ""
    x, y = geometry.start
    route = geometry.start_route
    return (
        f'<g class="start" aria-hidden="true"><circle cx="{x:.1f}" cy="{y:.1f}" r="{START_SIZE / 2:.1f}"/>'
        f'<path class="edge" d="{_curve(route)}"/>{_head(route)}</g>'
    )


def _arrow(route: Route, names: dict[int, str], geometry: Geometry) -> str:
    arrow = route.arrow
    attributes = {
        "class": "transition",
        "data-path": pointer(arrow.path),
        "data-transition": arrow.name,
        "data-from": geometry.boxes[arrow.source].box.name,
        "data-to": geometry.boxes[arrow.target].box.name,
        "data-event": arrow.event,
        "tabindex": "0",
        "role": "button",
        "aria-label": _spoken_arrow(arrow, names),
    }
    return (
        f"<g {_attributes(attributes)}><title>{_text(_spoken_arrow(arrow, names))}</title>"
        f'<path class="reach" d="{_curve(route)}"/><path class="edge" d="{_curve(route)}"/>'
        f"{_head(route)}{_label(route)}</g>"
    )


def _spoken_arrow(arrow: Arrow, names: dict[int, str]) -> str:
    guard = f", if {arrow.guard}" if arrow.guard else ""
    note = f". {arrow.note}" if arrow.note else ""
    name = arrow.name or "Transition"
    return f"{name}: {names[arrow.source]} to {names[arrow.target]} on {arrow.event}{guard}{note}"


def _forbidden(route: Route, names: dict[int, str], geometry: Geometry) -> str:
    arrow = route.arrow
    source, target = names[arrow.source], names[arrow.target]
    said = f"Forbidden: {source} to {target}" + (f". {arrow.note}" if arrow.note else "")
    attributes = {
        "class": "forbidden",
        "data-path": pointer(arrow.path),
        "data-from": geometry.boxes[arrow.source].box.name,
        "data-to": geometry.boxes[arrow.target].box.name,
        "tabindex": "0",
        "role": "button",
        "aria-label": said,
    }
    x, y = _middle(route)
    return (
        f"<g {_attributes(attributes)}><title>{_text(said)}</title>"
        f'<path class="reach" d="{_curve(route)}"/><path class="edge" d="{_curve(route)}"/>{_head(route)}'
        f'<g class="ban"><circle cx="{x:.1f}" cy="{y:.1f}" r="7"/>'
        f'<path d="M{x - 3:.1f} {y - 3:.1f}l6 6m0-6l-6 6"/></g></g>'
    )


def _curve(route: Route) -> str:
    (x, y), *rest = route.points
    return f"M{x:.1f} {y:.1f}C" + " ".join(f"{px:.1f} {py:.1f}" for px, py in rest)


def _middle(route: Route) -> Point:
    """The point half-way along the middle Bézier of the route."""
    points = route.points
    start = (len(points) - 1) // 3 // 2 * 3
    a, b, c, d = points[start : start + 4]
    return tuple((p + 3 * q + 3 * r + s) / 8 for p, q, r, s in zip(a, b, c, d, strict=True))  # type: ignore[return-value]


def _head(route: Route) -> str:
    tx, ty = route.tip
    bx, by = route.points[-1]
    length = math.hypot(tx - bx, ty - by)
    if length < 0.5:
        px, py = route.points[-2]
        length = math.hypot(tx - px, ty - py) or 1.0
        ux, uy = (tx - px) / length, (ty - py) / length
    else:
        ux, uy = (tx - bx) / length, (ty - by) / length
    cx, cy = tx - ux * HEAD_LENGTH, ty - uy * HEAD_LENGTH
    left = f"{cx - uy * HEAD_WIDTH:.1f},{cy + ux * HEAD_WIDTH:.1f}"
    right = f"{cx + uy * HEAD_WIDTH:.1f},{cy - ux * HEAD_WIDTH:.1f}"
    return f'<polygon class="head" points="{tx:.1f},{ty:.1f} {left} {right}"/>'


def _label(route: Route) -> str:
    if route.label is None:
        return ""
    x, y = route.label
    lines = route.arrow.lines
    width, height = label_size(route.arrow)
    hit = _rectangle("hit", x - width / 2, y - height / 2, width, height, 3)
    first = y - 16 * (len(lines) - 1) / 2 + 4
    spans = []
    for i, line in enumerate(lines):
        kind = "guard" if i else "event"
        spans.append(f'<tspan class="{kind}" x="{x:.1f}" y="{first + 16 * i:.1f}">{_text(line)}</tspan>')
    return f'{hit}<text class="label">{"".join(spans)}</text>'

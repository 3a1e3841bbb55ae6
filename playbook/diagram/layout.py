"""A graph to coordinates: Graphviz's layout where it comes in time, else a simpler one.

No user text goes to Graphviz, only sizes: names of nodes and edges are ours (`n0`, `e0`), and a label
is an empty table of the label's size (RELIABILITY.md findings 8 and 9, decisions 13 and 14).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Any

import pydot

from playbook.diagram.graph import Arrow, Box, Graph
from playbook.diagram.workers import LayoutFailed, pool
from playbook.limits import LAYOUT_DEADLINE_S

Point = tuple[float, float]

CHARACTER = 7.4
SMALL_CHARACTER = 6.7
BOX_HEIGHT = 42.0
LINE_HEIGHT = 16.0
MARGIN = 24.0
START = "start"
START_SIZE = 14.0
# Above this `dot` with labels takes seconds (DESIGN.md, "large graphs").
MANY_ARROWS = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its centre and size, in pixels, y downwards."""

    box: Box
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow as a chain of cubic Béziers, its tip, and the centre of its label (if shown)."""

    arrow: Arrow
    points: tuple[Point, ...]
    tip: Point
    label: Point | None = None


@dataclass(frozen=True, slots=True)
class Geometry:
    """The whole picture; `engine` says what laid it out, `notice` what was left out and why."""

    graph: Graph
    width: float
    height: float
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
    start: Point | None = None
    start_route: Route | None = None
    engine: str = "dot"
    notice: str = ""


def text_width(text: str, character: float = CHARACTER) -> float:
    """The estimated width of a text in pixels; wide characters count twice."""
    return sum(character * (2 if unicodedata.east_asian_width(c) in "WF" else 1) for c in text)


def box_size(box: Box) -> tuple[float, float]:
    """Room for the name, the badge and, for final states, the second border."""
    return max(84.0, text_width(box.label) + 40.0), BOX_HEIGHT


def label_size(arrow: Arrow) -> tuple[float, float]:
    """Room for the label's lines; the guard is set smaller."""
    widths = [text_width(arrow.lines[0], SMALL_CHARACTER)]
    widths += [text_width(line, SMALL_CHARACTER - 0.4) for line in arrow.lines[1:]]
    return max(widths) + 10.0, LINE_HEIGHT * len(arrow.lines) + 4.0


def lay_out(graph: Graph, deadline_s: float = LAYOUT_DEADLINE_S) -> Geometry:
    """Coordinates for every box and arrow, in `deadline_s` seconds of layout at most."""
    if not graph.boxes:
        return Geometry(graph, 2 * MARGIN, 2 * MARGIN, (), ())
    ladder = [("dot", False, 0.25), ("sfdp", False, 0.15)]
    if len(graph.arrows) <= MANY_ARROWS:
        ladder.insert(0, ("dot", True, 0.6))
    why = "the machine is large"
    for engine, labels, share in ladder:
        try:
            answer = pool.lay_out(_dot(graph, labels=labels), engine, deadline_s * share)
        except LayoutFailed as problem:
            why = str(problem)
            continue
        return _geometry(graph, answer, engine, labels, why)
    return _grid(graph, why)


def _dot(graph: Graph, *, labels: bool) -> str:
    picture = pydot.Dot(graph_type="digraph", rankdir="TB", nodesep="0.3", ranksep="0.42", overlap="prism")
    picture.set_node_defaults(shape="box", fixedsize="true", label='""', margin="0")
    picture.set_edge_defaults(arrowsize="0.8", fontsize="10")
    for position, box in enumerate(graph.boxes):
        width, height = box_size(box)
        picture.add_node(pydot.Node(f"n{position}", width=_inches(width), height=_inches(height)))
    if graph.initial is not None:
        size = _inches(START_SIZE)
        picture.add_node(pydot.Node(START, width=size, height=size, shape="circle"))
        picture.add_edge(pydot.Edge(START, f"n{graph.initial}", key=START, weight="10"))
    for position, arrow in enumerate(graph.arrows):
        # Forbidden pairs have no say in the layout: hiding or changing them moves nothing.
        if arrow.kind == "forbidden":
            continue
        options: dict[str, Any] = {"key": f"e{position}"}
        if labels and arrow.lines:
            width, height = label_size(arrow)
            options["label"] = (
                f'<<TABLE BORDER="0" CELLBORDER="0" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" '
                f'HEIGHT="{height:.0f}"><TR><TD></TD></TR></TABLE>>'
            )
        picture.add_edge(pydot.Edge(f"n{arrow.source}", f"n{arrow.target}", **options))
    text: str = picture.to_string()
    return text


def _inches(pixels: float) -> str:
    return f"{pixels / 72:.3f}"


def _geometry(graph: Graph, answer: dict[str, Any], engine: str, labels: bool, why: str) -> Geometry:
    left, bottom, right, top = map(float, answer["box"].split(","))

    def place(text: str) -> Point:
        x, y = text.split(",")[-2:]
        return float(x) - left + MARGIN, top - float(y) + MARGIN

    boxes = []
    for position, box in enumerate(graph.boxes):
        x, y = place(answer["nodes"][f"n{position}"])
        boxes.append(Placed(box, x, y, *box_size(box)))
    routes = []
    for position, arrow in enumerate(graph.arrows):
        if arrow.kind == "forbidden":
            routes.append(_bowed(arrow, boxes[arrow.source], boxes[arrow.target]))
            continue
        pos, label = answer["edges"].get(f"e{position}", ["", ""])
        routes.append(_route(arrow, pos, label, place, boxes))
    start = start_route = None
    if graph.initial is not None:
        start = place(answer["nodes"][START])
        arrow = Arrow("initial", (), graph.initial, graph.initial)
        start_route = _route(arrow, answer["edges"][START][0], "", place, boxes)
    notice = "" if labels else f"Simplified picture, without labels on the arrows: {why}."
    return Geometry(
        graph,
        right - left + 2 * MARGIN,
        top - bottom + 2 * MARGIN,
        tuple(boxes),
        tuple(routes),
        start,
        start_route,
        engine,
        notice,
    )


def _route(arrow: Arrow, pos: str, label: str, place: Any, boxes: list[Placed]) -> Route:
    """Graphviz writes a spline as `e,x,y p0 p1 ...`, the tip first (graphviz.org, splineType)."""
    words = pos.split(";")[0].split()
    tips = [word for word in words if word.startswith("e,")]
    points = tuple(place(word) for word in words if word[0] not in "es")
    if len(points) < 4:
        return _straight(arrow, boxes[arrow.source], boxes[arrow.target])
    tip = place(tips[0]) if tips else points[-1]
    return Route(arrow, points, tip, place(label) if label and arrow.lines else None)


def _straight(arrow: Arrow, source: Placed, target: Placed) -> Route:
    """A line from border to border, or a loop at the side of one box."""
    if source is target:
        x, y, w = source.x + source.width / 2, source.y, 36.0
        points = ((x, y - 8), (x + w, y - 20), (x + w, y + 20), (x + 6, y + 8))
        return Route(arrow, points, (x, y + 8))
    start, tip = _border(source, target), _border(target, source)
    third = [(start[i] + (tip[i] - start[i]) * part) for part in (1 / 3, 2 / 3) for i in (0, 1)]
    before = _towards(tip, start, 8.0)
    return Route(arrow, (start, (third[0], third[1]), (third[2], third[3]), before), tip)


def _bowed(arrow: Arrow, source: Placed, target: Placed) -> Route:
    """An arc beside the straight line, so that it does not lie on a transition between the two."""
    if source is target:
        return _straight(arrow, source, target)
    dx, dy = target.x - source.x, target.y - source.y
    length = math.hypot(dx, dy) or 1.0
    bow = min(70.0, 0.16 * length + 10.0)
    middle = ((source.x + target.x) / 2 - dy / length * bow, (source.y + target.y) / 2 + dx / length * bow)
    start, tip = _border_towards(source, middle), _border_towards(target, middle)
    before = _towards(tip, middle, 8.0)
    return Route(arrow, (start, _between(start, middle), _between(before, middle), before), tip)


def _between(point: Point, other: Point) -> Point:
    """Two thirds of the way: makes a cubic Bézier of a quadratic one's control point."""
    return point[0] + (other[0] - point[0]) * 2 / 3, point[1] + (other[1] - point[1]) * 2 / 3


def _border(box: Placed, other: Placed) -> Point:
    """Where the line to another box's centre leaves this one."""
    return _border_towards(box, (other.x, other.y))


def _border_towards(box: Placed, point: Point) -> Point:
    dx, dy = point[0] - box.x, point[1] - box.y
    if not dx and not dy:
        return box.x, box.y + box.height / 2
    scale = min(
        box.width / 2 / abs(dx) if dx else math.inf,
        box.height / 2 / abs(dy) if dy else math.inf,
    )
    return box.x + dx * scale, box.y + dy * scale


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.dist(point, other) or 1.0
    return (
        point[0] + (other[0] - point[0]) * distance / length,
        point[1] + (other[1] - point[1]) * distance / length,
    )


def _grid(graph: Graph, why: str) -> Geometry:
    """Boxes in rows, arrows straight: what is left when no layout came in time."""
    columns = max(1, math.ceil(math.sqrt(len(graph.boxes))))
    wide = max(box_size(box)[0] for box in graph.boxes) + 60
    high = BOX_HEIGHT + 70
    boxes = [
        Placed(
            box,
            MARGIN + wide * (position % columns + 0.5),
            MARGIN + high * (position // columns + 0.5),
            *box_size(box),
        )
        for position, box in enumerate(graph.boxes)
    ]
    routes = tuple(_straight(arrow, boxes[arrow.source], boxes[arrow.target]) for arrow in graph.arrows)
    rows = math.ceil(len(boxes) / columns)
    notice = f"Simplified picture, states in rows: {why}. The table of transitions has everything."
    width, height = columns * wide + 2 * MARGIN, rows * high + 2 * MARGIN
    return Geometry(graph, width, height, tuple(boxes), routes, engine="grid", notice=notice)

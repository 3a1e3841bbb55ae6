"""The machine as DOT, with the states' real names, for people who use Graphviz themselves."""

from __future__ import annotations

from typing import Any

import pydot

from playbook.diagram.graph import Graph

_START = "__start"


def dot(graph: Graph) -> str:
    """A DOT text; names and labels are quoted here, because pydot hands on what looks quoted."""
    picture = pydot.Dot("machine", graph_type="digraph", rankdir="TB")
    picture.set_node_defaults(shape="box", style='"rounded"', fontname='"Helvetica"')
    picture.set_edge_defaults(fontname='"Helvetica"', fontsize="10")
    for position, box in enumerate(graph.boxes):
        options: dict[str, Any] = {"label": quoted(box.label)}
        if box.final:
            options["peripheries"] = "2"
        if box.wildcard or box.undeclared:
            options["style"] = '"rounded,dashed"'
        picture.add_node(pydot.Node(f"n{position}", comment=quoted(box.name), **options))
    if graph.initial is not None:
        picture.add_node(pydot.Node(_START, shape="point", width="0.15"))
        picture.add_edge(pydot.Edge(_START, f"n{graph.initial}"))
    for arrow in graph.arrows:
        if arrow.kind == "forbidden":
            label = f"forbidden: {arrow.note}" if arrow.note else "forbidden"
            drawn: dict[str, Any] = {"style": "dashed", "color": '"#c4314b"', "constraint": "false"}
            drawn["tooltip"] = quoted(label)
        else:
            drawn = {"label": quoted("\n".join(arrow.lines)), "tooltip": quoted(arrow.name)}
        picture.add_edge(pydot.Edge(f"n{arrow.source}", f"n{arrow.target}", **drawn))
    text: str = picture.to_string()
    return text


def quoted(text: str) -> str:
    """A DOT string: backslashes, quotes and line ends escaped; what UTF-8 or DOT cannot carry dropped."""
    printable = "".join(c for c in text if c == "\n" or (ord(c) >= 32 and ord(c) != 127))
    kept = printable.encode("utf-8", "ignore").decode()
    escaped = kept.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

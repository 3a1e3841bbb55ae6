"""A disposable process that lays out graphs: sizes and edges in, coordinates out.

Started by layout.py as a file of its own. It reads jobs from standard input and writes answers to
standard output, each a JSON text after its length in four bytes, and ends with its input.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO

MEMORY_BYTES = 1 << 30
CPU_S = 120


def lay_out(job: dict[str, str]) -> dict[str, Any]:
    """Coordinates (in points, y upwards) of the nodes and edges of a DOT text."""
    graph = pygraphviz.AGraph(string=job["dot"])
    try:
        graph.layout(prog=job["engine"])
        nodes = {str(node): node.attr["pos"] for node in graph.nodes()}
        edges = {}
        for source, target, key in graph.edges(keys=True):
            attributes = graph.get_edge(source, target, key).attr
            edges[key] = [attributes["pos"] or "", attributes["lp"] or ""]
        return {"box": graph.graph_attr["bb"], "nodes": nodes, "edges": edges}
    finally:
        graph.close()


def read(stream: BinaryIO) -> bytes | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    body = stream.read(length)
    return body if len(body) == length else None


def main() -> None:
    # Graphviz says what it thinks on the real standard output and error; answers go to a copy.
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    while (body := read(sys.stdin.buffer)) is not None:
        try:
            answer = lay_out(json.loads(body))
        except Exception as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem}"[:200]}
        data = json.dumps(answer).encode()
        answers.write(struct.pack(">I", len(data)) + data)
        answers.flush()


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    import pygraphviz

    main()

"""Pictures always come, are well-formed whatever the names, and never run anything."""

from __future__ import annotations

import os
import re
import signal
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from playbook.analysis import analyse
from playbook.diagram import layout
from playbook.diagram.draw import draw
from playbook.diagram.exports import dot
from playbook.diagram.graph import build
from playbook.diagram.workers import LayoutFailed, Pool
from playbook.document.model import Expression, Forbidden, Machine, Playbook, State, StateRef, Transition
from tests.playbook.diagram.hostile import NAMES

ROOT = Path(__file__).resolve().parents[3]
DEMOS = sorted((ROOT / "playbooks").glob("*.yaml"))
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "g", "title", "rect", "circle", "path", "polygon", "text", "tspan", "style"}


@pytest.fixture
def pool():
    pool = Pool(1)
    yield pool
    pool.close()


def machine(states: int, edges: list[tuple[int, int]], name=lambda i: f"s{i}") -> Playbook:
    def ref(i: int) -> StateRef:
        return StateRef(name=name(i))

    return Playbook(
        name=name(0),
        machine=Machine(
            id="m",
            initial=ref(0),
            states=tuple(State(id=name(i), path=("machine", "states", name(i))) for i in range(states)),
            transitions=tuple(
                Transition(
                    id=name(a),
                    sources=(ref(a),),
                    target=ref(b),
                    event=name(b),
                    guard=Expression(text=name(a)),
                )
                for a, b in edges
            ),
            forbidden=tuple(Forbidden(source=ref(a), target=ref(b), reason=name(a)) for a, b in edges[:3]),
        ),
    )


def parsed(svg: str) -> ET.Element:
    root = ET.fromstring(svg)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        for attribute in element.attrib:
            assert not attribute.startswith("on")
            assert attribute not in ("href", "style", "{http://www.w3.org/1999/xlink}href")
    return root


@pytest.mark.parametrize("path", [*DEMOS, *CORPUS], ids=lambda path: path.stem)
def test_real_playbooks_draw_with_labels(path):
    playbook = analyse(path.read_bytes()).playbook
    assert playbook is not None
    drawing = draw(playbook)
    assert (drawing.engine, drawing.notice) == ("dot", "")
    root = parsed(drawing.svg)
    paths = {e.get("data-path") for e in root.iter() if e.get("data-path")}
    assert {f"/machine/states/{state.id}" for state in playbook.machine.states} <= paths
    assert {f"/machine/transitions/{i}" for i in range(len(playbook.machine.transitions))} <= paths


@pytest.mark.parametrize("start", range(0, len(NAMES), 25))
def test_hostile_names_are_shown_as_text_and_nothing_else(start):
    names = NAMES[start : start + 25]
    playbook = machine(
        len(names), [(i, (i + 1) % len(names)) for i in range(len(names))], lambda i: f"{i}{names[i]}"
    )
    drawing = draw(playbook, standalone=True)
    assert drawing.engine == "dot"
    root = parsed(drawing.svg)
    assert len([e for e in root.iter(f"{SVG}g") if (e.get("class") or "").startswith("state")]) == len(names)


def test_hostile_names_make_a_dot_text_that_graphviz_reads_as_one_node_each(pool):
    names = [name for name in NAMES if name.strip()]
    playbook = machine(
        len(names), [(i, (i + 1) % len(names)) for i in range(len(names))], lambda i: f"{i}{names[i]}"
    )
    answer = pool.lay_out(dot(build(playbook)), "dot", 60)
    assert len(answer["nodes"]) == len(names) + 1


def test_an_empty_machine_draws():
    assert parsed(draw(Playbook()).svg).tag == f"{SVG}svg"


def test_a_picture_has_no_style_of_its_own_unless_it_stands_alone():
    playbook = machine(2, [(0, 1)])
    assert "<style>" not in draw(playbook).svg
    assert "prefers-color-scheme" in draw(playbook, standalone=True).svg


def test_parallel_arrows_and_several_loops_are_all_drawn():
    root = parsed(draw(machine(2, [(0, 1), (0, 1), (1, 1), (1, 1), (1, 0)])).svg)
    assert len([e for e in root.iter(f"{SVG}g") if e.get("class") == "transition"]) == 5


def test_where_no_layout_comes_in_time_the_states_stand_in_rows_and_it_is_said():
    drawing = draw(machine(30, [(i, (7 * i) % 30) for i in range(30)]), deadline_s=0.0)
    assert drawing.engine == "grid"
    assert "states in rows" in drawing.notice
    assert len([e for e in parsed(drawing.svg).iter(f"{SVG}g") if e.get("class") == "transition"]) == 30


def test_the_ladder_goes_down_one_rung_at_a_time(monkeypatch):
    asked = []

    class Refusing:
        def lay_out(self, dot, engine, seconds):
            asked.append(engine)
            raise LayoutFailed("the layout took too long")

    monkeypatch.setattr(layout, "pool", Refusing())
    draw(machine(3, [(0, 1)]))
    assert asked == ["dot", "dot", "sfdp"]


def test_a_late_process_is_killed_and_the_next_drawing_has_another(pool):
    dense = "digraph{" + "".join(f"n{i % 100}->n{(i * 37) % 100};" for i in range(3_000)) + "}"
    with pytest.raises(LayoutFailed, match="too long"):
        pool.lay_out(dense, "dot", 0.05)
    assert "nodes" in pool.lay_out("digraph{a->b}", "dot", 30)


def test_a_process_that_died_is_replaced(pool):
    pool.lay_out("digraph{a->b}", "dot", 30)
    os.kill(pool._idle[0].process.pid, signal.SIGKILL)
    pool._idle[0].process.wait()
    with pytest.raises(LayoutFailed, match="has died"):
        pool.lay_out("digraph{a->b}", "dot", 30)
    assert "nodes" in pool.lay_out("digraph{a->b}", "dot", 30)


def test_many_threads_draw_at_once():
    playbooks = [machine(n, [(i, (i + 1) % n) for i in range(n)]) for n in range(3, 11)]
    with ThreadPoolExecutor(8) as threads:
        drawings = list(threads.map(draw, playbooks))
    assert {drawing.engine for drawing in drawings} == {"dot"}


def test_no_user_text_reaches_graphviz():
    text = layout._dot(build(machine(2, [(0, 1)], lambda i: f"secret{i}")), labels=True)
    assert "secret" not in text


def test_hiding_forbidden_pairs_would_move_nothing():
    playbook = machine(4, [(0, 1), (1, 2), (2, 3)])
    free = Playbook(
        name=playbook.name,
        machine=Machine(
            id="m",
            initial=playbook.machine.initial,
            states=playbook.machine.states,
            transitions=playbook.machine.transitions,
        ),
    )
    places = [re.findall(r'class="shape"[^/]*', draw(p).svg) for p in (playbook, free)]
    assert places[0] == places[1]

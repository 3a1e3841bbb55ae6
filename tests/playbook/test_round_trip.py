"""Any valid playbook stays valid and keeps its meaning through parse, dump, parse."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.diagnostics import Severity
from playbook.source.nodes import plain

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

STATES = ["idle", "busy", "on", "off", "no", "failed", "state_6", "x"]
WORDS = st.text(
    st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\x85\u2028\u2029"
    ),
    min_size=1,
    max_size=20,
)
CONDITIONS = st.sampled_from(
    [
        "ready()",
        "!ready() || load() < 3",
        "level() >= 10 && level() <= 20",
        "mode() == 'on'",
        "mode() in ['on', 'off', \"it's\"]",
        "name().contains('x') and not paused()",
        "limits.most > 3 ? load() < 2 : true || ready()",
        "circuit('a', kind='b') != null",
        "queue().len() % 2 == 0",
    ]
)


@st.composite
def playbooks(draw: st.DrawFn) -> dict[str, Any]:
    """A playbook without errors, with every section of the case study that a draw may leave out."""
    names = draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=6, unique=True))
    state = st.sampled_from(names)
    transitions = [
        {
            "id": f"t{i}",
            "from": draw(state | st.lists(state, min_size=1, max_size=3, unique=True)),
            "to": draw(state),
            "event": f"event_{i}",
            **draw(st.fixed_dictionaries({}, optional={"guard": CONDITIONS, "description": WORDS})),
        }
        for i in range(draw(st.integers(1, 6)))
    ]
    taken = {
        (s, t["to"]) for t in transitions for s in ([t["from"]] if isinstance(t["from"], str) else t["from"])
    }
    pairs = draw(st.lists(st.tuples(state, state), max_size=3, unique=True))
    return {
        "version": "1.0",
        "name": draw(WORDS),
        "machine": {
            "id": "m",
            "initial": names[0],
            "states": {name: draw(states()) for name in names},
            "transitions": transitions,
            "forbidden": [
                {"from": a, "to": b, "reason": draw(WORDS)} for a, b in pairs if (a, b) not in taken
            ],
        },
        "limits": {"most": 5},
        **draw(sections(names, len(transitions))),
    }


def states() -> st.SearchStrategy[dict[str, Any]]:
    invariant = st.fixed_dictionaries(
        {"condition": CONDITIONS},
        optional={"description": WORDS, "severity": st.sampled_from(["warning", "error", "critical"])},
    )
    optional = {
        "description": WORDS,
        "final_state": st.booleans(),
        "invariants": st.lists(invariant, max_size=1),
    }
    return st.fixed_dictionaries({}, optional=optional)


def sections(names: list[str], events: int) -> st.SearchStrategy[dict[str, Any]]:
    action = st.integers(0, events - 1).map(lambda i: {"action": f"event_{i}"})
    asserted = st.sampled_from(names).map(lambda name: {"assert": f"state == '{name}'"})
    steps = st.lists(action | asserted, min_size=1, max_size=5)
    scenario = st.fixed_dictionaries(
        {"name": st.uuids().map(str), "steps": steps}, optional={"description": WORDS}
    )
    performance = st.fixed_dictionaries({"max_routing_ms": st.integers(0, 10**6)})
    bar = st.fixed_dictionaries({"left": WORDS.filter(lambda w: "{" not in w and "}" not in w)})
    return st.fixed_dictionaries(
        {},
        optional={
            "scenarios": st.lists(scenario, max_size=3),
            "performance": performance,
            "tui": st.fixed_dictionaries(
                {"status_bar": bar, "keybindings": st.just({"q": "quit", "?": "help"})}
            ),
            "notes": st.lists(WORDS | st.integers() | st.booleans() | st.none(), max_size=3),
        },
    )


class Quoting(yaml.SafeDumper):
    """Texts in double quotes: what a plain one means differs between YAML 1.1 and 1.2."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)

dumps = st.sampled_from(
    [
        lambda value: json.dumps(value, ensure_ascii=False),
        lambda value: yaml.dump(value, Dumper=Quoting, allow_unicode=True, sort_keys=False),
        lambda value: yaml.dump(value, Dumper=Quoting, allow_unicode=True, default_flow_style=True, width=40),
    ]
)


def errors(analysis):
    return [d for d in analysis.diagnostics if d.severity is Severity.ERROR]


@many
@given(playbooks(), dumps, dumps)
def test_a_valid_playbook_stays_valid_and_keeps_its_meaning(written, dump, dump_again):
    first = analyse(dump(written))
    assert errors(first) == []
    assert plain(first.root) == written
    second = analyse(dump_again(plain(first.root)))
    assert errors(second) == []
    assert plain(second.root) == written
    assert sorted(meant(second)) == sorted(meant(first))


def meant(analysis):
    """The findings that are about what the playbook says, not about how it is written."""
    return [d.id for d in analysis.diagnostics if d.id != "PB004"]

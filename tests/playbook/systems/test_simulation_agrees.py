"""The validator and the simulation agree: what one lets pass the other can execute, or says where it cannot."""

import json
import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from playbook.analysis import analyse
from playbook.machine.events import Problem, to_json
from playbook.run.scenario import run_scenario
from tests.playbook.texts import LAMP

many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
PLACED = re.compile(
    r"\(line \d+\)|at line \d+|more than 1,000 events|more than 50,000 timers|more than \d+ levels"
)

# What names stand for only a run can tell, so nearly all of these validate, and many fail when they run.
shared = ["a", "b", "m.x", "l[0]", "m[t]", "l[b]", "limits.low", "count(a)", "l.len()", "m", "t"]


def numbers(*more):
    atoms = st.sampled_from([*shared, *more]) | st.integers(0, 9).map(str)
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from("+-*/%"), inner),
            st.builds("({} > 1 ? {} : {})".format, inner, inner, inner),
            st.builds("g({}, y={})".format, inner, inner),
        ),
        max_leaves=4,
    )


expressions = numbers("p", "random()", "random_int(0, 3)", "f()")
conditions = st.one_of(
    st.sampled_from(["t == 'x'", "'x' in m", "state == 'dark'", "random() < 0.5", "l.len() < 4", "a", "t"]),
    st.builds("{} {} {}".format, expressions, st.sampled_from(["<", ">=", "=="]), expressions),
)
plain = expressions | st.integers(-5, 5) | st.booleans() | st.none()
values = plain | st.lists(plain, max_size=2) | st.dictionaries(st.sampled_from("xyz"), plain, max_size=2)
targets = st.sampled_from(
    ["a", "b", "m", "l", "t", "m.x", "m[t]", "m.x.y", "l[l.len()]", "l[0]", "m[p]", "l[b]"]
)
sets = st.dictionaries(targets, values, min_size=1, max_size=2)
events = st.sampled_from(["pressed", "released"])
optional = {"when": conditions, "after_ms": st.integers(0, 100) | st.just("a * 10") | expressions}
statements = st.one_of(
    st.fixed_dictionaries({"set": sets}, optional={**optional, "emit": events}),
    st.fixed_dictionaries({"emit": events}, optional=optional),
    st.fixed_dictionaries({"fail": st.just("no"), "when": conditions}),
)
bodies = st.lists(statements, max_size=3)
sections = st.fixed_dictionaries(
    {
        "variables": st.fixed_dictionaries(
            {
                "a": st.integers(-2, 5) | st.floats(0, 2),
                "b": st.integers(0, 3),
                "m": st.dictionaries(st.sampled_from("xy"), st.integers(0, 3)),
            }
            | {"l": st.lists(st.integers(0, 3), max_size=3), "t": st.sampled_from(["x", "y", ""])}
        ),
        "functions": st.fixed_dictionaries(
            {
                "f()": numbers(),
                "g(x, y)": numbers("x", "y"),
                "count(n)": st.just("n > 0 ? 1 + count(n - 1) : 0"),
                "warmth()": st.just("1"),
            }
        ),
        "actions": st.fixed_dictionaries({"one(p)": bodies, "two": bodies}),
        "panels": st.fixed_dictionaries(
            {
                "p": st.fixed_dictionaries(
                    {
                        "each": st.sampled_from(["m", "l", "a"]),
                        "as": st.just(["k", "v"]),
                        "row": st.just({"K": "k", "V": "g(k, v)"}),
                    }
                )
            }
        ),
    }
)
steps = st.lists(
    st.sampled_from(
        [
            {"action": "one", "params": {"p": 1}},
            {"action": "one", "params": {"p": "x"}},
            {"action": "two", "repeat": 3},
            {"action": "wait", "params": {"ms": 50}},
        ]
    ),
    min_size=1,
    max_size=5,
)


def text_of(section, given_steps):
    rest = {
        "simulation": section,
        "limits": {"low": 1},
        "scenarios": [{"name": "s", "description": "d", "steps": [*given_steps, {"assert": "a == a"}]}],
        "tui": {"panels": [{"id": "p", "columns": ["K", "V"]}], "status_bar": {"left": "{{a}} {{f}}"}},
    }
    return LAMP + "".join(f"{name}: {json.dumps(value)}\n" for name, value in rest.items())


def events_in(playbook, seed):
    return list(run_scenario(playbook, "s", seed=seed))


@many
@given(sections, steps)
def test_what_validates_runs_to_a_verdict_and_says_where_it_could_not_go_on(section, given_steps):
    analysis = analyse(text_of(section, given_steps))
    assume(analysis.ok)
    for event in events_in(analysis.playbook, 1):
        if isinstance(event, Problem):
            assert PLACED.search(event.message), event.message
            assert "the system broke" not in event.message


@many
@given(sections, steps, st.integers(0, 3))
def test_a_run_is_the_same_for_the_same_seed(section, given_steps, seed):
    playbook = analyse(text_of(section, given_steps)).playbook
    first, second = (list(map(to_json, events_in(playbook, seed))) for _ in range(2))
    assert first == second


BROKEN = [
    ("actions", {"two": [{"set": {"nobody": 1}}]}),
    ("actions", {"two": [{"set": {"a +": 1}}]}),
    ("actions", {"two": [{"set": {"a": "a +"}}]}),
    ("actions", {"two": [{"set": {"a": "nobody"}}]}),
    ("actions", {"two": [{"set": {"a": ["nobody()"]}}]}),
    ("actions", {"two": [{"set": {"a": {"x": "nobody"}}}]}),
    ("actions", {"two": [{"set": {"m[nobody]": 1}}]}),
    ("actions", {"two": [{"set": 5}]}),
    ("actions", {"two": [{"set": {"a": "g(1)"}}]}),
    ("actions", {"two": [{"set": {"a": "g(1, z=2)"}}]}),
    ("actions", {"two": [{"set": {"a": "g(1, x=2)"}}]}),
    ("actions", {"two": [{"set": {"a": "limits.high"}}]}),
    ("actions", {"two": [{"when": 5, "emit": "pressed"}]}),
    ("actions", {"two": [{"when": "1 + 1", "emit": "pressed"}]}),
    ("actions", {"two": [{"after_ms": "'x'", "emit": "pressed"}]}),
    ("actions", {"two": [{"after_ms": "0 - 1", "emit": "pressed"}]}),
    ("actions", {"two": [{"after_ms": -1, "emit": "pressed"}]}),
    ("actions", {"two": [{"after_ms": True, "emit": "pressed"}]}),
    ("actions", {"two": [{"after_ms": None, "emit": "pressed"}]}),
    ("actions", {"two": [{"emit": None}]}),
    ("actions", {"two": [{"emit": ["pressed"]}]}),
    ("actions", {"two": [{"fail": ""}]}),
    ("actions", {"two": [{"when": "true"}]}),
    ("actions", {"two": ["pressed"]}),
    ("actions", {"two": {"emit": "pressed"}}),
    ("actions", {"two": [{"emit": "pressed"}] * 1_001}),
    ("actions", {"two": [{"set": {"a": "f2()"}}]}),
    ("functions", {"f2()": "random()"}),
    ("functions", {"f2()": "nobody"}),
    ("functions", {"f2()": "1 +"}),
    ("functions", {"f2()": "f2(1)"}),
]
WHOLE = {
    "variables": {"a": 1, "m": {}},
    "functions": {"g(x, y)": "x", "warmth()": "1"},
    "actions": {"two": [{"set": {"a": "f2()"}}]},
}


@pytest.mark.parametrize(("part", "broken"), BROKEN)
def test_what_execution_refuses_is_an_error_beforehand(part, broken):
    section = {**WHOLE, part: {**WHOLE[part], **broken}}
    analysis = analyse(text_of(section, [{"action": "two"}]))
    assert any(d.severity.value == "error" and d.path[0] == "simulation" for d in analysis.diagnostics)
    assert [e for e in events_in(analysis.playbook, 0) if isinstance(e, Problem)]

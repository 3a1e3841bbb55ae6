"""A derived test's outcome as a value, as JSON, and as the command that repeats it."""

from __future__ import annotations

import json

import pytest

from playbook.run.outcomes import OUTCOMES, Derived, DerivedResult, Hop, Walked

RESULT = DerivedResult(
    id="scenario:s",
    kind="scenario",
    title="Scenario s",
    outcome="failed",
    message="It failed",
    path="/scenarios/0",
    line=3,
    at_line=4,
    steps=(Walked("go()", "failed", "no", 5, "step 1"),),
    taken=(Hop("ab", "go", "a", "b", 6),),
    values=(("load()", "9"),),
    missing=("f()",),
    notes=("a note",),
    system="given",
    seed=7,
    at_ms=8,
)


def test_a_result_is_plain_json_under_these_keys():
    assert json.loads(json.dumps(RESULT.as_json())) == {
        "id": "scenario:s",
        "kind": "scenario",
        "title": "Scenario s",
        "outcome": "failed",
        "message": "It failed",
        "path": "/scenarios/0",
        "line": 3,
        "at_line": 4,
        "steps": [{"label": "go()", "outcome": "failed", "message": "no", "line": 5, "name": "step 1"}],
        "taken": [{"transition": "ab", "event": "go", "source": "a", "target": "b", "line": 6}],
        "values": {"load()": "9"},
        "missing": ["f()"],
        "notes": ["a note"],
        "system": "given",
        "seed": 7,
        "at_ms": 8,
    }


def result(
    id: str, kind: str = "scenario", outcome: str = "passed", seed: int | None = None
) -> DerivedResult:
    return DerivedResult(id=id, kind=kind, title="", outcome=outcome, seed=seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("id", "kind", "command"),
    [
        ("scenario:s", "scenario", "playbook run p.yaml --scenario s"),
        ("scenario:happy path", "scenario", "playbook run p.yaml --scenario 'happy path'"),
        ("scenario:a:b", "scenario", "playbook run p.yaml --scenario a:b"),
        ("scenario:s#2", "scenario", "playbook run p.yaml --derive 'scenario:s#2'"),
        ("transition:ab", "transition", "playbook run p.yaml --derive transition:ab"),
    ],
)
def test_a_result_says_which_command_repeats_it(id, kind, command):
    assert result(id, kind).replay("p.yaml") == command


@pytest.mark.parametrize("seed", [0, 7])
def test_the_command_has_the_seed_that_was_given(seed):
    assert result("scenario:s", seed=seed).replay("p") == f"playbook run p --scenario s --seed {seed}"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_only_what_is_known_to_be_good_has_passed(outcome):
    assert result("x", outcome=outcome).passed is (outcome == "passed")


@pytest.mark.parametrize(("transition", "said"), [("ab", "a -> b (ab)"), ("", "a -> b (go)")])
def test_a_hop_is_called_by_its_transition_or_else_its_event(transition, said):
    assert str(Hop(transition, "go", "a", "b")) == said


def test_a_derived_test_is_carried_out_by_what_it_was_given():
    test = Derived(id="x", kind="scenario", name="x", title="X", carry_out=lambda self: result(self.id))
    assert test.run().id == "x"


def test_what_is_printed_of_a_result_leaves_its_steps_and_path_out():
    shown = repr(RESULT)
    assert "It failed" in shown
    assert "Walked" not in shown
    assert "Hop" not in shown

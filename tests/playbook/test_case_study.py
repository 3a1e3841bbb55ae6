"""The case study comes true: what DIAGNOSTICS.md says of it line by line, and its three test functions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from playbook import Playbook, PlaybookRunner
from playbook.analysis import analyse
from playbook.api import NotExercised
from tests.playbook.texts import findings, ids, mended, only

SPEC = Path(__file__).resolve().parents[3] / "shared" / "spec"
FRAGMENTS = SPEC / "federation-gateway.fragments.yaml"
GATEWAY = Path(__file__).resolve().parents[2] / "playbooks" / "federation-gateway.yaml"


@pytest.fixture(scope="module")
def fragments() -> str:
    if not FRAGMENTS.exists():
        pytest.skip("the specification is not beside this checkout")
    return FRAGMENTS.read_text()


@pytest.fixture(scope="module")
def declared(fragments) -> str:
    """The fragments with `completed` and `failed` declared, by the quick fixes themselves."""
    text = fragments
    for name in ("failed", "completed"):
        finding = next(d for d in findings(text, "PB201") if f'"{name}"' in d.message)
        text = mended(text, next(fix for fix in finding.fixes if fix.title == f'Declare the state "{name}"'))
    assert analyse(text).ok
    return text


EXPECTED = {
    "PB109": 1,
    "PB201": 3,
    "PB202": 1,
    "PB302": 2,
    "PB306": 1,
    "PB308": 1,
    "PB310": 1,
    "PB323": 1,
    "PB334": 1,
    "PB403": 1,
    "PB411": 1,
    "PB412": 1,
    "PB414": 3,
    "PB417": 1,
    "PB512": 1,
    "PB604": 1,
    "PB606": 1,
    "PB702": 2,
    "PB709": 1,
    "PB711": 1,
    "PB713": 1,
    "PB801": 1,
    "PB802": 1,
    "PB811": 1,
    "PB901": 1,
    "PB902": 1,
}


@pytest.mark.parametrize(("id", "count"), EXPECTED.items(), ids=list(EXPECTED))
def test_the_fragments_draw_it(fragments, id, count):
    found = findings(fragments, id)
    assert len(found) == count, [d.message for d in found]


def test_the_fragments_lack_two_states_and_nothing_else_is_an_error(fragments):
    errors = Counter(d.id for d in analyse(fragments).diagnostics if d.severity == "error")
    assert errors == {"PB201": 3, "PB202": 1, "PB702": 2}


def test_failed_can_be_left_only_through_the_wildcard(declared):
    assert only(declared, "PB304").path == ("machine", "states", "failed")
    assert only(declared, "PB305").path == ("machine", "states", "failed")


def test_the_gate_that_the_wildcard_goes_past(declared):
    message = only(declared, "PB308").message
    assert '"open_circuit" bypasses "register_model"' in message
    assert '"inferring" and 5 more' in message and "(5 events)" in message


def test_a_failure_need_not_be_acknowledged(declared):
    assert any('"failed" to "inferring"' in d.message for d in findings(declared, "PB333"))


def test_the_likely_final_state_once_marked_is_left_by_the_wildcard(declared):
    finding = only(declared, "PB306")
    assert "completed" in finding.message
    # It can be left, so that no fix marks it unasked.
    assert finding.fixes == ()
    text = declared.replace('id: "completed"\n', 'id: "completed"\n      final_state: true\n', 1)
    assert "PB306" not in ids(text)
    # `completed` has a transition of its own: that a wildcard leaves it too is no surprise.
    text = text.replace(
        '      from: "completed"\n      to: "ready"', '      from: "ready"\n      to: "ready"'
    )
    assert '"completed", which nothing else leaves' in only(text, "PB326").message


def test_the_placeholders_have_no_source_on_the_bare_machine(fragments):
    text = fragments.replace("\nmachine:", '\nsystem: "bare"\nmachine:', 1)
    # `success_rate` is no news to a playbook whose conditions ask for it.
    names = ["healthy_nodes", "total_nodes", "requests_per_sec"]
    told = [d.message for d in findings(text, "PB803")]
    assert len(told) == len(names) and all(f'"{name}"' in m for name, m in zip(names, told, strict=True))
    assert findings(fragments, "PB803") == []


STRUCTURE = """\
version: "1.0"
name: "APR Federation Gateway"
description: "Enterprise model federation state machine"
machine:
  id: "federation_gateway"
  initial: "initializing"
  states: { ... }
  transitions: [ ... ]
  forbidden: [ ... ]
health: { ... }
circuit_breaker: { ... }
routing_policies: [ ... ]
performance: { ... }
scenarios: [ ... ]
tui: { ... }
"""


def test_the_structure_as_it_is_printed_has_placeholders():
    assert len(findings(STRUCTURE, "PB011")) == 9


def test_snippets_pasted_one_after_the_other_repeat_their_keys():
    text = STRUCTURE.split("health:")[0] + "  states:\n    circuit_open: {}\n  transitions: []\n"
    assert [d.path[-1] for d in findings(text, "PB003")] == ["states", "transitions"]


# "Deriving Tests from Playbooks", translated line by line. docs/python.md shows the same text.


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(GATEWAY.parents[1])


def test_playbook_scenarios():
    playbook = Playbook.from_file("playbooks/federation-gateway.yaml")
    runner = PlaybookRunner(playbook)
    for scenario in playbook.scenarios():
        result = runner.run_scenario(scenario)
        assert result.passed, f"Scenario '{scenario.name}' failed: {result.error}"


def test_invariants_hold():
    playbook = Playbook.from_file("playbooks/federation-gateway.yaml")
    runner = PlaybookRunner(playbook)
    # Run through all transitions and verify invariants
    for transition in playbook.transitions():
        runner.apply_transition(transition)
        state = runner.current_state()
        for invariant in state.invariants():
            assert runner.evaluate(invariant.condition), (
                f"Invariant '{invariant.description}' violated in state '{state.id}'"
            )


def test_forbidden_paths():
    playbook = Playbook.from_file("playbooks/federation-gateway.yaml")
    for forbidden in playbook.forbidden():
        runner = PlaybookRunner(playbook)
        runner.force_state(forbidden.from_)
        result = runner.try_transition_to(forbidden.to)
        assert result.is_err(), (
            f"Forbidden transition from '{forbidden.from_}' to '{forbidden.to}' was allowed"
        )


# They can fail: the same functions, on a gateway's playbook that is wrong.

WRONG = {
    "a scenario": (test_playbook_scenarios, "retry_count() == 1", "retry_count() == 2"),
    "an invariant": (test_invariants_hold, "tokens_generated() >= 0", "tokens_generated() > 7"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_three_functions_notice_a_wrong_playbook(name, tmp_path, monkeypatch):
    function, old, new = WRONG[name]
    text = GATEWAY.read_text()
    assert old in text
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / GATEWAY.name).write_text(text.replace(old, new, 1))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match=r"failed: |violated in state 'streaming'"):
        function()


def test_a_change_that_is_not_forbidden_is_not_refused():
    runner = PlaybookRunner(Playbook.from_file(GATEWAY))
    runner.apply_transition("complete_stream")
    assert runner.try_transition_to("ready").is_ok()


def test_a_transition_that_nothing_takes_is_never_passed_over():
    text = GATEWAY.read_text().replace('event: "node_selected"', 'event: "node_was_selected"', 1)
    playbook = Playbook.from_text(text)
    transition = next(t for t in playbook.transitions() if t.id == "select_node")
    with pytest.raises(NotExercised, match='"select_node" was not exercised: nothing that was tried'):
        PlaybookRunner(playbook).apply_transition(transition)

"""The playbooks that a newcomer sees first: they pass, and they are pleasant to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.api import PlaybookRunner, analyse, fold_all, key_actions, to_json

FOLDER = Path(__file__).resolve().parents[2] / "playbooks"
FILES = sorted(FOLDER.glob("*.yaml"))
SMALL = [path for path in FILES if path.stem != "federation-gateway"]
every_demo = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
every_small_one = pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)


def load(path: Path):
    playbook = analyse(path.read_bytes()).playbook
    assert playbook is not None
    return playbook


def runs(path: Path):
    playbook = load(path)
    runner = PlaybookRunner(playbook)
    return [runner.run_scenario(scenario) for scenario in playbook.scenarios]


def test_there_are_the_gateway_and_two_small_ones():
    assert [path.stem for path in FILES] == ["federation-gateway", "order", "traffic-light"]


@every_demo
def test_it_has_neither_errors_nor_warnings(path):
    assert {d.severity.value for d in analyse(path.read_bytes()).diagnostics} <= {"info"}


@every_demo
def test_all_its_scenarios_pass(path):
    results = [(result.verdict, result.error) for result in runs(path)]
    assert len(results) >= 3
    assert set(results) == {("passed", "")}


@every_demo
def test_it_explains_itself_to_people_who_are_no_engineers(path):
    playbook = load(path)
    explained = [playbook, *playbook.machine.states, *playbook.scenarios]
    assert all(element.description for element in explained)
    assert all(pair.reason for pair in playbook.machine.forbidden)


@every_demo
def test_the_status_bar_has_no_open_question(path):
    for result in runs(path):
        status = fold_all(map(to_json, result.events))["status"]
        assert "?" not in "".join(status.values())
        assert status["left"]


@every_demo
def test_every_key_does_something(path):
    found = key_actions(load(path))
    assert found
    assert "unknown" not in {action.verb for action in found}


@every_demo
def test_its_forbidden_pairs_are_refused(path):
    playbook = load(path)
    for pair in playbook.machine.forbidden:
        runner = PlaybookRunner(playbook)
        runner.force_state(pair.source.name)
        assert "is forbidden" in runner.try_transition_to(pair.target.name).error


@every_demo
def test_a_comment_says_what_it_is(path):
    assert path.read_text().startswith("# ")


@every_small_one
def test_a_small_one_fits_a_screen(path):
    machine = load(path).machine
    assert 3 <= len(machine.states) <= 8
    assert len(machine.transitions) <= 10


@pytest.mark.parametrize(
    ("file", "system"), [("traffic-light.yaml", "bare machine"), ("order.yaml", "playbook's simulation")]
)
def test_what_a_small_one_runs_on(file, system):
    assert {result.events[0].system for result in runs(FOLDER / file)} == {system}


def test_the_crossing_visits_all_its_states():
    machine = load(FOLDER / "traffic-light.yaml").machine
    seen = {
        e.target for result in runs(FOLDER / "traffic-light.yaml") for e in result.events if e.kind == "taken"
    }
    assert seen == {state.id for state in machine.states}


def test_pressing_the_button_again_is_ignored():
    result = runs(FOLDER / "traffic-light.yaml")[1]
    assert [e.event for e in result.events if e.kind == "ignored"] == ["button_pressed"] * 2


def test_an_order_on_its_way_cannot_be_cancelled():
    result = runs(FOLDER / "order.yaml")[2]
    assert [(e.event, e.state) for e in result.events if e.kind == "ignored"] == [
        ("cancel_requested", "shipped")
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "failing"),
    [
        ("traffic-light.yaml", 'event: "yellow_over"', 'event: "yellow_ends"', ["someone_crosses"]),
        ("order.yaml", 'from: ["placed", "paid"]', 'from: ["placed"]', ["second_thoughts"]),
        ("order.yaml", "return_days: 30", "return_days: 14", ["to_the_door"]),
        ("order.yaml", 'event: "parcel_returned"', 'event: "parcel_lost"', ["nobody_at_home"]),
    ],
)
def test_the_scenarios_notice_a_broken_machine(file, old, new, failing):
    playbook = analyse((FOLDER / file).read_text().replace(old, new, 1)).playbook
    assert playbook is not None
    runner = PlaybookRunner(playbook)
    results = [runner.run_scenario(scenario) for scenario in playbook.scenarios]
    assert [result.scenario for result in results if not result.passed][: len(failing)] == failing

"""The starters: they validate, they run, and they teach."""

from __future__ import annotations

import pytest

from playbook.analysis import analyse
from playbook.dashboard.chrome import key_actions
from playbook.errors import PlaybookError
from playbook.machine.events import Finished, StatusChanged
from playbook.run.scenario import run_scenario
from playbook.templates.offered import adapted, machine_id, template, templates

every_template = pytest.mark.parametrize("made", templates(), ids=lambda made: made.name)


def loaded(text):
    playbook = analyse(text).playbook
    assert playbook is not None
    return playbook


def runs(text):
    playbook = loaded(text)
    return {scenario.name: list(run_scenario(playbook, scenario.name)) for scenario in playbook.scenarios}


def verdicts(text):
    finished = {name: events[-1] for name, events in runs(text).items()}
    return {name: last.verdict for name, last in finished.items() if isinstance(last, Finished)}


@every_template
def test_a_template_has_neither_errors_nor_warnings(made):
    assert {d.severity.value for d in analyse(made.text).diagnostics} <= {"info"}


@every_template
def test_all_scenarios_of_a_template_pass(made):
    found = verdicts(made.text)
    assert len(found) >= 4
    assert set(found.values()) == {"passed"}


@every_template
def test_the_scenarios_of_a_template_take_every_transition(made):
    taken = {e.transition for events in runs(made.text).values() for e in events if e.kind == "taken"}
    assert taken == {transition.id for transition in loaded(made.text).machine.transitions}


@every_template
def test_a_template_shows_what_a_playbook_can_have(made):
    playbook = loaded(made.text)
    machine = playbook.machine
    assert machine.forbidden and any(state.invariants for state in machine.states)
    assert playbook.tui is not None and playbook.tui.panels
    assert "unknown" not in {action.verb for action in key_actions(playbook)}
    assert made.text.startswith("# ") and made.text.count("\n    # ") + made.text.count("\n      # ") >= 2


@every_template
def test_nothing_that_a_template_shows_is_unknown(made):
    events = [event for found in runs(made.text).values() for event in found]
    bars = {part for e in events if isinstance(e, StatusChanged) for part in (e.left, e.center, e.right)}
    cells = {cell for e in events if e.kind == "panel" for row in e.rows for cell in row}
    assert bars and cells
    assert not any("?" in text for text in bars | cells)


@every_template
def test_a_template_is_called_as_it_calls_itself(made):
    playbook = loaded(made.text)
    assert (made.title, made.description) == (playbook.name, playbook.description)


@pytest.mark.parametrize(
    ("name", "old", "new", "failing"),
    [
        ("traffic-light", 'to: "all_wait"', 'to: "people_go"', "impatient"),
        ("traffic-light", '{ after_ms: "timing.yellow_ms", emit', '{ after_ms: "timing.yellow_ms / 2", emit', "repaired_in_time"),
        ("circuit-breaker", "failures: 0, probes: \"probes + 1\"", 'probes: "probes + 1"', "failures_with_successes_between"),
        ("circuit-breaker", 'from: ["open", "half_open"]', 'from: ["half_open"]', "closed_by_hand"),
        ("order-workflow", ' && amount == total", set', '", set', "paid_too_little"),
        ("login", 'set: { session: null }', "set: { user: \"''\" }", "password_and_code"),
        ("login", "set: { failures: 0 }, emit: lock_expired", "emit: lock_expired", "locked_out"),
    ],
)  # fmt: skip
def test_the_scenarios_of_a_template_notice_a_mistake(name, old, new, failing):
    text = template(name).text
    assert old in text
    assert verdicts(text.replace(old, new, 1))[failing] == "failed"


def test_a_template_that_there_is_not():
    with pytest.raises(PlaybookError, match='no template "lift"; there are: traffic-light'):
        template("lift")


def test_a_title_is_written_wherever_it_is_shown():
    playbook = loaded(adapted(template("login"), 'Staff "A"'))
    assert playbook.tui is not None and playbook.tui.status_bar is not None
    assert (playbook.name, playbook.tui.status_bar.left, playbook.machine.id) == (
        'Staff "A"',
        'Staff "A"',
        "staff_a",
    )


@pytest.mark.parametrize(
    ("title", "id", "found"),
    [
        ("", "", "login"),
        ("", "mine", "mine"),
        ("Ours", "mine", "mine"),
        ("Ärger & Co", "", "rger_co"),
        ("***", "", "login"),
    ],
)
def test_the_id_of_an_adapted_template(title, id, found):
    assert machine_id(adapted(template("login"), title, id)) == found


def test_what_is_not_adapted_stays_as_it_was():
    made = template("traffic-light")
    assert adapted(made) == made.text


@pytest.mark.parametrize(
    ("title", "id"), [("a\nb", ""), (" a", ""), ("a", "1x"), ("", "a b"), ("9 lives", "")]
)
def test_names_that_cannot_be(title, id):
    with pytest.raises(PlaybookError):
        adapted(template("login"), title, id)

from __future__ import annotations

from playbook.run.alphabet import calls_of, letters, waits
from playbook.run.plan import label
from playbook.systems.bare import BareMachine
from tests.playbook.run.turnstile import Turnstile, read


def told(steps):
    return [(label(step), step.repeat) for step in steps]


def test_calls_are_those_of_the_scenarios_and_actions_that_need_nothing():
    assert told(letters(read(), Turnstile())) == [
        ("insert(coins: 1)", 1),
        ("push()", 1),
        ("kick()", 3),
        ("kick()", 1),
    ]


def test_the_same_call_is_tried_once():
    playbook = read(
        "{action: push}]", "{action: push}, {action: push}, {action: insert, params: {coins: 1}}]"
    )
    assert told(letters(playbook, Turnstile())) == told(letters(read(), Turnstile()))


def test_calls_in_the_setup_come_first():
    playbook = read("name: vandal\n", "name: vandal\n    setup: [{action: insert, params: {coins: 2}}]\n")
    assert told(calls_of(playbook.scenarios[1], Turnstile())) == [("insert(coins: 2)", 1), ("kick()", 3)]


def test_what_the_system_does_not_offer_is_no_call():
    playbook = read("{action: push}]", "{action: sing}]")
    assert "sing" not in [step.action for step in letters(playbook, Turnstile())]


def test_a_repeat_is_bounded():
    playbook = read("repeat: 3", "repeat: 50000")
    assert ("kick()", 1_000) in told(letters(playbook, Turnstile()))


def test_waits_are_the_durations_that_the_playbook_names():
    text = (
        "performance: {max_ms: 40, target: 3}\nhealth: {checks: [{every_ms: 9}, {every_ms: 40}]}\nscenarios:"
    )
    assert [step.params for step in waits(read("scenarios:", text))] == [
        {"duration_ms": 9},
        {"duration_ms": 40},
    ]


def test_a_duration_that_is_none_is_no_wait():
    text = 'performance: {a_ms: -1, b_ms: true, c_ms: "5", d_ms: 1e12, e_ms: 0}\nscenarios:'
    assert waits(read("scenarios:", text)) == []


def test_the_bare_machine_is_driven_by_its_words():
    names = [step.action for step in letters(read(), BareMachine(read()))]
    assert {"coin", "pay", "key", "calm"} <= set(names)

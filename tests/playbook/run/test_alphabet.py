from __future__ import annotations

import pytest

from playbook.limits import MAX_WAIT_MS
from playbook.run.alphabet import Handed, calls_of, letters, waits
from playbook.run.plan import label
from playbook.systems.bare import BareMachine
from tests.playbook.machine.scripted import Scripted
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


def test_the_same_parameters_in_another_order_are_the_same_call():
    steps = "{action: move, params: {x: 1, y: 2}}, {action: move, params: {y: 2, x: 1}}]"
    system = Scripted({"move": lambda host, x, y: None})
    assert told(letters(read("{action: push}]", steps), system)) == [("move(x: 1, y: 2)", 1)]


@pytest.mark.parametrize("key", ["duration_ms", "ms"])
def test_a_wait_is_a_call(key):
    playbook = read("{action: push}]", f"{{action: wait, params: {{{key}: 7}}}}]")
    assert (f"wait({key}: 7)", 1) in told(calls_of(playbook.scenarios[0], Turnstile()))


@pytest.mark.parametrize("step", ["action: wait", "action: sing, params: {duration_ms: 7}"])
def test_what_cannot_be_done_is_no_call(step):
    playbook = read("{action: push}]", f"{{{step}}}]")
    assert told(calls_of(playbook.scenarios[0], Turnstile())) == [("insert(coins: 1)", 1)]


def test_the_older_section_calls_the_actions_of_its_transitions_and_of_its_teardown():
    section = "playbook: {setup: [kick], steps: [{transitions: [push, calm]}], teardown: [kick]}\nscenarios:"
    older = read("scenarios:", section).older
    assert [step.action for step in calls_of(older, Turnstile())] == ["kick", "push", "kick"]


def test_what_the_system_does_not_offer_is_no_call():
    playbook = read("{action: push}]", "{action: sing}]")
    assert "sing" not in [step.action for step in letters(playbook, Turnstile())]


def test_a_repeat_is_bounded():
    playbook = read("repeat: 3", "repeat: 50000")
    assert ("kick()", 1_000) in told(letters(playbook, Turnstile()))


def test_waits_are_the_durations_that_the_playbook_names():
    text = "performance: {max_ms: 40, least_ms: 1, target: 3}\nhealth: {checks: [{every_ms: 9}, {every_ms: 40}]}\nscenarios:"
    assert [step.params for step in waits(read("scenarios:", text))] == [
        {"duration_ms": 1},
        {"duration_ms": 9},
        {"duration_ms": 40},
    ]


def test_durations_in_a_list_are_all_tried():
    steps = waits(read("scenarios:", "health: {backoff_ms: [9, 3]}\nscenarios:"))
    assert [step.params for step in steps] == [{"duration_ms": 3}, {"duration_ms": 9}]


def test_the_longest_wait_that_may_be_is_tried():
    (step,) = waits(read("scenarios:", f"health: {{most_ms: {MAX_WAIT_MS}}}\nscenarios:"))
    assert step.params == {"duration_ms": MAX_WAIT_MS}


def test_a_duration_that_is_none_is_no_wait():
    text = 'performance: {a_ms: -1, b_ms: true, c_ms: "5", d_ms: 1e12, e_ms: 0}\nscenarios:'
    assert waits(read("scenarios:", text)) == []


def test_the_bare_machine_is_driven_by_its_words():
    names = [step.action for step in letters(read(), BareMachine(read()))]
    assert {"coin", "pay", "key", "calm"} <= set(names)


def test_an_event_of_the_older_section_is_handed_in_but_never_tried():
    playbook = read("scenarios:", "playbook: {steps: [{transitions: [push, calm, none]}]}\nscenarios:")
    handed = [step for step in calls_of(playbook.older, Turnstile(), playbook) if isinstance(step, Handed)]
    assert [(step.event, step.transition, label(step)) for step in handed] == [
        ("key", "calm", 'the event "key"')
    ]
    assert not any(isinstance(step, Handed) for step in letters(playbook, Turnstile()))

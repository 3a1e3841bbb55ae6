"""Actions of states and transitions, and a transition's assertions (LANGUAGE.md section 4)."""

from __future__ import annotations

import pytest

from playbook.machine.call import BadCall
from playbook.machine.port import ActionError
from tests.playbook.machine.driving import engine, told
from tests.playbook.machine.scripted import Scripted, only, run

MACHINE = """\
  states:
    a: {on_entry: [start], on_exit: [leave_a]}
    b:
      on_entry: [enter_b]
      invariants: [{description: Ready, condition: "ready()"}]
  transitions:
    - id: ab
      from: a
      to: b
      event: go
      actions: [pass_on]
"""


class Noting(Scripted):
    """Notes its actions, and the states that it is told of, in order; `execute` as a simulation does it."""

    def __init__(self, *names, **functions):
        self.notes = []
        super().__init__({name: self.noting(name) for name in names}, **functions)

    def noting(self, name):
        return lambda host: self.notes.append(f"{name} in {host.state}")

    def entered(self, state):
        self.notes.append(f"entered {state}")


def test_the_order_is_exit_transition_new_state_entry_entered_invariants():
    system = Noting("leave_a", "pass_on", "enter_b", ready=lambda: system.notes.append("asked") or True)
    made = engine(MACHINE, system)
    made.step("go")
    assert system.notes[:5] == ["leave_a in a", "pass_on in a", "enter_b in b", "entered b", "asked"]


def test_actions_are_told_with_where_they_stand():
    made = engine(MACHINE, Noting("leave_a", "pass_on", ready=True))
    made.step("go")
    assert [
        (event.kind, event.path, event.line, getattr(event, "origin", ""), getattr(event, "provided", None))
        for event in told(made, "action", "taken")
    ] == [
        ("action", "/machine/states/a/on_exit/0", 7, "on_exit", True),
        ("action", "/machine/transitions/0/actions/0", 16, "transition", True),
        ("taken", "/machine/transitions/0", 12, "", None),
        ("action", "/machine/states/b/on_entry/0", 9, "on_entry", False),
    ]


def test_the_initial_state_is_entered_like_any_other():
    system = Noting("start")
    made = engine(MACHINE, system)
    made.enter_initial()
    assert system.notes == ["start in a", "entered a"]


def test_what_an_entry_action_emits_is_handled_when_the_state_stands():
    system = Scripted({"start": lambda host: (host.emit("go"), host.settle())}, ready=True)
    made = engine(MACHINE, system)
    made.enter_initial()
    assert (made.state, system.entries) == ("b", ["a", "b"])


def test_what_no_system_provides_does_not_fail_the_run():
    steps = "scenarios: [{name: s, steps: [{action: go}]}]\n"
    events = run(MACHINE + steps, Scripted({"go": lambda host: host.emit("go")}, ready=True))
    assert events[-1].verdict == "passed"
    assert [event.provided for event in only(events, "action")] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("item", "name", "params"),
    [
        ("log", "log", {}),
        ("log()", "log", {}),
        ("' log ( ) '", "log", {}),
        ("{action: log}", "log", {}),
        ("{action: log, params: {level: 3}}", "log", {"level": 3}),
        ("{type: log, level: 3}", "log", {"level": 3}),
        ("{type: log}", "log", {}),
        ("'set the clock'", "set the clock", {}),
        ("7", "7", {}),
        ("{level: 3, by: x}", "level, by", {"level": 3, "by": "x"}),
    ],
)
def test_the_forms_of_an_item(item, name, params):
    made = engine(MACHINE.replace("[pass_on]", f"[{item}]"))
    made.step("go")
    (called,) = [event for event in told(made, "action") if event.origin == "transition"]
    assert (called.name, called.params) == (name, params)
    assert (called.path, called.line) == ("/machine/transitions/0/actions/0", 16)


def test_an_action_gets_its_parameters():
    got = []
    system = Scripted({"log": lambda host, level: got.append(level)})
    engine(MACHINE.replace("[pass_on]", "[{action: log, params: {level: 3}}]"), system).step("go")
    assert got == [3]


def test_parameters_that_do_not_fit_name_the_place():
    made = engine(
        MACHINE.replace("[pass_on]", "[{action: log, params: {x: 3}}]"), Scripted({"log": lambda host: None})
    )
    with pytest.raises(
        BadCall,
        match=r'"log" has no parameter "x"; it takes: none \(line 16, /machine/transitions/0/actions/0\)',
    ):
        made.step("go")
    assert made.state == "a"


def test_an_older_item_is_the_action_of_its_type():
    got = []
    text = MACHINE.replace("[pass_on]", "[{type: click, selector: '#x'}]")
    engine(text, Scripted({"click": lambda host, selector: got.append(selector)}, ready=True)).step("go")
    assert got == ["#x"]


def test_an_older_item_whose_parameters_do_not_fit_means_another_thing():
    text = MACHINE.replace("[pass_on]", "[{type: click, selector: '#x'}]")
    made = engine(text, Scripted({"click": lambda host: pytest.fail("not this click")}, ready=True))
    made.step("go")
    (called,) = [event for event in told(made, "action") if event.origin == "transition"]
    assert (called.provided, made.state) == (False, "b")


def test_an_action_that_fails_on_the_way_out_keeps_the_state():
    def refuse(host):
        raise ActionError("not today")

    made = engine(MACHINE, Scripted({"leave_a": refuse}))
    with pytest.raises(ActionError, match="not today"):
        made.step("go")
    assert made.state == "a"


class Executing(Noting):
    def execute(self, statement):
        self.notes.append(statement)


@pytest.mark.parametrize("word", ["set", "emit", "when", "after_ms", "fail"])
def test_statements_are_handed_to_a_system_that_executes_them(word):
    system = Executing(ready=True)
    made = engine(MACHINE.replace("[pass_on]", f"[{{{word}: x}}]"), system)
    made.step("go")
    assert {word: "x"} in system.notes
    (called,) = [event for event in told(made, "action") if event.origin == "transition"]
    assert (called.name, called.provided) == (word, True)
    assert (called.path, called.line) == ("/machine/transitions/0/actions/0", 16)


def test_a_statement_is_the_very_map_of_the_playbook():
    system = Executing(ready=True)
    made = engine(MACHINE.replace("[pass_on]", "[{emit: x}]"), system)
    made.step("go")
    assert system.notes[0] is made.program.playbook.machine.transitions[0].actions[0]


def test_statements_are_not_provided_by_other_systems():
    made = engine(MACHINE.replace("[pass_on]", "[{emit: x}]"), Noting(ready=True))
    made.step("go")
    assert [event.provided for event in told(made, "action") if event.origin == "transition"] == [False]


ASSERTED = MACHINE.replace("actions: [pass_on]", "assertions: [ITEM]")


def asserted(item, **functions):
    made = engine(ASSERTED.replace("ITEM", item), Scripted({}, ready=True, **functions))
    made.step("go")
    (event,) = told(made, "assertion")
    return made, event


@pytest.mark.parametrize("item", ["'load() < 5'", "{condition: 'load() < 5'}", "{assert: 'load() < 5'}"])
def test_an_assertion_of_a_transition_is_checked_in_the_new_state(item):
    made, event = asserted(item, load=lambda: 1)
    assert (event.holds, event.condition, made.failures, made.unknown) == (True, "load() < 5", [], {})
    assert (event.path, event.line, event.values) == (
        "/machine/transitions/0/assertions/0",
        16,
        (("load()", "1"),),
    )


def test_an_assertion_of_a_transition_that_is_false_counts():
    made, event = asserted("'load() < 5'", load=9)
    assert made.failures == [event]
    assert event.explanation == "`load() < 5` failed because `load()` was `9`"


def test_an_assertion_of_a_transition_that_cannot_be_evaluated_counts():
    made, event = asserted("'load() < 5'", load="x")
    assert (event.holds, made.failures) == (False, [event])


def test_an_assertion_of_a_transition_over_the_unknown_is_kept_as_such():
    made, event = asserted("'load() < 5'")
    assert (event.holds, made.failures) == (None, [])
    assert made.unknown[event.path] == (event.explanation, frozenset({"load()"}))


@pytest.mark.parametrize(
    ("item", "said"), [("{type: visible, selector: x}", "visible"), ("{a: 1, b: 2}", "a, b"), ("3", "3")]
)
def test_what_is_no_condition_is_told_of_and_does_not_count(item, said):
    made, event = asserted(item)
    assert (event.holds, made.failures, made.unknown) == (None, [], {})
    assert event.explanation == f"`{said}` is not a condition and was not executed"
    assert (event.path, event.line) == ("/machine/transitions/0/assertions/0", 16)
    assert event.values == ()


def test_what_is_no_condition_does_not_hide_the_assertions_after_it():
    made = engine(ASSERTED.replace("ITEM", "{type: visible}, 'load() < 5'"), Scripted({}, ready=True, load=9))
    made.step("go")
    assert [event.holds for event in told(made, "assertion")] == [None, False]


def test_an_assertion_of_a_transition_has_the_time_at_which_it_was_checked():
    made = engine(ASSERTED.replace("ITEM", "'true'"), Scripted({}, ready=True))
    made.advance(7)
    made.step("go")
    (event,) = told(made, "assertion")
    assert event.at_ms == 7


@pytest.mark.parametrize(("load", "verdict"), [(1, "passed"), (9, "failed"), (None, "failed")])
def test_the_verdict_counts_a_transitions_assertions(load, verdict):
    steps = "scenarios: [{name: s, steps: [{action: go}]}]\n"
    system = Scripted({"go": lambda host: host.emit("go")}, ready=True, load=load)
    assert run(ASSERTED.replace("ITEM", "'load() < 5'") + steps, system)[-1].verdict == verdict


def test_assertions_come_after_the_invariants_and_before_the_watcher():
    system = Scripted({}, ready=True, load=1)
    made = engine(ASSERTED.replace("ITEM", "'load() < 5'"), system)
    made.watch = lambda transition: kinds.extend(event.kind for event in made.drain())
    kinds: list[str] = []
    made.step("go")
    assert kinds[-2:] == ["invariant", "assertion"]


@pytest.mark.parametrize(
    "text",
    [
        "  states: {a: {on_exit: [note]}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n",
        "  states: {a: {}, b: {on_entry: [note]}}\n  transitions: [{id: ab, from: a, to: b, event: go}]\n",
        "  states: {a: {}, b: {}}\n  transitions: [{id: ab, from: a, to: b, event: go, actions: [note]}]\n",
    ],
    ids=["on_exit", "on_entry", "actions"],
)
def test_each_kind_of_action_is_carried_out_where_it_is_the_only_one(text):
    system = Noting("note")
    engine(text, system).step("go")
    assert [note[:4] for note in system.notes].count("note") == 1


def test_an_action_on_the_way_has_the_time_at_which_it_was_carried_out():
    made = engine(MACHINE, Noting("enter_b", ready=True))
    made.advance(7)
    made.step("go")
    assert {event.at_ms for event in told(made, "action", "taken")} == {7}


def test_the_watcher_sees_a_transition_with_actions_too():
    made, seen = engine(MACHINE, Noting(ready=True)), []
    made.watch = lambda transition: seen.append(transition.id)
    made.step("go")
    assert seen == ["ab"]


def test_an_action_is_carried_out_each_time():
    system = Noting("enter_b", ready=True)
    made = engine(MACHINE.replace("from: a", "from: [a, b]"), system)
    made.step("go")
    made.step("go")
    assert system.notes == ["enter_b in b", "entered b"] * 2

"""A server's answers as the engine's system: order, time, batches, snapshots, and what goes wrong."""

from __future__ import annotations

import gc

import pytest

from playbook.api import run_scenario
from playbook.expr.values import Unknown, ValueProblem
from playbook.machine.port import ActionError, CannotSnapshot, Closes, SystemProblem
from playbook.signatures import Parameter
from playbook.systems.http import system as module
from playbook.systems.http.problems import BadAnswer, OutcomeUnknown
from playbook.systems.http.system import HttpSystem
from playbook.systems.http.transport import Reply
from tests.playbook.systems.http.cast import (
    DESCRIPTION,
    TEXT,
    Scripted,
    client,
    door,
    lost,
    playbook,
    section,
)

PUSHED = {"events": [{"event": "opened", "cause": "a push"}]}


def values(said):
    """People by how often was asked; keys by the door's name."""
    told = {"people": 3, "key": "mine"}
    return {"values": [{"value": told[each["function"]]} for each in said["calls"]]}


def only(**more):
    return {**DESCRIPTION, "messages": [], **more}


def test_a_run_begins_with_a_reset():
    _, carrier, _ = door()
    assert carrier.messages() == ["describe", "reset"]
    start = {"seed": 7, "machine": "door", "playbook": "door", "state": "shut"}
    assert carrier.last("reset").items() >= start.items()


@pytest.mark.parametrize("effects", [{"took_ms": 5}, {"events": ["early"]}, {"timers": [{"id": "t"}]}])
def test_nothing_happens_before_the_run_has_begun(effects):
    with pytest.raises(BadAnswer, match='the answer to "reset" cannot be used'):
        door(reset=effects)


def test_a_reset_may_set_what_comes_later():
    _, _, host = door(reset={"events": [{"event": "morning", "after_ms": 60}]})
    host.advance(60)
    assert host.emitted == [("morning", "", 60)]


def test_to_enter_a_state_takes_no_time():
    system, _, _ = door(describe=only(messages=["entered"]), entered={"took_ms": 5})
    with pytest.raises(BadAnswer, match="no time can pass there"):
        system.entered("shut")


def test_what_is_offered_is_what_was_described():
    system, _, _ = door()
    assert system.actions["push"].parameters == (Parameter("force", "number", False),)
    assert (system.functions["key"].minimum, system.functions["key"].maximum) == (1, 1)


def test_an_action_is_sent_with_its_parameters_and_a_key_and_its_events_are_emitted():
    system, carrier, host = door(act=PUSHED)
    system.actions["push"].run(force=2)
    assert carrier.last("act") == {
        "protocol": 1, "session": "s", "key": "s:1", "action": "push", "params": {"force": 2}, "now_ms": 0, "entered": []
    }  # fmt: skip
    assert host.emitted == [("opened", "a push", 0)]


def test_the_states_entered_come_with_the_next_message_once():
    system, carrier, _ = door(act={})
    system.entered("shut")
    system.entered("open")
    system.actions["push"].run()
    assert carrier.last("act")["entered"] == ["shut", "open"]
    system.actions["push"].run()
    assert carrier.last("act")["entered"] == []


def test_a_system_that_reacts_to_states_is_told_at_once():
    system, carrier, host = door(describe=only(messages=["entered"]), entered={"events": ["greeted"]})
    system.entered("shut")
    assert carrier.last("entered")["entered"] == ["shut"]
    assert host.events == ["greeted"]


def test_an_event_may_come_later():
    system, _, host = door(act={"events": ["now", {"event": "later", "after_ms": 50}]})
    system.actions["push"].run()
    assert host.events == ["now"]
    host.advance(50)
    assert host.emitted[-1] == ("later", "", 50)


def test_time_that_an_action_took_passes_before_its_events():
    system, _, host = door(act={"took_ms": 30, "events": ["done"]})
    system.actions["push"].run()
    assert host.emitted == [("done", "", 30)]


def test_a_timer_comes_back_as_a_tick_at_its_time():
    system, carrier, host = door(
        act={"timers": [{"id": "close", "after_ms": 40}]}, tick={"events": ["closed"]}
    )
    system.actions["push"].run()
    host.advance(100)
    assert carrier.last("tick").items() >= {"timer": "close", "now_ms": 40, "key": "s:2"}.items()
    assert host.emitted == [("closed", "", 40)]


def test_a_timer_of_no_time_comes_back_once_the_machine_has_followed():
    system, carrier, host = door(
        act={"events": ["one"], "timers": [{"id": "next"}]}, tick={"events": ["two"]}
    )
    host.follow = lambda event: system.entered(f"after_{event}")
    system.actions["push"].run()
    assert carrier.last("tick")["entered"] == ["after_one"]
    assert host.events == ["one", "two"]


def test_ticks_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_TICKS_AT_ONCE", 3)
    again = {"timers": [{"id": "t"}]}
    system, carrier, _ = door(act=again, tick=again)
    with pytest.raises(SystemProblem, match="more than 3 ticks at once"):
        system.actions["push"].run()
    assert carrier.messages().count("tick") == 3


def test_a_timer_of_a_system_that_knows_no_ticks_is_refused():
    system, _, _ = door(describe=only(), act={"timers": [{"id": "t", "after_ms": 1}]})
    with pytest.raises(BadAnswer, match='does not describe "tick"'):
        system.actions["push"].run()


def test_all_calls_of_the_playbook_are_asked_in_one_message():
    system, carrier, _ = door(evaluate=values)
    assert (system.functions["people"].call(), system.functions["key"].call("front")) == (3, "mine")
    assert carrier.messages().count("evaluate") == 1
    assert [each["function"] for each in carrier.last("evaluate")["calls"]] == ["people", "key"]


@pytest.mark.parametrize("happens", ["act", "entered", "time", "restore"])
def test_answers_hold_until_something_happens(happens):
    system, carrier, host = door(evaluate=values, act={}, restore={})
    system.functions["people"].call()
    system.functions["people"].call()
    {
        "act": lambda: system.actions["push"].run(),
        "entered": lambda: system.entered("open"),
        "time": lambda: host.advance(1),
        "restore": lambda: system.restore({}),
    }[happens]()
    system.functions["people"].call()
    assert carrier.messages().count("evaluate") == 2


def test_what_the_server_does_not_know_is_unknown():
    system, _, _ = door(evaluate=lambda said: {"values": [{"unknown": True} for _ in said["calls"]]})
    assert system.functions["people"].call() == Unknown(frozenset({"people()"}))


def test_a_function_that_cannot_be_told_says_why():
    system, _, _ = door(evaluate=lambda said: {"values": [{"error": "no sensor"} for _ in said["calls"]]})
    with pytest.raises(ValueProblem, match=r"people\(\) cannot be told: no sensor"):
        system.functions["people"].call()


def test_panels_are_asked_once_for_an_instant():
    system, carrier, _ = door(panels={"panels": {"door": [{"People": 1}]}})
    assert system.panels() == system.panels() == {"door": [{"People": 1}]}
    assert carrier.messages().count("panels") == 1


def test_a_system_without_panels_is_not_asked_for_them():
    system, carrier, _ = door(describe=only())
    assert system.panels() == {}
    assert "panels" not in carrier.messages()


def test_an_error_of_an_action_is_told_in_the_servers_words():
    system, _, _ = door(act={"error": "the door is locked"})
    with pytest.raises(ActionError, match=r"^the door is locked$"):
        system.actions["push"].run()


def test_a_lost_answer_leaves_the_outcome_unknown():
    system, carrier, _ = door(act=lost)
    with pytest.raises(OutcomeUnknown, match='the outcome of the action "push" is unknown'):
        system.actions["push"].run()
    assert carrier.messages().count("act") == 1


def test_a_system_that_knows_keys_is_asked_again():
    system, carrier, host = door(describe={**DESCRIPTION, "knows_keys": True}, act=[lost(), PUSHED])
    system.actions["push"].run()
    assert (carrier.messages().count("act"), host.events) == (2, ["opened"])


def test_a_snapshot_is_the_servers_and_comes_back_to_it():
    system, carrier, _ = door(snapshot={"snapshot": {"people": 3}}, restore={})
    system.entered("open")
    kept = system.snapshot()
    assert carrier.last("snapshot")["entered"] == ["open"]
    system.restore(kept)
    assert carrier.last("restore")["snapshot"] == {"people": 3}


def test_a_system_without_snapshots_says_what_to_do():
    system, _, _ = door(describe=only())
    with pytest.raises(CannotSnapshot, match="replay from its start"):
        system.snapshot()


def test_a_snapshot_that_is_missing_is_refused():
    system, _, _ = door(snapshot={})
    with pytest.raises(BadAnswer, match='"snapshot" is missing'):
        system.snapshot()


def test_the_server_is_told_of_the_end_once():
    system, carrier, _ = door()
    system.entered("open")
    system.close()
    system.close()
    assert isinstance(system, Closes)
    assert carrier.last("close")["entered"] == ["open"]
    assert (carrier.messages().count("close"), carrier.closed) == (1, 1)


def test_a_server_that_is_gone_at_the_end_is_not_complained_of():
    system, carrier, _ = door(close=lost)
    system.close()
    assert carrier.closed == 1


def test_a_system_that_nobody_closes_gives_its_connection_back():
    carrier = Scripted()
    HttpSystem(playbook(), section(), client(carrier))
    gc.collect()
    assert carrier.closed == 1


def test_a_server_that_does_not_describe_itself_is_driven_by_what_the_playbook_uses():
    system, carrier, _ = door(describe=Reply(404, b""), act=PUSHED, evaluate=values)
    assert system.actions["push"].parameters == (Parameter("force", required=False),)
    assert system.functions["key"].call("front") == "mine"
    system.close()
    assert "close" not in carrier.messages()


def run(text=TEXT, **answers):
    carrier, text = Scripted(**answers), playbook(text)
    events = list(run_scenario(text, "s", system=HttpSystem(text, section(), client(carrier))))
    return events[-1], events


def test_a_whole_run_over_the_protocol_passes():
    verdict, events = run(act=PUSHED, evaluate=values)
    assert (verdict.verdict, verdict.state) == ("passed", "open")
    assert [event.cause for event in events if event.kind == "emitted"] == ["a push"]


def test_a_server_that_reacts_to_states_drives_the_machine_in_a_run():
    describe = {**DESCRIPTION, "messages": ["entered", "tick"]}
    text = TEXT.replace(
        "transitions: [", "transitions: [{id: shuts, from: open, to: shut, event: shuts}, "
    ).replace("state == 'open'", "state == 'shut'")

    def entered(said):
        return {"events": ["shuts"] if said["entered"] == ["open"] else []}

    verdict, events = run(text, describe=describe, act=PUSHED, evaluate=values, entered=entered)
    assert verdict.verdict == "passed"
    assert [event.target for event in events if event.kind == "taken"] == ["open", "shut"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"act": lost}, 'the outcome of the action "push" is unknown'),
        ({"act": {"error": "the door is locked"}}, "the door is locked"),
        ({"act": Reply(200, b"{")}, 'the answer to "act" cannot be used'),
        ({"act": Reply(500, b"")}, 'answered "act" with status 500'),
        ({"reset": Reply(500, b"")}, 'answered "reset" with status 500'),
        ({"evaluate": {"values": []}}, 'the answer to "evaluate" cannot be used'),
    ],
)
def test_what_goes_wrong_ends_the_run_with_an_error_that_says_it(answers, said):
    verdict, _ = run(**{"act": PUSHED, "evaluate": values, **answers})
    assert verdict.verdict == "error"
    assert said in " ".join(verdict.reasons)


def test_what_the_server_does_not_know_leaves_the_run_inconclusive():
    text = TEXT.replace("state == 'open'", "key('back') == 'mine'")
    verdict, _ = run(
        text, act=PUSHED, evaluate=lambda said: {"values": [{"unknown": True} for _ in said["calls"]]}
    )
    assert verdict.verdict == "inconclusive"
    assert "key()" in verdict.missing


def test_declared_actions_are_sent_with_parameters_of_any_kind():
    carrier, text = Scripted(describe={"protocol": 1}, act=PUSHED, evaluate=values), playbook()
    declared = section(actions=["push(force)"], functions=["people()", "key(side)"])
    events = list(run_scenario(text, "s", system=HttpSystem(text, declared, client(carrier))))
    assert events[-1].verdict == "passed"
    assert carrier.last("act")["params"] == {"force": 2}

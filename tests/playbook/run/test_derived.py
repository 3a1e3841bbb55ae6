from __future__ import annotations

import json
from dataclasses import replace

import pytest

from playbook.machine.port import ActionError, Function
from playbook.run import force
from playbook.run.derived import derive, named
from playbook.run.outcomes import OUTCOMES
from playbook.systems.choose import NoSystem
from tests.playbook.run.turnstile import TURNSTILE, Turnstile, read, short


def derived_of(old="", new="", system=Turnstile, **more):
    return derive(read(old, new), system, **more)


def run(id, old="", new="", system=Turnstile, **more):
    test = named(derived_of(old, new, system, **more), id)
    assert test is not None
    return test.run()


def test_there_is_one_for_each_element_in_order():
    assert [test.id for test in derived_of()] == [
        "scenario:walk",
        "scenario:vandal",
        "transition:pay",
        "transition:pass",
        "transition:ring",
        "transition:calm",
        "forbidden:alarm->open",
        "performance:few_kicks",
    ]


def test_each_says_what_it_is_about_and_where():
    test = named(derived_of(), "transition:ring")
    assert (test.kind, test.name, test.path) == ("transition", "ring", ("machine", "transitions", 2))
    assert read().machine.transitions[2].span.line == test.line == 13
    assert test.title == '"ring" is taken, and the invariants of "alarm" hold'


def test_to_derive_runs_nothing():
    before = Turnstile.made
    derived_of()
    assert Turnstile.made == before


def test_two_of_one_name_have_two_ids():
    ids = [test.id for test in derived_of("name: vandal", "name: walk")]
    assert ids[:2] == ["scenario:walk", "scenario:walk#2"]


def test_there_is_none_of_an_unknown_id():
    assert named(derived_of(), "scenario:nothing") is None


def test_what_is_good_passes():
    results = [test.run() for test in derived_of()]
    assert [result.id for result in results if not result.passed] == ["transition:calm"]


# Scenarios.


def test_a_scenario_that_fails_says_where_and_with_which_values():
    result = run("scenario:walk", "state == 'open'", "coins() == 7")
    assert result.outcome == "failed"
    assert result.message == "`coins() == 7` failed because `coins()` was `1`"
    assert (result.line, result.at_line) == (20, 21)
    assert result.values == (("coins()", "1"),)


def test_a_scenario_tells_its_steps_and_its_path():
    result = run("scenario:vandal")
    assert [(step.label, step.outcome) for step in result.steps] == [
        ("kick() (x3)", "passed"),
        ("assert state == 'alarm'", "passed"),
    ]
    assert [str(hop) for hop in result.taken] == ["locked -> alarm (ring)"]
    assert (result.at_line, result.values, result.system) == (0, (), "Turnstile")


def test_a_scenario_that_breaks_is_an_error():
    assert short(run("scenario:walk", "coins: 1", "coins: 0")) == ("error", "no coin")


def test_a_scenario_that_hangs_on_the_unknown_names_it():
    result = run("scenario:walk", "state == 'open'", "gold() == 7")
    assert (result.outcome, result.missing) == ("inconclusive", ("gold()",))


def test_a_scenario_keeps_its_notes():
    result = run("scenario:vandal")
    assert result.notes == ('performance assertion "few_kicks" degraded: Too rough',)


# Transitions.


def test_a_transition_tells_how_it_was_taken():
    result = run("transition:pass")
    assert [step.label for step in result.steps] == ["insert(coins: 1)", "push()"]
    assert [str(hop) for hop in result.taken] == ["locked -> open (pay)", "open -> locked (pass)"]


def test_repetitions_are_one_step():
    result = run("transition:ring")
    assert [(step.label, step.line) for step in result.steps] == [("kick() (x3)", 23)]


def test_a_violated_invariant_of_the_target_fails_it():
    result = run("transition:pay", 'condition: "coins() > 0"', 'condition: "coins() > 1"')
    assert result.outcome == "failed"
    assert result.message == (
        'invariant "It is paid for" of state "open" violated: `coins() > 1` failed because `coins()` was `1`'
    )
    assert (result.at_line, result.values) == (8, (("coins()", "1"),))


def test_a_violated_warning_is_a_note():
    new = 'condition: "coins() > 1", severity: warning'
    result = run("transition:pay", 'condition: "coins() > 0"', new)
    assert result.passed
    assert result.notes[0].endswith("failed because `coins()` was `1` (warning)")


def test_an_unknown_invariant_makes_it_inconclusive():
    result = run("transition:pay", 'condition: "coins() > 0"', 'condition: "gold() > 1"')
    assert (result.outcome, result.missing, result.at_line) == ("inconclusive", ("gold()",), 8)


def test_a_failed_assertion_of_the_transition_fails_it():
    result = run("transition:pay", "event: coin}", 'event: coin, assertions: ["coins() == 9"]}')
    assert result.outcome == "failed"
    assert "`coins() == 9` failed because `coins()` was `1`" in result.message


def test_what_no_action_reaches_is_not_exercised():
    result = run("transition:calm")
    assert result.outcome == "not exercised"
    assert result.message.startswith('nothing that was tried makes the system emit "key"')
    assert not result.passed


def test_what_hangs_on_an_unknown_guard_is_inconclusive():
    result = run("transition:ring", system=None)
    assert (result.outcome, result.missing) == ("inconclusive", ("kicks()",))
    assert result.message.startswith("whether it is taken hangs on `kicks()`, which nothing provides")


# Forbidden pairs.


def test_a_pair_that_nothing_leads_through_passes():
    result = run("forbidden:alarm->open")
    assert (result.outcome, result.notes) == ("passed", ("tried by force: 4 events",))


def test_a_transition_that_would_do_it_fails_it():
    result = run("forbidden:alarm->open", "from: alarm, to: locked", "from: alarm, to: open")
    assert result.outcome == "failed"
    assert result.message.startswith('the transition "calm" leads from "alarm" to "open"; take it out')
    assert result.at_line == 14


@pytest.mark.parametrize("source", ["'*'", "[locked, alarm]"])
def test_a_wildcard_or_a_list_that_would_do_it_fails_it(source):
    old, new = "from: locked, to: open", f"from: {source}, to: open"
    assert run("forbidden:alarm->open", old, new).outcome == "failed"


def test_a_guard_is_no_excuse():
    old = "from: locked, to: open, event: coin"
    result = run("forbidden:alarm->open", old, 'from: "*", to: open, event: coin, guard: "coins() > 99"')
    assert "through the wildcard when `coins() > 99` holds" in result.message


def test_a_wildcard_pair_is_tried_from_every_state():
    result = run("forbidden:*->alarm", "from: alarm, to: open", "from: '*', to: alarm")
    assert result.outcome == "failed"
    assert '"ring" leads from "locked" to "alarm"' in result.message
    result = run("forbidden:*->locked", "from: alarm, to: open", "from: '*', to: locked")
    assert '"pass" leads from "open"' in result.message


def test_a_pair_of_an_undeclared_state_is_an_error():
    result = run("forbidden:alarm->nowhere", "to: open, reason", "to: nowhere, reason")
    assert short(result) == ("error", 'there is no state "nowhere"')


def test_a_change_that_gets_past_the_engine_is_caught(monkeypatch):
    """Should the engine ever let one through, the force says so."""
    playbook = read()
    attempt = force.attempt

    def lenient(engine, event):
        tried = attempt(engine, event)
        return replace(tried, taken=replace(tried.taken, target="open")) if tried.taken else tried

    monkeypatch.setattr(force, "attempt", lenient)
    result = named(derive(playbook, Turnstile), "forbidden:alarm->open").run()
    assert short(result) == ("failed", 'the event "key" leads from "alarm" to "open"')


# Performance assertions.


def test_the_worst_band_of_all_scenarios_counts():
    result = run("performance:few_kicks")
    assert result.passed
    assert result.notes[0].startswith('degraded at the end of "vandal": `kicks() < 2` failed')


def test_a_breach_fails_it_and_names_the_scenario():
    result = run("performance:few_kicks", "repeat: 3", "repeat: 5")
    assert result.outcome == "failed"
    assert result.message.startswith('Too rough: breached at the end of "vandal": ')
    assert [str(hop) for hop in result.taken] == ["locked -> alarm (ring)"]


def test_a_breach_that_the_scenario_expects_is_right():
    new = "name: vandal\n    performance: {few_kicks: degraded}\n"
    result = run("performance:few_kicks", "name: vandal\n", new)
    assert result.passed
    assert result.notes == ('"vandal" expects it to be degraded',)


def test_a_band_that_was_expected_and_did_not_come_fails_it():
    new = "name: walk\n    performance: {few_kicks: breached}\n"
    result = run("performance:few_kicks", "name: walk\n", new)
    assert result.outcome == "failed"
    assert result.message.endswith("; the scenario expects breached")


def test_an_unknown_one_is_inconclusive():
    result = run("performance:few_kicks", "kicks() < 2", "nudges() < 2")
    assert (result.outcome, result.missing) == ("inconclusive", ("nudges()",))


def test_without_a_scenario_it_is_not_exercised():
    text = "scenarios: []\nolder:\n"
    result = run("performance:few_kicks", "scenarios:\n", text)
    assert short(result) == ("not exercised", "there is no scenario at which it could be judged")


# All of them.


def test_the_runs_of_scenarios_are_shared():
    tests = derived_of()
    before = Turnstile.made
    for id in ("scenario:walk", "scenario:vandal", "performance:few_kicks", "scenario:walk"):
        named(tests, id).run()
    assert Turnstile.made - before == 2


def test_a_system_that_cannot_be_had_is_an_error_of_each():
    results = [
        test.run() for test in derived_of("name: Turnstile\n", "name: Turnstile\nsystem: nothing\n", None)
    ]
    assert {result.outcome for result in results} == {"error"}
    assert all('no system "nothing" is registered' in result.message for result in results)


def test_a_pair_that_a_transition_contradicts_is_an_error_too_without_a_system():
    old = "from: alarm, to: locked, event: key}\n"
    text = TURNSTILE.replace(old, old.replace("locked", "open")).replace(
        "name: Turnstile\n", "name: Turnstile\nsystem: nothing\n"
    )
    result = named(derive(read(text=text)), "forbidden:alarm->open").run()
    assert (result.outcome, result.system) == ("error", "")


def test_where_every_run_breaks_off_nothing_is_judged():
    class Broken(Turnstile):
        def attach(self, host):
            raise ActionError("no power")

    result = run("performance:few_kicks", system=Broken)
    assert short(result) == (
        "error",
        'no scenario came to an end at which it could be judged; "walk": no power',
    )


def test_a_run_that_broke_off_is_noted():
    result = run("performance:few_kicks", "coins: 1", "coins: 0")
    assert result.passed
    assert result.notes[-1] == '"walk" broke off, and it was not judged at its end'


def test_a_system_that_can_be_had_later_is_tried_again(monkeypatch):
    def absent(playbook, seed):
        raise NoSystem("not yet")

    book = read()
    test = named(derive(book), "scenario:vandal")
    with monkeypatch.context() as patched:
        patched.setattr("playbook.run.scenario.choose", absent)
        assert short(test.run()) == ("error", "not yet")
    assert test.run().system == "bare machine"


def test_a_pair_of_which_nothing_can_be_decided_is_an_error():
    class Gone(Turnstile):
        def attach(self, host):
            super().attach(host)
            self.functions["kicks"] = Function(lambda: {}["kicks"])

    old = "from: alarm, to: locked, event: key}"
    result = run("forbidden:alarm->open", old, old.replace("key", 'key, guard: "kicks() > 0"'), system=Gone)
    assert short(result) == (
        "error",
        """what the event "key" does in "alarm" is unknown: KeyError: 'kicks'""",
    )


def test_a_system_that_breaks_when_it_is_made_is_an_error():
    def broken(playbook, seed):
        raise KeyError("spring")

    assert short(run("transition:pay", system=broken)) == ("error", "the system broke: KeyError: 'spring'")


def test_the_seed_reaches_the_system():
    seeds = []

    def made(playbook, seed):
        seeds.append(seed)
        return Turnstile(playbook, seed)

    assert run("scenario:walk", system=made, seed=5).seed == 5
    assert seeds == [5]


REPLAYS = {
    "scenario:walk": "playbook run 'a b.yaml' --scenario walk",
    "transition:pay": "playbook run 'a b.yaml' --derive transition:pay",
    "forbidden:alarm->open": "playbook run 'a b.yaml' --derive 'forbidden:alarm->open'",
}


@pytest.mark.parametrize("id", REPLAYS)
def test_one_command_replays_it(id):
    assert run(id).replay("a b.yaml") == REPLAYS[id]


def test_the_replay_has_the_seed_that_was_given():
    assert run("transition:pay", seed=3).replay("f").endswith("--derive transition:pay --seed 3")


def test_as_json_is_json():
    data = json.loads(json.dumps(run("transition:pass").as_json()))
    assert data["outcome"] in OUTCOMES
    assert data["taken"][0] == {
        "transition": "pay",
        "event": "coin",
        "source": "locked",
        "target": "open",
        "line": 11,
    }
    assert data["steps"][1] == {"label": "push()", "outcome": "passed", "message": "", "line": 21, "name": ""}

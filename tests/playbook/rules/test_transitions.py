"""Transitions against forbidden pairs (PB209, PB331 to PB333), twins, idle events (PB309, PB310)."""

import pytest

from tests.playbook.texts import findings, lamp, mended, only, place


def forbidding(pair, transition=""):
    return lamp(more=transition + "  forbidden:\n    - {" + pair + "}\n")


def test_a_declared_transition_that_is_forbidden():
    finding = only(forbidding("from: dark, to: bright, reason: it blinds"), "PB331")
    assert (place(finding), finding.related[0].span.line) == ((13, 7), 16)
    assert finding.message.endswith("which is forbidden: it blinds")


@pytest.mark.parametrize("pair", ['from: "*", to: bright', 'from: dark, to: "*"'])
def test_a_forbidden_star_covers_it(pair):
    finding = only(forbidding(pair), "PB209")
    assert (place(finding), finding.related[0].span.line) == ((16, 7), 13)


def test_each_forbidden_source_of_a_list_is_told():
    text = forbidding('from: "*", to: bright').replace("from: dark", "from: [dark, bright, dark]")
    assert ['is "bright"' in d.message for d in findings(text, "PB209")] == [True, False]


BLOW = '    - {id: blow, from: "*", to: bright, event: blown}\n'


def test_a_wildcard_that_allows_a_forbidden_pair():
    finding = only(forbidding("from: bright, to: bright", BLOW), "PB332")
    assert (place(finding), 'allows "bright" to "bright"' in finding.message) == ((15, 7), True)


def test_an_excepted_state_is_not_allowed():
    text = forbidding("from: bright, to: bright", BLOW.replace('"*"', '"*", except: [bright]'))
    assert findings(text, "PB332") == []


def test_a_wildcard_against_a_forbidden_star():
    text = forbidding('from: "*", to: bright', BLOW)
    assert any('allows any state to "bright"' in d.message for d in findings(text, "PB209"))


def test_a_pair_of_an_undeclared_state_is_not_allowed_by_a_wildcard():
    assert findings(forbidding("from: gone, to: bright", BLOW), "PB332") == []


def test_other_pairs_are_no_contradiction():
    text = forbidding("from: bright, to: bright")
    assert findings(text, "PB331") == findings(text, "PB332") == []


def test_the_contradiction_is_mended_by_excepting_or_deleting():
    text = forbidding("from: bright, to: bright", BLOW)
    excepting, deleting = only(text, "PB332").fixes
    assert 'from: "*", except: ["bright"], to: bright' in mended(text, excepting)
    assert "blow" not in mended(text, deleting)


WAY = """\
machine:
  id: way
  initial: a
  states: {a: {}, b: {}, c: {}, d: {}}
  transitions:
    - {id: ab, from: a, to: b, event: go}
    - {id: bc, from: b, to: c, event: go}
    - {id: ca, from: c, to: a, event: go}
    - {id: any_d, from: "*", to: d, event: stop}
    - {id: db, from: d, to: b, event: go}
  forbidden:
    - {from: a, to: c, reason: one at a time}
    - {from: c, to: b, reason: not back}
"""


def test_a_forbidden_step_that_several_steps_make():
    finding = only(WAY, "PB333")
    assert '2 events lead there: "a" --go--> "b" --go--> "c"' in finding.message
    assert "one more forbidden pair" in finding.message


def test_a_forbidden_step_that_only_a_wildcard_makes():
    text = WAY.replace("    - {id: ca, from: c, to: a, event: go}\n", "")
    assert (
        'a wildcard leads there in 2 events: "c" --stop--> "d" --go--> "b"'
        in findings(text, "PB333")[1].message
    )


def test_pairs_that_nothing_leads_to_are_not_spoken_of():
    text = lamp("    - {id: switch_off, from: bright, to: dark, event: released}\n", "")
    assert findings(text + "  forbidden: [{from: bright, to: dark}]\n", "PB333") == []


def test_two_states_that_nothing_tells_apart():
    text = WAY.replace("d: {}}", "d: {}, e: {}}").replace(
        "  forbidden:",
        "    - {id: ae, from: a, to: e, event: jump}\n    - {id: eb, from: e, to: b, event: go}\n  forbidden:",
    )
    assert '"d" and "e" have the same ways out' in only(text, "PB309").message


def test_an_invariant_tells_them_apart():
    text = WAY.replace("d: {}}", "d: {}, e: {invariants: [{condition: x()}]}}").replace(
        "  forbidden:",
        "    - {id: ae, from: a, to: e, event: jump}\n    - {id: eb, from: e, to: b, event: go}\n  forbidden:",
    )
    assert findings(text, "PB309") == []


STEPS = (
    "scenarios: [{name: s, description: d, steps: [{action: pressed}, {assert: \"state == 'bright'\"}]}]\n"
)


def test_an_event_that_no_scenario_fires():
    assert "no scenario fires the event released" in only(lamp(more=STEPS), "PB310").message


def test_events_of_a_simulation_are_told_with_the_simulation():
    silent = "simulation: {actions: {press: [{emit: pressed}]}}\n"
    text = lamp(more=silent + STEPS.replace("action: pressed", "action: press"))
    assert (findings(text, "PB310"), len(findings(text, "PB728"))) == ([], 1)


def test_the_id_of_its_transition_fires_it_on_the_bare_machine():
    text = lamp(more=STEPS.replace("{assert", "{action: switch_off}, {assert"))
    assert findings(text, "PB310") == []


def test_the_shorter_way_through_a_wildcard_is_told():
    text = (
        WAY.replace("{id: db, from: d, to: b, event: go}", "{id: dc, from: d, to: c, event: go}")
        .replace(
            "    - {id: bc, from: b, to: c, event: go}\n",
            "    - {id: bx, from: b, to: x, event: go}\n    - {id: xc, from: x, to: c, event: go}\n",
        )
        .replace("d: {}}", "d: {}, x: {}}")
    )
    message = findings(text, "PB333")[0].message
    assert 'a wildcard leads there in 2 events: "a" --stop--> "d" --go--> "c"' in message

"""What scenarios reach, assert and use (PB706, PB709 to PB711, PB713)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, lamp, mended, only, quoted

FORBIDDEN = "  forbidden:\n    - {from: bright, to: bright}\n    - {from: dark, to: dark}\n"
STUCK = (
    "    - {id: switch_off,",
    "    - {id: burn_out, from: bright, to: gone, event: burned}\n    - {id: switch_off,",
)


def scenarios(*steps, name="s", machine=""):
    return lamp(
        more=machine
        + f"scenarios:\n  - name: {name}\n    steps:\n"
        + "".join(f"      - {s}\n" for s in steps)
    )


def state(name):
    return f"assert: \"state == '{name}'\""


def burning(text):
    return text.replace("    bright:\n", "    gone: {final_state: true}\n    bright:\n").replace(*STUCK)


def gateway(text):
    return text.replace('id: "lamp"', 'id: "federation_gateway"')


def test_the_bare_machines_state_is_known_without_a_run():
    text = scenarios("action: pressed", state("dark"))
    finding = only(text, "PB706")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "'dark'")
    assert finding.message == 'the machine is in "bright" here, not in "dark"'
    assert quoted(text, finding.related[0]) == "dark"


@pytest.mark.parametrize(
    "steps",
    [
        ("action: pressed", state("bright")),
        ("action: pressed", "action: pressed", state("bright")),
        ("{action: pressed, repeat: 5}", state("bright")),
        ("action: released", state("dark")),
        ("action: switch_on", "{action: wait, params: {ms: 5}}", "action: released", state("dark")),
        ("action: pressed", "assert: \"state == 'bright' || state == 'dark'\""),
        ("action: pressed", "assert: \"state != 'dark' && 'bright' == state\""),
        ("action: nosuch", state("bright")),
    ],
)
def test_assertions_that_may_hold(steps):
    assert findings(scenarios(*steps), "PB706") == []


def test_a_repeated_event_is_followed_each_time():
    text = scenarios("{action: pressed, repeat: 2}", state("bright")).replace(
        "event: released", "event: pressed"
    )
    assert 'in "dark" here' in only(text, "PB706").message


@pytest.mark.parametrize(
    "change", [("event: pressed}", "event: pressed, guard: sunny()}"), ("dark}", "dark}")]
)
def test_a_guard_leaves_the_state_open(change):
    text = scenarios("action: pressed", state("dark")).replace(*change)
    assert len(findings(text, "PB706")) == (0 if "guard" in change[1] else 1)


def test_a_forbidden_change_leaves_it_open():
    forbidden = "  forbidden: [{from: dark, to: bright}]\n"
    assert findings(scenarios("action: pressed", state("dark"), machine=forbidden), "PB706") == []


def test_a_wildcard_is_followed_where_it_is_not_excepted():
    wildcard = "event: pressed}\n    - {id: any, from: '*', except: [dark], to: dark, event: pressed}"
    text = scenarios("{action: pressed, repeat: 2}", state("bright")).replace("event: pressed}", wildcard)
    assert 'in "dark" here' in only(text, "PB706").message


def test_on_any_system_a_state_that_no_path_leads_to_is_impossible():
    text = gateway(burning(scenarios("action: start_health_monitoring", state("gone"), state("dark"))))
    finding = only(text, "PB706")
    assert finding.message == 'no path leads from "gone" to "dark", which is asserted here'


def test_on_any_system_a_state_that_some_path_leads_to_is_not():
    text = gateway(burning(scenarios("action: start_health_monitoring", state("bright"), state("gone"))))
    assert findings(text, "PB706") == []


def test_only_the_first_impossible_state_of_a_scenario_is_told():
    text = scenarios("action: pressed", state("dark"), state("dark"))
    assert only(text, "PB706").path[-2:] == (1, "assert")


def test_an_undeclared_state_is_another_rules_affair():
    assert findings(scenarios("action: pressed", state("drak")), "PB706") == []


KETTLE = """\
simulation:
  variables: {degrees: 20}
  actions:
    heat(by): [{set: {degrees: "degrees + by"}}]
    cool(): [{set: {degrees: "20"}}]
"""


def test_what_the_system_offers_and_nobody_uses_is_summed_up():
    finding = only(scenarios("{action: heat, params: {by: 5}}", machine=KETTLE), "PB709")
    assert finding.severity is Severity.INFO
    assert finding.message == "no scenario uses the action cool of the simulation"


def test_a_parameter_that_is_never_given_is_named_with_its_action():
    step = "{action: send_request, params: {capability: c, region: r}}"
    assert "send_request(privacy" in only(gateway(scenarios(step)), "PB709").message


def test_the_bare_machine_offers_nothing_of_its_own():
    assert findings(scenarios("action: pressed", state("bright")), "PB709") == []


def test_without_scenarios_nothing_is_said_of_use():
    assert findings(gateway(lamp()), "PB709") == findings(lamp(), "PB711") == findings(lamp(), "PB713") == []


def test_a_scenario_that_changes_nothing():
    text = scenarios("action: released", "assert: 'warmth() == 0'")
    finding = only(text, "PB710")
    assert (finding.severity, finding.path) == (Severity.WARNING, ("scenarios", 0))
    assert 'in "dark" all its events are ignored' in finding.message


@pytest.mark.parametrize(
    "steps",
    [
        ("action: released", state("dark")),
        ("assert: 'warmth() == 0'",),
        ("{action: wait, params: {ms: 1}}", "assert: 'warmth() == 0'"),
        ("action: pressed", "action: released", "assert: 'warmth() == 0'"),
    ],
)
def test_scenarios_that_mean_to_change_nothing_or_do_change_something(steps):
    assert findings(scenarios(*steps), "PB710") == []


def test_what_the_scenarios_do_not_cover_is_summed_up():
    text = scenarios("action: pressed", state("bright"), machine=FORBIDDEN)
    finding = only(text, "PB711")
    assert (finding.severity, quoted(text, finding)) == (Severity.INFO, "scenarios")
    assert "1 of 2 transitions (switch_off)" in finding.message
    assert "2 of 2 forbidden pairs (bright to bright, dark to dark)" in finding.message
    assert "states" not in finding.message


def test_an_ignored_event_tries_the_forbidden_pairs_that_it_leads_to_elsewhere():
    text = scenarios("{action: pressed, repeat: 2}", state("bright"), machine=FORBIDDEN)
    assert "1 of 2 forbidden pairs (dark to dark)" in only(text, "PB711").message


def test_full_coverage_is_not_spoken_of():
    assert findings(scenarios("action: pressed", "action: released", state("dark")), "PB711") == []


def test_on_another_system_what_is_asserted_counts():
    text = gateway(scenarios("action: start_health_monitoring", state("bright")))
    message = only(text, "PB711").message
    assert "1 of 2 states (dark); 1 of 2 transitions (switch_off)" in message


@pytest.mark.parametrize("name", ["failed", "login_error", "timed_out", "cancelled"])
def test_a_machine_that_can_fail_and_no_scenario_that_does(name):
    text = burning(scenarios("action: pressed", state("bright"))).replace("gone", name)
    finding = only(text, "PB713")
    assert (finding.severity, name in finding.message) == (Severity.INFO, True)


@pytest.mark.parametrize("name", ["gone", "unfailing", "terror"])
def test_a_state_that_is_no_failure_by_its_name(name):
    assert (
        findings(burning(scenarios("action: pressed", state("bright"))).replace("gone", name), "PB713") == []
    )


@pytest.mark.parametrize(
    "last", [state("failed"), "assert: \"state in ['failed', 'dark']\"", "assert: 'x()'"]
)
def test_a_scenario_that_fails_by_its_steps_or_its_assertion(last):
    text = burning(scenarios("action: pressed", "action: burned", last)).replace("gone", "failed")
    assert findings(text, "PB713") == []


def test_a_scenario_is_written_for_a_transition_that_none_takes():
    text = scenarios("action: pressed", state("bright"))
    after = mended(text, only(text, "PB711").fixes[0])
    assert after.endswith(
        '  - name: "takes_switch_off"\n    steps:\n      - action: "pressed"\n      - action: "released"\n'
        "      - assert: \"state == 'dark'\"\n"
    )
    assert findings(after, "PB711") == findings(after, "PB706") == []


def test_a_scenario_is_written_between_brackets_where_scenarios_are():
    text = lamp(more="scenarios: [{name: s, steps: [{action: pressed}, {assert: 'x()'}]}]\n")
    assert findings(mended(text, only(text, "PB711").fixes[0]), "PB711") == []


def test_a_scenario_is_written_for_a_wildcard_and_for_a_failure():
    text = burning(scenarios("action: pressed", "action: released", state("dark"))).replace("gone", "failed")
    text = text.replace("from: bright, to: failed", "from: '*', except: [dark], to: failed")
    finding = only(text, "PB713")
    assert '- action: "burned"\n      - assert: "state == \'failed\'"' in mended(text, finding.fixes[0])


def test_where_a_guard_decides_no_scenario_is_written():
    text = scenarios("action: pressed", state("bright")).replace(
        "event: released", "event: released, guard: x()"
    )
    assert only(text, "PB711").fixes == ()


def test_no_scenario_is_written_under_a_name_that_is_taken():
    text = scenarios("action: pressed", state("bright"), name="takes_switch_off")
    assert only(text, "PB711").fixes == ()


def test_where_the_search_would_take_too_long_nothing_is_said(monkeypatch):
    monkeypatch.setattr("playbook.rules.coverage._MOST_SEARCHED", 0)
    text = gateway(burning(scenarios("action: start_health_monitoring", state("gone"), state("dark"))))
    assert findings(text, "PB706") == []


def test_a_search_is_made_once_for_each_state():
    text = gateway(burning(scenarios(*[state("bright"), state("dark")] * 2, state("gone"))))
    assert findings(text, "PB706") == []


def test_a_way_that_is_long_or_cannot_be_written_is_not_proposed():
    text = scenarios("action: pressed", state("bright")).replace("released", "'let go'")
    assert only(text, "PB711").fixes == ()


def test_of_several_transitions_the_first_that_can_be_taken_is_proposed():
    text = scenarios("action: pressed", state("bright")).replace(
        "event: released}",
        "event: released, guard: x()}\n    - {id: fade, from: bright, to: dark, event: faded}",
    )
    assert [fix.title for fix in only(text, "PB711").fixes] == ['Add a scenario that takes "fade"']


def test_a_transition_that_nothing_reaches_is_not_proposed():
    text = scenarios("action: pressed", "action: released", state("dark")).replace(
        "event: released}", "event: released}\n    - {id: never, from: gone, to: dark, event: e}"
    )
    assert only(text, "PB711").fixes == ()


def test_an_excepted_wildcard_leaves_the_state_as_it_is():
    text = scenarios("action: any", state("bright")).replace(
        "event: pressed}", "event: pressed}\n    - {id: any, from: '*', except: [dark], to: dark, event: e}"
    )
    assert 'in "dark" here' in only(text, "PB706").message


def test_a_system_of_which_everything_is_used_is_not_spoken_of():
    given = ["heat, params: {by: 1}", "cool", "wait, params: {duration_ms: 1}"]
    steps = [f"{{action: {step}}}" for step in given]
    assert findings(scenarios(*steps, machine=KETTLE), "PB709") == []

"""Steps of scenarios against their system (PB703 to PB705, PB707, PB712, PB715)."""

import pytest

from playbook.diagnostics import Severity
from playbook.limits import MAX_REPEAT, MAX_WAIT_MS
from tests.playbook.texts import findings, lamp, mended, only, quoted


def scenario(*steps):
    return lamp(more="scenarios:\n  - name: s\n    steps:\n" + "".join(f"      - {step}\n" for step in steps))


def gateway(*steps):
    return scenario(*steps).replace('id: "lamp"', 'id: "federation_gateway"')


def after_fix(text, id, position=0):
    return mended(text, only(text, id).fixes[position])


@pytest.mark.parametrize("action", ["pressed", "switch_on", "wait"])
def test_the_bare_machine_offers_events_transitions_and_waiting(action):
    assert findings(scenario(f"action: {action}"), "PB703") == []


def test_an_action_that_the_bare_machine_has_not():
    text = scenario("action: presed")
    finding = only(text, "PB703")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "presed")
    assert findings(mended(text, finding.fixes[0]), "PB703") == []


def test_an_action_like_no_other_is_told_what_there_is():
    assert "it offers: switch_on, switch_off" in only(scenario("action: zzz"), "PB703").message


def test_a_parameter_that_is_missing():
    text = gateway("action: fail_node")
    finding = only(text, "PB704")
    assert 'needs the parameter "node": a text' in finding.message
    assert quoted(text, finding) == "fail_node"


def test_a_missing_parameter_is_added_with_what_others_were_given():
    text = gateway("{action: record_failure, params: {node: n1}}", "action: fail_node")
    assert '\n      - action: fail_node\n        params: { node: "n1" }\n' in after_fix(text, "PB704")


@pytest.mark.parametrize(
    ("step", "mended_step"),
    [
        ("{action: fail_node}", '{action: fail_node, params: { node: "<node>" }}'),
        ("{action: fail_node, params: {}}", '{action: fail_node, params: {node: "<node>"}}'),
        ("{action: wait, params: {}}", "{action: wait, params: {duration_ms: 1}}"),
    ],
)
def test_a_missing_parameter_is_added_in_the_style_of_the_step(step, mended_step):
    assert mended_step in after_fix(gateway(step), "PB704")


def test_a_parameter_that_there_is_not():
    text = gateway("{action: fail_node, params: {node: a, nod: b}}")
    finding = only(text, "PB704")
    assert (quoted(text, finding), "it takes: node" in finding.message) == ("nod", True)


def test_a_misspelt_parameter_is_renamed():
    text = gateway("{action: wait, params: {duration: 5}}")
    unknown = next(d for d in findings(text, "PB704") if "has no parameter" in d.message)
    assert 'did you mean "duration_ms"' in unknown.message
    assert findings(mended(text, unknown.fixes[0]), "PB704") == []


def test_an_action_without_parameters_says_so():
    text = gateway("{action: start_health_monitoring, params: {x: 1}}")
    assert "it takes none" in only(text, "PB704").message


def test_a_parameter_of_the_wrong_kind():
    text = gateway("{action: fail_node, params: {node: 5}}")
    finding = only(text, "PB704")
    assert (quoted(text, finding), finding.message) == ("5", '"node" must be a text, not 5')


@pytest.mark.parametrize(
    ("params", "written"),
    [("fail_node, params: {node: 5}", 'node: "5"'), ('wait, params: {duration_ms: "50"}', "duration_ms: 50")],
)
def test_a_number_is_quoted_and_a_quoted_number_is_not(params, written):
    text = gateway(f"{{action: {params}}}")
    assert written in after_fix(text, "PB704")
    assert findings(after_fix(text, "PB704"), "PB704") == []


@pytest.mark.parametrize("value", ["soon", '"soon"', '"1.5"', "true"])
def test_what_is_no_whole_number_is_not_made_one(value):
    assert only(gateway(f"{{action: wait, params: {{duration_ms: {value}}}}}"), "PB704").fixes == ()


@pytest.mark.parametrize(
    "steps", [(), ("action: pressed",), ("action: pressed", "assert: 'true'", "action: released")]
)
def test_a_scenario_that_does_not_end_in_an_assertion(steps):
    text = scenario(*steps) if steps else lamp(more="scenarios: [{name: s, steps: []}]\n")
    finding = only(text, "PB705")
    assert finding.severity is Severity.WARNING
    assert findings(mended(text, finding.fixes[0]), "PB705") == []


@pytest.mark.parametrize("steps", [("assert: 'x()'",), ("action: pressed", "assert: 'x()'")])
def test_a_scenario_that_does(steps):
    assert findings(scenario(*steps), "PB705") == []


def test_the_state_to_assert_is_the_one_that_the_steps_lead_to():
    assert "- assert: \"state == 'bright'\"" in after_fix(scenario("action: pressed"), "PB705")


def test_where_a_guard_decides_no_state_is_proposed():
    text = scenario("action: pressed").replace("event: pressed", "event: pressed, guard: ready()")
    assert only(text, "PB705").fixes == ()


def test_what_another_system_does_is_not_foretold():
    assert only(gateway("action: start_health_monitoring"), "PB705").fixes == ()


def test_an_assertion_that_is_repeated():
    text = scenario("action: pressed", "{assert: 'x()', repeat: 2}")
    finding = only(text, "PB707")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, "2")
    assert "{assert: 'x()'}" in mended(text, finding.fixes[0])


def test_repeating_once_is_removed_safely():
    text = scenario("repeat: 1\n        action: pressed")
    finding = only(text, "PB707")
    assert (finding.severity, finding.fixes[0].safe) == (Severity.INFO, True)
    assert "\n      - action: pressed\n" in mended(text, finding.fixes[0])


@pytest.mark.parametrize("repeat", ["2", str(MAX_REPEAT)])
def test_an_action_may_be_repeated(repeat):
    assert findings(scenario(f"{{action: pressed, repeat: {repeat}}}"), "PB707") == []


@pytest.mark.parametrize("duration", ["-1", str(MAX_WAIT_MS + 1), ".inf", ".nan"])
def test_a_wait_outside_its_bounds(duration):
    text = scenario(f"{{action: wait, params: {{duration_ms: {duration}}}}}")
    finding = only(text, "PB712")
    assert (finding.severity, quoted(text, finding)) == (Severity.WARNING, duration)


@pytest.mark.parametrize("params", ["duration_ms: 0", f"ms: {MAX_WAIT_MS}", "duration_ms: 1.5"])
def test_a_wait_within_them(params):
    assert findings(scenario(f"{{action: wait, params: {{{params}}}}}"), "PB712") == []


def test_a_wait_for_too_long_is_cut():
    text = scenario("{action: wait, params: {ms: 1e12}}")
    assert f"ms: {MAX_WAIT_MS}" in after_fix(text, "PB712")


def test_a_wait_that_does_not_say_for_how_long():
    text = scenario("action: wait")
    assert "        params: { duration_ms: 1000 }\n" in after_fix(text, "PB712")


def test_a_wait_of_the_gateway_without_a_time_is_a_missing_parameter_only():
    assert findings(gateway("action: wait"), "PB712") == []


def test_an_event_called_wait_is_no_waiting():
    text = scenario("action: wait").replace("event: pressed", "event: wait")
    assert findings(text, "PB712") == []


def test_a_wait_is_checked_where_the_system_cannot_be_had():
    text = "system: nosuch\n" + scenario("{action: wait, params: {ms: -1}}")
    assert only(text, "PB712").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("system: nosuch", 'no system "nosuch" is registered here'),
        (
            "system: {http: {url: 'http://evil.example'}}",
            "evil.example on port 80 may not be reached from here",
        ),
        ("system: {https: 1}", '"system" must be the name of a registered system, or {http: {url: ...}}'),
    ],
)
def test_a_system_that_cannot_be_had_is_said_before_the_run(section, said):
    text = lamp(more=section + "\n")
    finding = only(text, "PB715")
    assert said in finding.message
    assert quoted(text, finding) == section.split(":")[0]


OVER_HTTP = "system: {http: {url: 'http://localhost:8700'}}"


@pytest.mark.parametrize(
    "section",
    ["system: bare", "system: federation_gateway", "", "simulation: {}", "simulation: [1]", OVER_HTTP],
)
def test_a_system_that_can_be_had_is_not_spoken_of(section):
    assert findings(lamp(more=section + "\n"), "PB715") == []


@pytest.mark.parametrize(("value", "seen"), [("[1]", "a list"), ("{a: 1}", "a map"), ("true", "true")])
def test_what_was_seen_in_place_of_a_text_is_said(value, seen):
    text = gateway(f"{{action: fail_node, params: {{node: {value}}}}}")
    assert only(text, "PB704").message.endswith(f"not {seen}")


def test_nothing_is_added_to_parameters_that_are_no_map():
    assert only(gateway("{action: fail_node, params: 5}"), "PB704").fixes == ()


GATEWAY_STEP = """\
system: federation_gateway
scenarios:
  - name: s
    steps:
      - {action: fail_node, %s}
      - {assert: "state == 'dark'"}
"""


def test_a_parameter_that_stands_beside_the_others_is_found_there():
    text = lamp(more=GATEWAY_STEP % "node: n")
    finding = only(text, "PB704")
    assert quoted(text, finding) == "node"
    assert finding.message.endswith('it stands beside "params", not in it') and finding.fixes == ()


def test_a_misspelt_parameter_is_not_also_missing():
    assert (
        'has no parameter "nod"; did you mean "node"?'
        in only(lamp(more=GATEWAY_STEP % "params: {nod: n}"), "PB704").message
    )


def test_a_misspelt_duration_is_no_wait_without_one():
    step = "scenarios: [{name: s, steps: [{action: wait, params: {duration: 5}}, {assert: \"state == 'dark'\"}]}]\n"
    text = lamp(more=step)
    assert findings(text, "PB704") and findings(text, "PB712") == []


def test_the_two_names_of_a_duration_are_one_parameter():
    step = "scenarios: [{name: s, steps: [{action: wait, params: {duration_ms: 5}}, {assert: \"state == 'dark'\"}]}]\n"
    text = lamp(more="simulation: {actions: {press(): [{emit: pressed}]}}\n" + step)
    message = only(text, "PB709").message
    assert "press" in message and "wait" not in message


def test_a_pair_with_a_star_is_tried_too():
    pair = '  forbidden: [{from: bright, to: "*", reason: x}]\n'
    step = "scenarios: [{name: s, steps: [{action: pressed}, {action: released}, {assert: \"state == 'bright'\"}]}]\n"
    text = lamp(
        "    - {id: switch_off, from: bright, to: dark, event: released}\n",
        "    - {id: o, from: dark, to: dark, event: released}\n",
        more=pair + step,
    )
    assert "forbidden pair" not in only(text, "PB711").message

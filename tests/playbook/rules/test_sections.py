"""Scenarios against their system, and the dashboard (PB7xx, PB8xx)."""

import pytest

from playbook.diagnostics import Severity
from tests.playbook.texts import findings, ids, lamp, mended, only, quoted

CHECK = "      - {assert: \"state == 'bright'\"}\n"


def scenario(*steps):
    return lamp(more="scenarios:\n  - name: s\n    steps:\n" + "".join(f"      - {step}\n" for step in steps))


def gateway(*steps):
    return scenario(*steps).replace('id: "lamp"', 'id: "federation_gateway"')


def dashboard(*, keys="q: quit", left="L", panels="{id: circuits}, {id: my-panel}"):
    return lamp(
        more=f"tui:\n  panels: [{panels}]\n  status_bar: {{left: '{left}'}}\n  keybindings: {{{keys}}}\n"
    )


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
    assert ('needs the parameter "node"' in finding.message, quoted(text, finding)) == (True, "fail_node")


def test_a_parameter_that_there_is_not():
    text = gateway("{action: fail_node, params: {node: a, nod: b}}")
    finding = only(text, "PB704")
    assert (quoted(text, finding), 'did you mean "node"' in finding.message) == ("nod", True)


def test_a_parameter_of_the_wrong_kind():
    text = gateway("{action: fail_node, params: {node: 5}}")
    assert (quoted(text, only(text, "PB704")), "must be a text" in only(text, "PB704").message) == ("5", True)


@pytest.mark.parametrize(
    "steps", [(), ("action: pressed",), ("action: pressed", "assert: 'true'", "action: released")]
)
def test_a_scenario_that_does_not_end_in_an_assertion(steps):
    text = scenario(*steps) if steps else lamp(more="scenarios: [{name: s, steps: []}]\n")
    assert only(text, "PB705").severity is Severity.WARNING


@pytest.mark.parametrize("steps", [("assert: 'x()'",), ("action: pressed", "assert: 'x()'")])
def test_a_scenario_that_does(steps):
    assert findings(scenario(*steps), "PB705") == []


@pytest.mark.parametrize(
    "action",
    [
        "quit",
        "refresh",
        "help",
        "reset",
        "toggle_pause",
        "toggle_stats_panel",
        "toggle_my-panel_panel",
        "panel_circuits",
    ],
)
def test_what_keys_may_do(action):
    assert ids(dashboard(keys=f"x: {action}")) == []


@pytest.mark.parametrize(
    "key", ["x", '"?"', "1", '"ctrl+x"', "Enter", "ArrowUp", "f5", "F12", '" "', "é", '"shift+f5"']
)
def test_what_a_key_may_be(key):
    assert findings(dashboard(keys=f"{key}: quit"), "PB805") == []


@pytest.mark.parametrize("key", ["two words", '"f123"', '"+x+"', '""', "x1"])
def test_what_no_key_is(key):
    text = dashboard(keys=f"{key}: quit")
    assert quoted(text, only(text, "PB805")) == key


def test_a_key_that_does_what_there_is_not():
    text = dashboard(keys="x: qiut")
    finding = only(text, "PB805")
    assert (finding.severity, quoted(text, finding)) == (Severity.ERROR, "qiut")
    assert findings(mended(text, finding.fixes[0])) == []


def test_a_key_for_a_panel_by_its_singular_is_only_mentioned():
    finding = only(dashboard(keys="c: toggle_circuit_panel"), "PB801")
    assert (finding.severity, 'the panel "circuits"' in finding.message) == (Severity.INFO, True)


def test_a_key_for_no_panel():
    finding = only(dashboard(keys="c: toggle_circut_panel"), "PB801")
    assert finding.severity is Severity.ERROR
    assert 'panels are: circuits, my-panel, stats; did you mean "circuits"' in finding.message


@pytest.mark.parametrize("left", ["{{n", "n}}", "{{}}", "{{ }}", "{{a b}}", "{{1}}", "{{a.}}"])
def test_a_malformed_placeholder_is_marked_exactly(left):
    text = dashboard(left=f"ok {left} ok")
    assert quoted(text, findings(text, "PB804")[0]) in (left, "{{", "}}")


@pytest.mark.parametrize("left", ["plain", "{{n}}", "{{ n }}/{{m.k}}", "a { b } c"])
def test_a_well_formed_text(left):
    assert findings(dashboard(left=left), "PB804") == []


def test_what_the_bare_machine_provides_is_not_known():
    assert findings(dashboard(left="{{anything}}"), "PB803") == []


def test_a_placeholder_that_the_system_does_not_provide():
    text = dashboard(left="{{healthy_node}} up").replace('id: "lamp"', 'id: "federation_gateway"')
    finding = only(text, "PB803")
    assert (quoted(text, finding), "healthy_node" in finding.message) == ("{{healthy_node}}", True)


@pytest.mark.parametrize("name", ["state", "healthy_nodes", "catalog_count", "name", "tui.refresh_rate_ms"])
def test_placeholders_that_it_does(name):
    text = dashboard(left="{{" + name + "}}").replace('id: "lamp"', 'id: "federation_gateway"')
    assert findings(text, "PB803") == []


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("system: nosuch", 'no system "nosuch" is registered here'),
        ("system: {http: {url: x}}", "over HTTP cannot be driven yet"),
        ("simulation: {variables: {}}", "a simulation cannot be executed yet"),
    ],
)
def test_a_system_that_cannot_be_had_is_said_before_the_run(section, said):
    text = lamp(more=section + "\n")
    finding = only(text, "PB715")
    assert said in finding.message
    assert quoted(text, finding) == section.split(":")[0]


@pytest.mark.parametrize("section", ["system: bare", "system: federation_gateway", ""])
def test_a_system_that_can_be_had_is_not_spoken_of(section):
    assert findings(lamp(more=section + "\n"), "PB715") == []
